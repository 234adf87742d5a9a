import type { Queryable } from './database/database.ts'

/** Tells how far the clock stood ahead of the system's when it was moved last. */
export async function readClockOffset(database: Queryable): Promise<number> {
  const [row] = await database.query<{ offset_ms: number }>('select offset_ms from server_clock', [])
  return row?.offset_ms ?? 0
}

/** Keeps the offset for the next start. */
export async function writeClockOffset(database: Queryable, offsetMs: number): Promise<void> {
  await database.query('update server_clock set offset_ms = $1', [Math.round(offsetMs)])
}
