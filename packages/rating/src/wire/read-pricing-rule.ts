import type { Period } from '@tallygate/billing-period'
import { isSamePeriod } from '@tallygate/billing-period'
import { PricingError } from '../money/pricing-error.ts'
import type { Condition, StatedConditions } from '../plan/condition.ts'
import type { PriceModel, PricingRule } from '../plan/pricing-rule.ts'
import { readBands, readCreditType, readQuantity } from './read-band.ts'
import { readCondition } from './read-condition.ts'
import { readPeriod } from './read-period.ts'
import { readWalletGrants } from './read-wallet-grants.ts'
import type { PricingCatalog } from './wire-catalog.ts'
import type { WireComparator, WireRule, WireRuleConditions } from './wire-plan.ts'

/** The terms on which a rule is billed: its money and its periods must agree with them. */
export interface BillingTerms {
  /** The currency that is billed. */
  readonly currency: string
  /** The length of the billing period; `null` where it is not known yet. */
  readonly billingPeriod: Period | null
}

/**
 * The pricing rule that a PricingItemConfig states. Bands and periods in the newer `details` win over those beside
 * them. What asks for a step that does not exist here is refused. Whether the bands suit the model is `findRuleFaults`'
 * to say.
 *
 * @param field path of the config in the plan
 * @throws PricingError naming the member at fault
 */
export function readPricingRule(
  wire: WireRule,
  properties: PricingCatalog['meterProperties'],
  terms: BillingTerms,
  field: string,
): PricingRule {
  refuseAbsentSteps(wire, terms, field)
  const inDetails = (wire.details?.bands ?? []).length > 0
  const bands = (inDetails ? wire.details?.bands : wire.bands) ?? []
  const bandsField = inDetails ? `${field}.details.bands` : `${field}.bands`
  const model = readModel(wire, field)
  const rollover = wire.top_up?.rollover === true
  if (rollover && !model.endsWith('TOP_UP')) {
    throw new PricingError(
      'INVALID_RULE',
      `${model} buys no volume that could be carried on`,
      `${field}.top_up.rollover`,
    )
  }
  return {
    id: wire.id ?? field,
    model,
    rollover,
    condition: wire.conditions == null ? null : readCondition(wire.conditions, properties, `${field}.conditions`),
    bands: readBands(bands, terms.currency, bandsField),
    creditTypeId: readCreditType(bands, bandsField),
    walletGrants: readWalletGrants(wire.wallet_grants ?? [], `${field}.wallet_grants`),
    includedQuantity: readQuantity(wire.default_included_volume, terms.currency, `${field}.default_included_volume`),
    onDemand: wire.on_demand === true,
    defaultUnits: readQuantity(wire.default_units, terms.currency, `${field}.default_units`),
    defaultSeats: readQuantity(wire.default_seats_value, terms.currency, `${field}.default_seats_value`),
    pricingPeriod: readPeriod(wire.details?.pricing_period ?? wire.pricing_period, `${field}.pricing_period`),
    volumeGroup: wire.volume_group_reference ?? null,
    tieringCondition: readTieringCondition(wire, properties, field),
    configId: wire.id ?? null,
    originalId: wire.original_pricing_item_config_id ?? null,
    order: wire.order ?? Number.MAX_SAFE_INTEGER,
    stated: statedConditions(wire),
    conditionText: describeConditions(wire.conditions, properties),
    field,
  }
}

function readTieringCondition(
  { tiering_conditions: conditions }: WireRule,
  properties: PricingCatalog['meterProperties'],
  field: string,
): Condition | null {
  if (conditions == null) return null
  const at = `${field}.tiering_conditions`
  if ((conditions.meter_properties ?? []).length > 0) {
    throw new PricingError('INVALID_RULE', 'tiering conditions take an expression only', `${at}.meter_properties`)
  }
  return readCondition(conditions, properties, at)
}

function readModel(wire: WireRule, field: string): PriceModel {
  const stated = [wire.details?.pricing_type, wire.type, wire.pricing_type].filter((each) => each != null)
  const [type] = stated
  if (stated.some((each) => each !== type)) {
    throw new PricingError('INVALID_RULE', `type, pricing_type and details.pricing_type differ`, `${field}.type`)
  }
  if (type == null) throw new PricingError('INVALID_RULE', 'a pricing rule needs a type', `${field}.type`)
  return type
}

/**
 * Each member that would change the price and that nothing here reads: refused, so that it is never silently left out.
 */
function refuseAbsentSteps(wire: WireRule, terms: BillingTerms, field: string): void {
  const refuse = (name: string, what: string) => {
    throw new PricingError('NOT_SUPPORTED', `${what} is not supported`, `${field}.${name}`)
  }
  if (wire.billing_in_advance === true) refuse('billing_in_advance', 'billing in advance')
  if ((wire.split_pricing?.meter_properties ?? []).length > 0) refuse('split_pricing', 'split pricing')
  if (wire.default_included_volume?.reset_type != null) {
    refuse('default_included_volume.reset_type', 'an included volume that resets otherwise than each billing period')
  }
  const own = readPeriod(wire.details?.billing_period ?? wire.billing_period, `${field}.billing_period`)
  if (own && terms.billingPeriod && !isSamePeriod(own, terms.billingPeriod)) {
    refuse('billing_period', 'a billing period other than that of the subscription')
  }
}

/** The conditions as the plan says them, where anything is asked. */
function statedConditions({ conditions }: WireRule): StatedConditions | null {
  if (conditions == null) return null
  return { name: conditions.name ?? null, comparisons: conditions.meter_properties ?? null }
}

function describeConditions(
  conditions: WireRuleConditions | null | undefined,
  properties: PricingCatalog['meterProperties'],
): string {
  if (conditions == null) return ''
  if (conditions.name != null) return conditions.name
  return (conditions.meter_properties ?? [])
    .map((each) => {
      const property = each.reference ?? properties.get(each.id ?? '')?.reference ?? each.id ?? ''
      const values = (each.values ?? (each.value == null ? [] : [each.value])).join(' or ')
      return [property, WORDS[each.comparator ?? 'EQUALS'], values].filter((word) => word !== '').join(' ')
    })
    .join(' and ')
}

const WORDS: Readonly<Record<WireComparator, string>> = {
  EQUALS: '',
  IN: '',
  NOT_EQUALS: 'not',
  NOT_IN: 'not',
  GREATER_THAN: 'above',
  GREATER_THAN_OR_EQUALS: 'at least',
  LESS_THAN: 'below',
  LESS_THAN_OR_EQUALS: 'at most',
  EMPTY: 'absent',
  NOT_EMPTY: 'present',
  CONTAINS: 'with',
  NOT_CONTAINS: 'without',
}
