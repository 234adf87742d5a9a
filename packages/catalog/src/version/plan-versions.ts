import { type BillingClient, type Schema, unwrap } from '@tallygate/client'
import type { CatalogState } from '../catalog-state.ts'

type VersionInfo = Schema<'PricingPlanVersionInfo'>

/**
 * Returns the place of a plan's newest DRAFT in the state; the newest ACTIVE version stands under the plan's reference.
 */
export function draftKey(planReference: string): string {
  return `${planReference} DRAFT`
}

/**
 * Reads the versions that count into the state: of each plan the newest ACTIVE one, and the newest DRAFT when it is
 * newer still. (A DRAFT like the catalog is what a crash between making and activating leaves.)
 */
export async function readVersions(
  client: BillingClient,
  planReferences: readonly string[],
  state: CatalogState,
): Promise<void> {
  for (const reference of planReferences) {
    const infos = state.get('plan', reference)?.pricing_plan_version_infos ?? []
    const active = newest(infos, 'ACTIVE')
    const draft = newest(infos, 'DRAFT')
    if (active?.id) state.set('plan version', reference, await readVersion(client, active.id))
    if (draft?.id && (draft.version ?? 0) > (active?.version ?? -1)) {
      state.set('plan version', draftKey(reference), await readVersion(client, draft.id))
    }
  }
}

function newest(infos: readonly VersionInfo[], status: string): VersionInfo | undefined {
  return infos
    .filter((info) => info.status === status)
    .reduce<VersionInfo | undefined>(
      (best, info) => (best && (best.version ?? 0) >= (info.version ?? 0) ? best : info),
      undefined,
    )
}

function readVersion(client: BillingClient, id: string): Promise<Schema<'PricingPlanVersion'>> {
  return unwrap(client.GET('/v1/pricing-plan-versions/{id}', { params: { path: { id } } }))
}

/**
 * Makes a version, ACTIVE: in one request where the server takes the status along, in two where it answers with a
 * DRAFT.
 */
export async function createVersion(
  client: BillingClient,
  body: Schema<'PricingPlanVersionCreateRequest'>,
): Promise<Schema<'PricingPlanVersion'>> {
  const created = await unwrap(client.POST('/v1/pricing-plan-versions', { body }))
  return created.status === 'ACTIVE' || !created.id ? created : activateVersion(client, created.id)
}

export function activateVersion(client: BillingClient, id: string): Promise<Schema<'PricingPlanVersion'>> {
  return unwrap(
    client.PATCH('/v1/pricing-plan-versions/{id}', { params: { path: { id } }, body: { status: 'ACTIVE' } }),
  )
}
