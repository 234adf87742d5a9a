import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OversizedEventError } from './event-splitter.ts'
import { JsonSplitter } from './json-splitter.ts'

const SEED = 20_260_302

function split(chunks: readonly Uint8Array[], maxEventBytes?: number): unknown[] {
  const splitter = new JsonSplitter(maxEventBytes === undefined ? {} : { maxEventBytes })
  return chunks.flatMap((chunk) => splitter.push(chunk)).map((bytes) => JSON.parse(Buffer.from(bytes).toString()))
}

describe('JsonSplitter', () => {
  it.each<[name: string, text: string, want: readonly unknown[]]>([
    ['the elements of a list', '[{"a":1}\n,\r\n{"a":{"b":2}}]', [{ a: 1 }, { a: { b: 2 } }]],
    ['one object a line', '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['brackets and quotes inside of texts', '[{"a":"}{\\"]["},"}{",{"b":"\\\\"}]', [{ a: '}{"][' }, { b: '\\' }]],
    ['nothing that is not complete', '[{"a":1},{"a":', [{ a: 1 }]],
  ])('finds %s', (_, text, want) => {
    expect(split([Buffer.from(text)])).toEqual(want)
  })

  it('finds the same objects wherever the bytes are cut', () => {
    const objects = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), { maxLength: 6 })
    fc.assert(
      fc.property(objects, fc.array(fc.nat(400), { maxLength: 10 }), (given, cuts) => {
        const bytes = Buffer.from(JSON.stringify(given))
        const places = [...new Set(cuts.map((cut) => Math.min(cut, bytes.length)))].sort((a, b) => a - b)
        const pieces = [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length))
        expect(split(pieces)).toEqual(JSON.parse(JSON.stringify(given)))
      }),
      { seed: SEED, numRuns: 200 },
    )
  })

  it('keeps what is not an object yet, up to a bound', () => {
    expect(() => split([Buffer.from('{"a":"'), Buffer.alloc(100, 'x')], 50)).toThrow(OversizedEventError)
  })
})
