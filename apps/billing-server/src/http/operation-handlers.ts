import type { operations } from '@tallygate/client'

export type OperationId = keyof operations

type Parameters<Id extends OperationId, Place extends 'path' | 'query'> = operations[Id]['parameters'] extends {
  [Key in Place]?: infer Values
}
  ? NonNullable<Values>
  : Record<never, never>

type Json<Carrier> = Carrier extends { content: { 'application/json': infer Body } } ? Body : undefined
/** The answer of a handler: a JSON value, the text of a file, or the bytes of a PDF. */
type Answer<Carrier> = Carrier extends { content: { 'application/pdf': unknown } }
  ? Uint8Array
  : Carrier extends { content: infer Media }
    ? Media[keyof Media]
    : undefined
type Body<Id extends OperationId> = operations[Id] extends { requestBody: infer Carrier }
  ? Json<Carrier>
  : operations[Id] extends { requestBody?: infer Carrier }
    ? Json<NonNullable<Carrier>> | undefined
    : undefined
type Success<Id extends OperationId> = operations[Id]['responses'] extends { 200: infer Carrier }
  ? Answer<Carrier>
  : operations[Id]['responses'] extends { 201: infer Carrier }
    ? Answer<Carrier>
    : never

/** A request that has passed the contract: what a handler sees of it. */
export interface OperationRequest<Id extends OperationId> {
  readonly path: Parameters<Id, 'path'>
  readonly query: Parameters<Id, 'query'>
  readonly body: Body<Id>
  /** The value of `X-REQUEST-ID`. */
  readonly requestId: string
  /** The value of `Idempotency-Key`, where the caller sent one. */
  readonly idempotencyKey?: string
}

/** Answers one operation with the body of its success, or throws an `ApiFault`. */
export type OperationHandler<Id extends OperationId> = (request: OperationRequest<Id>) => Promise<Success<Id>>

/** Handlers by operation id. An operation of the contract that is not in the table answers INVALID_OPERATION. */
export type OperationHandlers = { readonly [Id in OperationId]?: OperationHandler<Id> }

/** A handler as the edge calls it, when the operation is known only at run time. */
export type AnyOperationHandler = (request: {
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly requestId: string
  readonly idempotencyKey?: string
}) => Promise<unknown>
