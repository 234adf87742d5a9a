import type { Schema } from '@tallygate/client'
import { MAX_RULES } from '@tallygate/rating'
import type { Queryable } from '../../database/database.ts'
import {
  ApiFault,
  invalidField,
  invalidOperation,
  missingField,
  notFound,
  referenceNotFound,
} from '../../http/api-fault.ts'
import type { Stored } from '../../resources/stored.ts'
import type { ServerContext } from '../../server-context.ts'
import { requireOriginals } from './require-originals.ts'
import { resolveTree } from './resolve-tree.ts'
import { configsOf, idsOfTree, pricingsOf, type TreeOwner, withTreeIds } from './version-tree.ts'
import { findVersionIdOfPart } from './versions.store.ts'

type Version = Stored<'PricingPlanVersion'>
type Category = Schema<'PricingCategory'>

/** Siblings at most, as the contract says for a tree that is sent whole. */
const MAX_CATEGORIES = 100
const MAX_GROUPS = 100
const MAX_PRICINGS = 200

/** A version whose tree a part is put into, taken out of, or changed in. */
export interface EditedVersion {
  readonly version: Version
  /** A copy of its tree, to be changed in place. */
  readonly categories: Category[]
}

/** The version whose tree has a part with this id; undefined where no version has. */
export async function findVersionOf(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  partId: string,
): Promise<Version | undefined> {
  const id = await findVersionIdOfPart(database, partId)
  return id === undefined ? undefined : stores.versions.get(database, id)
}

/** Locks the version of the part that the path names. Throws 404 where there is none. */
export async function lockVersionOf(
  context: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  partId: string,
  resourceType: 'PRICING' | 'PRICING_GROUP',
): Promise<EditedVersion> {
  const version = await findVersionOf(context, transaction, partId)
  if (version === undefined) throw notFound(resourceType, partId)
  return lockVersion(context, transaction, version.id)
}

/** Locks the version that a request names by `pricing_plan_version_id`. */
export async function lockNamedVersion(
  context: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  id: string | null | undefined,
  resourceType: 'PRICING' | 'PRICING_GROUP',
): Promise<EditedVersion> {
  if (id == null) throw missingField('pricing_plan_version_id', resourceType)
  if ((await context.stores.versions.find(transaction, id)) === undefined) {
    throw referenceNotFound('pricing_plan_version_id', 'PRICING_PLAN_VERSION', id)
  }
  return lockVersion(context, transaction, id)
}

async function lockVersion(
  { stores }: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  id: string,
): Promise<EditedVersion> {
  const version = await stores.versions.lock(transaction, id)
  if (version.status !== 'DRAFT') {
    const message = `The version is ${String(version.status)} and cannot change; make a new version`
    throw invalidOperation(message, { resourceType: 'PRICING_PLAN_VERSION', resourceId: id })
  }
  return { version, categories: structuredClone(version.pricing_categories ?? []) }
}

/** Returns what the parts of a version's tree say of their owner. */
export const ownerOf = ({ id }: Version): TreeOwner => ({ pricing_plan_version_id: id })

/** Throws where a part is asked to be of a schedule, or of another version than the one that it stands in. */
export function requireOwner(
  body: { readonly pricing_plan_version_id?: string | null; readonly pricing_plan_schedule_id?: string | null },
  version: Version,
  resourceType: 'PRICING' | 'PRICING_GROUP',
): void {
  refuseSchedule(body, resourceType)
  const id = body.pricing_plan_version_id
  if (id == null || id === version.id) return
  throw invalidField('pricing_plan_version_id', 'value is not the version that it stands in', resourceType)
}

/** Throws where a part is asked to be of a schedule: those are written with the schedule itself. */
export function refuseSchedule(
  { pricing_plan_schedule_id: id }: { readonly pricing_plan_schedule_id?: string | null },
  resourceType: 'PRICING' | 'PRICING_GROUP',
): void {
  if (id == null) return
  const message = 'prices of a schedule are part of it: set pricing_categories of PATCH /v1/pricing-plan-schedules/{id}'
  throw invalidField('pricing_plan_schedule_id', message, resourceType)
}

/**
 * Stores the changed tree of a version and returns it; parts keep the ids that they have by now. Faults in the part at
 * `at` are named by their path in the request that brought it.
 */
export async function storeTree(
  { stores, makeId }: Pick<ServerContext, 'stores' | 'makeId'>,
  transaction: Queryable,
  { version, categories }: EditedVersion,
  at: string,
): Promise<Category[]> {
  requireRoom(categories)
  const tree = withTreeIds(categories, ownerOf(version), makeId, idsOfTree(categories))
  try {
    const resolved = await resolveTree(transaction, stores, tree)
    const place = { planId: version.pricing_plan_id, version: version.version ?? 0 }
    await requireOriginals(transaction, stores, place, resolved.categories)
    await stores.versions.update(
      transaction,
      version.id,
      { pricing_categories: resolved.categories },
      { ...resolved.columns },
    )
    return resolved.categories
  } catch (error) {
    throw ApiFault.isInstance(error) ? error.cutTo(at) : error
  }
}

function requireRoom(categories: readonly Category[]): void {
  const groups = categories.flatMap((category) => category.pricing_groups ?? [])
  const full = (parts: readonly unknown[] | null | undefined, limit: number) => (parts ?? []).length > limit
  const refuse = (message: string) => invalidOperation(message, { resourceType: 'PRICING_PLAN_VERSION' })
  if (full(categories, MAX_CATEGORIES)) throw refuse(`A version has at most ${MAX_CATEGORIES} categories`)
  if (categories.some((category) => full(category.pricing_groups, MAX_GROUPS))) {
    throw refuse(`A category has at most ${MAX_GROUPS} groups`)
  }
  if ([...categories, ...groups].some(({ pricings }) => full(pricings, MAX_PRICINGS))) {
    throw refuse(`A category or group has at most ${MAX_PRICINGS} pricings`)
  }
  const rules = pricingsOf(categories).flatMap(({ pricing }) => (pricing.items ?? []).flatMap(configsOf))
  if (rules.length > MAX_RULES) throw refuse(`A version has at most ${MAX_RULES} rules`)
}

/** The one product category that products are of. Throws at the product that is of none, or of another one. */
export async function categoryOfProducts(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  productIds: readonly string[],
  field: string,
): Promise<string> {
  const products = await stores.products.byIds(database, productIds)
  let category: string | undefined
  for (const [index, id] of productIds.entries()) {
    const found = products.get(id)
    if (found?.category_id === undefined) throw referenceNotFound(`${field}.${index}`, 'PRODUCT', id)
    if (category !== undefined && category !== found.category_id) {
      throw invalidField(`${field}.${index}`, 'products of one pricing are of one category', 'PRICING')
    }
    category = found.category_id
  }
  if (category === undefined) throw missingField(`${field}.0`, 'PRICING')
  return category
}
