import type { Schema } from '@tallygate/client'
import { Decimal, PricingError } from '@tallygate/rating'

/** An active subscription, with what its plan and its schedule grant. */
export interface EntitledSubscription {
  readonly id: string
  /** The entitlements of every pricing that the schedule in force buys. */
  readonly planEntitlements: readonly Schema<'Entitlement'>[]
  /** The entitlements of the schedule in force itself. */
  readonly scheduleEntitlements: readonly Schema<'Entitlement'>[]
}

/** A feature as far as entitlements need it. */
export interface EntitledFeature {
  readonly reference: string
  readonly type: 'SWITCH' | 'NUMBER' | 'ENUM' | 'AMOUNT' | 'STRING'
}

export interface ResolveEntitlementsInput {
  /** The customer's active subscriptions. Their order decides nothing but the order of the reply. */
  readonly subscriptions: readonly EntitledSubscription[]
  /** Features by id. */
  readonly features: ReadonlyMap<string, EntitledFeature>
}

type Item = Schema<'EntitlementSummaryItem'>

/**
 * Returns what a customer is entitled to, over all subscriptions and for each. The merge rule (our decision; the API's
 * documents are silent) has one step, used three times: over the pricings of a plan, over plan and schedule, over
 * subscriptions.
 *
 * - NUMBER and AMOUNT add up. (1,000,000 of the plan and 500,000 of an add-on are 1,500,000.) Amounts of different
 *   currencies do not: each currency is an entry of its own.
 * - SWITCH is on where one turns it on.
 * - ENUM and STRING are the union, in the order of their first appearance.
 * - An entitlement of the schedule with `override` or `overwrite` true stands instead of the plan's values of its
 *   feature; without it, it is merged with them. On a plan the two flags mean nothing.
 *
 * A feature that nobody grants is absent, which is not the same as a budget of `"0"`. Without subscriptions both lists
 * are empty.
 *
 * @throws PricingError for an entitlement without its feature or without the value of its feature's type
 */
export function resolveEntitlements({ subscriptions, features }: ResolveEntitlementsInput): Schema<'Entitlements'> {
  const byReference = new Map([...features].map(([id, feature]) => [feature.reference, id]))
  const grantsOf = (subscription: EntitledSubscription) => resolveSubscription(subscription, features, byReference)
  const resolved = subscriptions.map((subscription) => ({ id: subscription.id, grants: grantsOf(subscription) }))
  return {
    entitlements: toWire(mergeAll(resolved.flatMap(({ grants }) => [...grants.values()]))),
    pricing_plan_subscription_entitlements: resolved.map(({ id, grants }) => ({
      pricing_plan_subscription_id: id,
      entitlements: toWire(grants),
    })),
  }
}

/** The value of one feature, from one source or merged. */
interface Grant {
  readonly featureId: string
  readonly reference: string
  readonly value: GrantedValue
  /** True where the schedule put it in the place of the plan's. */
  readonly override: boolean
}

type GrantedValue =
  | { readonly type: 'NUMBER'; readonly number: Decimal }
  | { readonly type: 'AMOUNT'; readonly quantity: Decimal; readonly currency: string }
  | { readonly type: 'SWITCH'; readonly on: boolean }
  | { readonly type: 'ENUM' | 'STRING'; readonly values: readonly string[] }

type Grants = ReadonlyMap<string, Grant>

function resolveSubscription(
  { id, planEntitlements, scheduleEntitlements }: EntitledSubscription,
  features: ResolveEntitlementsInput['features'],
  byReference: ReadonlyMap<string, string>,
): Grants {
  const read = (entitlement: Schema<'Entitlement'>, override: boolean) =>
    readGrant(entitlement, override, features, byReference, `subscription ${id}`)
  const plan = planEntitlements.map((entitlement) => read(entitlement, false))
  const schedule = scheduleEntitlements.map((entitlement) =>
    read(entitlement, entitlement.override === true || entitlement.overwrite === true),
  )
  const replaced = new Set(schedule.filter(({ override }) => override).map(({ featureId }) => featureId))
  const merged = mergeAll([...plan.filter(({ featureId }) => !replaced.has(featureId)), ...schedule])
  // The plan's order of features, whatever the schedule replaced.
  const order = new Map([...plan, ...schedule].map((grant) => [keyOf(grant), true]))
  return new Map([...order.keys()].flatMap((key) => (merged.has(key) ? [[key, merged.get(key) as Grant]] : [])))
}

