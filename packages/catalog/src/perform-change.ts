import { BillingApiError, type BillingClient, unwrap } from '@tallygate/client'
import type { Catalog } from './catalog.ts'
import type { CatalogChange, Difference } from './catalog-change.ts'
import type { CatalogState } from './catalog-state.ts'
import { differences } from './compare/differences.ts'
import { ALL_KINDS } from './resources/all-kinds.ts'
import type { ResourceKind } from './resources/resource-kind.ts'
import { comparableVersion } from './version/comparable-version.ts'
import { activateVersion, createVersion, draftKey } from './version/plan-versions.ts'
import { versionRequest } from './version/version-request.ts'

/** Carries out one change, and keeps the state up with what the billing API answers. */
export async function performChange(
  client: BillingClient,
  catalog: Catalog,
  change: CatalogChange,
  state: CatalogState,
): Promise<void> {
  if (change.kind === 'plan version') await performVersion(client, catalog, change, state)
  else if (change.action === 'activate') await activate(client, change, state)
  else if (change.action === 'create') await create(client, catalog, change, state)
  else await update(client, catalog, change, state)
}

async function performVersion(
  client: BillingClient,
  catalog: Catalog,
  { action, reference }: CatalogChange,
  state: CatalogState,
): Promise<void> {
  const request = versionRequest(catalog, reference, state)
  const version =
    action === 'activate'
      ? await activateVersion(client, state.idOf('plan version', draftKey(reference)))
      : await createVersion(client, request)
  state.set('plan version', reference, version)
  const [difference] = differences(comparableVersion(version, state), comparableVersion(request, state))
  if (difference) throw new Error(misunderstanding(difference))
}

/** Without this, a server that keeps something else than it was sent would be given another version by every run. */
function misunderstanding({ path, from, to }: Difference): string {
  const [kept, sent] = [JSON.stringify(from) ?? 'nothing', JSON.stringify(to) ?? 'nothing']
  return `the version was made, and the billing API answers with another content than it was sent: ${path} is ${kept}, and ${sent} was sent`
}

async function activate(client: BillingClient, { kind, reference }: CatalogChange, state: CatalogState): Promise<void> {
  const path = { idOrRef: state.idOf(kind, reference) }
  if (kind === 'product') {
    const query = { align_product_item_status: true }
    state.set(
      kind,
      reference,
      await unwrap(client.POST('/v1/products/{idOrRef}/activate', { params: { path, query } })),
    )
  } else if (kind === 'product item') {
    state.set(kind, reference, await unwrap(client.POST('/v1/product-items/{idOrRef}/activate', { params: { path } })))
  } else if (kind === 'credit type') {
    state.set(kind, reference, await unwrap(client.POST('/v1/credit-types/{idOrRef}/activate', { params: { path } })))
  } else if (kind === 'wallet type') {
    state.set(kind, reference, await unwrap(client.POST('/v1/wallet-types/{idOrRef}/activate', { params: { path } })))
  } else {
    throw new Error(`A ${kind} is not activated`)
  }
}

async function create(
  client: BillingClient,
  catalog: Catalog,
  { kind, reference }: CatalogChange,
  state: CatalogState,
): Promise<void> {
  const resource: ResourceKind | undefined = ALL_KINDS.find((one) => one.kind === kind && one.create)
  const body = resource?.body(catalog, reference, state)
  if (!resource?.create || !body) throw new Error(`A ${kind} is not created`)
  try {
    state.set(kind, reference, await resource.create(client, body))
  } catch (error) {
    // Another process applies the same catalog, or an answer was lost: then it is there, and what counts is that.
    if (!BillingApiError.isInstance(error) || error.code !== 'RESOURCE_ALREADY_EXISTS') throw error
    const found = (await resource.find?.(client, [reference]))?.get(reference)
    if (!found) throw error
    state.set(kind, reference, found)
  }
}

async function update(
  client: BillingClient,
  catalog: Catalog,
  { kind, reference, differences }: CatalogChange,
  state: CatalogState,
): Promise<void> {
  const resource: ResourceKind | undefined = ALL_KINDS.find((one) => one.kind === kind && one.update)
  const body = resource?.body(catalog, reference, state)
  if (!resource?.update || !body) throw new Error(`A ${kind} is not updated`)
  const changed = new Set(differences.map(({ path }) => path.split('.')[0]))
  const members = Object.fromEntries(Object.entries(body).filter(([member]) => changed.has(member)))
  state.set(kind, reference, await resource.update(client, state.idOf(kind, reference), members))
}
