import { describe, expect, it } from 'vitest'
import { amountOf, bandsOf, volumeOf } from '../../test/band-fixture.ts'
import { chargeStairStepTopUp } from './stair-step-top-up.ts'

const STEPS = bandsOf({ amount: '50', upTo: '1000' }, { fixed_amount: '40', upTo: '3000' }, { amount: '500' })

describe('chargeStairStepTopUp', () => {
  it.each<[string, string, string, string]>([
    ['no usage buys nothing', '0', '0', '0'],
    ['the first unit buys the first package', '1', '50', '1000'],
    ['all of it', '1000', '50', '1000'],
    ['one unit more buys the second in addition', '1001', '90', '3000'],
    ['all of both', '3000', '90', '3000'],
    ['the last has no end', '3001', '590', '3001'],
  ])('%s', (_, quantity, amount, bought) => {
    const charge = chargeStairStepTopUp(volumeOf(quantity), STEPS)
    expect([amountOf(charge), charge.boughtQuantity?.toString()]).toEqual([amount, bought])
  })
})
