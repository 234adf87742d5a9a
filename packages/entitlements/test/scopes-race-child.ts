import { Redis } from 'ioredis'
import { createEntitlements } from '../src/create-entitlements.ts'
import { redisJournal } from '../src/journal/redis-journal.ts'
import type { Scope } from '../src/scopes/scope.ts'
import { redisStore } from '../src/store/redis-store.ts'
import { BillingStub } from './billing-stub.ts'
import { ask, soldTokens } from './setup.ts'

/**
 * One of several processes that ask for more than a customer's scopes have room for, all at once. Reports how many were
 * granted, and which level denied how many.
 */
const [url = '', prefix = '', name = '', count = '', scopesJson = ''] = process.argv.slice(2)
const TIMEOUT_MS = 30_000

const redis = new Redis(url)
const stub = new BillingStub()
stub.customers.set('c', soldTokens('1000000'))
const entitlements = createEntitlements({
  client: stub.client(),
  store: redisStore(redis, { prefix, timeoutMs: TIMEOUT_MS }),
  journal: redisJournal(redis, { prefix, timeoutMs: TIMEOUT_MS }),
  onUnavailable: 'deny',
  now: () => Date.UTC(2030, 0, 10, 12),
  scopes: {},
})
const scopes = JSON.parse(scopesJson) as readonly Scope[]
const decisions = await Promise.all(
  Array.from({ length: Number(count) }, (_, index) => entitlements.reserve(ask(`${name}-${index}`, { scopes }))),
)
const denied: Record<string, number> = {}
let granted = 0
for (const decision of decisions) {
  if (decision.allowed) granted += 1
  else denied[decision.scope?.kind ?? decision.reason] = (denied[decision.scope?.kind ?? decision.reason] ?? 0) + 1
}
process.stdout.write(`${JSON.stringify({ granted, denied })}\n`)
redis.disconnect()
// What runs is not ended here: leases and deliveries need no word of this process.
process.exit(0)
