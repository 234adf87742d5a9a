import { type Period, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'

/** An error in a schedule's choices of its plan, with its place in the schedule. */
export interface ChoiceFault {
  readonly field: string
  readonly message: string
}

/**
 * Tells whether a schedule chooses what its plan version offers: one of the billing periods, where the version names
 * some, and of each group as many pricings as its `selection_constraint` allows. At most one means at every instant; at
 * least one means that one is enabled at some time, so that a choice may begin later than the schedule.
 */
export function findChoiceFault(
  schedule: Pick<Schema<'PricingPlanSchedule'>, 'billing_period' | 'enabled_pricings' | 'pricing_categories'>,
  version: Pick<Schema<'PricingPlanVersion'>, 'billing_period_settings' | 'pricing_categories'>,
  billingPeriod: Period,
): ChoiceFault | undefined {
  const offered = (version.billing_period_settings?.billing_periods ?? []).flatMap(({ period }) =>
    period?.type === undefined ? [] : [{ type: period.type, value: period.value ?? 1 }],
  )
  if (offered.length > 0 && !offered.some((one) => isSame(one, billingPeriod))) {
    const field = schedule.billing_period?.type === undefined ? 'pricing_plan_version_id' : 'billing_period'
    const message = `the version is sold by ${offered.map(inWords).join(', ')}, not by ${inWords(billingPeriod)}`
    return { field, message }
  }
  const categories = [...(version.pricing_categories ?? []), ...(schedule.pricing_categories ?? [])]
  for (const group of categories.flatMap((category) => category.pricing_groups ?? [])) {
    const message = faultOfGroup(group, schedule.enabled_pricings ?? [])
    if (message !== undefined) return { field: 'enabled_pricings', message }
  }
  return undefined
}

const isSame = (one: Period, other: Period): boolean => one.type === other.type && one.value === other.value

const inWords = ({ type, value }: Period): string => `${value} ${type}`

function faultOfGroup(group: Schema<'PricingGroup'>, enabled: readonly Schema<'EnabledPricing'>[]): string | undefined {
  const constraint = group.selection_constraint ?? 'ANY'
  if (constraint === 'ANY') return undefined
  const members = new Set((group.pricings ?? []).map(({ id }) => id))
  const chosen = enabled.filter(({ pricing_id: id }) => members.has(id))
  const named = `the group ${group.name ?? group.id ?? 'without a name'}`
  if (chosen.length === 0 && constraint !== 'AT_MOST_ONE') return `${named} needs one of its pricings`
  if (constraint === 'AT_LEAST_ONE') return undefined
  const clash = chosen.some((one, index) =>
    chosen.slice(index + 1).some((other) => other.pricing_id !== one.pricing_id && overlap(one, other)),
  )
  return clash ? `${named} allows one of its pricings at a time` : undefined
}

function overlap(one: Schema<'EnabledPricing'>, other: Schema<'EnabledPricing'>): boolean {
  const [start, end] = [
    (each: Schema<'EnabledPricing'>) => (each.start_at == null ? -Infinity : parseInstant(each.start_at).getTime()),
    (each: Schema<'EnabledPricing'>) => (each.end_at == null ? Infinity : parseInstant(each.end_at).getTime()),
  ]
  return start(one) < end(other) && start(other) < end(one)
}
