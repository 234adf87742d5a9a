import { describe, expect, it } from 'vitest'
import { scheduleOf } from '../../test/plans/plan-fixture.ts'
import { catalogFixture, itemOf, perThousand, proVersion, versionOf } from '../../test/plans/pricing-fixture.ts'
import { CompiledPlans } from './compiled-plans.ts'

/** Makes what a read of the database gives: the same content in new objects. */
const read = (version = proVersion, catalog = catalogFixture) => ({
  version: structuredClone(version),
  schedule: scheduleOf(),
  catalog: structuredClone(catalog),
  currency: 'USD',
  billingPeriod: null,
})
const itemsOf = ({ pricings }: ReturnType<CompiledPlans['compile']>) => pricings.flatMap(({ items }) => items)

describe('plans that were compiled before', () => {
  const first = new CompiledPlans()
  const known = itemsOf(first.compile(read()))

  it('are taken again, item by item, when the same is read again', () => {
    expect(itemsOf(first.compile(read()))[0]).toBe(known[0])
    // Another schedule sells the same items.
    expect(itemsOf(first.compile({ ...read(), schedule: scheduleOf({ id: 'ppsc_2' }) }))[0]).toBe(known[0])
  })

  it.each([
    ['the version', read(versionOf(itemOf('proi_completion', perThousand('pico_default', '0.02'))))],
    [
      'something that it refers to',
      read(proVersion, {
        ...catalogFixture,
        productItems: new Map([
          ...catalogFixture.productItems,
          ['proi_completion', { id: 'proi_completion', name: 'Renamed' }],
        ]),
      }),
    ],
    ['the currency', { ...read(), currency: 'EUR' }],
    ['the billing period', { ...read(), schedule: scheduleOf({ billing_period: { type: 'YEAR', value: 1 } }) }],
  ])('are compiled anew where %s is another', (_, changed) => {
    expect(itemsOf(first.compile(changed))[0]).not.toBe(known[0])
  })

  it('are forgotten, the oldest first, when there are many', () => {
    const plans = new CompiledPlans()
    const [own] = itemsOf(plans.compile(read()))
    for (let index = 0; index < 250; index += 1) {
      plans.compile(read(versionOf(itemOf('proi_completion', perThousand(`pico_${index}`, '1')))))
    }
    expect(itemsOf(plans.compile(read()))[0]).not.toBe(own)
  })
})
