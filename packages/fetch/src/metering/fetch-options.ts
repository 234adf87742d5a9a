import type { BudgetState, Entitlements, SettleResult, Usage } from '@tallygate/entitlements'
import { type BilledModel, billedModelOf, type ModelIds } from '@tallygate/usage'
import { type Refusal, refusalResponse } from '../answers/refusal-response.ts'
import type { CallContext } from '../calls/call-context.ts'
import type { CallKind } from '../requests/call-kind.ts'
import type { ModelRequest } from '../requests/model-request.ts'
import { DRAIN_DEFAULTS, DRAIN_MOST, type DrainOptions } from './drains.ts'

/** A `fetch`, as every SDK takes one. */
export type Fetch = typeof globalThis.fetch

/** The facts of a call by which the application can say for whom it is. */
export interface CallFacts {
  readonly url: URL
  readonly method: string
  /** Those of the call, without `tallygate-customer` and `tallygate-request-id`. */
  readonly headers: Headers
}

/** The end of one call to a provider, with the numbers that were handed to the reservation. */
export interface MeteredAttempt {
  readonly customer: string
  readonly requestId: string
  /** Head of the references of its usage events. */
  readonly reservationId: string
  /** The model that answered, as it is billed. */
  readonly model: string
  /** The model that was asked for and held, as it is billed. */
  readonly askedModel: string
  readonly promptTokens: number
  readonly completionTokens: number
  readonly details?: Usage['details']
  /** Counts beside the tokens: images that were made, seconds of sound that were read. */
  readonly quantities?: Usage['quantities']
  /** Set where the provider's counts contradict each other, or leave open where a part belongs: how they were read. */
  readonly doubt?: string
  /** `estimate`: the provider's numbers never came (cut off, stopped, no usage in the answer). */
  readonly source: Usage['source']
  /** False where the answer broke off, or ended before its provider said that it was over. */
  readonly isWhole: boolean
  /** `unsettled`: an estimate that is not billed, listed by `entitlements.unsettled()`. */
  readonly outcome: SettleResult['outcome']
  /** The customer's budgets after it; empty when the store did not answer. */
  readonly budgets: readonly BudgetState[]
}

/** A call that is about to be made, before anything is held for it. */
export interface AskedCall {
  readonly customer: string
  readonly requestId: string
  readonly kind: CallKind
  /** The model that is asked for, as it is billed. */
  readonly model: string
  /** The most that the call may use, as it will be held. */
  readonly estimate: ModelRequest['estimate']
}

