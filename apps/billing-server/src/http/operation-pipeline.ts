import { ApiFault, invalidField } from './api-fault.ts'
import { withCallersQuery } from './callers-links.ts'
import { type ContractOperation, contractOperations } from './contract.ts'
import { checkBody, checkTexts, readQuery } from './contract-validator.ts'
import { knownMembers } from './known-members.ts'
import type { AnyOperationHandler, OperationHandlers } from './operation-handlers.ts'
import { OperationRouter } from './operation-router.ts'
import { assertStorable } from './storable-text.ts'
import { pageOfWholeList } from './whole-lists.ts'

type Values = Readonly<Record<string, unknown>>

/** A call of one operation that has passed the contract, as what stands between the call and its answer sees it. */
export interface OperationCall {
  readonly operation: ContractOperation
  /** Path and query as they were sent. */
  readonly target: string
  readonly query: Values
  readonly body: unknown
  readonly idempotencyKey: string | undefined
  /** Adds a header to the answer. */
  readonly setHeader: (name: string, value: string) => void
  /** Ends the caller's connection without an answer. */
  readonly loseAnswer: () => void
}

/** Stands between a call and its answer: the idempotency store, fault injection. */
export type OperationWrapper = (call: OperationCall, answer: () => Promise<unknown>) => Promise<unknown>

/** The target of a call: an operation of the contract and the parameters of its path. */
export interface OperationRoute {
  readonly operation: ContractOperation
  readonly path: Readonly<Record<string, string>>
}

/** The parts of a request beside its path. */
export interface OperationInput extends Pick<OperationCall, 'target' | 'setHeader' | 'loseAnswer'> {
  readonly search: URLSearchParams
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The parsed body; `undefined`: none. */
  readonly body: unknown
  readonly requestId: string
}

export interface OperationPipelineOptions {
  readonly handlers: OperationHandlers
  /** The first one outermost. */
  readonly wrappers: readonly OperationWrapper[]
  /** The query parameters beside those of the contract. */
  readonly queryExtension?: QueryExtension
}

/** Query parameters that the contract does not have, read as those that it has. */
export interface QueryExtension {
  /** Names of text parameters that the operation takes as well. */
  readonly names: (operation: ContractOperation) => readonly string[]
  /** The query as the operation knows it. */
  readonly resolve: (operation: ContractOperation, query: Values) => Promise<Values>
}

/**
 * The way of every operation, whoever calls it: over HTTP, or from within this process. Route, validate, wrap, answer.
 */
export class OperationPipeline {
  readonly #options: OperationPipelineOptions
  readonly #router = new OperationRouter(contractOperations)

  constructor(options: OperationPipelineOptions) {
    this.#options = options
  }

  /** Throws 404 for a path that no operation has, and 405 with `Allow` for another method. */
  route(method: string, pathname: string): OperationRoute {
    const match = this.#match(method, pathname)
    if (match === undefined) {
      throw new ApiFault({ code: 'RESOURCE_NOT_FOUND', message: 'Page does not exist' })
    }
    if ('operation' in match) return match
    throw new ApiFault({
      status: 405,
      code: 'INVALID_OPERATION',
      message: 'The path exists, but not for this method',
      headers: { Allow: match.allowed.map((allowed) => allowed.toUpperCase()).join(', ') },
    })
  }

  #match(method: string, pathname: string) {
    try {
      return this.#router.match(method, pathname)
    } catch {
      throw invalidField('path', 'the path holds a broken percent escape')
    }
  }

  /** The body of the success. Throws an `ApiFault`, or an error that `faultOf` makes one, for everything else. */
  async answer({ operation, path }: OperationRoute, input: OperationInput): Promise<unknown> {
    const { search, headers, body: given, requestId, target, setHeader, loseAnswer } = input
    const { handlers, wrappers, queryExtension } = this.#options
    assertStorable(path)
    checkTexts(operation, 'path', path)
    checkTexts(operation, 'header', headers)
    const asked = readQuery(operation, search, queryExtension?.names(operation))
    assertStorable(asked)
    assertStorable(given)
    checkBody(operation, given)
    const body = operation.body && knownMembers(operation.body.schema, given)
    const handler = handlers[operation.id as keyof OperationHandlers] as AnyOperationHandler | undefined
    if (handler === undefined) {
      const message = `${operation.id} is part of the API, but not of this server`
      throw new ApiFault({ status: 501, code: 'INVALID_OPERATION', message })
    }
    const query = (await queryExtension?.resolve(operation, asked)) ?? asked
    const idempotencyKey = headers['idempotency-key']
    const call: OperationCall = { operation, target, query, body, idempotencyKey, setHeader, loseAnswer }
    const answer = wrappers.reduceRight<() => Promise<unknown>>(
      (inner, wrapper) => () => wrapper(call, inner),
      () => handler({ path, query, body, requestId, ...(idempotencyKey !== undefined && { idempotencyKey }) }),
    )
    return withCallersQuery(pageOfWholeList(operation, query, await answer()), search)
  }
}
