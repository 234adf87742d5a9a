import { describe, expect, test } from 'vitest'
import { defineCatalog } from './define-catalog.ts'
import { demoCatalog } from './demo/demo-catalog.ts'
import { InvalidCatalogError } from './invalid-catalog-error.ts'

/** A catalog with one of everything, as plain data: what a file without types may hold. */
const good = {
  meterValues: { token_count: { name: 'Tokens', type: 'NUMBER' }, cost: { name: 'Cost', type: 'AMOUNT' } },
  meterProperties: {
    model_id: { name: 'Model', type: 'STRING' },
    tier: { name: 'Tier', type: 'ENUM', values: ['fast', 'slow'] },
  },
  meters: { tokens: { name: 'Tokens', values: ['token_count'], properties: ['model_id', 'tier'] } },
  calculations: { tokens_sum: { type: 'SUM', meter: 'tokens', value: 'token_count' } },
  features: {
    budget: { type: 'NUMBER' },
    models: { type: 'ENUM', values: ['large', 'small'] },
    queue: { type: 'SWITCH' },
    cap: { type: 'AMOUNT' },
    region: { type: 'STRING' },
  },
  creditTypes: { credit: { name: 'Credit' } },
  walletTypes: { wallet: { name: 'Wallet', credits: 'credit' } },
  productCategories: { ai: { name: 'AI' } },
  products: {
    agent: {
      name: 'Agent',
      category: 'ai',
      items: {
        tokens_item: { name: 'Tokens', calculation: 'tokens_sum' },
        base_fee: { name: 'Base fee', model: 'RECURRING' },
      },
    },
  },
  plans: {
    pro: {
      name: 'Pro',
      currency: 'USD',
      pricings: {
        agent: {
          rates: {
            tokens_item: { by: 'model_id', per: 1000, prices: { large: '0.015' }, default: '0.01' },
            base_fee: { type: 'FIXED', price: '20' },
          },
          entitlements: {
            budget: 1000,
            models: ['large'],
            queue: false,
            cap: { quantity: '10', currency: 'USD' },
            region: ['eu', 'us'],
          },
        },
      },
    },
  },
}

/** The catalog with one place replaced; undefined takes it away. */
function changed(path: string, value: unknown): object {
  const copy: Record<string, unknown> = structuredClone(good)
  const names = path.split('.')
  const last = names.pop() ?? ''
  let parent = copy
  for (const name of names) parent = parent[name] as Record<string, unknown>
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return copy
}

function problemsOf(definition: object): string[] {
  try {
    defineCatalog(definition)
    return []
  } catch (error) {
    if (!InvalidCatalogError.isInstance(error)) throw error
    for (const { path, problem } of error.problems) expect(error.message).toContain(`${path} ${problem}`)
    return error.problems.map(({ path, problem }) => `${path} ${problem}`)
  }
}

const item = 'plans.pro.pricings.agent.rates.tokens_item'
const granted = 'plans.pro.pricings.agent.entitlements'
const flat = { type: 'FLAT', price: '1' }

