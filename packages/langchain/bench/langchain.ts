import { RealParts } from '../test/real-parts.ts'
import { startAcknowledgingServer } from './acknowledging-server.ts'
import { measureMemory } from './memory.ts'
import { measureSpeed } from './speed.ts'

using receiver = await startAcknowledgingServer()

/** Events end there: what a call costs the process that makes it is measured, not how fast another one stores events. */
const acknowledge = async (url: string, init: RequestInit): Promise<Response> => {
  const { pathname } = new URL(url)
  const delivers = init.method === 'POST' && pathname.startsWith('/v1/ingest/')
  return await fetch(delivers ? `${receiver.url}${pathname}` : url, init)
}

await using parts = await RealParts.start(acknowledge)
for (const line of await measureSpeed(parts.entitlements, receiver.url)) process.stdout.write(`${line}\n`)
for (const line of await measureMemory({ entitlements: parts.entitlements, forget: () => parts.forget() }))
  process.stdout.write(`${line}\n`)
