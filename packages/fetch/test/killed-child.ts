import { createBillingClient } from '@tallygate/client'
import { createEntitlements, memoryStore, sqliteJournal } from '@tallygate/entitlements'
import { meteredFetch } from '../src/index.ts'

// Makes one call that is answered and one whose stream stops in the middle, says so, and waits to be killed.
const { BILLING_URL = '', PROVIDER_URL = '', API_KEY = '', JOURNAL = '' } = process.env
const entitlements = createEntitlements({
  client: createBillingClient({ apiKey: API_KEY, baseUrl: BILLING_URL }),
  store: memoryStore(),
  journal: sqliteJournal({ path: JOURNAL }),
  onUnavailable: 'deny',
  // Nothing is delivered before the end: the next process has to.
  delivery: { lingerMs: 60_000 },
})
const metered = meteredFetch(entitlements, { customer: 'demo-starter' })
const ask = async (content: string, requestId: string) =>
  await metered(`${PROVIDER_URL}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'tallygate-request-id': requestId },
    body: JSON.stringify({ model: 'gpt-4o-mini', stream: true, messages: [{ role: 'user', content }] }),
  })

await (await ask('hello', 'answered')).text()
const hanging = await ask('please hang', 'killed')
for await (const _chunk of hanging.body ?? []) {
  process.stdout.write('in the middle\n')
  break
}
setInterval(() => undefined, 1_000)
