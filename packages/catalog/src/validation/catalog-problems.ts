import type { Catalog } from '../catalog.ts'
import type { ProductItemDefinition } from '../catalog-definition.ts'
import type { CatalogProblem } from '../invalid-catalog-error.ts'
import { catalogSchema } from './catalog-schema.ts'
import { planProblems } from './plan-problems.ts'
import { type Report, unknownReference } from './report.ts'

/**
 * Everything that is wrong with a definition: first its shape, and when that is right, what it refers to.
 * Empty for a catalog that can be applied.
 */
export function catalogProblems(definition: unknown): readonly CatalogProblem[] {
  const shape = catalogSchema.safeParse(definition)
  if (!shape.success) {
    return shape.error.issues.map(({ path, message }) => ({
      path: path.length === 0 ? 'catalog' : path.join('.'),
      problem: lowerFirst(message),
    }))
  }
  const problems: CatalogProblem[] = []
  const catalog: Catalog = { ...EMPTY, ...(definition as Partial<Catalog>) }
  const report: Report = (path, problem) => problems.push({ path, problem })
  checkMeters(catalog, report)
  checkCalculations(catalog, report)
  checkFeatures(catalog, report)
  checkWalletTypes(catalog, report)
  checkProducts(catalog, report)
  planProblems(catalog, report)
  return problems
}

const EMPTY: Catalog = {
  meterValues: {},
  meterProperties: {},
  meters: {},
  calculations: {},
  features: {},
  creditTypes: {},
  walletTypes: {},
  productCategories: {},
  products: {},
  plans: {},
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function checkMeters(catalog: Catalog, report: Report): void {
  for (const [reference, property] of Object.entries(catalog.meterProperties)) {
    checkEnumValues(`meterProperties.${reference}`, property, report)
  }
  for (const [reference, meter] of Object.entries(catalog.meters)) {
    for (const [index, value] of meter.values.entries()) {
      unknownReference(`meters.${reference}.values.${index}`, 'meter value', value, catalog.meterValues, report)
    }
    for (const [index, property] of meter.properties.entries()) {
      const path = `meters.${reference}.properties.${index}`
      unknownReference(path, 'meter property', property, catalog.meterProperties, report)
    }
    for (const [index, property] of (meter.optionalProperties ?? []).entries()) {
      const path = `meters.${reference}.optionalProperties.${index}`
      if (unknownReference(path, 'meter property', property, catalog.meterProperties, report)) continue
      if (meter.properties.includes(property))
        report(path, `is ${quote(property)}, which each event must carry already`)
    }
  }
}

function checkCalculations(catalog: Catalog, report: Report): void {
  for (const [reference, { type, meter, value, property }] of Object.entries(catalog.calculations)) {
    const path = `calculations.${reference}`
    if (unknownReference(`${path}.meter`, 'meter', meter, catalog.meters, report)) continue
    const used = catalog.meters[meter]
    if ((value === undefined) === (property === undefined)) {
      report(path, 'needs a value or a property, and not both')
    }
    if (property !== undefined && type !== 'UNIQUE')
      report(`${path}.property`, `is for UNIQUE, use a value for ${type}`)
    if (value !== undefined && used && !used.values.includes(value)) {
      report(`${path}.value`, `is ${quote(value)}, which the meter ${quote(meter)} does not carry`)
    }
    if (property !== undefined && used && !used.properties.includes(property)) {
      report(`${path}.property`, `is ${quote(property)}, which the meter ${quote(meter)} does not carry`)
    }
  }
}

function checkFeatures(catalog: Catalog, report: Report): void {
  for (const [reference, feature] of Object.entries(catalog.features)) {
    checkEnumValues(`features.${reference}`, feature, report)
    if (feature.calculation === undefined) continue
    const path = `features.${reference}.calculation`
    unknownReference(path, 'calculation', feature.calculation, catalog.calculations, report)
  }
}

function checkEnumValues(
  path: string,
  { type, values }: { readonly type: string; readonly values?: readonly string[] },
  report: Report,
): void {
  if (type === 'ENUM' && values === undefined) report(`${path}.values`, 'is missing: an ENUM lists its values')
  if (type !== 'ENUM' && values !== undefined) report(`${path}.values`, `is for ENUM, leave it out for ${type}`)
  if (values && new Set(values).size !== values.length) report(`${path}.values`, 'names a value twice')
}

function checkWalletTypes(catalog: Catalog, report: Report): void {
  for (const [reference, { credits }] of Object.entries(catalog.walletTypes)) {
    unknownReference(`walletTypes.${reference}.credits`, 'credit type', credits, catalog.creditTypes, report)
  }
}

/** A CREDITS item sells credits of a type, and no other item does. */
function checkSoldCredits(
  path: string,
  { model, credits }: ProductItemDefinition,
  catalog: Catalog,
  report: Report,
): void {
  if (credits === undefined) {
    if (model === 'CREDITS') report(`${path}.credits`, 'is missing: a CREDITS item sells credits of a type')
  } else if (model !== 'CREDITS') report(`${path}.credits`, 'is for the model CREDITS')
  else unknownReference(`${path}.credits`, 'credit type', credits, catalog.creditTypes, report)
}

function checkProducts(catalog: Catalog, report: Report): void {
  const seen = new Map<string, string>()
  for (const [reference, product] of Object.entries(catalog.products)) {
    const path = `products.${reference}`
    unknownReference(`${path}.category`, 'product category', product.category, catalog.productCategories, report)
    for (const [index, feature] of (product.features ?? []).entries()) {
      unknownReference(`${path}.features.${index}`, 'feature', feature, catalog.features, report)
    }
    for (const [item, definition] of Object.entries(product.items)) {
      const { model = 'USAGE_BASED', calculation } = definition
      const itemPath = `${path}.items.${item}`
      checkSoldCredits(itemPath, definition, catalog, report)
      const other = seen.get(item)
      if (other !== undefined) report(itemPath, `has the reference of ${other}: product items share one space of names`)
      seen.set(item, itemPath)
      if (calculation !== undefined) {
        unknownReference(`${itemPath}.calculation`, 'calculation', calculation, catalog.calculations, report)
      } else if (model === 'USAGE_BASED') {
        report(`${itemPath}.calculation`, 'is missing: a USAGE_BASED item bills a calculation')
      }
    }
  }
}

function quote(text: string): string {
  return JSON.stringify(text)
}
