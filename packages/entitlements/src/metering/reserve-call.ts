import type { Denial } from '../admission/denial.ts'
import type { ReserveGrant } from '../admission/reservation.ts'
import type { AttemptEstimate } from '../admission/reserve-request.ts'
import type { Entitlements } from '../entitlements.ts'
import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import type { CallContext } from './call-context.ts'

/** A call that is to be made, in the words of an adapter. */
export interface CallToReserve {
  readonly context: CallContext
  /** As entitlements name it; absent for a call without a model. */
  readonly model?: string
  readonly estimate: AttemptEstimate
  readonly signal?: AbortSignal | undefined
}

/**
 * Reserves one call as an attempt of its request; without a request id, of a request of its own.
 * @throws InvalidRequestError without a customer, and what `reserve` throws: no call goes out that is not recorded.
 */
export async function reserveCall(entitlements: Entitlements, call: CallToReserve): Promise<ReserveGrant | Denial> {
  const { context, model, estimate, signal } = call
  const { customer, requestId = crypto.randomUUID(), scopes, properties } = context
  if (customer === undefined)
    throw new InvalidRequestError({
      message: 'customer must be named, by the option customer, by the call, or by withCustomer.',
      field: 'customer',
    })
  return await entitlements.reserve({
    customer,
    ...(model === undefined ? {} : { model }),
    requestId,
    // No two calls of a request use a name twice, in whatever process they are made.
    attempt: crypto.randomUUID().slice(0, 13),
    estimate,
    ...(scopes === undefined ? {} : { scopes }),
    ...(properties === undefined ? {} : { properties }),
    ...(signal === undefined ? {} : { signal }),
  })
}
