import fc from 'fast-check'
import type { PriceRule, Rates, TierDefinition } from '../src/index.ts'

/** The parts in which two catalogs of the same account agree: everything that cannot change once it exists. */
const frame = {
  meterValues: { tokens: { type: 'NUMBER' }, cost: { type: 'AMOUNT' } },
  meterProperties: {
    model_id: { type: 'STRING' },
    speed: { type: 'ENUM', values: ['fast', 'slow'] },
    size: { type: 'NUMBER' },
  },
  calculations: {
    tokens_sum: { type: 'SUM', meter: 'requests', value: 'tokens' },
    tokens_max: { type: 'MAX', meter: 'requests', value: 'tokens' },
    models_used: { type: 'UNIQUE', meter: 'requests', property: 'model_id' },
  },
  features: {
    budget: { type: 'NUMBER', calculation: 'tokens_sum' },
    models: { type: 'ENUM', values: ['large', 'small', 'tiny'] },
    queue: { type: 'SWITCH' },
    cap: { type: 'AMOUNT' },
    region: { type: 'STRING' },
  },
} as const

const name = fc.stringMatching(/^[A-Za-zäöü€0-9.,'" -]{0,30}[A-Za-z0-9]$/)
const named = { name, description: fc.option(name, { nil: undefined }) }
const price = fc.tuple(fc.nat(999), fc.nat(999_999)).map(([whole, part]) => `${whole}.${String(part).padStart(6, '0')}`)
const units = fc.oneof(
  fc.integer({ min: 1, max: 1_000_000 }),
  fc.integer({ min: 1, max: 1000 }).map((n) => `${n}.50`),
)

const when = fc.record(
  {
    model_id: fc.oneof(
      fc.constantFrom('large', 'small', '1.0', '1', "o'brien"),
      fc.uniqueArray(fc.constantFrom('large', 'small', 'tiny'), { minLength: 1 }),
      fc.constantFrom({ comparator: 'NOT_EMPTY' } as const, { comparator: 'CONTAINS', value: 'gpt' } as const),
      fc.record({ comparator: fc.constant('NOT_IN' as const), values: fc.constant(['large', 'small']) }),
    ),
    speed: fc.constantFrom('fast', 'slow'),
    size: fc.record({
      comparator: fc.constantFrom('GREATER_THAN' as const, 'LESS_THAN_OR_EQUALS' as const),
      value: fc.nat(100).map(String),
    }),
  },
  { requiredKeys: [] },
)

function tiers(open: fc.Arbitrary<TierDefinition>): fc.Arbitrary<TierDefinition[]> {
  return fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { maxLength: 4 }),
      fc.array(open, { minLength: 5, maxLength: 5 }),
    )
    .map(([bounds, bands]) => {
      const ends = bounds.toSorted((a, b) => a - b)
      return [...ends, undefined].map((upTo, index) => ({ ...bands[index], ...(upTo !== undefined && { upTo }) }))
    })
}

const priced = fc.record({ price, per: units, fixed: price }, { requiredKeys: ['price'] })

const price_rule: fc.Arbitrary<PriceRule> = fc.oneof(
  fc.record(
    { type: fc.constant('FLAT' as const), price, per: units, included: units, minimum: fc.constant('1.00') },
    { requiredKeys: ['type', 'price'] },
  ),
  fc.record({ type: fc.constantFrom('TIERED' as const, 'TOP_TIERED' as const), tiers: tiers(priced) }),
  fc.record({ type: fc.constant('STAIR_STEP' as const), tiers: tiers(fc.record({ fixed: price })) }),
  fc.record({ type: fc.constant('NONE' as const) }),
)

