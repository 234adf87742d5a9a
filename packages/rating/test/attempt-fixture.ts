import fc from 'fast-check'
import type { PropertyValues, UsedQuantity, WireBand, WireRule, WireSchedule, WireVersion } from '../src/index.ts'
import type { CatalogProductItem, PricingCatalog } from '../src/wire/wire-catalog.ts'
import type { WirePricingItem } from '../src/wire/wire-plan.ts'
import { catalogFixture } from './plan-fixture.ts'

// Random plans and attempts, for properties of the price of attempts.

const MODELS = ['gpt-4o', 'mini', 'haiku']

const tokenItem = (id: string, calculation: string, more: Partial<CatalogProductItem> = {}): CatalogProductItem => ({
  id,
  name: id,
  product_id: 'prod_ai',
  model_type: 'USAGE_BASED',
  usage_based: { meter_value_calculation_id: calculation },
  ...more,
})

const ofContext = (comparator: 'LESS_THAN' | 'GREATER_THAN_OR_EQUALS') => ({
  expression: {
    operator: 'AND' as const,
    operands: [{ meter_property: { reference: 'context', comparator, value: '100' } }],
  },
})

const moreItems: CatalogProductItem[] = [
  tokenItem('proi_rebate', 'bmet_completion', { type: 'DEDUCTION' }),
  tokenItem('proi_short', 'bmet_prompt', {
    usage_based: { meter_value_calculation_id: 'bmet_prompt', conditions: ofContext('LESS_THAN') },
  }),
  tokenItem('proi_long', 'bmet_prompt', {
    usage_based: { meter_value_calculation_id: 'bmet_prompt', conditions: ofContext('GREATER_THAN_OR_EQUALS') },
  }),
  tokenItem('proi_by_prompts', 'bmet_completion', {
    usage_based: {
      meter_value_calculation_id: 'bmet_completion',
      tiering_meter_value_calculation_id: 'bmet_prompt',
    },
  }),
]

export const attemptCatalog: PricingCatalog = {
  ...catalogFixture,
  productItems: new Map([...catalogFixture.productItems, ...moreItems.map((item) => [item.id, item] as const)]),
}

const usd = (cents: number) => ({ quantity: (cents / 100).toFixed(2), currency: 'USD' })
const money = fc.integer({ min: 0, max: 900 }).map(usd)
const number = (max: number) => fc.integer({ min: 1, max }).map(String)
const sometimes = <Value>(value: fc.Arbitrary<Value>, freq = 3) => fc.option(value, { nil: undefined, freq })

type Model = NonNullable<WireRule['type']>

const MODELS_OF_PRICES: Model[] = [
  'FLAT',
  'TIERED',
  'TOP_TIERED',
  'STAIR_STEP',
  'FLAT_TOP_UP',
  'TIERED_TOP_UP',
  'STAIR_STEP_TOP_UP',
]

type Present<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> }

/** Leaves members out that are undefined. */
function present<Value extends object>(value: Value): Partial<Present<Value>> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Partial<Present<Value>>
}

function bandsOf(type: Model, inCredits: boolean): fc.Arbitrary<WireBand[]> {
  const isOne = type === 'FLAT' || type === 'FLAT_TOP_UP'
  const bounds = isOne
    ? fc.constant([])
    : fc
        .uniqueArray(fc.integer({ min: 1, max: 3000 }), { maxLength: 3 })
        .map((all) => all.sort((left, right) => left - right))
  const price = inCredits
    ? fc
        .integer({ min: 0, max: 900 })
        .map((quantity) => ({ credits: { quantity: `0.${quantity}`, credit_type_id: 'ctyp_1' } }))
    : money.map((amount) => ({ amount }))
  const block = fc.integer({ min: 1, max: 700 }).map((size) => ({ block_size: { number: String(size) } }))
  const takesBounds = type === 'FLAT' || type === 'TIERED' || type === 'TOP_TIERED'
  const extras = takesBounds
    ? fc
        .record({
          fixed_amount: sometimes(money),
          minimum_amount: sometimes(fc.integer({ min: 0, max: 3000 }).map(usd)),
          maximum_amount: sometimes(fc.integer({ min: 3000, max: 90_000 }).map(usd)),
          minimum_number: sometimes(number(200)),
          maximum_number: sometimes(fc.integer({ min: 200, max: 2000 }).map(String)),
        })
        .map((all) =>
          present(inCredits ? { minimum_number: all.minimum_number, maximum_number: all.maximum_number } : all),
        )
    : fc.constant({})
  return bounds.chain(
    (ends) =>
      fc
        .array(fc.tuple(price, block, extras), { minLength: ends.length + 1, maxLength: ends.length + 1 })
        .map((bands) =>
          bands.map(([amount, size, more], index) => ({
            ...amount,
            ...(type.startsWith('STAIR_STEP') ? {} : size),
            ...more,
            ...(index < ends.length ? { tier_top_bound: { number: String(ends[index]) } } : {}),
          })),
        ) as fc.Arbitrary<WireBand[]>,
  )
}

