import { createBillingClient } from '@tallygate/client'
import { createEntitlements } from '../src/create-entitlements.ts'
import { sqliteJournal } from '../src/journal/sqlite-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'

/**
 * An application that stops: it closes within so many ms, and does not end itself. The billing API is away, so that
 * every timer there is runs. `busy`: an attempt is open then, and events are pending.
 */
const [path = '', deadlineMs = '', state = ''] = process.argv.slice(2)
const entitlements = createEntitlements({
  client: createBillingClient({ apiKey: 'key', baseUrl: 'http://127.0.0.1:1', maxAttempts: 1 }),
  store: memoryStore(),
  journal: sqliteJournal({ path }),
  onUnavailable: 'allow',
})
if (state === 'busy') {
  const request = { customer: 'c', model: 'm', estimate: { promptTokens: 1 } }
  const settled = await entitlements.reserve({ ...request, requestId: 'settled' })
  if (settled.allowed)
    await settled.reservation.settle({ model: 'm', promptTokens: 1, completionTokens: 1, source: 'provider' })
  await entitlements.reserve({ ...request, requestId: 'runs' })
}
const { open, pending, drained } = await entitlements.close({ deadlineMs: Number(deadlineMs) })
process.stdout.write(JSON.stringify({ open, pending, drained }))
