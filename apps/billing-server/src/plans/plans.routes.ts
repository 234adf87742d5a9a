import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { ApiFault, invalidOperation, referenceNotFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { pageResponse } from '../resources/page-response.ts'
import type { ServerContext } from '../server-context.ts'
import { requireActiveItems, resolveTree } from './check-version.ts'
import { refuseFaultyVersion } from './refuse-faulty-version.ts'
import { withTreeIds } from './version-tree.ts'

/** Pricing plans and their versions. */
export function planRoutes(context: ServerContext): OperationHandlers {
  return { ...pricingPlanRoutes(context), ...versionRoutes(context) }
}

interface VersionInfo {
  readonly version: number
  readonly id: string
  readonly status: string
}

/** The index of a plan's versions, newest last. */
async function versionInfos(database: Queryable, planIds: readonly string[]): Promise<Map<string, VersionInfo[]>> {
  const rows = await database.query<VersionInfo & { pricing_plan_id: string }>(
    `select pricing_plan_id, version, id, status from pricing_plan_versions
      where pricing_plan_id = any($1::text[]) order by version`,
    [planIds],
  )
  const infos = new Map<string, VersionInfo[]>(planIds.map((id) => [id, []]))
  for (const { pricing_plan_id: planId, version, id, status } of rows) infos.get(planId)?.push({ version, id, status })
  return infos
}

function pricingPlanRoutes({ database, stores }: ServerContext): OperationHandlers {
  const withInfos = async (connection: Queryable, plans: readonly Schema<'PricingPlan'>[]) => {
    const infos = await versionInfos(
      connection,
      plans.map(({ id }) => id ?? ''),
    )
    return plans.map((plan) => ({ ...plan, pricing_plan_version_infos: infos.get(plan.id ?? '') ?? [] }))
  }
  const one = async (connection: Queryable, plan: Schema<'PricingPlan'>): Promise<Schema<'PricingPlan'>> =>
    (await withInfos(connection, [plan]))[0] ?? plan
  const defaults = { type: 'STANDARD', amount_type: 'EXCLUDING_TAX', variant: 'DEFAULT' } as const
  return {
    listPricingPlans: async ({ query }) => {
      const withStatus = query['statuses[]']
      const versionsIn = withStatus && (await planIdsWithVersionIn(database, withStatus))
      const filters = [
        { sql: "body ->> 'type'", equals: query.type },
        { sql: "body ->> 'customer_id'", equals: query.customer_id },
        { sql: "body ->> 'variant'", in: query['variants[]'] },
        // An empty list would mean "no condition", so a status that no plan has needs an id that none has either.
        { sql: 'id', in: versionsIn && [...versionsIn, ''] },
      ]
      const request = {
        page: query.page ?? 1,
        limit: query.limit ?? 50,
        orderBy: query.order_by,
        orderDirection: query.order_direction,
      }
      const found = await stores.plans.list(database, filters, request)
      return pageResponse('/v1/pricing-plans', request, { ...found, data: await withInfos(database, found.data) })
    },
    createPricingPlan: ({ body }) =>
      database.transaction(async (transaction) =>
        one(transaction, await stores.plans.insert(transaction, { ...defaults, ...body })),
      ),
    upsertPricingPlan: ({ body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.plans.find(transaction, body.reference)
        const plan =
          found?.id == null
            ? await stores.plans.insert(transaction, { ...defaults, ...body })
            : await stores.plans.update(transaction, found.id, body)
        return one(transaction, plan)
      }),
    getPricingPlan: async ({ path }) => one(database, await stores.plans.get(database, path.idOrRef)),
    updatePricingPlan: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.plans.lock(transaction, path.idOrRef)
        return one(transaction, await stores.plans.update(transaction, id ?? '', body))
      }),
    deletePricingPlan: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.plans.lock(transaction, path.idOrRef)
        return stores.plans.remove(transaction, id ?? '')
      }),
  }
}

async function planIdsWithVersionIn(database: Queryable, statuses: readonly string[]): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    'select distinct pricing_plan_id as id from pricing_plan_versions where status = any($1::text[])',
    [statuses],
  )
  return rows.map(({ id }) => id)
}

