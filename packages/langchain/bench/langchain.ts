import { RealParts } from '../test/real-parts.ts'
import { startAcknowledgingServer } from './acknowledging-server.ts'
import { measureMemory } from './memory.ts'
import { measureSpeed } from './speed.ts'

/** A machine is never idle: what one run says, another one must say too. */
const SPEED_RUNS = 3

/**
 * About what @langfuse/otel sends at once. The default is the limit of the billing API, which this repository's own
 * server does not have.
 */
const LARGE_BATCH = 500

using receiver = await startAcknowledgingServer()

/**
 * Events end there: what a call costs the process that makes it is measured, not how fast another one stores events.
 */
const acknowledge = async (url: string, init: RequestInit): Promise<Response> => {
  const { pathname } = new URL(url)
  const delivers = init.method === 'POST' && pathname.startsWith('/v1/ingest/')
  return await fetch(delivers ? `${receiver.url}${pathname}` : url, init)
}

await using parts = await RealParts.start(acknowledge)
const entitlements = parts.unobserved()
const large = parts.unobserved({ batchSize: LARGE_BATCH })
for (let run = 1; run <= SPEED_RUNS; run += 1)
  for (const line of await measureSpeed({ entitlements, large, receiver: receiver.url }))
    process.stdout.write(`run ${run}: ${line}\n`)
for (const line of await measureMemory(entitlements)) process.stdout.write(`${line}\n`)
await Promise.all([entitlements.close(), large.close()])