interface RuleChoice {
  readonly isConditional: boolean
  readonly mayShare: boolean
}

function ruleOf(id: string, { isConditional, mayShare }: RuleChoice): fc.Arbitrary<WireRule> {
  const condition = isConditional
    ? fc.constantFrom(...MODELS).map((model) => ({
        meter_properties: [{ reference: 'model_id', comparator: 'EQUALS' as const, value: model }],
      }))
    : fc.constant(undefined)
  return fc
    .tuple(fc.constantFrom(...MODELS_OF_PRICES), fc.boolean(), condition)
    .chain(([type, inCredits, conditions]) => {
      const takesGroup = mayShare && !type.endsWith('TOP_UP')
      const takesTiering = type === 'TOP_TIERED' || type === 'STAIR_STEP'
      return fc
        .record({
          bands: bandsOf(type, inCredits),
          default_included_volume: sometimes(
            fc.integer({ min: 0, max: 500 }).map((size) => ({ number: String(size) })),
          ),
          volume_group_reference: takesGroup
            ? sometimes(fc.constantFrom('group_1', 'group_2'), 1)
            : fc.constant(undefined),
          tiering_conditions: takesTiering ? sometimes(fc.constant(ofContext('LESS_THAN'))) : fc.constant(undefined),
        })
        .map((rule): WireRule => present({ id, type, conditions, ...rule }))
    })
}

const rulesOf = (name: string, mayShare: boolean): fc.Arbitrary<WireRule[]> =>
  fc
    .integer({ min: 0, max: 2 })
    .chain((count) =>
      fc.tuple(
        ...Array.from({ length: count }, (_, index) => ruleOf(`${name}_${index}`, { isConditional: true, mayShare })),
        ...[ruleOf(`${name}_rest`, { isConditional: false, mayShare })],
      ),
    )

const noneOrFixed = (name: string): fc.Arbitrary<WireRule[]> =>
  fc.constantFrom<WireRule[]>(
    [{ id: `${name}_none`, type: 'NONE', bands: [], volume_group_reference: 'group_1' }],
    [{ id: `${name}_fixed`, type: 'FIXED', bands: [{ amount: usd(500) }] }],
  )

const payments: fc.Arbitrary<WireRule[]> = fc.oneof(
  fc.constant<WireRule[]>([{ id: 'payments_through', type: 'PASS_THROUGH', bands: [] }]),
  fc
    .record({ percentage: number(20), fixed_amount: sometimes(money), maximum_amount: sometimes(money) })
    .map((band): WireRule[] => [{ id: 'payments_flat', type: 'FLAT', bands: [present(band)] }]),
)

const itemOf = (id: string, productItemIds: string[], rules: fc.Arbitrary<WireRule[]>): fc.Arbitrary<WirePricingItem> =>
  rules.map((configs) => ({ id: `pit_${id}`, product_item_ids: productItemIds, configs }))

const items: fc.Arbitrary<WirePricingItem>[] = [
  itemOf('prompts', ['proi_prompt'], rulesOf('prompts', true)),
  itemOf('completions', ['proi_completion'], rulesOf('completions', true)),
  itemOf('together', ['proi_prompt', 'proi_completion'], rulesOf('together', true)),
  itemOf('shared', ['proi_short', 'proi_long'], rulesOf('shared', true)),
  itemOf('short', ['proi_short'], rulesOf('short', true)),
  itemOf(
    'apart',
    ['proi_by_prompts'],
    rulesOf('apart', true).map((rules) => rules.map(withoutTieredApart)),
  ),
  itemOf('payments', ['proi_payments'], payments),
  itemOf('shown', ['proi_completion'], noneOrFixed('shown')),
]

/** TIERED fills its tiers with the priced units: other usage chooses none of its tiers. */
function withoutTieredApart(rule: WireRule): WireRule {
  return rule.type === 'TIERED' ? { ...rule, type: 'TOP_TIERED' } : rule
}

