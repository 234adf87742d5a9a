import { describe, expect, it } from 'vitest'
import { amountOf, bandsOf, volumeOf } from '../../test/band-fixture.ts'
import { chargeTieredTopUp } from './tiered-top-up.ts'

const TIERS = bandsOf({ amount: '10', block: '100', upTo: '250' }, { amount: '8', block: '200' })

describe('chargeTieredTopUp', () => {
  it.each<[string, string, string, string]>([
    ['no usage buys nothing', '0', '0', '0'],
    ['the first unit buys the first block', '1', '10', '100'],
    ['the end of a block', '200', '20', '200'],
    ['the end of the tier, by a block that reaches beyond it', '250', '30', '300'],
    ['what that block holds of the next tier', '300', '30', '300'],
    ['one unit more buys a block of the next tier', '301', '38', '500'],
    ['and so on', '700', '46', '700'],
  ])('%s', (_, quantity, amount, bought) => {
    const charge = chargeTieredTopUp(volumeOf(quantity), TIERS)
    expect([amountOf(charge), charge.boughtQuantity?.toString()]).toEqual([amount, bought])
  })
})
