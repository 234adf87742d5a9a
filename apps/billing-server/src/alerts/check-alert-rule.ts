import type { Schema } from '@tallygate/client'
import { assertCalculable, Decimal, PricingError } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { invalidField, invalidOperation, missingField, referenceNotFound } from '../http/api-fault.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import type { Stored } from '../resources/stored.ts'

type Rule = Schema<'AlertRuleUpdateRequest'>
type Threshold = NonNullable<NonNullable<Rule['entitlement']>['threshold']>

/** Throws naming the member that keeps a rule from ever being compared with usage. */
export async function checkAlertRule(database: Queryable, stores: ResourceStores, rule: Rule): Promise<void> {
  const customers = await stores.customers.byIds(database, rule.customer_ids ?? [])
  for (const [index, id] of (rule.customer_ids ?? []).entries()) {
    if (!customers.has(id)) throw referenceNotFound(`customer_ids.${index}`, 'CUSTOMER', id)
  }
  if (rule.type === 'INVOICE') checkInvoiceRule(rule)
  else await checkEntitlementRule(database, stores, rule)
}

function checkInvoiceRule({ status, entitlement }: Rule): void {
  if (entitlement != null) throw invalidField('entitlement', 'value is for the type ENTITLEMENT', 'ALERT_RULE')
  if (status !== 'ACTIVE') return
  const message =
    'This server hears of no payments but those from wallets, so it cannot tell which invoices are overdue; keep the rule as a DRAFT'
  throw invalidOperation(message, { field: 'status', resourceType: 'ALERT_RULE' })
}

async function checkEntitlementRule(database: Queryable, stores: ResourceStores, rule: Rule): Promise<void> {
  const { entitlement } = rule
  if (rule.invoice != null) throw invalidField('invoice', 'value is for the type INVOICE', 'ALERT_RULE')
  if (entitlement == null) throw missingField('entitlement', 'ALERT_RULE')
  if (entitlement.feature_id === undefined) throw missingField('entitlement.feature_id', 'ALERT_RULE')
  const feature = await stores.features.find(database, entitlement.feature_id)
  if (feature === undefined) throw referenceNotFound('entitlement.feature_id', 'FEATURE', entitlement.feature_id)
  const { comparator } = entitlement
  if (comparator != null && comparator !== 'GREATER_THAN' && comparator !== 'GREATER_THAN_OR_EQUALS') {
    const message = 'value is not one of GREATER_THAN, GREATER_THAN_OR_EQUALS: use grows within a period'
    throw invalidField('entitlement.comparator', message, 'ALERT_RULE')
  }
  checkThreshold(entitlement.threshold, feature)
  await checkCalculation(database, stores, feature)
}

function checkThreshold(threshold: Threshold | null | undefined, feature: Stored<'Feature'>): void {
  const { number, percentage, amount } = threshold ?? {}
  const given = [number, percentage, amount].filter((value) => value != null)
  if (given.length === 0) throw missingField('entitlement.threshold', 'ALERT_RULE')
  if (given.length > 1) {
    throw invalidField('entitlement.threshold', 'value has more than one of number, percentage, amount', 'ALERT_RULE')
  }
  const at = percentage != null ? 'percentage' : number != null ? 'number' : 'amount.quantity'
  const text = percentage ?? number ?? amount?.quantity
  if (text == null) throw missingField('entitlement.threshold.amount.quantity', 'ALERT_RULE')
  if (Decimal.parse(text, at).isNegative()) {
    throw invalidField(`entitlement.threshold.${at}`, 'value is negative', 'ALERT_RULE')
  }
  const type = feature.type ?? 'STRING'
  const fits =
    number != null ? type === 'NUMBER' : amount != null ? type === 'AMOUNT' : ['NUMBER', 'AMOUNT'].includes(type)
  if (fits) return
  const message = `value does not fit the feature ${feature.reference}, which is of type ${type}`
  throw invalidField(`entitlement.threshold.${at}`, message, 'ALERT_RULE')
}

async function checkCalculation(
  database: Queryable,
  stores: ResourceStores,
  feature: Stored<'Feature'>,
): Promise<void> {
  const field = 'entitlement.feature_id'
  const id = feature.meter_value_calculation_id
  const calculation = id == null ? undefined : await stores.calculations.find(database, id)
  if (calculation === undefined) {
    const message = `the feature ${feature.reference} has no meter_value_calculation_id that counts its use`
    throw invalidField(field, message, 'ALERT_RULE')
  }
  try {
    assertCalculable(calculation, field)
  } catch (error) {
    if (!PricingError.isInstance(error)) throw error
    throw invalidField(field, error.message, 'ALERT_RULE')
  }
}
