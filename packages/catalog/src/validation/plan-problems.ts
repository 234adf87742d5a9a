import type { Catalog } from '../catalog.ts'
import type { FeatureDefinition, ProductItemDefinition } from '../catalog-definition.ts'
import type { AnyEntitlementValue, AnyPricingDefinition } from '../plan-definition.ts'
import type { ConditionDefinition, PriceRule, Rates } from '../price-rule.ts'
import { type Report, unknownReference } from './report.ts'

/** Reports what is wrong with the plans of a catalog whose shape is right. */
export function planProblems(catalog: Catalog, report: Report): void {
  for (const [reference, plan] of Object.entries(catalog.plans)) {
    const path = `plans.${reference}.pricings`
    const pricings = Object.entries(plan.pricings).filter(([, pricing]) => pricing !== undefined)
    if (pricings.length === 0) report(path, 'is empty: a plan needs a product')
    for (const [product, pricing] of pricings) {
      if (unknownReference(`${path}.${product}`, 'product', product, catalog.products, report)) continue
      if (pricing) checkPricing(catalog, `${path}.${product}`, product, pricing, plan.currency, report)
    }
  }
}

function checkPricing(
  catalog: Catalog,
  path: string,
  product: string,
  pricing: AnyPricingDefinition,
  currency: string,
  report: Report,
): void {
  const items = catalog.products[product]?.items ?? {}
  for (const [item, rates] of Object.entries(pricing.rates)) {
    if (rates === undefined) continue
    const itemPath = `${path}.rates.${item}`
    if (unknownReference(itemPath, `item of the product ${product}`, item, items, report)) continue
    checkRates(itemPath, rates, propertiesOf(catalog, items[item]), catalog, report)
  }
  for (const [feature, value] of Object.entries(pricing.entitlements ?? {})) {
    if (value === undefined) continue
    const featurePath = `${path}.entitlements.${feature}`
    if (unknownReference(featurePath, 'feature', feature, catalog.features, report)) continue
    const definition = catalog.features[feature]
    const problem = definition && entitlementProblem(definition, value, currency)
    if (problem !== undefined) report(featurePath, problem)
  }
}

/** The properties of the meter behind an item; undefined for an item that bills no usage. */
function propertiesOf(catalog: Catalog, item: ProductItemDefinition | undefined): readonly string[] | undefined {
  const calculation = item?.calculation === undefined ? undefined : catalog.calculations[item.calculation]
  return calculation && catalog.meters[calculation.meter]?.properties
}

function checkRates(
  path: string,
  rates: Rates,
  properties: readonly string[] | undefined,
  catalog: Catalog,
  report: Report,
): void {
  const checkProperty = (propertyPath: string, property: string, values: readonly string[]) => {
    if (unknownReference(propertyPath, 'meter property', property, catalog.meterProperties, report)) return
    if (!properties?.includes(property)) {
      report(propertyPath, `is ${JSON.stringify(property)}, which the meter of this item does not carry`)
    }
    const allowed = catalog.meterProperties[property]?.values
    const stray = allowed && values.find((value) => !allowed.includes(value))
    if (stray !== undefined) report(propertyPath, `has no value ${JSON.stringify(stray)}`)
  }
  if ('by' in rates) {
    checkProperty(`${path}.by`, rates.by, Object.keys(rates.prices))
    checkCredits(path, rates.credits, catalog, report)
    return
  }
  const rules: readonly PriceRule[] = Array.isArray(rates) ? rates : [rates]
  for (const [index, rule] of rules.entries()) {
    const rulePath = Array.isArray(rates) ? `${path}.${index}` : path
    const conditions = Object.entries(rule.when ?? {})
    for (const [property, condition] of conditions) {
      if (condition === undefined) continue
      checkProperty(`${rulePath}.when.${property}`, property, conditionValues(condition))
      const problem = conditionProblem(condition)
      if (problem !== undefined) report(`${rulePath}.when.${property}`, problem)
    }
    const isOnDemand = rule.onDemand === true || rule.type === 'FLEXIBLE'
    if (conditions.length === 0 && index < rules.length - 1 && rule.billingPeriod === undefined && !isOnDemand) {
      report(rulePath, 'has no conditions, so no rule after it is ever used: put it last')
    }
    checkTiers(rulePath, rule, report)
    checkCredits(rulePath, rule.credits, catalog, report)
    checkMoneyBesideCredits(rulePath, rule, report)
    if (isOnDemand) checkOnDemand(rulePath, rule, properties !== undefined, report)
    for (const [position, { wallet, creditsPerUnit }] of (rule.grants ?? []).entries()) {
      if (creditsPerUnit !== undefined && !isOnDemand) {
        report(
          `${rulePath}.grants.${position}.creditsPerUnit`,
          'is for a price on demand: set onDemand, or give credits',
        )
      }
      unknownReference(`${rulePath}.grants.${position}.wallet`, 'wallet type', wallet, catalog.walletTypes, report)
    }
  }
}

