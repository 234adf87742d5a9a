import { isDeepStrictEqual } from 'node:util'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../../database/database.ts'
import { ApiFault, invalidOperation, referenceNotFound } from '../../http/api-fault.ts'
import { refuseNull, withoutNull } from '../../http/null-members.ts'
import type { Stored } from '../../resources/stored.ts'
import type { ServerContext } from '../../server-context.ts'
import { isSameTree } from './is-same-tree.ts'
import { refuseFaultyVersion } from './refuse-faulty-version.ts'
import { requireActiveParts } from './require-active-parts.ts'
import { requireOriginals } from './require-originals.ts'
import { resolveTree } from './resolve-tree.ts'
import { idsOfTree, pricingsOf, withTreeIds } from './version-tree.ts'
import { versionInfos } from './versions.store.ts'

type Version = Stored<'PricingPlanVersion'>

/** The highest number that a version can be stored under. */
const MAX_VERSION = 2_147_483_647

/** Stores a new version of a plan, numbered after the newest unless the caller gave a number. */
export async function createVersion(
  { stores, makeId }: Pick<ServerContext, 'stores' | 'makeId'>,
  transaction: Queryable,
  body: Schema<'PricingPlanVersionCreateRequest'>,
): Promise<Version> {
  const plan = await stores.plans.find(transaction, body.pricing_plan_id)
  if (plan?.id !== body.pricing_plan_id) {
    throw referenceNotFound('pricing_plan_id', 'PRICING_PLAN', body.pricing_plan_id)
  }
  await stores.plans.lock(transaction, plan.id)
  await requireCopied({ stores }, transaction, body.copied_from_pricing_plan_version_id)
  const newest = (await versionInfos(transaction, [plan.id])).get(plan.id)?.at(-1)?.version ?? 0
  const number = body.version ?? newest + 1
  if (number <= newest) {
    throw new ApiFault({
      status: 409,
      code: 'RESOURCE_ALREADY_EXISTS',
      field: 'version',
      message: `The newest version is ${newest}; leave the number out, or use a higher one`,
      resourceType: 'PRICING_PLAN_VERSION',
    })
  }
  if (number > MAX_VERSION) {
    const message = `The version must be at most ${MAX_VERSION}; the plan has that number already`
    throw invalidOperation(message, { field: 'version', resourceType: 'PRICING_PLAN_VERSION' })
  }
  const id = makeId('pricing_plan_versions')
  const tree = withTreeIds(body.pricing_categories ?? [], { pricing_plan_version_id: id }, makeId)
  const { categories, columns } = await resolveTree(transaction, stores, tree)
  await requireOriginals(transaction, stores, { planId: plan.id, version: number }, categories)
  const stored = {
    ...withoutNull(body, ['status']),
    status: body.status ?? 'DRAFT',
    version: number,
    pricing_categories: categories,
  }
  if (body.status === 'ACTIVE') {
    await requireActiveParts(transaction, stores, pricingsOf(categories))
    await refuseFaultyVersion(transaction, stores, stored)
  }
  return stores.versions.insert(transaction, stored, { ...columns }, id)
}

/**
 * Changes a locked version. A DRAFT takes everything, a sold version nothing but another status; a request that says
 * what it says already changes nothing and is no fault, so that repeating it is safe.
 */
export async function updateVersion(
  context: Pick<ServerContext, 'stores' | 'makeId'>,
  transaction: Queryable,
  found: Version,
  body: Schema<'PricingPlanVersionUpdateRequest'>,
): Promise<Version> {
  const { stores, makeId } = context
  refuseNull(body, ['status', 'version', 'pricing_plan_id'], 'PRICING_PLAN_VERSION')
  const { status, pricing_categories: sent, ...rest } = body
  requirePlace(found, body)
  await requireFreeNumber(transaction, found, rest.version)
  await requireCopied({ stores }, transaction, rest.copied_from_pricing_plan_version_id)
  const owner = { pricing_plan_version_id: found.id }
  const stored = found.pricing_categories ?? []
  const tree =
    sent === undefined
      ? undefined
      : await resolveTree(transaction, stores, withTreeIds(sent ?? [], owner, makeId, idsOfTree(stored)))
  // What a sold version says was checked when it was a DRAFT.
  if (tree !== undefined && found.status === 'DRAFT') {
    const place = { planId: found.pricing_plan_id, version: rest.version ?? found.version ?? 0 }
    await requireOriginals(transaction, stores, place, tree.categories)
  }
  if (found.status !== 'DRAFT') {
    const same = tree === undefined || isSameTree(tree.categories, stored)
    if (!same || Object.entries(rest).some(([name, value]) => !isSame(found[name as keyof Version], value))) {
      throw invalidOperation(
        `The version is ${String(found.status)} and cannot change; make a new version`,
        facts(found),
      )
    }
    if (status === undefined || status === found.status) return found
  }
  if (status === 'ACTIVE') {
    const next = { ...found, ...body, pricing_categories: tree?.categories ?? stored }
    await requireActiveParts(transaction, stores, pricingsOf(next.pricing_categories))
    await refuseFaultyVersion(transaction, stores, next as Version)
  }
  const renewed = found.status === 'DRAFT' ? tree : undefined
  return stores.versions.update(
    transaction,
    found.id,
    { ...rest, status, ...(renewed && { pricing_categories: renewed.categories }) } as Partial<Version>,
    { ...renewed?.columns },
  )
}

const isSame = (stored: unknown, sent: unknown): boolean => isDeepStrictEqual(stored ?? null, sent ?? null)

const facts = ({ id }: Version) => ({ resourceType: 'PRICING_PLAN_VERSION', resourceId: id }) as const

/** Throws for a change that no version can take: back to a DRAFT, or to another plan. */
function requirePlace(
  found: Version,
  { status, pricing_plan_id: planId }: Schema<'PricingPlanVersionUpdateRequest'>,
): void {
  if (found.status !== 'DRAFT' && status === 'DRAFT') {
    throw invalidOperation('A version that was ACTIVE cannot be a DRAFT again', { field: 'status', ...facts(found) })
  }
  if (planId != null && planId !== found.pricing_plan_id) {
    const message = 'A version stays with its plan; make a version of the other plan'
    throw invalidOperation(message, { field: 'pricing_plan_id', ...facts(found) })
  }
}

/** Throws when another version of the same plan has the number already. */
async function requireFreeNumber(
  database: Queryable,
  version: Version,
  number: number | null | undefined,
): Promise<void> {
  const planId = version.pricing_plan_id
  const taken = (await versionInfos(database, [planId]))
    .get(planId)
    ?.some((one) => one.version === number && one.id !== version.id)
  if (taken !== true) return
  throw new ApiFault({
    status: 409,
    code: 'RESOURCE_ALREADY_EXISTS',
    field: 'version',
    message: `The plan has a version ${String(number)} already`,
    resourceType: 'PRICING_PLAN_VERSION',
  })
}

/** Throws when the version that this one was copied from does not exist. */
async function requireCopied(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  id: string | null | undefined,
): Promise<void> {
  if (id == null || (await stores.versions.find(database, id)) !== undefined) return
  throw referenceNotFound('copied_from_pricing_plan_version_id', 'PRICING_PLAN_VERSION', id)
}
