import type { Schema } from '@tallygate/client'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Catalog } from '../catalog.ts'
import { CatalogState } from '../catalog-state.ts'
import { differences } from '../compare/differences.ts'
import { defineCatalog } from '../define-catalog.ts'
import { demoCatalog } from '../demo/demo-catalog.ts'
import { comparableVersion } from './comparable-version.ts'
import { versionRequest } from './version-request.ts'

/** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
const SEED = Number(process.env['TEST_SEED'] ?? 20260131)

/** A plan with one of everything that a version can say. */
const everything = defineCatalog({
  meterValues: { token_count: { name: 'Tokens', type: 'NUMBER' } },
  meterProperties: { model_id: { name: 'Model', type: 'STRING' }, region: { name: 'Region', type: 'STRING' } },
  meters: { tokens: { name: 'Tokens', values: ['token_count'], properties: ['model_id', 'region'] } },
  calculations: { tokens_sum: { type: 'SUM', meter: 'tokens', value: 'token_count' } },
  features: {
    budget: { type: 'NUMBER' },
    models: { type: 'ENUM', values: ['large', 'small'] },
    queue: { type: 'SWITCH' },
    cap: { type: 'AMOUNT' },
    label: { type: 'STRING' },
  },
  productCategories: { ai: { name: 'AI' }, support: { name: 'Support' } },
  products: {
    agent: {
      name: 'Agent',
      category: 'ai',
      items: {
        tokens_item: { name: 'Tokens', calculation: 'tokens_sum' },
        base_fee: { name: 'Base fee', model: 'RECURRING' },
      },
    },
    desk: { name: 'Desk', category: 'support', items: { seat: { name: 'Seat', model: 'PER_SEAT' } } },
  },
  plans: {
    pro: {
      name: 'Pro',
      currency: 'EUR',
      billingPeriods: [
        { type: 'YEAR', value: 1 },
        { type: 'MONTH', value: 1 },
      ],
      pricings: {
        agent: {
          rates: {
            tokens_item: [
              { type: 'NONE', when: { model_id: 'tiny', region: ['eu', 'us'] } },
              { type: 'FLAT', price: '0.015', per: 1000, minimum: '1', maximum: '50', when: { model_id: 'large' } },
              {
                type: 'STAIR_STEP',
                tiers: [{ upTo: 10, fixed: '1' }, { fixed: '2' }],
                when: { region: { comparator: 'NOT_EMPTY' } },
              },
              { type: 'TIERED', included: 100, tiers: [{ upTo: 1000, price: '0.02', per: 10 }, { price: '0.01' }] },
            ],
            base_fee: { type: 'FIXED', price: '20', pricingPeriod: { type: 'MONTH', value: 1 } },
          },
          entitlements: {
            budget: 1000,
            models: ['small', 'large'],
            queue: false,
            cap: { quantity: '10.50', currency: 'EUR' },
            label: ['1.0', '1'],
          },
        },
        desk: { name: 'Help', rates: { seat: { type: 'FLAT', price: '9', seats: 5 } } },
      },
    },
  },
})

/** A state in which everything of the catalog has an id. */
function stateOf(catalog: Catalog): CatalogState {
  const state = new CatalogState()
  for (const reference of Object.keys(catalog.features)) state.set('feature', reference, { id: `feat_${reference}` })
  for (const reference of Object.keys(catalog.meterProperties)) {
    state.set('meter property', reference, { id: `metp_${reference}` })
  }
  for (const reference of Object.keys(catalog.productCategories)) {
    state.set('product category', reference, { id: `proc_${reference}` })
  }
  for (const [reference, { items }] of Object.entries(catalog.products)) {
    state.set('product', reference, { id: `prod_${reference}` })
    for (const item of Object.keys(items)) state.set('product item', item, { id: `proi_${item}` })
  }
  for (const reference of Object.keys(catalog.plans)) state.set('plan', reference, { id: `ppl_${reference}` })
  return state
}

const state = stateOf(everything)
const request = versionRequest(everything, 'pro', state)

function isSame(one: Schema<'PricingPlanVersion'>, other: Schema<'PricingPlanVersion'>): boolean {
  return differences(comparableVersion(one, state), comparableVersion(other, state)).length === 0
}

