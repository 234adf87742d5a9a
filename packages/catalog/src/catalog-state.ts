import type { Schema } from '@tallygate/client'
import type { CatalogKind } from './catalog-kind.ts'

/** The wire shape of each kind. */
export interface WireOf {
  readonly meter: Schema<'Meter'>
  readonly 'meter value': Schema<'MeterValue'>
  readonly 'meter property': Schema<'MeterProperty'>
  readonly calculation: Schema<'MeterValueCalculation'>
  readonly feature: Schema<'Feature'>
  readonly 'credit type': Schema<'CreditType'>
  readonly 'wallet type': Schema<'WalletType'>
  readonly 'product category': Schema<'ProductCategory'>
  readonly product: Schema<'Product'>
  readonly 'product item': Schema<'ProductItem'>
  readonly customer: Schema<'Customer'>
  readonly plan: Schema<'PricingPlan'>
  readonly 'plan version': Schema<'PricingPlanVersion'>
}

type Sections = { readonly [K in CatalogKind]: Map<string, WireOf[K]> }

/**
 * The resources that the billing API is known to have, by kind and reference: read from it, then kept up with what is
 * created. A plan version stands under its plan's reference: the newest ACTIVE one, or a newer DRAFT.
 */
export class CatalogState {
  readonly #sections: Sections
  readonly #references = new Map<string, string>()

  constructor(other?: CatalogState) {
    this.#sections = {
      meter: new Map(),
      'meter value': new Map(),
      'meter property': new Map(),
      calculation: new Map(),
      feature: new Map(),
      'credit type': new Map(),
      'wallet type': new Map(),
      'product category': new Map(),
      product: new Map(),
      'product item': new Map(),
      customer: new Map(),
      plan: new Map(),
      'plan version': new Map(),
    }
    if (other) other.#copyTo(this)
  }

  get<K extends CatalogKind>(kind: K, reference: string): WireOf[K] | undefined {
    return this.#sections[kind].get(reference)
  }

  set<K extends CatalogKind>(kind: K, reference: string, wire: WireOf[K]): void {
    this.#sections[kind].set(reference, wire)
    if (kind !== 'plan version' && wire.id) this.#references.set(wire.id, reference)
  }

  /** The id that the API gave to it. Everything that is referred to has been read or created before. */
  idOf(kind: CatalogKind, reference: string): string {
    const id = this.#sections[kind].get(reference)?.id
    if (!id) throw new Error(`The billing API has given no id for the ${kind} ${reference}`)
    return id
  }

  /** The reference of an id; the id itself when it is not one of the catalog's. */
  referenceOf(id: string): string {
    return this.#references.get(id) ?? id
  }

  #copyTo(target: CatalogState): void {
    for (const [kind, section] of Object.entries(this.#sections)) {
      for (const [reference, wire] of section) target.set(kind as CatalogKind, reference, wire)
    }
  }
}
