import { PricingError } from '../money/pricing-error.ts'
import type { TaxCategory } from '../plan/compiled-plan.ts'
import type { WireMeterConditions, WireMeterLink } from './wire-plan.ts'

/** A way in which a meter's events become one quantity, as the API's MeterValueCalculation. */
export interface WireCalculation {
  calculation_type?: 'SUM' | 'MAX' | 'MIN' | 'AVERAGE' | 'UNIQUE' | null
  meter_id?: string | null
  meter_value_id?: string | null
  meter_property_id?: string | null
  /**
   * True where it goes on from where the period before ended: then all usage since the subscription began is its state.
   */
  persist?: boolean | null
}

/** A product item as far as prices and lines need it. */
export interface CatalogProductItem {
  readonly id: string
  readonly name?: string | null
  readonly reference?: string
  readonly product_id?: string | null
  readonly type?: 'REVENUE' | 'DEDUCTION' | null
  readonly model_type?:
    | 'USAGE_BASED'
    | 'USAGE_BASED_CONVERSION'
    | 'RECURRING'
    | 'ONE_OFF'
    | 'PER_SEAT'
    | 'CREDITS'
    | null
  /** The calculation that counts its usage: here, or in `usage_based`, which wins. */
  readonly meter_value_calculation_id?: string | null
  readonly usage_based?: {
    readonly meter_value_calculation_id?: string | null
    readonly tiering_meter_value_calculation_id?: string | null
    readonly conditions?: WireMeterConditions
  } | null
  /** For the model CREDITS: what it sells. */
  readonly credits?: { readonly credit_type_id?: string | null } | null
  /** STANDARD where neither the item nor its product nor its category says anything. */
  readonly tax_category?: TaxCategory | null
}

/** A product as far as lines need it. */
export interface CatalogProduct {
  readonly id: string
  readonly name?: string | null
  readonly category_id?: string | null
  readonly tax_category?: TaxCategory | null
}

/** A product category as far as lines need it. */
export interface CatalogProductCategory {
  readonly id: string
  readonly name?: string | null
  readonly tax_category?: TaxCategory | null
}

/** A meter as far as prices need it. */
export interface CatalogMeter {
  readonly reference: string
  readonly name?: string | null
  /** The properties that its events may have. Absent: not known, then conditions are not checked against them. */
  readonly meter_properties?: WireMeterLink[] | null
}

/** Everything that a plan version refers to, by id. Maps may hold more than the version needs. */
export interface PricingCatalog {
  readonly productItems: ReadonlyMap<string, CatalogProductItem>
  readonly products: ReadonlyMap<string, CatalogProduct>
  readonly categories: ReadonlyMap<string, CatalogProductCategory>
  readonly calculations: ReadonlyMap<string, WireCalculation>
  readonly meters: ReadonlyMap<string, CatalogMeter>
  readonly meterValues: ReadonlyMap<string, { readonly reference: string; readonly type: 'NUMBER' | 'AMOUNT' }>
  readonly meterProperties: ReadonlyMap<
    string,
    { readonly reference: string; readonly type: 'NUMBER' | 'ENUM' | 'STRING' }
  >
}

/** The product item of an id. @throws PricingError `UNKNOWN_RESOURCE` */
export function productItemOf(catalog: PricingCatalog, id: string, field: string): CatalogProductItem {
  return found(catalog.productItems.get(id), 'product item', id, field)
}

/** The calculation of an id. @throws PricingError `UNKNOWN_RESOURCE` */
export function calculationOf(catalog: PricingCatalog, id: string, field: string): WireCalculation {
  return found(catalog.calculations.get(id), 'meter value calculation', id, field)
}

function found<T>(value: T | undefined, what: string, id: string, field: string): T {
  if (value === undefined) throw new PricingError('UNKNOWN_RESOURCE', `there is no ${what} ${id}`, field)
  return value
}

/** Id of the calculation that counts the item's usage, `null` for an item that is not metered. */
export function calculationIdOf(item: CatalogProductItem): string | null {
  return item.usage_based?.meter_value_calculation_id ?? item.meter_value_calculation_id ?? null
}