type Json = { [name: string]: unknown }

/** Every object in a tree, with the name of the member that it stands under. */
function objectsIn(value: unknown, name = ''): { name: string; object: Json }[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([member, child]) =>
    objectsIn(child, Array.isArray(value) ? name : member),
  )
  return Array.isArray(value) ? inner : [{ name, object: value as Json }, ...inner]
}

/**
 * The members that a server may add to a tree without a change of meaning, by the member that the object stands under.
 */
const additions: Readonly<Record<string, Json>> = {
  '': {
    object_type: 'PRICING_PLAN_VERSION',
    id: 'ppve_1',
    version: 3,
    pricing_plan: null,
    credit_types: [],
    rate_card: {},
  },
  pricing_categories: {
    object_type: 'PRICING_CATEGORY',
    id: 'prcc_1',
    display_order: 1,
    pricing_groups: [],
    product_category: { id: 'x', name: 'AI' },
  },
  pricings: {
    object_type: 'PRICING',
    id: 'pric_1',
    pricing_plan_version_id: 'ppve_1',
    products: [{ id: 'prod_x' }],
    product_type: 'DEFAULT',
    override: null,
    display_order: 0,
    original_pricing_id: null,
  },
  items: {
    object_type: 'PRICING_ITEM',
    id: 'pit_1',
    product_items: [{ id: 'proi_x' }],
    pricing_currency_configs: [],
    billing_period_configs: null,
    display_order: 4,
  },
  configs: {
    object_type: 'PRICING_ITEM_CONFIG',
    id: 'pico_1',
    billing_in_advance: false,
    on_demand: false,
    top_up: null,
    wallet_grants: [],
    split_pricing: { meter_properties: [] },
    tiering_conditions: {},
    volume_group_reference: null,
  },
  bands: { percentage: null, credits: null, minimum_number: null },
  entitlements: { feature: { id: 'feat_x', reference: 'x' }, override: false, overwrite: null, enums: undefined },
  meter_properties: { meter_property: { id: 'metp_x' }, values: null },
}

describe('versions are compared by meaning', () => {
  test('what the catalog asks for is equal to itself', () => {
    expect(isSame(request, request)).toBe(true)
    expect(comparableVersion(versionRequest(demoCatalog, 'pro', stateOf(demoCatalog)), state)).toBeDefined()
  })

  test('ids, expanded objects, nulls, defaults and empty members of a server do not count', () => {
    const answer = structuredClone(request)
    for (const { name, object } of objectsIn(answer)) {
      for (const [member, value] of Object.entries(additions[name] ?? {})) object[member] ??= value
    }
    expect(answer).not.toEqual(request)
    expect(isSame(request, answer)).toBe(true)
  })

  test('any part of what a server may add does not count either, in any order of lists', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.boolean()), (coins) => {
        const answer = structuredClone(request)
        const flip = () => coins.next().value === true
        for (const { name, object } of objectsIn(answer)) {
          for (const [member, value] of Object.entries(additions[name] ?? {})) if (flip()) object[member] ??= value
          for (const value of Object.values(object))
            if (Array.isArray(value) && isUnordered(value) && flip()) value.reverse()
        }
        expect(isSame(request, answer)).toBe(true)
      }),
      { seed: SEED, numRuns: 300 },
    )
  })

  test('a server may answer with references for ids, or both', () => {
    for (const forget of [true, false]) {
      const answer = structuredClone(request)
      for (const { name, object } of objectsIn(answer)) {
        if (name === 'entitlements' && forget) delete object['feature_id']
        if (name !== 'meter_properties') continue
        object['reference'] = state.referenceOf(String(object['id']))
        if (forget) delete object['id']
      }
      expect(isSame(request, answer)).toBe(true)
    }
  })

  test('a server may answer with the newer places of type and bands', () => {
    const answer = structuredClone(request)
    for (const { name, object } of objectsIn(answer)) {
      if (name !== 'configs') continue
      object['details'] = {
        pricing_type: object['type'],
        bands: object['bands'],
        pricing_period: object['pricing_period'],
      }
      delete object['type']
      object['bands'] = []
      delete object['pricing_period']
    }
    expect(isSame(request, answer)).toBe(true)
  })

  test('a decimal has one meaning, however it is spelled', () => {
    const answer = structuredClone(request)
    for (const { object } of objectsIn(answer)) {
      for (const member of ['quantity', 'number']) {
        const text = object[member]
        if (typeof text === 'string') object[member] = text.includes('.') ? `0${text}00` : `${text}.00`
      }
    }
    expect(isSame(request, answer)).toBe(true)
  })

  test('rules count in their order, not by its numbers', () => {
    const renumbered = structuredClone(request)
    const swapped = structuredClone(request)
    for (const { name, object } of objectsIn(renumbered))
      if (name === 'configs') object['order'] = 10 * Number(object['order'])
    for (const { name, object } of objectsIn(swapped))
      if (name === 'configs') object['order'] = -Number(object['order'])
    expect(isSame(request, renumbered)).toBe(true)
    expect(isSame(request, swapped)).toBe(false)
  })
})