function versionRoutes({ database, stores, makeId }: ServerContext): OperationHandlers {
  /** Stores a new version of a locked plan, numbered after the newest unless the caller gave a number. */
  const create = async (transaction: Queryable, body: Schema<'PricingPlanVersionCreateRequest'>) => {
    const plan = await stores.plans.find(transaction, body.pricing_plan_id)
    if (plan?.id !== body.pricing_plan_id)
      throw referenceNotFound('pricing_plan_id', 'PRICING_PLAN', body.pricing_plan_id)
    await stores.plans.lock(transaction, plan.id)
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
    const { categories, pricedMeterIds } = await resolveTree(
      transaction,
      stores,
      withTreeIds(body.pricing_categories ?? [], undefined, makeId),
    )
    if (body.status === 'ACTIVE') await requireActiveItems(transaction, stores, categories)
    const stored = { ...body, status: body.status ?? 'DRAFT', version: number, pricing_categories: categories }
    if (body.status === 'ACTIVE') await refuseFaultyVersion(transaction, stores, stored)
    return stores.versions.insert(transaction, stored, { priced_meter_ids: pricedMeterIds })
  }
  return {
    createPricingPlanVersion: ({ body }) => database.transaction((transaction) => create(transaction, body)),
    getPricingPlanVersion: ({ path }) => stores.versions.get(database, path.id),
    updatePricingPlanVersion: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.versions.lock(transaction, path.id)
        const { status, ...rest } = body
        if (found.status !== 'DRAFT' && Object.values(rest).some((value) => value !== undefined)) {
          const message = `The version is ${String(found.status)} and cannot change; make a new version`
          throw invalidOperation(message, { resourceType: 'PRICING_PLAN_VERSION', resourceId: path.id })
        }
        if (found.status !== 'DRAFT' && status === 'DRAFT') {
          const message = 'A version that was ACTIVE cannot be a DRAFT again'
          throw invalidOperation(message, {
            field: 'status',
            resourceType: 'PRICING_PLAN_VERSION',
            resourceId: path.id,
          })
        }
        if (rest.pricing_plan_id != null && rest.pricing_plan_id !== found.pricing_plan_id) {
          const message = 'A version stays with its plan; make a version of the other plan'
          throw invalidOperation(message, {
            field: 'pricing_plan_id',
            resourceType: 'PRICING_PLAN_VERSION',
            resourceId: path.id,
          })
        }
        await requireFreeNumber(transaction, found, rest.version)
        const known = new Set(JSON.stringify(found).match(/[a-z]{3,4}_[0-9A-Za-z]{20}/g) ?? [])
        const tree =
          rest.pricing_categories == null
            ? undefined
            : await resolveTree(transaction, stores, withTreeIds(rest.pricing_categories, path.id, makeId, known))
        if (status === 'ACTIVE' && found.status !== 'ACTIVE') {
          const next = { ...found, ...body, pricing_categories: tree?.categories ?? found.pricing_categories ?? [] }
          await requireActiveItems(transaction, stores, next.pricing_categories)
          await refuseFaultyVersion(transaction, stores, next as Schema<'PricingPlanVersion'>)
        }
        return stores.versions.update(
          transaction,
          path.id,
          { ...body, ...(tree && { pricing_categories: tree.categories }) } as Partial<Schema<'PricingPlanVersion'>>,
          tree && { priced_meter_ids: tree.pricedMeterIds },
        )
      }),
    deletePricingPlanVersion: ({ path }) =>
      database.transaction(async (transaction) => {
        const found = await stores.versions.lock(transaction, path.id)
        if (found.status !== 'DRAFT') {
          const message = 'Only a DRAFT version can be deleted; archive this one'
          throw invalidOperation(message, { resourceType: 'PRICING_PLAN_VERSION', resourceId: path.id })
        }
        return stores.versions.remove(transaction, path.id)
      }),
  }
}

/** Throws when another version of the same plan has the number already. */
async function requireFreeNumber(
  database: Queryable,
  version: Schema<'PricingPlanVersion'>,
  number: number | null | undefined,
): Promise<void> {
  const planId = version.pricing_plan_id ?? ''
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