/** A price on demand is for what is sold without usage. */
function checkOnDemand(path: string, rule: PriceRule, isMetered: boolean, report: Report): void {
  if (!['FIXED', 'FLAT', 'FLEXIBLE'].includes(rule.type)) {
    report(`${path}.onDemand`, `is for FIXED, FLAT and FLEXIBLE, leave it out for ${rule.type}`)
  }
  if (isMetered) report(`${path}.onDemand`, 'is for items without usage: sell it with an item of the model ONE_OFF')
}

function checkCredits(path: string, credits: string | undefined, catalog: Catalog, report: Report): void {
  if (credits !== undefined) {
    unknownReference(`${path}.credits`, 'credit type', credits, catalog.creditTypes, report)
  }
}

/** A price in credits has no part that is money. */
function checkMoneyBesideCredits(path: string, rule: PriceRule, report: Report): void {
  if (rule.credits === undefined) return
  if (rule.type === 'FLAT') {
    if (rule.minimum !== undefined) report(`${path}.minimum`, 'is money, and the price is in credits')
    if (rule.maximum !== undefined) report(`${path}.maximum`, 'is money, and the price is in credits')
  } else if ('tiers' in rule) {
    for (const [index, { fixed }] of rule.tiers.entries()) {
      if (fixed !== undefined) report(`${path}.tiers.${index}.fixed`, 'is money, and the price is in credits')
    }
  } else report(`${path}.credits`, `is for FLAT and tiered prices, leave it out for ${rule.type}`)
}

function conditionValues(condition: ConditionDefinition): readonly string[] {
  if (typeof condition === 'string') return [condition]
  if ('comparator' in condition) {
    const listed = ['EQUALS', 'NOT_EQUALS', 'IN', 'NOT_IN'].includes(condition.comparator)
    return listed ? [...(condition.values ?? []), ...(condition.value === undefined ? [] : [condition.value])] : []
  }
  return condition
}

function conditionProblem(condition: ConditionDefinition): string | undefined {
  if (typeof condition === 'string' || !('comparator' in condition)) return undefined
  const { comparator, value, values } = condition
  const given = [value === undefined ? '' : 'value', values === undefined ? '' : 'values'].filter(Boolean).join(' and ')
  const wanted =
    comparator === 'IN' || comparator === 'NOT_IN'
      ? 'values'
      : comparator === 'EMPTY' || comparator === 'NOT_EMPTY'
        ? ''
        : 'value'
  if (given === wanted) return undefined
  return `compares by ${comparator}, which takes ${wanted || 'no value'}, and has ${given || 'none'}`
}

function checkTiers(path: string, rule: PriceRule, report: Report): void {
  if (!('tiers' in rule)) return
  let previous = 0
  for (const [index, tier] of rule.tiers.entries()) {
    const isLast = index === rule.tiers.length - 1
    if (tier.upTo === undefined && !isLast)
      report(`${path}.tiers.${index}.upTo`, 'is missing: only the last tier is open')
    if (tier.upTo !== undefined && isLast)
      report(`${path}.tiers.${index}.upTo`, 'must be left out: the last tier is open')
    if (tier.upTo === undefined) continue
    if (Number(tier.upTo) <= previous) report(`${path}.tiers.${index}.upTo`, `must be above ${previous}`)
    previous = Number(tier.upTo)
  }
}

function entitlementProblem(
  { type, values }: FeatureDefinition,
  value: AnyEntitlementValue,
  currency: string,
): string | undefined {
  switch (type) {
    case 'SWITCH':
      return typeof value === 'boolean' ? undefined : 'must be true or false for a SWITCH'
    case 'NUMBER':
      return typeof value === 'number' || (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value))
        ? undefined
        : 'must be a number, or decimal text, for a NUMBER'
    case 'AMOUNT':
      if (typeof value !== 'object' || !('currency' in value)) return 'must be {quantity, currency} for an AMOUNT'
      return value.currency === currency ? undefined : `is in ${value.currency}, and the plan in ${currency}`
    case 'STRING':
      if (typeof value === 'string') return value === '' ? 'is empty' : undefined
      return listProblem(value, undefined)
    case 'ENUM':
      return listProblem(value, values)
  }
}

function listProblem(value: AnyEntitlementValue, allowed: readonly string[] | undefined): string | undefined {
  if (!Array.isArray(value)) return 'must be a list'
  if (value.length === 0) return 'is an empty list, which grants nothing: leave the feature out'
  const stray: unknown = allowed && value.find((one) => !allowed.includes(String(one)))
  if (stray !== undefined) return `names ${JSON.stringify(stray)}, which is no value of the feature`
  return new Set(value).size === value.length ? undefined : 'names a value twice'
}