const rates: fc.Arbitrary<Rates> = fc.oneof(
  fc.record({
    by: fc.constantFrom('model_id'),
    per: units,
    prices: fc.dictionary(fc.constantFrom('large', 'small', 'tiny'), price),
    default: price,
  }),
  price_rule,
  fc
    .tuple(
      fc.array(
        fc.tuple(
          price_rule,
          when.filter((one) => Object.keys(one).length > 0),
        ),
        { maxLength: 4 },
      ),
      price_rule,
    )
    .map(([rules, last]) => [...rules.map(([rule, conditions]) => ({ ...rule, when: conditions })), last]),
)

const entitlements = fc.record(
  {
    budget: fc.oneof(fc.nat(1_000_000_000), fc.constantFrom('12.50', '0')),
    models: fc.uniqueArray(fc.constantFrom('large', 'small', 'tiny'), { minLength: 1 }),
    queue: fc.boolean(),
    cap: fc.record({ quantity: price, currency: fc.constant('USD') }),
    region: fc.uniqueArray(fc.constantFrom('eu', 'us', '1.0'), { minLength: 1 }),
  },
  { requiredKeys: [] },
)

const pricing = fc.record(
  {
    name,
    rates: fc.record(
      { tokens_item: rates, peak_item: rates, fee: fc.record({ type: fc.constant('FIXED' as const), price }) },
      { requiredKeys: ['tokens_item'] },
    ),
    entitlements,
  },
  { requiredKeys: ['rates'] },
)

const plan = fc.record({
  ...named,
  currency: fc.constant('USD'),
  billingPeriods: fc.uniqueArray(
    fc.constantFrom({ type: 'MONTH', value: 1 }, { type: 'YEAR', value: 1 }, { type: 'WEEK', value: 2 }),
    { minLength: 1, selector: ({ type }) => type },
  ),
  pricings: fc.record(
    {
      agent: pricing,
      desk: fc.record({
        rates: fc.record({
          seat: fc.record(
            { type: fc.constant('FLAT' as const), price, seats: fc.nat(50) },
            { requiredKeys: ['type', 'price'] },
          ),
        }),
      }),
    },
    { requiredKeys: ['agent'] },
  ),
})

/**
 * Catalogs of one account: any two can follow each other, because they differ only in what may change. Values are plain
 * data, for `defineCatalog` to check.
 */
export const arbitraryCatalog: fc.Arbitrary<object> = fc
  .record({
    texts: fc.array(fc.record(named), { minLength: 16, maxLength: 16 }),
    plans: fc.record({ basic: plan, large: plan }, { requiredKeys: ['basic'] }),
    models: fc.subarray(['medium', 'huge']),
  })
  .map(({ texts, plans, models }) => {
    let next = 0
    const withText = (definition: object) => {
      const text = texts[next % texts.length]
      next += 1
      return { ...text, ...definition }
    }
    const section = (definitions: object) =>
      Object.fromEntries(Object.entries(definitions).map(([key, one]) => [key, withText(one as object)]))
    const features = section(frame.features)
    return withoutUndefined({
      meterValues: section(frame.meterValues),
      meterProperties: section(frame.meterProperties),
      meters: section({ requests: { values: ['tokens', 'cost'], properties: ['model_id', 'speed', 'size'] } }),
      calculations: section(frame.calculations),
      features: {
        ...features,
        models: { ...features['models'], values: [...frame.features.models.values, ...models] },
      },
      productCategories: section({ ai: {}, help: {} }),
      products: section({
        agent: {
          category: 'ai',
          features: ['budget', 'models'],
          items: section({
            tokens_item: { calculation: 'tokens_sum' },
            peak_item: { calculation: 'tokens_max' },
            fee: { model: 'RECURRING' },
          }),
        },
        desk: {
          category: 'help',
          items: section({ seat: { model: 'PER_SEAT', unit: { singular: 'seat', plural: 'seats' } } }),
        },
      }),
      plans,
    })
  })

/** Leaves undefined members out: the catalog asks for exact optional properties. */
function withoutUndefined(catalog: object): object {
  return JSON.parse(JSON.stringify(catalog)) as object
}
