import type { Denial, Entitlements, ReserveGrant } from '@tallygate/entitlements'
import {
  ambientContext,
  type CallContext,
  Drains,
  MeteredCall,
  meteredStream,
  tooSmall,
} from '@tallygate/entitlements/metering'
import { withBody } from '../answers/with-body.ts'
import { type CallBody, isRequest, readCallBody } from '../calls/call-body.ts'
import { type RecognisedCall, recogniseCall } from '../calls/recognise-call.ts'
import { type CallKind, type Protocol, protocolOf } from '../requests/call-kind.ts'
import { canBeLimitedTo } from '../requests/completion-limits.ts'
import type { Fields } from '../requests/fields.ts'
import { assertReadableByAll, isolatedRequest } from '../requests/isolated-request.ts'
import { type ModelRequest, readModelRequest } from '../requests/model-request.ts'
import { isModelId } from '../requests/named-models.ts'
import { RefusedRequestError } from '../requests/refused-request-error.ts'
import { AnswerReading } from './answer-reading.ts'
import {
  type CallFacts,
  type Fetch,
  type FetchSettings,
  fetchSettings,
  type MeteredFetchOptions,
} from './fetch-options.ts'
import { callProvider, providerRequest, streamOf } from './provider-request.ts'
import { readWhole } from './whole-answer.ts'

/** Headers in which a call names its customer and its request. They do not reach the provider. */
const CUSTOMER_HEADER = 'tallygate-customer'
const REQUEST_ID_HEADER = 'tallygate-request-id'

/** Default deadline of `drained()`, the one of `entitlements.close()`. */
const DRAINED_DEADLINE_MS = 10_000

/** Marks calls that a metered fetch makes, so that one inside of another counts them once. */
const METERED_BY = Symbol.for('tallygate.fetch.metered-by')

/** A `fetch` that gates and meters calls of models. */
export interface MeteredFetch extends Fetch {
  /**
   * Waits until no answer that its reader left is read on in the background, before `entitlements.close()`. Resolves
   * with the number of answers that are still read at the deadline (default 10,000 ms).
   */
  drained(options?: { readonly deadlineMs?: number }): Promise<number>
}

/**
 * Makes a `fetch` for the SDK of any provider: it holds what a call may cost before the call is made, keeps the answer
 * to what was granted, passes it on unchanged as it comes, and settles with the usage that the provider states. A
 * denial is an answer in the provider's own error shape; `findDenial` reads it from what the SDK throws.
 *
 * @example
 * ```ts
 * const openai = new OpenAI({ fetch: meteredFetch(entitlements, { customer: 'acme' }) })
 * ```
 * @throws TypeError or InvalidOptionError for an option that is not one, which names the fix.
 */
