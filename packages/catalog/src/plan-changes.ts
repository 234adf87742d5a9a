import type { Catalog } from './catalog.ts'
import type { CatalogChange, Difference } from './catalog-change.ts'
import type { CatalogConflict } from './catalog-conflict-error.ts'
import type { CatalogKind } from './catalog-kind.ts'
import { CatalogState } from './catalog-state.ts'
import { differences } from './compare/differences.ts'
import { withoutEmpty } from './compare/without-empty.ts'
import { ALL_KINDS } from './resources/all-kinds.ts'
import type { ResourceKind } from './resources/resource-kind.ts'
import { comparableVersion } from './version/comparable-version.ts'
import { draftKey } from './version/plan-versions.ts'
import { versionRequest } from './version/version-request.ts'

/** The changes that have to be made, and those that cannot be made. */
export interface ChangePlan {
  readonly changes: readonly CatalogChange[]
  readonly conflicts: readonly CatalogConflict[]
}

/**
 * The steps from what the billing API has to what the catalog says, in the order in which they can be taken. Pure:
 * `known` stays as it is, and what is yet to be created gets a placeholder for its id.
 */
export function planChanges(catalog: Catalog, known: CatalogState): ChangePlan {
  const planner = new Planner(catalog, new CatalogState(known))
  for (const kind of ALL_KINDS) {
    if (kind.kind === 'customer') planner.lookUpCustomers(kind)
    else for (const reference of kind.references(catalog)) planner.planResource(kind, reference)
    if (kind.kind === 'wallet type') planner.planWalletActivation()
    if (kind.kind === 'product item') planner.planActivation()
  }
  for (const reference of Object.keys(catalog.plans)) planner.planVersion(reference)
  return planner
}

class Planner implements ChangePlan {
  readonly changes: CatalogChange[] = []
  readonly conflicts: CatalogConflict[] = []
  readonly #catalog: Catalog
  readonly #state: CatalogState

  constructor(catalog: Catalog, state: CatalogState) {
    this.#catalog = catalog
    this.#state = state
  }

  planResource(kind: ResourceKind, reference: string): void {
    const existing = this.#state.get(kind.kind, reference)
    const body = kind.body(this.#catalog, reference, this.#state)
    if (!existing) {
      this.#create(kind, reference, body)
      return
    }
    const { status } = existing as { readonly status?: string | null }
    if (status === 'ARCHIVED' || status === 'DEPRECATED') {
      this.#conflict(kind.kind, reference, 'status', status, 'ACTIVE')
      return
    }
    if (!kind.update) return
    const changed = Object.keys(body).flatMap((member) => {
      return differences(this.#comparable(kind, member, existing), this.#comparable(kind, member, body), member)
    })
    const fixed = changed.filter(({ path }) => kind.fixed.some((member) => isWithin(path, member)))
    for (const { path, from, to } of fixed) this.#conflict(kind.kind, reference, path, from, to)
    if (fixed.length > 0 || changed.length === 0) return
    this.changes.push({
      action: 'update',
      kind: kind.kind,
      reference,
      differences: changed.map((one) => this.#named(one)),
    })
  }

  lookUpCustomers(kind: ResourceKind): void {
    for (const reference of kind.references(this.#catalog)) {
      if (this.#state.get('customer', reference)) continue
      this.#conflict('customer', reference, 'reference', undefined, reference)
      this.#state.set('customer', reference, {
        id: placeholder('customer', reference),
        reference,
        type: 'ORGANIZATION',
      })
    }
  }

  /** Credit types before the wallets that hold them. */
  planWalletActivation(): void {
    for (const reference of Object.keys(this.#catalog.creditTypes)) this.#activate('credit type', reference)
    for (const reference of Object.keys(this.#catalog.walletTypes)) this.#activate('wallet type', reference)
  }

  #activate(kind: 'credit type' | 'wallet type', reference: string): void {
    if (this.#state.get(kind, reference)?.status === 'ACTIVE') return
    this.changes.push({ action: 'activate', kind, reference, differences: [] })
  }

  /** An item is activated with its product, or alone when the product is ACTIVE already. */
  planActivation(): void {
    for (const [reference, { items }] of Object.entries(this.#catalog.products)) {
      const isActive = this.#state.get('product', reference)?.status === 'ACTIVE'
      if (!isActive) this.changes.push({ action: 'activate', kind: 'product', reference, differences: [] })
      for (const item of isActive ? Object.keys(items) : []) {
        if (this.#state.get('product item', item)?.status === 'ACTIVE') continue
        this.changes.push({ action: 'activate', kind: 'product item', reference: item, differences: [] })
      }
    }
  }

  planVersion(reference: string): void {
    const wanted = comparableVersion(versionRequest(this.#catalog, reference, this.#state), this.#state)
    const active = this.#comparableVersion(reference)
    const changed = differences(active ?? {}, wanted)
    if (changed.length === 0) return
    const draft = this.#comparableVersion(draftKey(reference))
    const isDrafted = draft !== undefined && differences(draft, wanted).length === 0
    this.changes.push({
      action: isDrafted ? 'activate' : 'create',
      kind: 'plan version',
      reference,
      differences: changed,
    })
  }

  #comparableVersion(key: string): unknown {
    const version = this.#state.get('plan version', key)
    return version && comparableVersion(version, this.#state)
  }

  #comparable(kind: ResourceKind, member: string, whole: object): unknown {
    const members: Readonly<Record<string, unknown>> = { ...whole }
    return withoutEmpty(kind.comparable ? kind.comparable(member, members, this.#state) : members[member])
  }

  #create(kind: ResourceKind, reference: string, body: object): void {
    const members = Object.keys(body).flatMap((member) => {
      const to = this.#comparable(kind, member, body)
      return member === 'reference' || to === undefined ? [] : [this.#named({ path: member, from: undefined, to })]
    })
    this.changes.push({ action: 'create', kind: kind.kind, reference, differences: members })
    this.#state.set(kind.kind, reference, { ...body, id: placeholder(kind.kind, reference) })
  }

  #conflict(kind: CatalogKind, reference: string, field: string, existing: unknown, wanted: unknown): void {
    const { from, to } = this.#named({ path: field, from: existing, to: wanted })
    this.conflicts.push({ kind, reference, field, existing: from, wanted: to })
  }

  /** With references for ids, so that people can read it. */
  #named({ path, from, to }: Difference): Difference {
    return { path, from: this.#withReferences(from), to: this.#withReferences(to) }
  }

  #withReferences(value: unknown): unknown {
    if (typeof value === 'string') return this.#state.referenceOf(value)
    if (Array.isArray(value)) return value.map((entry) => this.#withReferences(entry))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.#withReferences(member)]))
  }
}

function isWithin(path: string, member: string): boolean {
  return path === member || path.startsWith(`${member}.`)
}

/** Stands for the id of something that does not exist yet; never sent. */
function placeholder(kind: CatalogKind, reference: string): string {
  return `new ${kind} ${reference}`
}
