import { describe, expect, it } from 'vitest'
import { amountOf, bandsOf, volumeOf } from '../../test/band-fixture.ts'
import { chargeFlatTopUp } from './flat-top-up.ts'

const TEN_MILLION = bandsOf({ amount: '50', block: '10000000' })

describe('chargeFlatTopUp', () => {
  it.each<[string, string, string, string]>([
    ['no usage buys nothing', '0', '0', '0'],
    ['the first unit buys the first block', '1', '50', '10000000'],
    ['the last unit of it', '10000000', '50', '10000000'],
    ['one more buys the next', '10000001', '100', '20000000'],
    ['a fraction more does too', '10000000.5', '100', '20000000'],
    [
      'a quantity beyond every float',
      '100000000000000000000000000000001',
      '500000000000000000000000050',
      '100000000000000000000000010000000',
    ],
  ])('%s', (_, quantity, amount, bought) => {
    const charge = chargeFlatTopUp(volumeOf(quantity), TEN_MILLION)
    expect([amountOf(charge), charge.boughtQuantity?.toString()]).toEqual([amount, bought])
  })
})