export interface MeteredFetchOptions {
  /**
   * Reference of the customer in the billing API, or a function that tells it for a call. Default: the header
   * `tallygate-customer` of the call, else what `withCustomer` of @tallygate/fetch/context set.
   */
  readonly customer?: string | ((call: CallFacts) => string | undefined)
  /**
   * The application's request, 1 to 200 characters. Default: the header `tallygate-request-id`, else what
   * `withCustomer` set, else each call is a request of its own.
   */
  readonly requestId?: string | ((call: CallFacts) => string | undefined)
  /** The levels below the customer, such as a team, a user and a run. Default: what `withCustomer` set, else none. */
  readonly scopes?: CallContext['scopes'] | ((call: CallFacts) => CallContext['scopes'])
  /** Properties of the usage events, where the meters have them. Default: what `withCustomer` set, else none. */
  readonly properties?: CallContext['properties'] | ((call: CallFacts) => CallContext['properties'])
  /** The `fetch` that calls the provider. Default: the global one at the time of construction. */
  readonly fetch?: Fetch
  /**
   * Answered model id → billed model id, over `DEFAULT_MODEL_IDS` of @tallygate/usage; or a function that decides
   * alone.
   */
  readonly modelIds?: ModelIds
  /**
   * A call whose cost is not known from its path, such as a batch or an upload. `refuse` (default): answered with an
   * error that says so. `pass`: made, neither gated nor metered. `count`: gated as a request of the model that its JSON
   * names, and counted with no tokens.
   */
  readonly unknownCalls?: 'refuse' | 'pass' | 'count'
  /**
   * Members of requests that are refused otherwise because they cost beside the tokens, by the names that refusals
   * give: `web_search_options`, `tools.web_search`. The application takes their cost. Default: none.
   */
  readonly allowedMembers?: readonly string[]
  /**
   * `true` where one key of a provider serves several customers, so that nothing of one reaches another. `store` is set
   * to false. Members that name what the provider keeps (earlier answers, conversations, prompts, files, containers,
   * vector stores) are refused unless `allowedMembers` has them, and so are calls that read what it keeps. Labels such
   * as `user` and `prompt_cache_key` are sent as a hash of the customer and the label. Each body is written anew, so
   * that it holds each member once. Default: false.
   */
  readonly isolateCustomers?: boolean
  /**
   * Told each call before anything is held for it, and waited for: a queue, a check of one's own. What it throws, the
   * call rejects with, and nothing was held.
   */
  readonly onAsked?: (call: AskedCall) => void | Promise<void>
  /**
   * Makes the answer to a call that is denied or refused. What it throws, the call rejects with. Default: an error in
   * the shape of the call's protocol, which `findDenial` reads.
   */
  readonly answerRefusal?: (refusal: Refusal) => Response
  /**
   * `false` leaves the limits of requests as they are: an answer may be longer than what was held for it. Default:
   * true.
   */
  readonly limitCompletion?: boolean
  /** `false` for providers that refuse `stream_options`: a chat stream without usage is an estimate. Default: true. */
  readonly askForUsage?: boolean
  /**
   * An answer that its reader left. `drain` (default): read on in the background up to the provider's usage, and billed
   * exactly. `estimate`: stopped, and settled as an estimate of what arrived.
   */
  readonly onAbandon?: 'drain' | 'estimate'
  readonly drain?: DrainOptions
  /** Told each attempt when it is settled. */
  readonly onAttempt?: (attempt: MeteredAttempt) => void
  /**
   * Told what could not be recorded once the provider had answered: the answer goes on all the same. Default: a process
   * warning.
   */
  readonly onError?: (error: unknown) => void
}

const KNOWN = new Set<string>([
  'customer',
  'requestId',
  'scopes',
  'properties',
  'fetch',
  'modelIds',
  'unknownCalls',
  'allowedMembers',
  'isolateCustomers',
  'onAsked',
  'answerRefusal',
  'limitCompletion',
  'askForUsage',
  'onAbandon',
  'drain',
  'onAttempt',
  'onError',
] satisfies (keyof MeteredFetchOptions)[])

/** The options, checked, with their defaults. */
export interface FetchSettings {
  readonly entitlements: Entitlements
  /** Reads what the options say of whom a call is for. */
  readonly context: (call: CallFacts) => CallContext
  readonly fetch: Fetch
  readonly billedModel: BilledModel
  readonly unknownCalls: 'refuse' | 'pass' | 'count'
  readonly allowedMembers: ReadonlySet<string>
  readonly isolateCustomers: boolean
  readonly onAsked: (call: AskedCall) => void | Promise<void>
  readonly answerRefusal: (refusal: Refusal) => Response
  readonly limitCompletion: boolean
  readonly askForUsage: boolean
  /** Undefined: nothing is drained. */
  readonly drain: Required<DrainOptions> | undefined
  readonly onAttempt: (attempt: MeteredAttempt) => void
  readonly onError: (error: unknown) => void
}

