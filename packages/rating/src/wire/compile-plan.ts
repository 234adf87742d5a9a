import { type Period, parseInstant } from '@tallygate/billing-period'
import { PricingError } from '../money/pricing-error.ts'
import { type Settled, settle } from '../money/settled.ts'
import type {
  CompiledItem,
  CompiledPlan,
  CompiledPricing,
  IncludedVolume,
  PlanNeeds,
  SeatValue,
  TimeWindow,
} from '../plan/compiled-plan.ts'
import { compileItem } from './compile-item.ts'
import { configsOfItem } from './configs-of-item.ts'
import { inDisplayOrder } from './in-display-order.ts'
import { readAdjustments } from './read-adjustments.ts'
import { readQuantity } from './read-band.ts'
import { readPeriod } from './read-period.ts'
import { depositsIntoWallets } from './read-wallet-grants.ts'
import { type PlacedPricing, placedPricings } from './select-pricings.ts'
import type { PricingCatalog } from './wire-catalog.ts'
import type { WirePeriod, WirePricing, WirePricingItem, WireSchedule, WireVersion } from './wire-plan.ts'

/** The input of a compiled plan. */
export interface PlanSource {
  readonly version: WireVersion
  readonly schedule: WireSchedule
  /** Everything that both refer to. */
  readonly catalog: PricingCatalog
  /** The currency that is billed. */
  readonly currency: string
  /** The subscription's billing period; the schedule's own wins. */
  readonly billingPeriod?: WirePeriod | null
}

/** Compiles plans, and remembers the items that it has read. */
export type PlanCompiler = (source: PlanSource) => CompiledPlan

/**
 * Compiles a plan version with its schedule's own settings: reads rules, conditions, adjustments and seats from the
 * wire, once. It throws nothing: what cannot be read is thrown when it is billed.
 */
export function compilePlan(source: PlanSource): CompiledPlan {
  return createPlanCompiler()(source)
}

/**
 * Makes a compiler that reads each pricing item once for a catalog, a currency and a billing period, however many
 * schedules sell it. It knows items and catalogs by their identity: hand in the same objects while they are the same.
 */
export function createPlanCompiler(): PlanCompiler {
  const catalogs = new WeakMap<PricingCatalog, Map<string, WeakMap<WirePricingItem, Settled<CompiledItem>>>>()
  const itemsOf = (catalog: PricingCatalog, terms: string) => {
    const ofCatalog = catalogs.get(catalog) ?? new Map<string, WeakMap<WirePricingItem, Settled<CompiledItem>>>()
    catalogs.set(catalog, ofCatalog)
    const items = ofCatalog.get(terms) ?? new WeakMap<WirePricingItem, Settled<CompiledItem>>()
    ofCatalog.set(terms, items)
    return items
  }
  return (source) => {
    const { catalog, currency } = source
    const billingPeriod = settle(() =>
      readPeriod(source.schedule.billing_period ?? source.billingPeriod, 'billing_period'),
    )
    const known = itemsOf(catalog, JSON.stringify([currency, billingPeriod]))
    return compile(source, billingPeriod, (item, field) => {
      const found = known.get(item)
      if (found !== undefined) return found
      const compiled = settle(() => {
        if ('error' in billingPeriod) throw billingPeriod.error
        return compileItem(item, catalog, { currency, billingPeriod: billingPeriod.value }, field)
      })
      known.set(item, compiled)
      return compiled
    })
  }
}

type CompileItem = (item: WirePricingItem, field: string) => Settled<CompiledItem>

function compile(source: PlanSource, billingPeriod: Settled<Period | null>, compiled: CompileItem): CompiledPlan {
  const { version, schedule, catalog, currency } = source
  const isTrial = schedule.type === 'TRIAL'
  const pricings = placedPricings({ version, schedule }).map((placed) =>
    compilePricing(placed, schedule, catalog, compiled),
  )
  return {
    currency,
    billingPeriod: 'value' in billingPeriod ? billingPeriod.value : null,
    scheduleId: schedule.id ?? '',
    scheduleStart: schedule.start_at === undefined || schedule.start_at === '' ? null : parseInstant(schedule.start_at),
    isTrial,
    pricings,
    // Nothing is taken off a trial, and nothing is owed for a commitment.
    adjustments: isTrial ? { value: [] } : settle(() => readAdjustments(schedule, currency)),
    seats: seatsOf(schedule, currency),
    includedVolumes: includedVolumesOf(schedule, currency),
    needs: needsOf(version, schedule, pricings),
  }
}