describe('defineCatalog', () => {
  test('takes a catalog with one of everything', () => {
    expect(problemsOf(good)).toEqual([])
  })

  test('takes an empty one, and fills in the sections', () => {
    expect(defineCatalog({})).toMatchObject({ meters: {}, plans: {} })
  })

  test('gives back a frozen copy', () => {
    const catalog = defineCatalog(good as object)
    expect(Object.isFrozen(catalog.plans['pro']?.pricings['agent']?.rates['tokens_item'])).toBe(true)
    expect(Object.isFrozen(good.plans.pro)).toBe(false)
    expect(catalog.plans).toEqual(good.plans)
  })

  test.each<[name: string, path: string, value: unknown, want: string]>([
    [
      'a meter value that does not exist',
      'meters.tokens.values',
      ['tokens'],
      'meters.tokens.values.0 is "tokens", and the catalog has no such meter value: defined are token_count, cost',
    ],
    [
      'a meter property that does not exist',
      'meters.tokens.properties',
      ['model'],
      'meters.tokens.properties.0 is "model", and the catalog has no such meter property: defined are model_id, tier',
    ],
    [
      'an optional meter property that does not exist',
      'meters.tokens.optionalProperties',
      ['source'],
      'meters.tokens.optionalProperties.0 is "source", and the catalog has no such meter property: defined are model_id, tier',
    ],
    [
      'an optional meter property that is required too',
      'meters.tokens.optionalProperties',
      ['tier'],
      'meters.tokens.optionalProperties.0 is "tier", which each event must carry already',
    ],
    [
      'a meter that does not exist',
      'calculations.tokens_sum.meter',
      'token',
      'calculations.tokens_sum.meter is "token", and the catalog has no such meter: defined are tokens',
    ],
    [
      'a value that the meter does not carry',
      'calculations.tokens_sum.value',
      'cost',
      'calculations.tokens_sum.value is "cost", which the meter "tokens" does not carry',
    ],
    [
      'a calculation without a value',
      'calculations.tokens_sum.value',
      undefined,
      'calculations.tokens_sum needs a value or a property, and not both',
    ],
    [
      'a sum over a property',
      'calculations.tokens_sum',
      { type: 'SUM', meter: 'tokens', property: 'model_id' },
      'calculations.tokens_sum.property is for UNIQUE, use a value for SUM',
    ],
    [
      'an ENUM without values',
      'features.models.values',
      undefined,
      'features.models.values is missing: an ENUM lists its values',
    ],
    [
      'values of a NUMBER',
      'features.budget.values',
      ['1'],
      'features.budget.values is for ENUM, leave it out for NUMBER',
    ],
    [
      'a value that comes twice',
      'meterProperties.tier.values',
      ['fast', 'fast'],
      'meterProperties.tier.values names a value twice',
    ],
    [
      'a feature on a calculation that does not exist',
      'features.budget.calculation',
      'sum',
      'features.budget.calculation is "sum", and the catalog has no such calculation: defined are tokens_sum',
    ],
    [
      'a category that does not exist',
      'products.agent.category',
      'llm',
      'products.agent.category is "llm", and the catalog has no such product category: defined are ai',
    ],
    [
      'a product feature that does not exist',
      'products.agent.features',
      ['budgets'],
      'products.agent.features.0 is "budgets", and the catalog has no such feature: defined are budget, models, queue, cap, region',
    ],
    [
      'a usage item without a calculation',
      'products.agent.items.tokens_item.calculation',
      undefined,
      'products.agent.items.tokens_item.calculation is missing: a USAGE_BASED item bills a calculation',
    ],
    [
      'an item whose calculation does not exist',
      'products.agent.items.tokens_item.calculation',
      'sum',
      'products.agent.items.tokens_item.calculation is "sum", and the catalog has no such calculation: defined are tokens_sum',
    ],
    [
      'an item reference that two products use',
      'products.other',
      { name: 'Other', category: 'ai', items: { tokens_item: { name: 'T', calculation: 'tokens_sum' } } },
      'products.other.items.tokens_item has the reference of products.agent.items.tokens_item: product items share one space of names',
    ],
    [
      'a wallet type of credits that do not exist',
      'walletTypes',
      { credits: { name: 'Credits', credits: 'token' } },
      'walletTypes.credits.credits is "token", and the catalog has no such credit type: defined are credit',
    ],
    [
      'an item that sells credits of no type',
      'products.agent.items.base_fee.model',
      'CREDITS',
      'products.agent.items.base_fee.credits is missing: a CREDITS item sells credits of a type',
    ],
    [
      'credits of an item that sells none',
      'products.agent.items.base_fee.credits',
      'credit',
      'products.agent.items.base_fee.credits is for the model CREDITS',
    ],
    [
      'tiers on demand',
      'plans.pro.pricings.agent.rates.base_fee',
      { type: 'TIERED', tiers: [{ price: '1' }], onDemand: true },
      'plans.pro.pricings.agent.rates.base_fee.onDemand is for FIXED, FLAT and FLEXIBLE, leave it out for TIERED',
    ],
    [
      'usage on demand',
      'plans.pro.pricings.agent.rates.tokens_item',
      { type: 'FLEXIBLE' },
      'plans.pro.pricings.agent.rates.tokens_item.onDemand is for items without usage: sell it with an item of the model ONE_OFF',
    ],
    [
      'credits by a price that is not on demand',
      'plans.pro.pricings.agent.rates.base_fee.grants',
      [{ wallet: 'wallet', creditsPerUnit: 45 }],
      'plans.pro.pricings.agent.rates.base_fee.grants.0.creditsPerUnit is for a price on demand: set onDemand, or give credits',
    ],
    [
      'a deposit of nothing',
      'plans.pro.pricings.agent.rates.base_fee.grants',
      [{ wallet: 'wallet' }],
      'plans.pro.pricings.agent.rates.base_fee.grants.0 needs one of credits and creditsPerUnit',
    ],
    [
      'a price in credits that do not exist',
      'plans.pro.pricings.agent.rates.tokens_item.credits',
      'token',
      'plans.pro.pricings.agent.rates.tokens_item.credits is "token", and the catalog has no such credit type: defined are credit',
    ],
    [
      'money beside a price in credits',
      'plans.pro.pricings.agent.rates.tokens_item',
      { type: 'FLAT', price: '1', credits: 'credit', minimum: '2' },
      'plans.pro.pricings.agent.rates.tokens_item.minimum is money, and the price is in credits',
    ],
    [
      'a fee in credits',
      'plans.pro.pricings.agent.rates.base_fee.credits',
      'credit',
      'plans.pro.pricings.agent.rates.base_fee.credits is for FLAT and tiered prices, leave it out for FIXED',
    ],
    [
      'a deposit into wallets that do not exist',
      'plans.pro.pricings.agent.rates.base_fee.grants',
      [{ wallet: 'purse', credits: 10 }],
      'plans.pro.pricings.agent.rates.base_fee.grants.0.wallet is "purse", and the catalog has no such wallet type: defined are wallet',
    ],
    ['a plan without products', 'plans.pro.pricings', {}, 'plans.pro.pricings is empty: a plan needs a product'],
    [
      'a product that does not exist',
      'plans.pro.pricings',
      { agents: { rates: {} } },
      'plans.pro.pricings.agents is "agents", and the catalog has no such product: defined are agent',
    ],
    [
      'an item that does not exist',
      'plans.pro.pricings.agent.rates',
      { tokens: flat },
      'plans.pro.pricings.agent.rates.tokens is "tokens", and the catalog has no such item of the product agent: defined are tokens_item, base_fee',
    ],
    [
      'a rate by a property that does not exist',
      `${item}.by`,
      'model',
      `${item}.by is "model", and the catalog has no such meter property: defined are model_id, tier`,
    ],
    [
      'a rate by a value that an ENUM does not have',
      item,
      { by: 'tier', prices: { medium: '1' }, default: '0' },
      `${item}.by has no value "medium"`,
    ],
    [
      'a rate by a property on an item without usage',
      'plans.pro.pricings.agent.rates.base_fee',
      { by: 'model_id', prices: {}, default: '0' },
      'plans.pro.pricings.agent.rates.base_fee.by is "model_id", which the meter of this item does not carry',
    ],
    [
      'a rule after one that is always used',
      item,
      [flat, { ...flat, when: { model_id: 'large' } }],
      `${item}.0 has no conditions, so no rule after it is ever used: put it last`,
    ],
    [
      'a condition on a property that does not exist',
      item,
      [{ ...flat, when: { model: 'large' } }],
      `${item}.0.when.model is "model", and the catalog has no such meter property: defined are model_id, tier`,
    ],
    [
      'a condition on a value that an ENUM does not have',
      item,
      { ...flat, when: { tier: ['fast', 'medium'] } },
      `${item}.when.tier has no value "medium"`,
    ],
    [
      'a comparison without a value',
      item,
      { ...flat, when: { model_id: { comparator: 'EQUALS' } } },
      `${item}.when.model_id compares by EQUALS, which takes value, and has none`,
    ],
    [
      'a comparison with a list too many',
      item,
      { ...flat, when: { model_id: { comparator: 'EMPTY', values: ['a'] } } },
      `${item}.when.model_id compares by EMPTY, which takes no value, and has values`,
    ],
    [
      'a tier without an end in the middle',
      item,
      { type: 'TIERED', tiers: [{ price: '1' }, { price: '2' }] },
      `${item}.tiers.0.upTo is missing: only the last tier is open`,
    ],
    [
      'a last tier with an end',
      item,
      { type: 'TIERED', tiers: [{ upTo: 10, price: '1' }] },
      `${item}.tiers.0.upTo must be left out: the last tier is open`,
    ],
    [
      'a tier that ends before the one before',
      item,
      { type: 'TIERED', tiers: [{ upTo: 10, price: '1' }, { upTo: 10, price: '2' }, { price: '3' }] },
      `${item}.tiers.1.upTo must be above 10`,
    ],
    [
      'an entitlement to a feature that does not exist',
      `${granted}.budgets`,
      1,
      `${granted}.budgets is "budgets", and the catalog has no such feature: defined are budget, models, queue, cap, region`,
    ],
    [
      'a list for a NUMBER',
      `${granted}.budget`,
      ['1'],
      `${granted}.budget must be a number, or decimal text, for a NUMBER`,
    ],
    ['a text for a SWITCH', `${granted}.queue`, 'yes', `${granted}.queue must be true or false for a SWITCH`],
    [
      'a model that the feature does not have',
      `${granted}.models`,
      ['large', 'medium'],
      `${granted}.models names "medium", which is no value of the feature`,
    ],
    ['a model that comes twice', `${granted}.models`, ['large', 'large'], `${granted}.models names a value twice`],
    [
      'a list of nothing',
      `${granted}.models`,
      [],
      `${granted}.models is an empty list, which grants nothing: leave the feature out`,
    ],
    ['a text for an ENUM', `${granted}.models`, 'large', `${granted}.models must be a list`],
    ['a number for an AMOUNT', `${granted}.cap`, 10, `${granted}.cap must be {quantity, currency} for an AMOUNT`],
    [
      'an amount in another currency',
      `${granted}.cap`,
      { quantity: '10', currency: 'EUR' },
      `${granted}.cap is in EUR, and the plan in USD`,
    ],
  ])('refuses %s, naming the place', (_name, path, value, want) => {
    expect(problemsOf(changed(path, value))[0]).toBe(want)
  })

  test.each<[name: string, path: string, value: unknown, place: string]>([
    ['an unknown section', 'features2', {}, 'catalog'],
    ['an unknown option', 'meters.tokens.unit', 'token', 'meters.tokens'],
    ['an unknown type', 'meterValues.token_count.type', 'INTEGER', 'meterValues.token_count.type'],
    ['a name that is missing', 'meters.tokens.name', undefined, 'meters.tokens.name'],
    ['a name of 257 characters', 'meters.tokens.name', 'x'.repeat(257), 'meters.tokens.name'],
    ['a reference with a space', 'meters', { 'my tokens': good.meters.tokens }, 'meters.my tokens'],
    ['a price as a number', `${item}.default`, 0.01, `${item}.default`],
    ['a price with an exponent', `${item}.default`, '1e-3', `${item}.default`],
    ['a negative price', `${item}.prices.large`, '-1', `${item}.prices.large`],
    ['blocks of nothing', `${item}.per`, 0, `${item}.per`],
    ['an unknown option of a rule', item, { ...flat, unit: 1 }, item],
    ['a rule of an unknown type', item, { type: 'CHEAP' }, `${item}.type`],
    ['a tier without a price', item, { type: 'TIERED', tiers: [{}] }, `${item}.tiers.0`],
    ['a currency in lower case', 'plans.pro.currency', 'usd', 'plans.pro.currency'],
    [
      'a period of nothing',
      'plans.pro.billingPeriods',
      [{ type: 'MONTH', value: 0 }],
      'plans.pro.billingPeriods.0.value',
    ],
    [
      'a fraction of a period',
      'plans.pro.billingPeriods',
      [{ type: 'MONTH', value: 0.5 }],
      'plans.pro.billingPeriods.0.value',
    ],
    ['a negative entitlement', `${granted}.budget`, -1, `${granted}.budget`],
  ])('refuses %s, naming the place', (_name, path, value, place) => {
    const problems = problemsOf(changed(path, value))
    expect(problems).toHaveLength(1)
    expect(problems[0]?.startsWith(`${place} `)).toBe(true)
  })

  test('names every problem at once', () => {
    const catalog = {
      ...good,
      plans: {},
      products: {},
      calculations: { a: { type: 'SUM', meter: 'x', value: 'y' }, b: { type: 'SUM', meter: 'z', value: 'y' } },
    }
    expect(problemsOf(catalog)).toHaveLength(2)
  })

  test('the error is known by its marker, name and code', () => {
    const error = new InvalidCatalogError([{ path: 'plans', problem: 'is empty' }])
    expect(InvalidCatalogError.isInstance(error)).toBe(true)
    expect(InvalidCatalogError.isInstance(new Error('Invalid catalog'))).toBe(false)
    expect(error).toMatchObject({ name: 'InvalidCatalogError', code: 'INVALID_CATALOG' })
  })
})

