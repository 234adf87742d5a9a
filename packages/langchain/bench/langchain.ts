import { setTimeout } from 'node:timers/promises'
import { RealParts } from '../test/real-parts.ts'
import { measureMemory } from './memory.ts'
import { measureSpeed } from './speed.ts'

/** What a billing API across a network takes; events that arrive meanwhile go in one POST. */
const ROUND_TRIP_MS = 5

/** Events end here: what a call costs the process that makes it is measured, not how fast another one stores events. */
const acknowledge = async (url: string, init: RequestInit): Promise<Response> => {
  if (init.method !== 'POST' || !new URL(url).pathname.startsWith('/v1/ingest/')) return await fetch(url, init)
  await setTimeout(ROUND_TRIP_MS)
  return Response.json({ meter_datas: [] }, { status: 201 })
}

await using parts = await RealParts.start(acknowledge)
for (const line of await measureSpeed(parts.entitlements)) process.stdout.write(`${line}\n`)
for (const line of await measureMemory({ entitlements: parts.entitlements, forget: () => parts.forget() }))
  process.stdout.write(`${line}\n`)