function compilePricing(
  { pricing, category, field, isOptional, enabledId }: PlacedPricing,
  schedule: WireSchedule,
  catalog: PricingCatalog,
  compiled: CompileItem,
): CompiledPricing {
  const products = (pricing.product_ids ?? []).map((id) => ({ id, name: catalog.products.get(id)?.name ?? null }))
  const categoryId = category.product_category_id
  return {
    id: pricing.id ?? null,
    originalId: pricing.original_pricing_id ?? null,
    name: pricing.name ?? products.map(({ id, name }) => name ?? id).join(', '),
    category:
      categoryId === undefined ? null : { id: categoryId, name: catalog.categories.get(categoryId)?.name ?? null },
    products,
    addOnId: isOptional ? enabledId : null,
    enabled: isOptional ? windowsOf(schedule, enabledId) : null,
    items: inDisplayOrder(pricing.items ?? []).map(([item, index]) => compiled(item, `${field}.items.${index}`)),
  }
}

function windowsOf(schedule: WireSchedule, pricingId: string | null): TimeWindow[] {
  return (schedule.enabled_pricings ?? []).filter(({ pricing_id: id }) => id != null && id === pricingId).map(windowOf)
}

function windowOf({
  start_at: start,
  end_at: end,
}: {
  readonly start_at?: string | null
  readonly end_at?: string | null
}): TimeWindow {
  return { start: start == null ? null : parseInstant(start), end: end == null ? null : parseInstant(end) }
}

function seatsOf({ seats_values: values }: WireSchedule, currency: string): SeatValue[] {
  return (values ?? []).map((value, index) => ({
    ruleId: value.pricing_item_config_id ?? '',
    ...windowOf(value),
    seats: settle(() => {
      const seats = readQuantity({ number: value.number ?? '0' }, currency, `schedule.seats_values.${index}`)
      if (seats === null)
        throw new PricingError('INVALID_RULE', 'seats need a number', `schedule.seats_values.${index}`)
      return seats
    }),
  }))
}

function includedVolumesOf({ included_volumes: volumes }: WireSchedule, currency: string): IncludedVolume[] {
  return (volumes ?? []).map((volume, index) => {
    const field = `schedule.included_volumes.${index}`
    const { number, amount } = volume
    return {
      ruleId: volume.pricing_item_config_id ?? '',
      ...windowOf(volume),
      quantity: settle(() => {
        if (volume.reset_type != null) {
          const message = 'an included volume resets each billing period here'
          throw new PricingError('NOT_SUPPORTED', message, `${field}.reset_type`)
        }
        return readQuantity(
          { ...(number === undefined ? {} : { number }), ...(amount == null ? {} : { amount }) },
          currency,
          field,
        )
      }),
    }
  })
}

/** Returns what the trees ask for in any currency and for any billing period, and what their items count. */
function needsOf(version: WireVersion, schedule: WireSchedule, compiled: readonly CompiledPricing[]): PlanNeeds {
  const trees = [...(version.pricing_categories ?? []), ...(schedule.pricing_categories ?? [])]
  const pricings: readonly WirePricing[] = [
    ...trees.flatMap((category) => [
      ...(category.pricings ?? []),
      ...(category.pricing_groups ?? []).flatMap((group) => group.pricings ?? []),
    ]),
    ...(schedule.override_pricings ?? []),
  ]
  const configs = pricings.flatMap(({ items }) => (items ?? []).flatMap((item) => configsOfItem(item, '')))
  const calculations = compiled.flatMap(({ items }) =>
    items.flatMap((item) =>
      'error' in item
        ? []
        : item.value.sources.flatMap(({ calculation, tieringCalculation }) => [
            calculation,
            ...(tieringCalculation ? [tieringCalculation] : []),
          ]),
    ),
  )
  return {
    credits: configs.some(({ config }) =>
      [...(config.bands ?? []), ...(config.details?.bands ?? [])].some(({ credits }) => credits != null),
    ),
    rollover: configs.some(({ config }) => config.top_up?.rollover === true),
    persistentState: calculations.some(({ isPersistent }) => isPersistent),
    deposits: depositsIntoWallets(pricings),
    moneyDeposits: new Set(
      configs.flatMap(({ config }) =>
        (config.wallet_grants ?? []).some(({ amount_grant: money }) => money?.amount != null) ? (config.id ?? []) : [],
      ),
    ),
    meterIds: new Set(calculations.flatMap(({ meterId }) => meterId ?? [])),
  }
}
