import { Decimal } from '@tallygate/rating'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addUp } from './add-up.ts'
import type { TotalShare } from './spread-over-cuts.ts'

const seed = Number(process.env['TEST_SEED'] ?? 20260131)

const share = (quantity: string, of: Partial<TotalShare> = {}): TotalShare => ({
  subscriptionId: 'ppsu_1',
  scheduleId: 'ppsc_1',
  periodStart: new Date('2026-01-01T00:00:00Z'),
  meterId: 'metr_1',
  meterValueId: 'metv_1',
  currency: '',
  propertiesKey: '[]',
  properties: {},
  until: null,
  lateOf: null,
  quantity,
  ...of,
})

describe('contributions', () => {
  it.each<[name: string, quantities: readonly string[], sum: string, min: string, max: string]>([
    ['integers', ['7', '5', '6'], '18', '5', '7'],
    ['decimals', ['0.1', '0.2', '0.3'], '0.6', '0.1', '0.3'],
    ['both', ['10', '0.5', '2'], '12.5', '0.5', '10'],
    [
      'more than a binary float holds',
      ['9007199254740993', '1', '0.1'],
      '9007199254740994.1',
      '0.1',
      '9007199254740993',
    ],
    ['as long as the wire allows', ['9'.repeat(64), '1'], `1${'0'.repeat(64)}`, '1', '9'.repeat(64)],
    ['leading zeros', ['007', '08'], '15', '7', '8'],
    ['nothing but zero', ['0'], '0', '0', '0'],
  ])('add up exactly: %s', (_, quantities, sum, min, max) => {
    const found = addUp(quantities.map((quantity) => share(quantity)))
    expect(found).toMatchObject([{ of: { meterId: 'metr_1', until: null }, sum, min, max, count: quantities.length }])
  })

  it('stay apart by everything that makes their key, and come in its order', () => {
    const parts: Partial<TotalShare>[] = [
      {},
      { scheduleId: 'ppsc_0' },
      { periodStart: new Date('2026-02-01T00:00:00Z') },
      { meterId: 'metr_2' },
      { meterValueId: 'metv_2' },
      { currency: 'USD' },
      { propertiesKey: '[["model","a"]]' },
      { until: new Date('2026-01-10T00:00:00Z') },
    ]
    const found = addUp([...parts, ...parts.toReversed()].map((of) => share('2', of)))
    expect(found.map(({ sum, count }) => [sum, count])).toEqual(parts.map(() => ['4', 2]))
    const order = addUp(parts.toReversed().map((of) => share('2', of)))
    expect(order.map(({ of }) => of)).toEqual(found.map(({ of }) => of))
    expect(found[0]?.of.scheduleId).toBe('ppsc_0')
  })

  it(`add up to the sum of all, in any order (seed ${seed})`, () => {
    const decimal = fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
      fc.tuple(fc.nat(), fc.nat(999)).map(([whole, part]) => `${whole}.${part}`),
    )
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1, maxLength: 40 }), (quantities) => {
        const [one] = addUp(quantities.map((quantity) => share(quantity)))
        const [other] = addUp(quantities.toReversed().map((quantity) => share(quantity)))
        expect({ ...other, of: null }).toEqual({ ...one, of: null })
        expect(one?.sum).toBe(Decimal.sum(quantities.map((quantity) => Decimal.parse(quantity))).toString())
      }),
      { seed },
    )
  })
})