describe('the demo catalog', () => {
  test.each([
    [
      'free',
      {
        monthly_token_budget: 50_000,
        available_models: ['gpt-4o-mini'],
        priority_queue: false,
        requests_per_minute: 10,
      },
    ],
    [
      'starter',
      {
        monthly_token_budget: 1_000_000,
        available_models: ['gpt-4o-mini'],
        priority_queue: false,
        requests_per_minute: 60,
      },
    ],
    [
      'pro',
      {
        monthly_token_budget: 10_000_000,
        available_models: ['gpt-4o', 'gpt-4o-mini', 'claude-3-5-sonnet', 'claude-3-5-haiku'],
        priority_queue: true,
        requests_per_minute: 600,
      },
    ],
  ])('grants on %s what the guide says', (plan, want) => {
    expect(demoCatalog.plans[plan]?.pricings['ai_agent']?.entitlements).toEqual(want)
  })
})

describe('a file that is no catalog', () => {
  const problemsOf = (definition: object): readonly { readonly path: string; readonly problem: string }[] => {
    try {
      defineCatalog(definition)
    } catch (error) {
      if (InvalidCatalogError.isInstance(error)) return error.problems
      throw error
    }
    return []
  }
  const many = (count: number, one: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`reference-${index}`, one]))

  test.each([
    [
      'too many definitions',
      { plans: many(30_000, { x: 1 }) },
      1,
      { path: 'plans', problem: 'holds more than 1000 definitions' },
    ],
    [
      'a problem at every value',
      { plans: many(1000, { x: 1 }) },
      101,
      { path: 'catalog', problem: 'has more problems: these are the first 100' },
    ],
    [
      'a definition without end',
      { meters: { one: { name: 'One', values: Array(60_000).fill(1), properties: [] } } },
      1,
      { path: 'meters.one', problem: 'holds more than 50000 values' },
    ],
    [
      'references to nothing',
      { calculations: many(500, { type: 'SUM', meter: 'none', value: 'x' }) },
      101,
      { path: 'catalog', problem: 'has more problems: these are the first 100' },
    ],
  ])('%s: the first problems are enough', (_, definition, count, last) => {
    const problems = problemsOf(definition)
    expect(problems).toHaveLength(count)
    expect(problems.at(-1)).toEqual(last)
  })
})