const deduction = itemOf(
  'rebate',
  ['proi_rebate'],
  rulesOf('rebate', true).map((rules) => rules.map(inMoney)),
)

function inMoney(rule: WireRule): WireRule {
  return {
    ...rule,
    bands: (rule.bands ?? []).map(({ credits, ...band }) => (credits ? { ...band, amount: usd(7) } : band)),
  }
}

export interface RandomPlan {
  readonly version: WireVersion
  readonly schedule: WireSchedule
  /** Discount on everything and markup on one rule, in percent. */
  readonly discount: string | undefined
  readonly markup: { readonly rule: string; readonly percentage: string } | undefined
}

const ADDED_FROM = '2026-01-16T00:00:00Z'

/** Random plans: every price model, groups, tiers counted apart, windows of add-ons, percentages, deductions. */
export const randomPlan: fc.Arbitrary<RandomPlan> = fc
  .record({
    base: fc.subarray(items, { minLength: 1, maxLength: 4 }).chain((chosen) => fc.tuple(...chosen)),
    added: sometimes(itemOf('added', ['proi_completion'], rulesOf('added', true))),
    taken: sometimes(deduction),
    discount: sometimes(number(60)),
    markup: sometimes(number(40)),
    volume: sometimes(fc.integer({ min: 0, max: 300 }).map(String)),
    isTrial: fc.integer({ min: 0, max: 15 }).map((one) => one === 0),
  })
  .map(({ base, added, taken, discount, markup, volume, isTrial }): RandomPlan => {
    const sold = taken === undefined ? base : [...base, taken]
    const rule = base[0]?.configs?.[0]?.id ?? ''
    const percentages = taken === undefined
    return {
      version: {
        pricing_categories: [
          {
            pricings: [
              { id: 'pric_base', items: sold },
              ...(added === undefined ? [] : [{ id: 'pric_added', product_type: 'ADDON' as const, items: [added] }]),
            ],
          },
        ],
      },
      schedule: {
        id: 'ppsc_1',
        type: isTrial ? 'TRIAL' : 'DEFAULT',
        ...(percentages && discount !== undefined ? { discount: { totals: [{ percentage: discount }] } } : {}),
        ...(percentages && markup !== undefined
          ? { markup: { pricing_item_configs: [{ ids: [rule], percentage: markup }] } }
          : {}),
        ...(volume === undefined ? {} : { included_volumes: [{ pricing_item_config_id: rule, number: volume }] }),
        ...(added === undefined ? {} : { enabled_pricings: [{ pricing_id: 'pric_added', start_at: ADDED_FROM }] }),
      },
      discount: percentages ? discount : undefined,
      markup: percentages && markup !== undefined ? { rule, percentage: markup } : undefined,
    }
  })

export interface RandomAttempt {
  readonly at: Date
  readonly used: readonly UsedQuantity[]
}

const properties: fc.Arbitrary<PropertyValues> = fc
  .record({
    model_id: sometimes(fc.constantFrom(...MODELS, 'other'), 6),
    context: sometimes(fc.constantFrom('5', '100', '400')),
  })
  .map((values) => present(values) as PropertyValues)

/** Random attempts of a month, in order: tokens of both kinds, and now and then an amount. */
export const randomAttempts = (
  maxLength: number,
  days: readonly [number, number] = [1, 31],
): fc.Arbitrary<RandomAttempt[]> =>
  fc
    .array(
      fc.record({
        day: fc.integer({ min: days[0], max: days[1] }),
        prompt: fc.integer({ min: 0, max: 900 }),
        completion: fc.integer({ min: 0, max: 900 }),
        cents: sometimes(fc.integer({ min: 0, max: 5000 })),
        currency: fc.constantFrom('USD', 'USD', 'EUR'),
        properties,
      }),
      { minLength: 1, maxLength },
    )
    .map((attempts) =>
      attempts
        .toSorted((left, right) => left.day - right.day)
        .map(({ day, prompt, completion, cents, currency, properties: values }) => ({
          at: new Date(Date.UTC(2026, 0, day, 12)),
          used: [
            tokens('metr_prompt', prompt, values),
            tokens('metr_completion', completion, values),
            ...(cents === undefined
              ? []
              : [{ ...tokens('metr_payments', cents, {}), meterValueId: 'metv_volume', currency }]),
          ],
        })),
    )

const tokens = (meterId: string, quantity: number, values: PropertyValues): UsedQuantity => ({
  meterId,
  meterValueId: 'metv_tokens',
  quantity,
  properties: values,
})
