import { findPricingFaults, findPricingNotices, type PricingCatalog } from '@tallygate/rating'
import { findNewestVersionIds, findVersionId } from '../catalog/plans/versions.store.ts'
import { loadPricingCatalog } from '../catalog/pricing-catalog.store.ts'
import type { Queryable } from '../database/database.ts'
import { ApiFault, notFound } from '../http/api-fault.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import type { Stored } from '../resources/stored.ts'
import type { WantedCandidate } from './read-what-if.ts'

/** A version that usage is priced under instead of the one that it was sold under. */
export interface Candidate {
  readonly version: Stored<'PricingPlanVersion'>
  /** Everything that its tree refers to. */
  readonly catalog: PricingCatalog
}

/** The candidates of a question by the id of their plan. */
export type Candidates = ReadonlyMap<string, Candidate>

/** The one version that a question names: by its id, or by its plan and number (none: the newest, a DRAFT too). */
export async function findCandidate(
  stores: ResourceStores,
  database: Queryable,
  wanted: Exclude<WantedCandidate, { kind: 'catalog' }>,
): Promise<Candidates> {
  if (wanted.kind === 'version') return toCandidates([await loadCandidate(stores, database, wanted.id)])
  const plan = await stores.plans.get(database, wanted.reference)
  const id = await findVersionId(database, plan.id, wanted.version)
  if (id === undefined) throw notFound('PRICING_PLAN_VERSION', [wanted.reference, wanted.version].join(' ').trim())
  return toCandidates([await loadCandidate(stores, database, id)])
}

/** The newest version of each of these plans. */
export async function findNewest(
  stores: ResourceStores,
  database: Queryable,
  planReferences: readonly string[],
): Promise<Candidates> {
  const candidates: Candidate[] = []
  for (const id of await findNewestVersionIds(database, planReferences))
    candidates.push(await loadCandidate(stores, database, id))
  return toCandidates(candidates)
}

const toCandidates = (candidates: readonly Candidate[]): Candidates =>
  new Map(candidates.map((candidate) => [candidate.version.pricing_plan_id, candidate]))

/** Reads a version with what it refers to. Throws where it could never be priced, naming the member at fault. */
async function loadCandidate(stores: ResourceStores, database: Queryable, id: string): Promise<Candidate> {
  const version = await stores.versions.get(database, id)
  const catalog = await loadPricingCatalog(stores, database, [version])
  const [fault] = findPricingFaults(version, catalog)
  if (fault !== undefined) {
    throw new ApiFault({
      code: 'UNABLE_TO_PROCESS_INSTRUCTIONS',
      field: fault.field,
      message: fault.message,
      resourceType: 'PRICING_PLAN_VERSION',
      resourceId: id,
    })
  }
  return { version, catalog }
}

/** Returns what the candidates allow and their author should know. */
export function noticesOf(candidates: Candidates): { version_id: string; field: string; message: string }[] {
  return [...candidates.values()].flatMap(({ version, catalog }) =>
    findPricingNotices(version, catalog).map(({ field, message }) => ({
      version_id: version.id,
      field,
      message,
    })),
  )
}
