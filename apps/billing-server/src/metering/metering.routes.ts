import type { Schema } from '@tallygate/client'
import { bumpCatalogRevision } from '../catalog/catalog-revision.store.ts'
import type { Queryable } from '../database/database.ts'
import { invalidField, referenceNotFound } from '../http/api-fault.ts'
import { withoutNull } from '../http/null-members.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { requireUnsold, takesPart } from '../resources/require-unsold.ts'
import { resourceRoutes } from '../resources/resource-routes.ts'
import { RESOURCES } from '../resources/resource-table.ts'
import type { ServerContext } from '../server-context.ts'
import { meterDataFile } from './meter-data-file.ts'
import { checkEnumValues, resolveLinks } from './metering-definition.ts'
import { requireUnlinkable, requireUnused } from './require-unused.ts'

/** Meters, meter values, meter properties and calculations. */
export function meteringRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  return { ...meterRoutes(context), ...valueRoutes(context), ...propertyRoutes(context), ...calculationRoutes(context) }
}

/** Throws where something uses a part; what is deleted is deleted for every server. */
const refuseUsed =
  (type: Parameters<typeof requireUnused>[1]['type']) =>
  async (transaction: Queryable, { id }: { readonly id: string }): Promise<void> => {
    await requireUnused(transaction, { type, id })
    await bumpCatalogRevision(transaction)
  }

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
    ...resourceRoutes(context, 'meters', {
      create: async (transaction, body) => {
        await bumpCatalogRevision(transaction)
        return resolved(transaction, body)
      },
      update: async (transaction, meter, body) => {
        await keepSold(context, transaction, 'METER', meter, body.status)
        const members = await resolved(transaction, body)
        for (const member of ['meter_values', 'meter_properties'] as const) {
          const kept = members[member]
          const removed =
            kept == null ? [] : (meter[member] ?? []).filter(({ id }) => !kept.some((link) => link.id === id))
          await requireUnlinkable(transaction, meter.id, member, removed)
        }
        await bumpCatalogRevision(transaction)
        return members
      },
      refuseDeletion: refuseUsed('METER'),
    }),
    getMeterDataFile: async ({ path }) => meterDataFile(await stores.meters.get(database, path.idOrRef)),
  }
}

function valueRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  return resourceRoutes(context, 'meterValues', {
    create: async (transaction, body) => {
      await bumpCatalogRevision(transaction)
      return body
    },
    update: async (transaction, found, body) => {
      await keepSold(context, transaction, 'METER_VALUE', found, body.status)
      if (body.type != null && body.type !== found.type) {
        throw invalidField('type', 'the type of a meter value cannot change', 'METER_VALUE')
      }
      await bumpCatalogRevision(transaction)
      return body
    },
    refuseDeletion: refuseUsed('METER_VALUE'),
  })
}

function propertyRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  return resourceRoutes(context, 'meterProperties', {
    create: async (transaction, body) => {
      checkEnumValues(body)
      await bumpCatalogRevision(transaction)
      return body
    },
    update: async (transaction, found, body) => {
      await keepSold(context, transaction, 'METER_PROPERTY', found, body.status)
      if (body.type != null && body.type !== found.type && found.status !== 'DRAFT') {
        throw invalidField('type', 'the type of a property that is not a DRAFT cannot change', 'METER_PROPERTY')
      }
      checkEnumValues({ ...found, ...body }, found)
      await bumpCatalogRevision(transaction)
      return body
    },
    refuseDeletion: refuseUsed('METER_PROPERTY'),
  })
}

function calculationRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  const { stores } = context
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
  return resourceRoutes(context, 'calculations', {
    create: async (transaction, body) => {
      await check(transaction, body)
      await bumpCatalogRevision(transaction)
      return body
    },
    update: async (transaction, found, body) => {
      await check(transaction, { ...found, ...withoutNull(body, RESOURCES.calculations.always) })
      await bumpCatalogRevision(transaction)
      return body
    },
    refuseDeletion: refuseUsed('METER_VALUE_CALCULATION'),
  })
}
