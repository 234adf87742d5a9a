import type { Queryable } from '../database/database.ts'
import { ApiFault, invalidOperation } from '../http/api-fault.ts'
import { findLinkUser, findMeterUser, type UsedMetering } from './meter-users.store.ts'

/** Throws 409 naming what uses the resource. */
export async function requireUnused(database: Queryable, used: UsedMetering): Promise<void> {
  const user = await findMeterUser(database, used)
  if (user === undefined) return
  throw new ApiFault({
    status: 409,
    code: 'COULD_NOT_DELETE_RESOURCE',
    message: `It is used by the ${user.noun} ${user.name} and cannot be deleted`,
    resourceType: used.type,
    resourceId: used.id,
  })
}

interface Link {
  readonly id: string
  readonly reference: string
}

/** Throws unless the values or properties that are taken from a meter are used by nothing there. */
export async function requireUnlinkable(
  database: Queryable,
  meterId: string,
  member: 'meter_values' | 'meter_properties',
  removed: readonly Link[],
): Promise<void> {
  for (const { id, reference } of removed) {
    const user = await findLinkUser(database, meterId, member, id)
    if (user === undefined) continue
    const message = `${reference} is used by the ${user.noun} ${user.name}, so it stays linked to the meter`
    throw invalidOperation(message, { field: member, resourceType: 'METER', resourceId: meterId })
  }
}
