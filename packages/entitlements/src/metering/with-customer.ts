import { AsyncLocalStorage } from 'node:async_hooks'
import { type CallContext, CONTEXT_STORE } from './call-context.ts'

const shared = globalThis as { [CONTEXT_STORE]?: AsyncLocalStorage<CallContext> }

/** Another copy of this module may have made it. */
shared[CONTEXT_STORE] ??= new AsyncLocalStorage<CallContext>()
const storage = shared[CONTEXT_STORE]

/**
 * Runs a function whose metered calls are made for a customer, however deep they are: those of `meteredFetch`, of the
 * AI SDK's middleware and of metered tools. Inside of another `withCustomer`, what the inner one leaves out is the
 * outer one's.
 *
 * @example
 * ```ts
 * await withCustomer({ customer: 'acme', requestId: 'req-2041' }, () => agent.run('Hello'))
 * ```
 */
export function withCustomer<Result>(context: string | CallContext, run: () => Result): Result {
  const own = typeof context === 'string' ? { customer: context } : context
  return storage.run({ ...storage.getStore(), ...own }, run)
}
