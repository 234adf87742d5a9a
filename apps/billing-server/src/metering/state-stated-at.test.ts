import { describe, expect, it } from 'vitest'
import { type Statement, stateStatedAt } from './state-stated-at.ts'

const at = (month: number) => new Date(Date.UTC(2026, month - 1, 1))
const of = (month: number, more: Partial<Statement>, ruleId = 'a'): Statement => ({
  subscriptionId: 'ppsu_1',
  periodStart: at(month),
  ruleId,
  usage: null,
  usageCharged: false,
  included: null,
  rollover: null,
  rolloverAdded: false,
  ...more,
})
/** Returns the state that holds in a month, as texts. */
const inMonth = (month: number, ...statements: Statement[]) => {
  const stated = stateStatedAt(statements, at(month), (start) => at(start.getUTCMonth() + 2))
  return (
    stated && {
      usage: [...stated.usage].map(([id, { from, quantity, charged }]) => [
        id,
        from.getUTCMonth() + 1,
        `${quantity}${charged ? ' charged' : ''}`,
      ]),
      included: [...stated.included].map(([id, volume]) => [id, `${volume}`]),
      rollover: [...stated.rollover].map(([id, { quantity, added }]) => [id, `${quantity}${added ? ' added' : ''}`]),
    }
  )
}

describe('stateStatedAt', () => {
  it('goes on from the latest period that usage was stated for, which alone it was charged in', () => {
    const statements = [of(3, { usage: '30' }), of(1, { usage: '10', usageCharged: true })]
    const usage = (month: number) => inMonth(month, ...statements)?.usage
    expect([1, 2, 3, 4].map(usage)).toEqual([
      [['a', 1, '10 charged']],
      [['a', 1, '10']],
      [['a', 3, '30']],
      [['a', 3, '30']],
    ])
    expect(inMonth(1, of(2, { usage: '5' }))).toBeUndefined()
  })

  it('holds volumes in their own period alone', () => {
    const statements = [of(2, { included: '100' }), of(2, { rollover: '7', rolloverAdded: true }, 'b')]
    expect(inMonth(1, ...statements)).toBeUndefined()
    expect(inMonth(2, ...statements)).toEqual({ usage: [], included: [['a', '100']], rollover: [['b', '7 added']] })
    expect(inMonth(3, ...statements)).toBeUndefined()
  })

  it('lets the later of two statements hold, part by part', () => {
    const corrected = [
      of(1, { usage: '10', included: '1', rollover: '2' }),
      of(1, { usage: '11' }),
      of(1, { rollover: '3', rolloverAdded: true }),
      of(1, { usage: '99' }, 'b'),
    ]
    expect(inMonth(1, ...corrected)).toEqual({
      usage: [
        ['a', 1, '11'],
        ['b', 1, '99'],
      ],
      included: [['a', '1']],
      rollover: [['a', '3 added']],
    })
  })
})