export function meteredFetch(entitlements: Entitlements, options: MeteredFetchOptions = {}): MeteredFetch {
  const settings = fetchSettings(entitlements, options)
  const drains = new Drains(settings.drain ?? { maxConcurrent: 0, maxMs: 0 })
  const metered = async (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    await new Call(settings, drains, input, init).run()
  return Object.assign(metered as Fetch, {
    drained: async ({ deadlineMs = DRAINED_DEADLINE_MS } = {}) => await drains.idle(deadlineMs),
  })
}

type MarkedInit = RequestInit & { readonly [METERED_BY]?: readonly Entitlements[] }

/** One call of a metered fetch. */
class Call {
  readonly #settings: FetchSettings
  readonly #drains: Drains
  readonly #input: string | URL | Request
  readonly #init: MarkedInit | undefined
  readonly #facts: CallFacts
  readonly #named: CallContext
  #found: (CallContext & { readonly customer: string; readonly requestId: string }) | undefined

  constructor(settings: FetchSettings, drains: Drains, input: string | URL | Request, init: RequestInit | undefined) {
    this.#settings = settings
    this.#drains = drains
    this.#input = input
    this.#init = init
    const headers = new Headers(init?.headers ?? (isRequest(input) ? input.headers : undefined))
    this.#named = { ...taken(headers, CUSTOMER_HEADER, 'customer'), ...taken(headers, REQUEST_ID_HEADER, 'requestId') }
    const method = (init?.method ?? (isRequest(input) ? input.method : 'GET')).toUpperCase()
    this.#facts = { url: new URL(isRequest(input) ? input.url : String(input)), method, headers }
  }

  async run(): Promise<Response> {
    const { url, method } = this.#facts
    const { unknownCalls, isolateCustomers, answerRefusal } = this.#settings
    const recognised = recogniseCall(method, url)
    const protocol = typeof recognised === 'string' ? protocolOfUnknown(this.#facts) : protocolOf(recognised.kind)
    if (this.#isMetered) return await this.#pass()
    try {
      if (recognised === 'free' && isolateCustomers) assertReadableByAll(method, url)
      if (recognised === 'free' || (recognised === 'unknown' && unknownCalls === 'pass')) return await this.#pass()
      const body = await readCallBody(this.#input, this.#init)
      return recognised === 'unknown' ? await this.#count(protocol, body) : await this.#meter(recognised, body)
    } catch (error) {
      if (RefusedRequestError.isInstance(error)) return answerRefusal({ protocol, error })
      throw error
    }
  }

  /** Tells whether a metered fetch around this one has the call already. */
  get #isMetered(): boolean {
    return this.#init?.[METERED_BY]?.includes(this.#settings.entitlements) === true
  }

  get #signal(): AbortSignal | undefined {
    return this.#init?.signal ?? (isRequest(this.#input) ? this.#input.signal : undefined)
  }

  async #pass(): Promise<Response> {
    const { customer, requestId } = this.#named
    if (customer === undefined && requestId === undefined) return await this.#settings.fetch(this.#input, this.#init)
    const { headers } = this.#facts
    return await this.#settings.fetch(this.#input, { ...this.#init, headers })
  }

  /** A call whose cost is not known: a request of the model that it names, without tokens. */
  async #count(protocol: Protocol, { fields, sendable }: CallBody): Promise<Response> {
    const { url, headers } = this.#facts
    const path = url.pathname.slice(0, 100)
    if (this.#settings.unknownCalls === 'refuse')
      throw new RefusedRequestError(
        'url',
        `url must be a call whose cost is known; it is ${path}. Name it in unknownCalls.`,
      )
    const model = fields?.['model']
    if (!isModelId(model))
      throw new RefusedRequestError('model', `model must be named, so that the call of ${path} can be counted.`)
    const estimate = { promptTokens: 0, completionTokens: 0 }
    const request: ModelRequest = { kind: 'embeddings', body: {}, model, otherModels: [], estimate, isUnlimited: false }
    const granted = await this.#reserve(request)
    if (!granted.allowed) return this.#settings.answerRefusal({ protocol, denial: granted })
    const call = this.#granted(request, granted)
    return await call.run(this.#signal, async () => {
      const response = await this.#send(call, { body: sendable, headers })
      call.tally.add({ usage: { prompt_tokens: 0, completion_tokens: 0 } })
      if (response.ok) await call.settle(false)
      return response
    })
  }

  async #meter(recognised: RecognisedCall, body: CallBody): Promise<Response> {
    const { kind, modelInPath } = recognised
    if (body.fields === undefined) throw new RefusedRequestError('body', 'body must be a JSON object or a form.')
    const { allowedMembers, answerRefusal } = this.#settings
    const fields = await this.#fieldsOf(kind, body.fields, body.isJson)
    const request = readModelRequest(kind, fields, { modelInPath, allowedMembers })
    const decision = await this.#reserve(request)
    if (!decision.allowed) return answerRefusal({ protocol: protocolOf(kind), denial: decision })
    const { reservation } = decision
    const call = this.#granted(request, decision)
    if (!this.#fits(request, reservation.maxCompletionTokens)) {
      await call.release('the grant is too small for the request')
      return answerRefusal({ protocol: protocolOf(kind), denial: tooSmall(request.model, decision) })
    }
    const sent = await providerRequest(this.#settings, this.#facts, { request, body }, reservation.maxCompletionTokens)
    return await call.run(this.#signal, async () => {
      const response = await this.#send(call, { body: sent.body, headers: sent.headers })
      return response.ok ? await this.#answer(call, response, recognised, sent.asksForUsage) : response
    })
  }

  /** The members that are sent: those of the call, or as they may be sent where one key serves several customers. */
  async #fieldsOf(kind: CallKind, fields: Fields, isJson: boolean): Promise<Fields> {
    const { isolateCustomers, allowedMembers } = this.#settings
    if (!isolateCustomers) return fields
    return await isolatedRequest(kind, fields, { customer: this.#context().customer, allowedMembers, isJson })
  }

  #granted({ model, estimate }: ModelRequest, { reservation }: ReserveGrant): MeteredCall {
    return new MeteredCall(this.#settings, this.#drains, { model, promptTokens: estimate.promptTokens }, reservation)
  }

  #fits(request: ModelRequest, granted: number): boolean {
    if (request.isUnlimited) return granted >= (request.estimate.completionTokens ?? 0)
    if (request.estimate.completionTokens === 0) return true
    return !this.#settings.limitCompletion || canBeLimitedTo(request.kind, request.body, granted)
  }

  /** Reserves for the asked model, after every other model that a gateway may answer with was checked. */
  async #reserve(request: ModelRequest): Promise<ReserveGrant | Denial> {
    const { entitlements, billedModel, onAsked } = this.#settings
    const { customer, requestId, scopes, properties } = this.#context()
    const { kind, estimate } = request
    await onAsked({ customer, requestId, kind, model: billedModel(request.model), estimate })
    const below = scopes === undefined ? {} : { scopes }
    for (const other of request.otherModels) {
      const decision = await entitlements.check({ customer, model: billedModel(other), estimate, ...below })
      if (!decision.allowed) return decision
    }
    const signal = this.#signal
    return await entitlements.reserve({
      customer,
      model: billedModel(request.model),
      requestId,
      // No two calls of a request use a name twice, in whatever process they are made.
      attempt: crypto.randomUUID().slice(0, 13),
      estimate,
      ...below,
      ...(properties === undefined ? {} : { properties }),
      ...(signal === undefined ? {} : { signal }),
    })
  }

  /** For whom the call is: what an option leaves open is the call's header, else the context. */
  #context(): CallContext & { readonly customer: string; readonly requestId: string } {
    if (this.#found !== undefined) return this.#found
    const found: CallContext = { ...ambientContext(), ...this.#named, ...this.#settings.context(this.#facts) }
    const { customer, requestId = crypto.randomUUID() } = found
    if (customer === undefined)
      throw new RefusedRequestError(
        'customer',
        `customer must be named, by the option customer, the header ${CUSTOMER_HEADER}, or withCustomer of @tallygate/fetch/context.`,
      )
    this.#found = { ...found, customer, requestId }
    return this.#found
  }

  /** Calls the provider. A refusal and a connection that was never made used nothing. */
  async #send(
    call: MeteredCall,
    { body, headers }: { readonly body: RequestInit['body']; readonly headers: Headers },
  ): Promise<Response> {
    const { fetch, entitlements } = this.#settings
    const marked: MarkedInit = { ...this.#init, [METERED_BY]: [...(this.#init?.[METERED_BY] ?? []), entitlements] }
    const response = await call.ask(() =>
      callProvider(fetch, this.#input, marked, { body, headers, signal: call.signal }),
    )
    if (!response.ok) await call.release(`provider answered ${response.status}`)
    return response
  }

  async #answer(
    call: MeteredCall,
    response: Response,
    recognised: RecognisedCall,
    asksForUsage: boolean,
  ): Promise<Response> {
    const format = streamOf(response, recognised)
    if (response.body === null) {
      await call.settle(true)
      return response
    }
    if (format === undefined) {
      const rest = call.keepAlive()
      return withBody(response, await readWhole(call, response.body).finally(rest))
    }
    const reading = new AnswerReading(call.tally, {
      format: format === 'bytes' ? undefined : format,
      withoutUsageChunk: asksForUsage,
    })
    const endsUnsaid = protocolOf(recognised.kind) === 'openai'
    const stream = meteredStream({ call, reading, body: response.body, signal: this.#signal, endsUnsaid })
    return withBody(response, stream, asksForUsage ? ['content-length'] : [])
  }
}

/** Takes a header of the call out; it does not reach the provider. */
function taken<Name extends keyof CallContext>(headers: Headers, header: string, name: Name): Pick<CallContext, Name> {
  const value = headers.get(header)
  headers.delete(header)
  return (value === null || value === '' ? {} : { [name]: value }) as Pick<CallContext, Name>
}

/** The protocol in which a call that is not known is refused. */
function protocolOfUnknown({ url, headers }: CallFacts): Protocol {
  if (headers.has('anthropic-version')) return 'anthropic'
  return headers.has('x-goog-api-key') || /googleapis\.com$/.test(url.hostname) ? 'gemini' : 'openai'
}
