import { createBillingClient } from '@tallygate/client'
import { createEntitlements, memoryStore, sqliteJournal } from '@tallygate/entitlements'
import { OWN_ADAPTERS } from '../src/index.ts'

// Makes one call through each adapter that is answered and one whose stream stops in the middle, says so, and waits to
// be killed.
const { BILLING_URL = '', PROVIDER_URL = '', API_KEY = '', JOURNAL = '', CUSTOMER = '' } = process.env
const entitlements = createEntitlements({
  client: createBillingClient({ apiKey: API_KEY, baseUrl: BILLING_URL }),
  store: memoryStore(),
  journal: sqliteJournal({ path: JOURNAL }),
  onUnavailable: 'deny',
  features: {
    models: 'available_models',
    budgets: { monthly_token_budget: ['prompt', 'completion'] },
    rates: { requests_per_minute: { windowMs: 1 } },
  },
  // Nothing is delivered before the end: the next process has to.
  delivery: { lingerMs: 60_000 },
})
await Promise.all(
  OWN_ADAPTERS.map(async (adapter, index) => {
    const parts = { entitlements, providerUrl: PROVIDER_URL, agentUrl: '' }
    const session = (name: string) => adapter.open(parts, { customer: CUSTOMER, requestId: `${name}-${index}-end` })
    await session('answered').ask({ text: `hello answered-${index}-end` })
    const reading = session('killed')
      .stream({ text: `please hang killed-${index}-end` })
      [Symbol.asyncIterator]()
    for (;;) {
      const { value } = await reading.next()
      if (value !== '') return
    }
  }),
)
process.stdout.write('in the middle\n')
setInterval(() => undefined, 1_000)
