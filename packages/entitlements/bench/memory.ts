import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createEntitlements } from '../src/create-entitlements.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { BillingStub } from '../test/billing-stub.ts'
import { grants } from '../test/setup.ts'
import { say } from './measure.ts'

/**
 * Heap of one cached customer: entitlements in the cache, counts in the memory store. The caches' bounds times this is
 * the most they take.
 */
const CUSTOMERS = 5_000

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const heap = (): number => {
  collect()
  return process.memoryUsage().heapUsed
}

const stub = new BillingStub()
const customers = Array.from({ length: CUSTOMERS }, (_, index) => `customer-${index}`)
for (const customer of customers)
  stub.customers.set(customer, { entitlements: grants('1000000'), startAt: '2020-01-01T00:00:00Z' })
const entitlements = createEntitlements({
  client: stub.client(),
  store: memoryStore(),
  journal: memoryJournal(),
  onUnavailable: 'deny',
})
await entitlements.usage('customer-0')
stub.calls.length = 0
const before = heap()
for (let from = 0; from < CUSTOMERS; from += 50) {
  await Promise.all(customers.slice(from, from + 50).map((customer) => entitlements.usage(customer)))
  stub.calls.length = 0
}
const bytes = (heap() - before) / CUSTOMERS
say(
  `a cached customer: ${(bytes / 1_024).toFixed(1)} KiB; the default bound of 10,000: ${((bytes * 10_000) / 1_048_576).toFixed(0)} MiB`,
)
await entitlements.close()
