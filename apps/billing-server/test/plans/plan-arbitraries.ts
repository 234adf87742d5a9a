import type { Schema } from '@tallygate/client'
import type { UsageTotal } from '@tallygate/rating'
import fc from 'fast-check'
import { itemOf, tokens, usd, versionOf } from './pricing-fixture.ts'

// Random plans and usage for property tests. Every plan can be priced: its tiers rise, its bands suit their model.

/** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
export const PARAMETERS = { seed: Number(process.env['TEST_SEED'] ?? 20260131), numRuns: 100 }

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'o3', 'claude', ''] as const

const model = fc.constantFrom(...MODELS)
const count = fc.integer({ min: 1, max: 5 })
/** Whole units, from none to beyond every float. */
export const quantity = fc
  .oneof(fc.bigInt({ min: 0n, max: 10n ** 7n }), fc.bigInt({ min: 0n, max: 10n ** 24n }))
  .map(String)
/** Dollars from nothing to a million, with up to six decimals. */
export const price = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 6n }), fc.integer({ min: 0, max: 6 }))
  .map(([units, scale]) => toDecimalText(units, scale))

/** So many units of the last decimal, as text. */
export function toDecimalText(units: bigint, scale: number): string {
  const digits = units.toString().padStart(scale + 1, '0')
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const row: fc.Arbitrary<UsageTotal> = fc
  .tuple(quantity, model, fc.constantFrom('ann', 'bob'), count)
  .map(([sum, name, user, events]) =>
    tokens(sum, { ...(name === '' ? {} : { model_id: name }), user_id: user }, { count: events }),
  )
/** Totals of up to twelve combinations of model and user. */
export const usage = fc.array(row, { maxLength: 12 })

export type Config = Schema<'PricingItemConfig'>
export type Band = Schema<'PricingItemConfigBand'>

const blockSize = fc.constantFrom('1', '1000', '1000000', '3')
const band: fc.Arbitrary<Band> = fc.record(
  {
    amount: price.map(usd),
    block_size: blockSize.map((number) => ({ number })),
    minimum_amount: price.map(usd),
    fixed_amount: price.map(usd),
  },
  { requiredKeys: ['amount'] },
)
const tiers: fc.Arbitrary<Band[]> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 10_000_000 }), { maxLength: 4 }),
    fc.array(band, { minLength: 5, maxLength: 5 }),
  )
  .map(([bounds, bands]) => [
    ...bounds
      .sort((left, right) => left - right)
      .map((bound, index): Band => ({ ...bands[index], tier_top_bound: { number: String(bound) } })),
    bands[4] ?? {},
  ])
const steps = tiers.map((bands) => bands.map(({ fixed_amount: _, block_size: __, ...rest }): Band => rest))

const withoutMinimum = ({ minimum_amount: _, ...rest }: Band): Band => rest
const blocks = tiers.map((bands) => bands.map(({ fixed_amount: _, ...rest }): Band => withoutMinimum(rest)))

const rule: fc.Arbitrary<Config> = fc.oneof(
  band.map((each): Config => ({ type: 'FLAT', bands: [each] })),
  tiers.map((bands): Config => ({ type: 'TIERED', bands })),
  tiers.map((bands): Config => ({ type: 'TOP_TIERED', bands })),
  steps.map((bands): Config => ({ type: 'STAIR_STEP', bands })),
  steps.map((bands): Config => ({ type: 'STAIR_STEP_TOP_UP', bands: bands.map(withoutMinimum) })),
  blocks.map((bands): Config => ({ type: 'TIERED_TOP_UP', bands })),
  price.map((amount): Config => ({ type: 'FIXED', bands: [{ amount: usd(amount) }] })),
  fc.constant<Config>({ type: 'NONE' }),
)

/** Rules on models in any price model, with or without a default rate. */
export const rules: fc.Arbitrary<Config[]> = fc
  .array(
    fc.tuple(rule, fc.subarray([...MODELS.slice(0, 4)], { minLength: 1 }), fc.option(quantity, { nil: undefined })),
    { maxLength: 4 },
  )
  .chain((conditional) => fc.option(rule).map((fallback) => ({ conditional, fallback })))
  .map(({ conditional, fallback }) => [
    ...conditional.map(
      ([config, values, included], index): Config => ({
        ...config,
        id: `pico_${index}`,
        order: index,
        conditions: { meter_properties: [{ reference: 'model_id', comparator: 'IN', values }] },
        ...(included === undefined ? {} : { default_included_volume: { number: included } }),
      }),
    ),
    ...(fallback === null ? [] : [{ ...fallback, id: 'pico_default' }]),
  ])

/** A version with one item of such rules. */
export const plan = rules.map((configs) => versionOf(itemOf('proi_completion', ...configs)))
