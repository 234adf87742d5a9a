import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attemptCatalog, randomAttempts, randomPlan } from '../../test/attempt-fixture.ts'
import { catalogFixture, itemOf, ofModel, perThousand, usd, versionOf } from '../../test/plan-fixture.ts'
import { addUpEvents, compilePlan, planInvoice, type UsageTotal } from '../index.ts'
import type { WireRule, WireVersion } from '../wire/wire-plan.ts'
import { createUsageTest, type ReportedUsage } from './create-usage-test.ts'

/** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
const PARAMETERS = {
  seed: Number(process.env['TEST_SEED'] ?? 20260131),
  numRuns: Number(process.env['FUZZ_RUNS'] ?? (process.env['SOAK'] === '1' ? 5000 : 60)),
}

const used = (model?: string, more: Partial<ReportedUsage> = {}): ReportedUsage => ({
  meterId: 'metr_completion',
  meterValueIds: ['metv_tokens'],
  properties: model === undefined ? {} : { model_id: model },
  ...more,
})
const takes = (version: WireVersion, usage: ReportedUsage): boolean =>
  createUsageTest(compilePlan({ version, schedule: {}, catalog: attemptCatalog, currency: 'USD' }))(usage)

const gpt = perThousand('pico_gpt', '1', 'gpt-4o')
const byPrompts: WireRule = {
  id: 'pico_tiers',
  type: 'TOP_TIERED',
  conditions: ofModel('gpt-4o'),
  bands: [{ amount: usd('2'), tier_top_bound: { number: '10' } }, { amount: usd('1') }],
}
const tieredByShort: WireRule = {
  ...byPrompts,
  tiering_conditions: {
    expression: {
      operator: 'AND',
      operands: [{ meter_property: { reference: 'context', comparator: 'LESS_THAN', value: '100' } }],
    },
  },
}

describe('createUsageTest', () => {
  it.each<[string, WireVersion, ReportedUsage, boolean]>([
    ['usage of a rule', versionOf(itemOf('proi_completion', gpt)), used('gpt-4o'), true],
    ['usage of no rule', versionOf(itemOf('proi_completion', gpt)), used('haiku'), false],
    ['usage without the property', versionOf(itemOf('proi_completion', gpt)), used(), false],
    [
      'usage of the default rate',
      versionOf(itemOf('proi_completion', gpt, perThousand('d', '1'))),
      used('haiku'),
      true,
    ],
    [
      'usage that a rule shows and does not bill',
      versionOf(itemOf('proi_completion', { id: 'n', type: 'NONE' })),
      used(),
      true,
    ],
    [
      'a meter that is not sold',
      versionOf(itemOf('proi_completion', gpt)),
      used('gpt-4o', { meterId: 'metr_prompt' }),
      false,
    ],
    [
      'an event without the value that is counted',
      versionOf(itemOf('proi_completion', gpt)),
      used('gpt-4o', { meterValueIds: [] }),
      false,
    ],
    [
      'an event with another value too',
      versionOf(itemOf('proi_completion', gpt)),
      used('gpt-4o', { meterValueIds: ['metv_other', 'metv_tokens'] }),
      true,
    ],
    [
      'a property that is counted, without a value',
      versionOf(itemOf('proi_users', perThousand('d', '1'))),
      used(undefined, { meterValueIds: [] }),
      true,
    ],
    [
      'a rule of a second item',
      versionOf(itemOf('proi_completion', gpt), itemOf('proi_rebate', perThousand('d', '1'))),
      used('haiku'),
      true,
    ],
    [
      'what the product item counts',
      versionOf(itemOf('proi_short', perThousand('d', '1'))),
      used(undefined, { meterId: 'metr_prompt', properties: { context: '5' } }),
      true,
    ],
    [
      'what the product item does not count',
      versionOf(itemOf('proi_short', perThousand('d', '1'))),
      used(undefined, { meterId: 'metr_prompt', properties: { context: '500' } }),
      false,
    ],
    [
      'what chooses a tier by another meter',
      versionOf(itemOf('proi_by_prompts', byPrompts)),
      used('haiku', { meterId: 'metr_prompt' }),
      true,
    ],
    [
      'what chooses a tier by a condition',
      versionOf(itemOf('proi_completion', tieredByShort)),
      used(undefined, { properties: { context: '5' } }),
      true,
    ],
    [
      'what chooses no tier',
      versionOf(itemOf('proi_completion', tieredByShort)),
      used(undefined, { properties: { context: '500' } }),
      false,
    ],
    ['everything, where an item cannot be read', versionOf(itemOf('proi_unknown', gpt)), used('haiku'), true],
  ])('takes or leaves %s', (_, version, usage, want) => {
    expect(takes(version, usage)).toBe(want)
  })

  it('asks the conditions once for the values that decide', () => {
    let reads = 0
    const version = versionOf(itemOf('proi_completion', gpt))
    const test = createUsageTest(compilePlan({ version, schedule: {}, catalog: catalogFixture, currency: 'USD' }))
    const usage = (user: string): ReportedUsage => ({
      ...used(),
      properties: {
        get model_id() {
          reads += 1
          return 'haiku'
        },
        user_id: user,
      },
    })
    test(usage('ada'))
    const first = reads
    for (const user of ['lin', 'eve']) expect(test(usage(user))).toBe(false)
    // The key reads the value, and no condition does.
    expect(reads - first).toBe(2)
  })

  it(`leaves nothing that changes an amount of an invoice, for random plans (seed ${PARAMETERS.seed})`, () => {
    const [start, end] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')]
    const period = { start, end, full: { start, end } }
    const total = (plan: ReturnType<typeof compilePlan>, usage: readonly UsageTotal[]): string =>
      planInvoice({
        currency: 'USD',
        subscriptionId: 's',
        period,
        segments: [{ start, end, plan, usage }],
      }).totals.net.toString()
    let left = 0
    fc.assert(
      fc.property(randomPlan, randomAttempts(12, [1, 31]), ({ version, schedule }, attempts) => {
        const plan = compilePlan({ version, schedule, catalog: attemptCatalog, currency: 'USD' })
        const test = createUsageTest(plan)
        const usage = addUpEvents(
          attempts.flatMap((attempt) => attempt.used.map((one) => ({ ...one, quantity: String(one.quantity) }))),
        )
        const taken = usage.filter((row) =>
          test({ ...row, meterValueIds: [row.meterValueId].flatMap((id) => id ?? []) }),
        )
        left += usage.length - taken.length
        expect(total(plan, taken)).toBe(total(plan, usage))
      }),
      PARAMETERS,
    )
    expect(left).toBeGreaterThan(0)
  })
})
