import type { BillingClient } from '@tallygate/client'
import type { Catalog } from '../catalog.ts'
import type { CatalogKind } from '../catalog-kind.ts'
import type { CatalogState, WireOf } from '../catalog-state.ts'

/**
 * The steps that find, compare, create and change one kind of resource. Methods, so that kinds of any body fit in one
 * list.
 */
export interface ResourceKind<K extends CatalogKind = CatalogKind, Body extends object = object> {
  readonly kind: K
  /** Members that cannot change once the resource exists. */
  readonly fixed: readonly string[]
  /** The references that the catalog defines. */
  references(catalog: Catalog): readonly string[]
  /** Those of the references that the billing API has. Undefined: another kind of the same name has looked. */
  find?(client: BillingClient, references: readonly string[]): Promise<ReadonlyMap<string, WireOf[K]>>
  /**
   * Returns the members that the catalog has, with ids from the state. Members that the catalog leaves out are left
   * out: they stay as they are.
   */
  body(catalog: Catalog, reference: string, state: CatalogState): Body
  /**
   * One member of a resource or of a request in a form in which equal meanings are equal. Default: the member without
   * nulls and empty members.
   */
  comparable?(member: string, whole: Readonly<Record<string, unknown>>, state: CatalogState): unknown
  /** Undefined: created by another kind of the same name. */
  create?(client: BillingClient, body: Body): Promise<WireOf[K]>
  /** Sends the members that differ. Undefined: changed by another kind of the same name. */
  update?(client: BillingClient, id: string, body: Partial<Body>): Promise<WireOf[K]>
}
