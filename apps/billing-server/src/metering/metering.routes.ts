import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidField, referenceNotFound } from '../http/api-fault.ts'
import { refuseNull, withoutNull } from '../http/null-members.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { COPIES, renameCopies } from '../resources/rename-copies.store.ts'
import { requireUnsold, takesPart } from '../resources/require-unsold.ts'
import { RESOURCES } from '../resources/resource-table.ts'
import type { ServerContext } from '../server-context.ts'
import { meterDataFile } from './meter-data-file.ts'
import { bumpMeteringRevision } from './metering-definition.store.ts'
import { checkEnumValues, resolveLinks } from './metering-definition.ts'
import { requireUnlinkable, requireUnused } from './require-unused.ts'

/** Meters, meter values, meter properties and calculations. */
export function meteringRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  return { ...meterRoutes(context), ...valueRoutes(context), ...propertyRoutes(context), ...calculationRoutes(context) }
}

const order = (query: { order_by?: string; order_direction?: 'asc' | 'desc' }) => ({
  orderBy: query.order_by,
  orderDirection: query.order_direction,
})

/** Throws where a request takes a part out of use that is sold. */
async function keepSold(
  { clock }: Pick<ServerContext, 'clock'>,
  transaction: Queryable,
  type: 'METER' | 'METER_VALUE' | 'METER_PROPERTY',
  { id, reference, status: before }: { readonly id: string; readonly reference: string; readonly status: string },
  status: string | null | undefined,
): Promise<void> {
  if (status == null || takesPart(status) || !takesPart(before)) return
  await requireUnsold(transaction, { type, id, reference }, status, clock.date())
}

function meterRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  const { database, stores } = context
  /** The members of a request with its links resolved. */
  const resolved = async <Body extends Schema<'MeterUpdateRequest'>>(
    connection: Queryable,
    { meter_values: values, meter_properties: properties, ...members }: Body,
  ) => ({
    ...members,
    ...(values !== undefined && {
      meter_values: values && (await resolveLinks(connection, stores.meterValues, 'meter_values', values)),
    }),
    ...(properties !== undefined && {
      meter_properties:
        properties && (await resolveLinks(connection, stores.meterProperties, 'meter_properties', properties)),
    }),
  })
  return {
    listMeters: async ({ query }) => {
      const filters = [{ sql: 'status', in: query['statuses[]'] }]
      const { data } = await stores.meters.list(database, filters, order(query))
      return { data }
    },
    createMeter: ({ body }) =>
      database.transaction(async (transaction) => {
        await bumpMeteringRevision(transaction)
        const members = await resolved(transaction, body)
        return stores.meters.insert(transaction, {
          ...members,
          status: members.status ?? 'DRAFT',
          meter_values: members.meter_values ?? [],
          meter_properties: members.meter_properties ?? [],
        })
      }),
    getMeter: ({ path }) => stores.meters.get(database, path.idOrRef),
    getMeterDataFile: async ({ path }) => meterDataFile(await stores.meters.get(database, path.idOrRef)),
    updateMeter: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const meter = await stores.meters.lock(transaction, path.idOrRef)
        await keepSold(context, transaction, 'METER', meter, body.status)
        const members = await resolved(transaction, body)
        for (const member of ['meter_values', 'meter_properties'] as const) {
          const kept = members[member]
          const removed =
            kept == null ? [] : (meter[member] ?? []).filter(({ id }) => !kept.some((link) => link.id === id))
          await requireUnlinkable(transaction, meter.id, member, removed)
        }
        await bumpMeteringRevision(transaction)
        return stores.meters.update(transaction, meter.id, members)
      }),
    deleteMeter: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.meters.lock(transaction, path.idOrRef)
        await requireUnused(transaction, { type: 'METER', id })
        await bumpMeteringRevision(transaction)
        return stores.meters.remove(transaction, id)
      }),
  }
}

function valueRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  const { database, stores } = context
  return {
    listMeterValues: async ({ query }) => {
      const filters = [{ sql: 'status', in: query['statuses[]'] }]
      const { data } = await stores.meterValues.list(database, filters, order(query))
      return { data }
    },
    createMeterValue: ({ body }) =>
      database.transaction(async (transaction) => {
        await bumpMeteringRevision(transaction)
        return stores.meterValues.insert(transaction, { ...body, status: body.status ?? 'DRAFT' })
      }),
    getMeterValue: ({ path }) => stores.meterValues.get(database, path.idOrRef),
    updateMeterValue: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.meterValues.lock(transaction, path.idOrRef)
        const { id, type, reference } = found
        await keepSold(context, transaction, 'METER_VALUE', found, body.status)
        if (body.type != null && body.type !== type) {
          throw invalidField('type', 'the type of a meter value cannot change', 'METER_VALUE')
        }
        await bumpMeteringRevision(transaction)
        const changed = await stores.meterValues.update(transaction, id, body)
        if (changed.reference !== reference) await renameCopies(transaction, COPIES.meterValue, changed)
        return changed
      }),
    deleteMeterValue: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.meterValues.lock(transaction, path.idOrRef)
        await requireUnused(transaction, { type: 'METER_VALUE', id })
        await bumpMeteringRevision(transaction)
        return stores.meterValues.remove(transaction, id)
      }),
  }
}

function propertyRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  const { database, stores } = context
  return {
    listMeterProperties: async ({ query }) => {
      const filters = [{ sql: 'status', in: query['statuses[]'] }]
      const { data } = await stores.meterProperties.list(database, filters, order(query))
      return { data }
    },
    createMeterProperty: ({ body }) =>
      database.transaction(async (transaction) => {
        checkEnumValues(body)
        await bumpMeteringRevision(transaction)
        return stores.meterProperties.insert(transaction, { ...body, status: body.status ?? 'DRAFT' })
      }),
    getMeterProperty: ({ path }) => stores.meterProperties.get(database, path.idOrRef),
    updateMeterProperty: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.meterProperties.lock(transaction, path.idOrRef)
        await keepSold(context, transaction, 'METER_PROPERTY', found, body.status)
        if (body.type != null && body.type !== found.type && found.status !== 'DRAFT') {
          throw invalidField('type', 'the type of a property that is not a DRAFT cannot change', 'METER_PROPERTY')
        }
        checkEnumValues({ ...found, ...body }, found)
        await bumpMeteringRevision(transaction)
        const changed = await stores.meterProperties.update(transaction, found.id, body)
        if (changed.reference !== found.reference) {
          await renameCopies(transaction, COPIES.meterProperty, changed)
        }
        return changed
      }),
    deleteMeterProperty: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.meterProperties.lock(transaction, path.idOrRef)
        await requireUnused(transaction, { type: 'METER_PROPERTY', id })
        await bumpMeteringRevision(transaction)
        return stores.meterProperties.remove(transaction, id)
      }),
  }
}

function calculationRoutes({ database, stores }: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const check = async (connection: Queryable, body: Schema<'MeterValueCalculationCreateRequest'>): Promise<void> => {
    const found = await stores.meters.find(connection, body.meter_id)
    if (found?.id !== body.meter_id) throw referenceNotFound('meter_id', 'METER', body.meter_id)
    // Until it is stored nothing is taken from the meter.
    const meter = await stores.meters.lock(connection, found.id)
    const linked = (links: readonly { id: string }[] | null | undefined, id: string | null | undefined) =>
      id == null || (links ?? []).some((link) => link.id === id)
    if (!linked(meter.meter_values, body.meter_value_id)) {
      throw invalidField('meter_value_id', 'the value is not linked to the meter', 'METER_VALUE_CALCULATION')
    }
    if (!linked(meter.meter_properties, body.meter_property_id)) {
      throw invalidField('meter_property_id', 'the property is not linked to the meter', 'METER_VALUE_CALCULATION')
    }
    if (body.meter_property_id != null && body.calculation_type !== 'UNIQUE') {
      throw invalidField('meter_property_id', 'only UNIQUE calculates over a property', 'METER_VALUE_CALCULATION')
    }
    if (body.calculation_type === 'UNIQUE' && body.meter_property_id == null && body.meter_value_id == null) {
      const message = 'UNIQUE needs the property or the meter value that it counts'
      throw invalidField('meter_property_id', message, 'METER_VALUE_CALCULATION')
    }
    if (body.calculation_type !== 'UNIQUE' && body.meter_value_id == null) {
      throw invalidField('meter_value_id', 'value required, but not set', 'METER_VALUE_CALCULATION')
    }
  }
  return {
    listMeterValueCalculations: async ({ query }) => {
      const { data } = await stores.calculations.list(database, [], { ...query, ...order(query) })
      return { data }
    },
    createMeterValueCalculation: ({ body }) =>
      database.transaction(async (transaction) => {
        await check(transaction, body)
        await bumpMeteringRevision(transaction)
        return stores.calculations.insert(transaction, { ...body, persist: body.persist ?? false })
      }),
    getMeterValueCalculation: ({ path }) => stores.calculations.get(database, path.id),
    updateMeterValueCalculation: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.calculations.lock(transaction, path.id)
        const { always } = RESOURCES.calculations
        refuseNull(body, always, 'METER_VALUE_CALCULATION')
        await check(transaction, { ...found, ...withoutNull(body, always) })
        await bumpMeteringRevision(transaction)
        return stores.calculations.update(transaction, found.id, body)
      }),
    deleteMeterValueCalculation: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.calculations.lock(transaction, path.id)
        await requireUnused(transaction, { type: 'METER_VALUE_CALCULATION', id })
        await bumpMeteringRevision(transaction)
        return stores.calculations.remove(transaction, id)
      }),
  }
}