describe('a change of meaning makes a version differ', () => {
  const leaves = objectsIn(request).flatMap(({ name, object }) =>
    Object.entries(object).flatMap(([member, value]) =>
      typeof value === 'object' || ['status', 'pricing_plan_id', 'order'].includes(member) ? [] : [{ name, member }],
    ),
  )

  test.each(leaves.map(({ name, member }, index) => [`${name}.${member} (${index})`, index] as const))(
    '%s',
    (_name, index) => {
      const changed = structuredClone(request)
      let count = -1
      for (const { object } of objectsIn(changed)) {
        for (const [member, value] of Object.entries(object)) {
          if (typeof value === 'object' || ['status', 'pricing_plan_id', 'order'].includes(member)) continue
          count += 1
          if (count === index) object[member] = changedLeaf(member, value)
        }
      }
      // A feature is known by its id or its reference; where they disagree, the reference counts.
      if (leaves[index]?.member !== 'feature_id') expect(isSame(request, changed)).toBe(false)
    },
  )

  test.each<[string, (version: Json) => void]>([
    ['an entitlement that is gone', (version) => lists(version, 'entitlements')[0]?.pop()],
    [
      'a switch that was off and is not granted',
      (version) => removeWhere(lists(version, 'entitlements')[0], (row) => row['switch'] === false),
    ],
    ['a rule that is gone', (version) => lists(version, 'configs')[0]?.pop()],
    ['a condition that is gone', (version) => lists(version, 'meter_properties')[0]?.pop()],
    ['a tier that is gone', (version) => lists(version, 'bands')[2]?.pop()],
    ['an item that is gone', (version) => lists(version, 'items')[0]?.pop()],
    ['a product that is gone', (version) => lists(version, 'pricing_categories')[0]?.pop()],
    [
      'something that this package does not write',
      (version) => Object.assign(lists(version, 'configs')[0]?.[0] ?? {}, { billing_in_advance: true }),
    ],
    [
      'a group of pricings',
      (version) =>
        Object.assign(lists(version, 'pricing_categories')[0]?.[0] ?? {}, { pricing_groups: [{ name: 'Choose one' }] }),
    ],
  ])('%s', (_name, change) => {
    const changed = structuredClone(request)
    change(changed as Json)
    expect(changed).not.toEqual(request)
    expect(isSame(request, changed)).toBe(false)
  })
})

/** Lists whose order says nothing: all but tiers. Rules have their order as a number. */
function isUnordered(list: readonly unknown[]): boolean {
  return !list.some(
    (entry) =>
      typeof entry === 'object' &&
      entry !== null &&
      ('amount' in entry || 'fixed_amount' in entry) &&
      !('feature_id' in entry),
  )
}

function lists(version: Json, name: string): Json[][] {
  return objectsIn(version).flatMap(({ object }) => (Array.isArray(object[name]) ? [object[name] as Json[]] : []))
}

function removeWhere(list: Json[] | undefined, condition: (entry: Json) => boolean): void {
  const index = list?.findIndex(condition) ?? -1
  if (index >= 0) list?.splice(index, 1)
}

function changedLeaf(member: string, value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  if (member === 'currency' || member === 'default_pricing_currency') return 'USD'
  return /^\d/.test(String(value)) ? `${String(value)}1` : `${String(value)}_other`
}