function mergeAll(grants: readonly Grant[]): Map<string, Grant> {
  const merged = new Map<string, Grant>()
  for (const grant of grants) {
    const key = keyOf(grant)
    const earlier = merged.get(key)
    merged.set(key, earlier ? mergeTwo(earlier, grant) : grant)
  }
  return merged
}

/** Names what adds up: grants with the same key are one value. */
function keyOf({ featureId, value }: Grant): string {
  return value.type === 'AMOUNT' ? `${featureId} ${value.currency}` : featureId
}

function mergeTwo(left: Grant, right: Grant): Grant {
  return {
    ...left,
    value: mergeValues(left.value, right.value, left.reference),
    override: left.override || right.override,
  }
}

function mergeValues(left: GrantedValue, right: GrantedValue, reference: string): GrantedValue {
  if (left.type === 'NUMBER' && right.type === 'NUMBER') return { ...left, number: left.number.plus(right.number) }
  if (left.type === 'SWITCH' && right.type === 'SWITCH') return { ...left, on: left.on || right.on }
  if ('values' in left && 'values' in right) return { ...left, values: [...new Set([...left.values, ...right.values])] }
  if (left.type === 'AMOUNT' && right.type === 'AMOUNT') {
    return { ...left, quantity: left.quantity.plus(right.quantity) }
  }
  throw new PricingError('INVALID_RULE', `entitlements to ${reference} have values of different types`, reference)
}

function readGrant(
  entitlement: Schema<'Entitlement'>,
  override: boolean,
  features: ResolveEntitlementsInput['features'],
  byReference: ReadonlyMap<string, string>,
  where: string,
): Grant {
  const { feature_id: id, feature_reference: named } = entitlement
  const featureId = id ?? (named == null ? undefined : byReference.get(named))
  const feature = featureId === undefined ? undefined : features.get(featureId)
  if (featureId === undefined || feature === undefined) {
    const name = id ?? named ?? 'without a name'
    throw new PricingError('UNKNOWN_RESOURCE', `there is no feature ${name}`, `${where}.feature_id`)
  }
  return { featureId, reference: feature.reference, value: readValue(entitlement, feature), override }
}

function readValue(entitlement: Schema<'Entitlement'>, { type, reference }: EntitledFeature): GrantedValue {
  const missing = (member: string) =>
    new PricingError('INVALID_RULE', `an entitlement to ${reference} needs ${member}`, member)
  switch (type) {
    case 'NUMBER':
      if (entitlement.number == null) throw missing('number')
      return { type, number: Decimal.parse(entitlement.number, 'number') }
    case 'SWITCH':
      if (entitlement.switch == null) throw missing('switch')
      return { type, on: entitlement.switch }
    case 'AMOUNT': {
      const { quantity, currency } = entitlement.amount ?? {}
      if (quantity === undefined || currency === undefined) throw missing('amount')
      return { type, quantity: Decimal.parse(quantity, 'amount.quantity'), currency }
    }
    case 'ENUM':
      if (entitlement.enum == null) throw missing('enum')
      return { type, values: [entitlement.enum] }
    case 'STRING':
      if (entitlement.string == null) throw missing('string')
      return { type, values: [entitlement.string] }
  }
}

function toWire(grants: Grants): Item[] {
  return [...grants.values()].map(({ featureId, reference, value, override }) => ({
    feature_reference: reference,
    feature_id: featureId,
    ...(override ? { override } : {}),
    ...toWireValue(value),
  }))
}

function toWireValue(value: GrantedValue): Partial<Item> {
  switch (value.type) {
    case 'NUMBER':
      return { number: value.number.toString() }
    case 'SWITCH':
      return { switch: value.on }
    case 'AMOUNT':
      return { amount: { quantity: value.quantity.toString(), currency: value.currency as Schema<'CurrencyCode'> } }
    case 'ENUM':
      return { enums: [...value.values] }
    case 'STRING':
      return { strings: [...value.values] }
  }
}
