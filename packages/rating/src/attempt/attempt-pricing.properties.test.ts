import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  attemptCatalog,
  type RandomAttempt,
  type RandomPlan,
  randomAttempts,
  randomPlan,
} from '../../test/attempt-fixture.ts'
import {
  type AttemptPricing,
  addUpEvents,
  attemptPricing,
  type Counts,
  compilePlan,
  creditsUnit,
  Decimal,
  type InvoiceInput,
  moneyUnit,
  planInvoice,
  type UsageTotal,
  type WalletUnit,
} from '../index.ts'
import { addQuantities, decimalOf } from './attempt-usage.ts'

/** A failure prints the seed and the path; TEST_SEED replays or varies a run. `FUZZ_RUNS` says how long it is. */
const PARAMETERS = {
  seed: Number(process.env['TEST_SEED'] ?? 20260131),
  numRuns: Number(process.env['FUZZ_RUNS'] ?? (process.env['SOAK'] === '1' ? 5000 : 60)),
}

const day = (number: number) => new Date(Date.UTC(2026, 0, number))
const [START, ADDED, END] = [day(1), day(16), day(32)]

/** The whole month, or a schedule that holds for a part of it. */
const segments = fc.constantFrom<readonly [number, number]>([1, 32], [1, 20], [10, 32])

interface Scene extends RandomPlan {
  readonly segment: readonly [number, number]
  readonly attempts: readonly RandomAttempt[]
}

const scene: fc.Arbitrary<Scene> = fc
  .tuple(randomPlan, segments)
  .chain(([plan, segment]) =>
    randomAttempts(12, [segment[0], segment[1] - 1]).map((attempts) => ({ ...plan, segment, attempts })),
  )

function open({ version, schedule, segment: [first, last] }: Scene) {
  const plan = compilePlan({ version, schedule, catalog: attemptCatalog, currency: 'USD' })
  const period = { start: START, end: END, full: { start: START, end: END } }
  const [start, end] = [day(first), day(last)]
  return { plan, period, start, end, pricing: attemptPricing(plan, { start, end, period }) }
}

/** The usage of attempts as the invoice gets it: apart before and after the add-on begins. */
function usageOf({ attempts, segment }: Scene): UsageTotal[] {
  const [start, end] = [day(segment[0]), day(segment[1])]
  const parts = [
    { start, end: ADDED },
    { start: ADDED, end },
  ]
  return parts.flatMap((usedIn) => {
    const within = attempts.filter(({ at }) => at >= usedIn.start && at < usedIn.end)
    const events = within.flatMap(({ used }) =>
      used.map(({ quantity, ...event }) => ({ ...event, quantity: String(quantity) })),
    )
    return addUpEvents(events).map((row) => ({ ...row, usedIn }))
  })
}

/** Settles attempts one after the other. */
function settle(pricing: AttemptPricing, attempts: readonly RandomAttempt[]) {
  const counts = new Map<string, Decimal>()
  const spent = new Map<WalletUnit, Decimal>(pricing.units.map((unit) => [unit, Decimal.ZERO]))
  for (const { used, at } of attempts) {
    const added = pricing.count(used, at)
    const { amounts, parts } = pricing.cost(counts, added)
    const moving = new Map([...counts].filter(([name]) => pricing.moving.has(name)))
    expect(shown(pricing.cost(moving, added).amounts), 'by the counts that move it').toEqual(shown(amounts))
    for (const [unit, amount] of amounts) spent.set(unit, (spent.get(unit) ?? Decimal.ZERO).plus(amount))
    for (const unit of amounts.keys()) {
      const sum = Decimal.sum(parts.filter((part) => part.unit === unit).map(({ amount }) => amount))
      expect(sum.equals(amounts.get(unit) ?? sum)).toBe(true)
    }
    for (const [name, quantity] of added) {
      counts.set(name, decimalOf(addQuantities(counts.get(name) ?? Decimal.ZERO, quantity)))
    }
  }
  return { counts, spent }
}