/** @throws TypeError that names the option and the fix. */
export function fetchSettings(entitlements: Entitlements, options: MeteredFetchOptions): FetchSettings {
  if (typeof entitlements?.reserve !== 'function')
    refuse('entitlements', 'be what createEntitlements of @tallygate/entitlements returns', entitlements)
  for (const name of Object.keys(options))
    if (!KNOWN.has(name)) refuse(name, `be absent, or one of ${[...KNOWN].join(', ')}`, 'not an option')
  assertOneOf(options, 'unknownCalls', ['refuse', 'pass', 'count'])
  assertOneOf(options, 'onAbandon', ['drain', 'estimate'])
  assertOneOf(options, 'isolateCustomers', [true, false])
  assertOneOf(options, 'limitCompletion', [true, false])
  assertOneOf(options, 'askForUsage', [true, false])
  for (const name of ['fetch', 'onAsked', 'answerRefusal', 'onAttempt', 'onError'] as const)
    if (options[name] !== undefined && typeof options[name] !== 'function') refuse(name, 'be a function', options[name])
  const { allowedMembers = [] } = options
  if (!(Array.isArray(allowedMembers) && allowedMembers.every((name) => typeof name === 'string')))
    refuse('allowedMembers', 'be a list of names', allowedMembers)
  const { unknownCalls = 'refuse', isolateCustomers = false } = options
  if (isolateCustomers && unknownCalls !== 'refuse')
    refuse('unknownCalls', 'be refuse where isolateCustomers is true: nothing is known of them', unknownCalls)
  const onError = options.onError ?? warn
  return {
    entitlements,
    context: contextChooser(options),
    // The one of now: the metered one may become the global one.
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    billedModel: billedModelOf(options.modelIds),
    unknownCalls,
    allowedMembers: new Set(allowedMembers),
    isolateCustomers,
    onAsked: options.onAsked ?? (() => undefined),
    answerRefusal: options.answerRefusal ?? refusalResponse,
    limitCompletion: options.limitCompletion ?? true,
    askForUsage: options.askForUsage ?? true,
    drain: options.onAbandon === 'estimate' ? undefined : { ...DRAIN_DEFAULTS, ...drainOptions(options) },
    onAttempt: (attempt) => guarded(onError, () => options.onAttempt?.(attempt)),
    onError: (error) => guarded(warn, () => onError(error)),
  }
}

function contextChooser(options: MeteredFetchOptions): (call: CallFacts) => CallContext {
  for (const name of ['customer', 'requestId'] as const)
    if (!isAbsentOr(options[name], (value) => typeof value === 'string' && value !== ''))
      refuse(name, 'be a text that is not empty, or a function that returns one', options[name])
  if (!isAbsentOr(options.scopes, Array.isArray)) refuse('scopes', 'be a list, or a function', options.scopes)
  if (!isAbsentOr(options.properties, (value) => typeof value === 'object' && value !== null))
    refuse('properties', 'be a record, or a function', options.properties)
  const { customer, requestId, scopes, properties } = options
  return (call) =>
    withoutAbsent({
      customer: typeof customer === 'function' ? customer(call) : customer,
      requestId: typeof requestId === 'function' ? requestId(call) : requestId,
      scopes: typeof scopes === 'function' ? scopes(call) : scopes,
      properties: typeof properties === 'function' ? properties(call) : properties,
    })
}

function isAbsentOr(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || typeof value === 'function' || is(value)
}

function withoutAbsent(context: { readonly [Name in keyof CallContext]: CallContext[Name] | undefined }): CallContext {
  return Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined))
}

function drainOptions({ drain = {} }: MeteredFetchOptions): DrainOptions {
  for (const [name, value] of Object.entries(drain)) {
    if (!(name in DRAIN_DEFAULTS))
      refuse(`drain.${name}`, `be absent, or one of ${Object.keys(DRAIN_DEFAULTS).join(', ')}`, 'not an option')
    const most = DRAIN_MOST[name as keyof DrainOptions]
    if (!(Number.isSafeInteger(value) && value >= 0 && value <= most))
      refuse(`drain.${name}`, `be a whole number from 0 to ${most}`, value)
  }
  return drain
}

function assertOneOf(options: MeteredFetchOptions, name: keyof MeteredFetchOptions, values: readonly unknown[]): void {
  const value = options[name]
  if (value !== undefined && !values.includes(value)) refuse(name, `be ${values.map(String).join(' or ')}`, value)
}

function refuse(option: string, rule: string, value: unknown): never {
  throw new TypeError(`${option} must ${rule}; it is ${String(value).slice(0, 40)}.`)
}

function guarded(onError: (error: unknown) => void, run: () => void): void {
  try {
    run()
  } catch (error) {
    onError(error)
  }
}

/** A warning where the runtime has a place for one: in a browser or at the edge it is dropped. */
function warn(error: unknown): void {
  const { process } = globalThis as { readonly process?: { emitWarning?(text: string): void } }
  process?.emitWarning?.(`A metered fetch could not record a call: ${String(error)}`)
}
