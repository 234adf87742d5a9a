import type { Queryable } from '../database/database.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import type { Stored } from '../resources/stored.ts'

/** A meter with what its events may and must carry. */
export interface KnownMeter {
  readonly id: string
  readonly reference: string
  readonly status: string
  readonly values: readonly KnownLink<Stored<'MeterValue'>>[]
  readonly properties: readonly KnownLink<Stored<'MeterProperty'>>[]
  /**
   * Values that something else than a sum is calculated of: the largest, the smallest, an average, the distinct ones.
   */
  readonly notSummed: ReadonlySet<string>
}

export interface KnownLink<Target> {
  readonly id: string
  readonly reference: string
  readonly required: boolean
  readonly target: Target
}

/** Every meter at one revision, found by id and by reference. */
export interface MeteringCatalog {
  readonly revision: string
  readonly byId: ReadonlyMap<string, KnownMeter>
  readonly byReference: ReadonlyMap<string, KnownMeter>
}

/**
 * Remembers the meters between events. Each group of events reads the revision in its own transaction, so a server that
 * shares its database with others notices their changes before it books by an old meter.
 */
export class MeteringCatalogCache {
  readonly #stores: ResourceStores
  #known: MeteringCatalog | undefined

  constructor(stores: ResourceStores) {
    this.#stores = stores
  }

  async at(database: Queryable, revision: string): Promise<MeteringCatalog> {
    if (this.#known?.revision === revision) return this.#known
    this.#known = await loadMeteringCatalog(database, this.#stores, revision)
    return this.#known
  }

  /** Forgets everything, for a reset. */
  clear(): void {
    this.#known = undefined
  }
}

/** Every meter as it is now. */
export async function loadMeteringCatalog(
  database: Queryable,
  stores: ResourceStores,
  revision: string,
): Promise<MeteringCatalog> {
  const meters = (await stores.meters.list(database, [])).data
  const values = new Map((await stores.meterValues.list(database, [])).data.map((one) => [one.id, one]))
  const properties = new Map((await stores.meterProperties.list(database, [])).data.map((one) => [one.id, one]))
  const calculations = (await stores.calculations.list(database, [])).data
  const known = meters.map(
    (meter): KnownMeter => ({
      id: meter.id,
      reference: meter.reference,
      status: meter.status,
      values: links(meter.meter_values, values),
      properties: links(meter.meter_properties, properties),
      notSummed: new Set(
        calculations.flatMap(({ meter_id: meterId, meter_value_id: valueId, calculation_type: type }) =>
          meterId === meter.id && valueId != null && type !== 'SUM' ? [valueId] : [],
        ),
      ),
    }),
  )
  return {
    revision,
    byId: new Map(known.map((meter) => [meter.id, meter])),
    byReference: new Map(known.map((meter) => [meter.reference, meter])),
  }
}

function links<Target extends { readonly reference: string }>(
  given: readonly { readonly id: string; readonly required: boolean }[] | null | undefined,
  targets: ReadonlyMap<string, Target>,
): KnownLink<Target>[] {
  return (given ?? []).flatMap(({ id, required }) => {
    const target = targets.get(id)
    // The reference is the target's own: it may have been renamed since it was linked.
    return target === undefined ? [] : [{ id, reference: target.reference, required, target }]
  })
}
