import { expect, it } from 'vitest'
import { chargeNone } from './none.ts'

it('charges nothing, by no band', () => {
  const { amount, bands } = chargeNone()
  expect([amount.toString(), bands]).toEqual(['0', []])
})
