import type { Schema } from '@tallygate/client'
import { bumpCatalogRevision } from '../catalog/catalog-revision.store.ts'
import type { Queryable } from '../database/database.ts'
import { invalidField } from '../http/api-fault.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import { type KnownMeter, loadMeteringCatalog, type MeteringCatalog } from './metering-catalog.ts'

type Given = Pick<
  Schema<'MeterDataCreateRequest'>,
  'meter_id' | 'meter_reference' | 'meter_properties' | 'meter_values'
>

/** Values or properties that one meter links to at most (the contract's limit of an event's lists). */
const MAX_LINKS = 100

interface MissingValue {
  readonly type: 'NUMBER' | 'AMOUNT'
  readonly required: boolean
}

interface MissingProperty {
  readonly type: 'NUMBER' | 'ENUM' | 'STRING'
  readonly required: boolean
  readonly enumValues: Set<string>
}

/** The values and properties that a meter lacks for the events that name it. */
export interface MissingOfMeter {
  /** Absent when the meter itself is missing. */
  readonly meter: KnownMeter | undefined
  readonly reference: string
  readonly values: Map<string, MissingValue>
  readonly properties: Map<string, MissingProperty>
  /** Values that ENUM properties lack, where the event says that it is one, by the property's id. */
  readonly enumValues: Map<string, Set<string>>
}

/**
 * Returns what has to be made before the events fit their meters, by meter. Pure. Only what an event names by reference
 * can be made; the first event that needs something says how.
 */
function findMissing(catalog: MeteringCatalog, events: readonly Given[]): MissingOfMeter[] {
  const missing = new Map<string, MissingOfMeter>()
  for (const event of events) {
    const known = meterOf(event, catalog)
    const reference = known?.reference ?? (event.meter_id == null ? event.meter_reference : undefined)
    if (reference == null) continue
    const of: MissingOfMeter = missing.get(reference) ?? {
      meter: known,
      reference,
      values: new Map(),
      properties: new Map(),
      enumValues: new Map(),
    }
    missing.set(reference, of)
    addValues(of, event)
    addProperties(of, event)
  }
  return [...missing.values()].filter(
    ({ meter, values, properties, enumValues }) =>
      meter === undefined || values.size > 0 || properties.size > 0 || enumValues.size > 0,
  )
}

function meterOf(
  { meter_id: id, meter_reference: reference }: Given,
  catalog: MeteringCatalog,
): KnownMeter | undefined {
  if (id != null) return catalog.byId.get(id)
  return reference == null ? undefined : catalog.byReference.get(reference)
}

function addValues({ meter, values }: MissingOfMeter, event: Given): void {
  for (const { id, reference, amount, dynamic_validation_settings: settings } of event.meter_values ?? []) {
    if (id != null || reference == null || values.has(reference)) continue
    if (meter?.values.some((link) => link.reference === reference)) continue
    const type = settings?.type ?? (amount == null ? 'NUMBER' : 'AMOUNT')
    values.set(reference, { type, required: settings?.required ?? false })
  }
}

function addProperties({ meter, properties, enumValues }: MissingOfMeter, event: Given): void {
  for (const { id, reference, value, dynamic_validation_settings: settings } of event.meter_properties ?? []) {
    if (id != null || reference == null) continue
    const linked = meter?.properties.find((link) => link.reference === reference)
    if (linked === undefined) {
      const known = properties.get(reference)
      if (known !== undefined) {
        if (value != null) known.enumValues.add(value)
        continue
      }
      const type = settings?.type ?? 'STRING'
      const enumValues = new Set(value == null ? [] : [value])
      properties.set(reference, { type, required: settings?.required ?? false, enumValues })
    } else if (settings?.type === 'ENUM' && linked.target.type === 'ENUM' && value != null) {
      if ((linked.target.enum_values ?? []).includes(value)) continue
      enumValues.set(linked.id, (enumValues.get(linked.id) ?? new Set()).add(value))
    }
  }
}

/**
 * Makes the meters, values and properties that the events lack, ACTIVE, in the caller's transaction: rolled back with
 * it, nothing of them is left. Resolves with the catalog that has them, which must not be remembered before the commit,
 * or with `undefined` when nothing was missing.
 */
export async function createMissing(
  database: Queryable,
  stores: ResourceStores,
  catalog: MeteringCatalog,
  events: readonly Given[],
): Promise<MeteringCatalog | undefined> {
  if (findMissing(catalog, events).length === 0) return undefined
  // Whoever makes something holds this row until it is committed; what another made meanwhile is there then.
  await bumpCatalogRevision(database)
  const latest = await loadMeteringCatalog(database, stores, catalog.revision)
  for (const missing of findMissing(latest, events)) await create(database, stores, missing)
  return loadMeteringCatalog(database, stores, catalog.revision)
}

async function create(database: Queryable, stores: ResourceStores, missing: MissingOfMeter): Promise<void> {
  const { meter, reference, values, properties, enumValues } = missing
  const valueLinks = []
  for (const [name, { type, required }] of values) {
    const body = { reference: name, name, type, status: 'ACTIVE' } as const
    const known = await stores.meterValues.find(database, name)
    valueLinks.push(await linkTo(name, required, known, () => stores.meterValues.insert(database, body)))
  }
  const propertyLinks = []
  for (const [name, { type, required, enumValues: seen }] of properties) {
    const body = {
      reference: name,
      name,
      type,
      status: 'ACTIVE',
      ...(type === 'ENUM' && { enum_values: [...seen] }),
    } as const
    const known = await stores.meterProperties.find(database, name)
    propertyLinks.push(await linkTo(name, required, known, () => stores.meterProperties.insert(database, body)))
  }
  for (const [id, added] of enumValues) {
    const { enum_values: known } = await stores.meterProperties.lock(database, id)
    await stores.meterProperties.update(database, id, { enum_values: [...new Set([...(known ?? []), ...added])] })
  }
  const links = {
    meter_values: [...(meter?.values ?? []).map(toLink), ...valueLinks],
    meter_properties: [...(meter?.properties ?? []).map(toLink), ...propertyLinks],
  }
  for (const [member, list] of Object.entries(links)) {
    if (list.length > MAX_LINKS) throw invalidField(member, `a meter links to ${MAX_LINKS} at most`, 'METER')
  }
  if (meter !== undefined) await stores.meters.update(database, meter.id, links)
  else await stores.meters.insert(database, { reference, name: reference, status: 'ACTIVE', ...links })
}

const toLink = ({ id, reference, required }: { id: string; reference: string; required: boolean }) => ({
  id,
  reference,
  required,
})

interface Named {
  readonly id: string
  readonly reference: string
}

/** Links to the value or property with this reference, which is made where `known` is none or another. */
async function linkTo(
  reference: string,
  required: boolean,
  known: Named | undefined,
  make: () => Promise<Named>,
): Promise<{ id: string; reference: string; required: boolean }> {
  const { id } = known?.reference === reference ? known : await make()
  return { id, reference, required }
}