/** Adds up the lines of the invoice before they are rounded. */
function invoiced(scene: Scene): Map<WalletUnit, Decimal> {
  const { plan, period, start, end } = open(scene)
  const input: InvoiceInput = {
    currency: 'USD',
    subscriptionId: 'ppsu_1',
    period,
    segments: [{ start, end, plan, usage: usageOf(scene) }],
  }
  const sums = new Map<WalletUnit, Decimal>()
  const hundred = Decimal.fromInteger(100)
  for (const { charged } of planInvoice(input).groups.flatMap(({ lines }) => lines)) {
    if (charged?.rule == null || charged.rule.model === 'FIXED') continue
    const { rule, item, charge } = charged
    let amount = item.isDeduction ? charge.amount.negated() : charge.amount
    const unit = rule.creditTypeId === null ? moneyUnit('USD') : creditsUnit(rule.creditTypeId)
    if (rule.creditTypeId === null) {
      if (scene.markup?.rule === rule.id) {
        amount = amount.plus(amount.times(Decimal.parse(scene.markup.percentage)).dividedBy(hundred))
      }
      if (scene.discount !== undefined) {
        amount = amount.minus(amount.times(Decimal.parse(scene.discount)).dividedBy(hundred))
      }
    }
    sums.set(unit, (sums.get(unit) ?? Decimal.ZERO).plus(amount))
  }
  return sums
}

const shown = (sums: ReadonlyMap<string, Decimal>): Record<string, string> =>
  Object.fromEntries([...sums].filter(([, sum]) => !sum.isZero()).map(([unit, sum]) => [unit, sum.toString()]))

describe('attempts', () => {
  it('cost together what the lines of the invoice say before they are rounded', () => {
    fc.assert(
      fc.property(scene, (one) => {
        const { pricing } = open(one)
        const { counts, spent } = settle(pricing, one.attempts)
        expect(shown(spent)).toEqual(shown(invoiced(one)))
        expect(shown(pricing.spent(counts))).toEqual(shown(spent))
        const totals = pricing.countTotals(usageOf(one))
        const decimals = new Map([...totals].map(([name, quantity]) => [name, decimalOf(quantity)]))
        expect(shown(decimals)).toEqual(shown(counts))
      }),
      PARAMETERS,
    )
  })

  it('cost no more than was held, wherever between the two counts they start', () => {
    fc.assert(
      fc.property(
        scene,
        fc.nat(12),
        fc.nat(12),
        fc.record({ prompt: fc.nat(900), asked: fc.nat(900), share: fc.integer({ min: 0, max: 100 }) }),
        fc.boolean(),
        (one, first, second, { prompt, asked, share }, isBounded) => {
          const { pricing } = open(one)
          const [less, more] = first < second ? [first, second] : [second, first]
          const starts = one.attempts.map((_, index) => settle(pricing, one.attempts.slice(0, index)).counts)
          const between = starts.slice(less, more + 1)
          const [low, high] = [between[0], between.at(-1)]
          if (low === undefined || high === undefined) return
          const at = one.attempts.at(-1)?.at ?? START
          const reachable = one.attempts.map(({ used }) => used[0]?.properties ?? {})
          const quantity = (meterId: string, count: number) => ({
            meterId,
            meterValueId: 'metv_tokens',
            quantity: count,
          })
          const holds = pricing.hold({
            between: [low, high],
            fixed: [quantity('metr_prompt', prompt)],
            perCompletionToken: [quantity('metr_completion', 1)],
            reachable,
            ...(isBounded && { maxCompletionTokens: asked }),
            at,
          })
          const completion = Math.floor((asked * share) / 100)
          for (const counts of between) {
            for (const properties of reachable) {
              const used = [quantity('metr_prompt', prompt), quantity('metr_completion', completion)]
              const added = pricing.count(
                used.map((each) => ({ ...each, properties })),
                at,
              )
              expectHeld(pricing, holds, counts, added, completion)
            }
          }
        },
      ),
      PARAMETERS,
    )
  })
})

function expectHeld(
  pricing: AttemptPricing,
  holds: ReturnType<AttemptPricing['hold']>,
  before: Counts,
  added: Counts,
  completion: number,
): void {
  for (const [unit, amount] of pricing.cost(before, added).amounts) {
    const hold = holds.get(unit)
    expect(hold).toBeDefined()
    if (hold === undefined) continue
    const held = hold.fixed.plus(hold.perCompletionToken.times(Decimal.fromInteger(completion)))
    expect(hold.fixed.isNegative() || hold.perCompletionToken.isNegative()).toBe(false)
    if (held.compare(amount) < 0) expect.fail(`${unit}: held ${held}, cost ${amount}`)
  }
}
