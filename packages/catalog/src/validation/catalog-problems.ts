import type { Catalog } from '../catalog.ts'
import type { ProductItemDefinition } from '../catalog-definition.ts'
import type { CatalogProblem } from '../invalid-catalog-error.ts'
import { catalogSchema, MAX_DEFINITIONS } from './catalog-schema.ts'
import { planProblems } from './plan-problems.ts'
import { type Report, unknownReference } from './report.ts'

/** Most problems that are listed: who has mended these asks again. A file that is no catalog has one at every value. */
const MAX_PROBLEMS = 100

/**
 * Most values in one definition, counted through all its levels: a plan with 500 models in ten tiers each has some
 * 20,000.
 */
const MAX_VALUES = 50_000

/**
 * Lists what is wrong with a definition: first its shape, and when that is right, what it refers to. Ends with the
 * first
 * 100. Empty for a catalog that can be applied.
 */
export function catalogProblems(definition: unknown): readonly CatalogProblem[] {
  const shape = shapeProblems(definition)
  const problems = shape.length > 0 ? shape : referenceProblems(definition)
  if (problems.length <= MAX_PROBLEMS) return problems
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    { path: 'catalog', problem: `has more problems: these are the first ${MAX_PROBLEMS}` },
  ]
}

/** Checks the sections, then one definition after the other until there are problems enough. */
function shapeProblems(definition: unknown): readonly CatalogProblem[] {
  const sections = Object.entries(isRecord(definition) ? definition : {}).filter(([, section]) => isRecord(section))
  const emptied = Object.fromEntries(sections.map(([name]) => [name, {}]))
  const problems = [...problemsOf(isRecord(definition) ? { ...definition, ...emptied } : definition)]
  for (const [name, section] of sections) {
    const references = Object.keys(section as object)
    if (references.length > MAX_DEFINITIONS) {
      problems.push({ path: name, problem: `holds more than ${MAX_DEFINITIONS} definitions` })
    }
  }
  if (problems.length > 0) return problems
  for (const [name, section] of sections) {
    for (const [reference, one] of Object.entries(section as object)) {
      if (isLarge(one)) problems.push({ path: `${name}.${reference}`, problem: `holds more than ${MAX_VALUES} values` })
      else problems.push(...problemsOf({ [name]: { [reference]: one } }))
      if (problems.length > MAX_PROBLEMS) return problems
    }
  }
  return problems
}

function problemsOf(definition: unknown): readonly CatalogProblem[] {
  const shape = catalogSchema.safeParse(definition)
  if (shape.success) return []
  return shape.error.issues.map(({ path, message }) => ({
    path: path.length === 0 ? 'catalog' : path.join('.'),
    problem: lowerFirst(message),
  }))
}

function isLarge(definition: unknown): boolean {
  const left: unknown[] = [definition]
  for (let count = 0; left.length > 0; count += 1) {
    if (count > MAX_VALUES) return true
    const value = left.pop()
    if (typeof value !== 'object' || value === null) continue
    const members = Object.values(value)
    if (members.length > MAX_VALUES) return true
    left.push(...members)
  }
  return false
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function referenceProblems(definition: unknown): readonly CatalogProblem[] {
  const problems: CatalogProblem[] = []
  const catalog: Catalog = { ...EMPTY, ...(definition as Partial<Catalog>) }
  const report: Report = (path, problem) => {
    if (problems.length <= MAX_PROBLEMS) problems.push({ path, problem })
  }
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
