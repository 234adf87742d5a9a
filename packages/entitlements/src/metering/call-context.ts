import type { ReserveRequest } from '../admission/reserve-request.ts'

/** For whom a call is made, and for which request of the application. */
export interface CallContext {
  /** Reference of the customer in the billing API. */
  readonly customer?: string
  /** The application's request, 1 to 200 characters. All calls under one id are attempts of one request. */
  readonly requestId?: string
  /** The levels below the customer that the call belongs to, such as a team, a user and a run. */
  readonly scopes?: NonNullable<ReserveRequest['scopes']>
  /** Properties of the call's usage events, where the meters have them. */
  readonly properties?: NonNullable<ReserveRequest['properties']>
}

/** A store of the context, as Node's `AsyncLocalStorage` is one. */
interface ContextStore {
  getStore(): CallContext | undefined
}

/** The place of the store that `withCustomer` makes, so that nothing else imports Node's modules. */
export const CONTEXT_STORE = Symbol.for('tallygate.fetch.context')

/** Returns the context that `withCustomer` set around this call; an empty one without it. */
export function ambientContext(): CallContext {
  return (globalThis as { readonly [CONTEXT_STORE]?: ContextStore })[CONTEXT_STORE]?.getStore() ?? {}
}
