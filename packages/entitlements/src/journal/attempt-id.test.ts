import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attemptId, eventReference, MAX_REFERENCE_LENGTH, MIN_REFERENCE_LENGTH } from './attempt-id.ts'

const SEED = Number(process.env['TEST_SEED'] ?? 20260131)

/** Parts that are made to be confused with one another: few letters, many separators. */
const part = fc.string({ unit: fc.constantFrom('a', 'b', ':', '%', '3', 'A', '~', 'é'), minLength: 1, maxLength: 12 })
const attempt = fc.record({ customer: part, requestId: part, attempt: part, meter: part })

const referenceOf = ({ customer, requestId, attempt: number, meter }: Record<string, string>): string =>
  eventReference(attemptId(customer ?? '', requestId ?? '', number ?? ''), meter ?? '')

describe(`the reference of an event (TEST_SEED=${SEED})`, () => {
  it('is never shared by two customers, requests, attempts or meters', () => {
    fc.assert(
      fc.property(attempt, attempt, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other)
        expect(referenceOf(one) === referenceOf(other)).toBe(same)
      }),
      {
        seed: SEED,
        numRuns: 5_000,
        examples: [
          [partsOf('a:b', 'c'), partsOf('a', 'b:c')],
          [partsOf('a', 'b'), partsOf('a', 'b')],
        ],
      },
    )
  })

  it('has the length that the API asks for, whatever its parts hold', () => {
    const long = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 256 })
    fc.assert(
      fc.property(long, long, long, part, (customer, requestId, number, meter) => {
        const reference = referenceOf({ customer, requestId, attempt: number, meter })
        expect(reference.length).toBeGreaterThanOrEqual(MIN_REFERENCE_LENGTH)
        expect(reference.length).toBeLessThanOrEqual(MAX_REFERENCE_LENGTH)
      }),
      { seed: SEED, numRuns: 1_000 },
    )
  })

  it.each([
    ['is readable', partsOf('acme', 'req-1'), 'acme:req-1:1:prompt_tokens'],
    ['escapes what separates its parts', partsOf('ac:me', '50%'), 'ac%3Ame:50%25:1:prompt_tokens'],
    [
      'keeps its beginning and says the rest by a digest when it is too long',
      partsOf('acme', 'r'.repeat(250)),
      `acme:${'r'.repeat(186)}~${'[0-9a-f]{64}'}`,
    ],
  ])('%s', (_name, parts, want) => {
    expect(referenceOf(parts)).toMatch(new RegExp(`^${want}$`))
  })

  it('tells two long ones apart that begin alike', () => {
    const [one, other] = ['x', 'y'].map((end) => referenceOf(partsOf('acme', `${'r'.repeat(250)}${end}`)))
    expect(one).not.toBe(other)
  })
})

function partsOf(customer: string, requestId: string) {
  return { customer, requestId, attempt: '1', meter: 'prompt_tokens' }
}
