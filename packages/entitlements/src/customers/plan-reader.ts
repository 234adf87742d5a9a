import { type BillingClient, paginate, type Schema, unwrap } from '@tallygate/client'
import { createPlanCompiler, type PlanCompiler, type PricingCatalog } from '@tallygate/rating'
import type { SnapshotSchedule, SnapshotSubscription } from './customer-snapshot.ts'
import type { ReadPlan } from './sold-plan.ts'

/** The age at which parts are read again: a version never changes, what it refers to may get a new name. */
const MAX_AGE_MS = 300_000
/** Plan versions whose parts are remembered: the least recently read one is forgotten first. */
const VERSIONS_MAX = 1_000
/** Compiled schedules that are remembered; one schedule each where customers have settings of their own. */
const COMPILED_MAX = 10_000
/** Product items of one plan version that are asked for at once. */
const ITEMS_AT_ONCE = 8
const PAGE_LIMIT = 100
/** 20,000 resources of one kind. */
const PAGES_MAX = 200

type Calculation = Schema<'MeterValueCalculation'>
type Lists = Pick<PricingCatalog, 'calculations' | 'meters' | 'meterValues' | 'meterProperties'>

interface ReadVersion {
  readonly version: Schema<'PricingPlanVersion'>
  readonly catalog: PricingCatalog
}

/** Reads what customers' schedules are priced by, once for all customers of a version, and compiles it once. */
export class PlanReader {
  readonly #client: BillingClient
  readonly #now: () => number
  readonly #compile: PlanCompiler = createPlanCompiler()
  readonly #compiled = new Map<string, ReadPlan>()
  readonly #versions = new Map<string, Promise<ReadVersion>>()
  #lists: Promise<Lists> | undefined
  #readAt = Number.NEGATIVE_INFINITY

  constructor(client: BillingClient, now: () => number) {
    this.#client = client
    this.#now = now
  }

  /**
   * Compiles the plan of a schedule; undefined for one that names no version. Throws what the reads threw.
   */
  async read(
    { currency, billingPeriod }: SnapshotSubscription,
    { wire, pricingPlanVersionId }: SnapshotSchedule,
  ): Promise<ReadPlan | undefined> {
    if (pricingPlanVersionId === undefined) return undefined
    this.#forgetWhenOld()
    const key = JSON.stringify([pricingPlanVersionId, currency, billingPeriod, wire])
    const known = this.#compiled.get(key)
    if (known !== undefined) return known
    const { version, catalog } = await this.#version(pricingPlanVersionId, wire)
    const plan = this.#compile({ version, schedule: wire, catalog, currency, billingPeriod })
    const read = { plan, meterIds: idsOf(catalog.meters), valueIds: idsOf(catalog.meterValues) }
    this.#compiled.set(key, read)
    dropOldest(this.#compiled, COMPILED_MAX)
    return read
  }

  #version(id: string, schedule: Schema<'PricingPlanSchedule'>): Promise<ReadVersion> {
    // A schedule with prices of its own may refer to items that its version does not have.
    const own = [...(schedule.override_pricings ?? []), ...pricingsOf(schedule)]
    const key = own.length === 0 ? id : `${id} ${schedule.id}`
    let read = this.#versions.get(key)
    if (read === undefined) {
      read = this.#readVersion(id, own)
      this.#versions.set(key, read)
      dropOldest(this.#versions, VERSIONS_MAX)
      // A failed read is not remembered.
      read.catch(() => this.#versions.delete(key))
    }
    return read
  }

  async #readVersion(id: string, own: readonly Schema<'Pricing'>[]): Promise<ReadVersion> {
    const [version, lists] = await Promise.all([
      unwrap(this.#client.GET('/v1/pricing-plan-versions/{id}', { params: { path: { id } } })),
      this.#readLists(),
    ])
    const ids = [...pricingsOf(version), ...own]
      .flatMap(({ items }) => items ?? [])
      .flatMap((item) => item.product_item_ids ?? [])
    const productItems = await this.#readItems([...new Set(ids)])
    // Names and tax are no part of a price: products and categories are not read.
    return { version, catalog: { ...lists, productItems, products: new Map(), categories: new Map() } }
  }

  async #readItems(ids: readonly string[]): Promise<PricingCatalog['productItems']> {
    const found = new Map<string, Schema<'ProductItem'> & { readonly id: string }>()
    for (let first = 0; first < ids.length; first += ITEMS_AT_ONCE) {
      const items = await Promise.all(
        ids
          .slice(first, first + ITEMS_AT_ONCE)
          .map((id) => unwrap(this.#client.GET('/v1/product-items/{idOrRef}', { params: { path: { idOrRef: id } } }))),
      )
      for (const [index, item] of items.entries()) {
        const id = ids[first + index]
        if (id !== undefined) found.set(id, { ...item, id })
      }
    }
    return found
  }

  #readLists(): Promise<Lists> {
    if (this.#lists === undefined) {
      const read = this.#fetchLists()
      this.#lists = read
      read.catch(() => {
        if (this.#lists === read) this.#lists = undefined
      })
    }
    return this.#lists
  }

  async #fetchLists(): Promise<Lists> {
    const [meters, values, properties, calculations] = await Promise.all([
      unwrap(this.#client.GET('/v1/meters')),
      unwrap(this.#client.GET('/v1/meter-values')),
      unwrap(this.#client.GET('/v1/meter-properties')),
      this.#readCalculations(),
    ])
    return {
      calculations: new Map(calculations.map((one) => [one.id ?? '', one])),
      meters: new Map(meters.data.map((one) => [one.id ?? '', { ...one, reference: one.reference ?? '' }])),
      meterValues: new Map(
        values.data.map(({ id, reference, type }) => [
          id ?? '',
          { reference: reference ?? '', type: type ?? 'NUMBER' },
        ]),
      ),
      meterProperties: new Map(
        properties.data.map(({ id, reference, type }) => [
          id ?? '',
          { reference: reference ?? '', type: type ?? 'STRING' },
        ]),
      ),
    }
  }

  async #readCalculations(): Promise<readonly Calculation[]> {
    const found: Calculation[] = []
    const pages = paginate(
      (page) => this.#client.GET('/v1/meter-value-calculations', { params: { query: { page, limit: PAGE_LIMIT } } }),
      { limit: PAGE_LIMIT, maxPages: PAGES_MAX },
    )
    for await (const calculation of pages) found.push(calculation)
    return found
  }

  #forgetWhenOld(): void {
    const now = this.#now()
    if (now - this.#readAt <= MAX_AGE_MS) return
    this.#readAt = now
    this.#lists = undefined
    this.#versions.clear()
    this.#compiled.clear()
  }
}

/** The pricings of a plan version, or of a schedule, those in groups too. */
function pricingsOf({
  pricing_categories: categories,
}: Pick<Schema<'PricingPlanVersion'>, 'pricing_categories'>): Schema<'Pricing'>[] {
  return (categories ?? []).flatMap((category) => [
    ...(category.pricings ?? []),
    ...(category.pricing_groups ?? []).flatMap((group) => group.pricings ?? []),
  ])
}

function idsOf(named: ReadonlyMap<string, { readonly reference: string }>): ReadonlyMap<string, string> {
  return new Map([...named].map(([id, { reference }]) => [reference, id]))
}

function dropOldest(map: Map<string, unknown>, max: number): void {
  for (const key of map.keys()) {
    if (map.size <= max) return
    map.delete(key)
  }
}
