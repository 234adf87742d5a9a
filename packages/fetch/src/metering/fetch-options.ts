import type { Entitlements } from '@tallygate/entitlements'
import {
  type CallContext,
  CONTEXT_OPTIONS,
  type ContextOptions,
  contextChooser,
  METERING_OPTIONS,
  type MeteringOptions,
  type MeteringSettings,
  meteringSettings,
} from '@tallygate/entitlements/metering'
import { type Refusal, refusalResponse } from '../answers/refusal-response.ts'
import type { CallKind } from '../requests/call-kind.ts'
import type { ModelRequest } from '../requests/model-request.ts'

/** A `fetch`, as every SDK takes one. */
export type Fetch = typeof globalThis.fetch

/** The facts of a call by which the application can say for whom it is. */
export interface CallFacts {
  readonly url: URL
  readonly method: string
  /** Those of the call, without `tallygate-customer` and `tallygate-request-id`. */
  readonly headers: Headers
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

export interface MeteredFetchOptions extends MeteringOptions, ContextOptions<CallFacts> {
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
  /** The `fetch` that calls the provider. Default: the global one at the time of construction. */
  readonly fetch?: Fetch
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
}

const OWN_OPTIONS = [
  'fetch',
  'unknownCalls',
  'allowedMembers',
  'isolateCustomers',
  'onAsked',
  'answerRefusal',
  'limitCompletion',
  'askForUsage',
] satisfies (keyof MeteredFetchOptions)[]
const KNOWN = new Set<string>([...CONTEXT_OPTIONS, ...OWN_OPTIONS, ...METERING_OPTIONS])

/** The options, checked, with their defaults. */
export interface FetchSettings extends MeteringSettings {
  readonly entitlements: Entitlements
  /** Reads what the options say of whom a call is for. */
  readonly context: (call: CallFacts) => CallContext
  readonly fetch: Fetch
  readonly unknownCalls: 'refuse' | 'pass' | 'count'
  readonly allowedMembers: ReadonlySet<string>
  readonly isolateCustomers: boolean
  readonly onAsked: (call: AskedCall) => void | Promise<void>
  readonly answerRefusal: (refusal: Refusal) => Response
  readonly limitCompletion: boolean
  readonly askForUsage: boolean
}

/** @throws TypeError or InvalidOptionError that names the option and the fix. */
export function fetchSettings(entitlements: Entitlements, options: MeteredFetchOptions): FetchSettings {
  if (typeof entitlements?.reserve !== 'function')
    refuse('entitlements', 'be what createEntitlements of @tallygate/entitlements returns', entitlements)
  for (const name of Object.keys(options))
    if (!KNOWN.has(name)) refuse(name, `be absent, or one of ${[...KNOWN].join(', ')}`, 'not an option')
  assertOneOf(options, 'unknownCalls', ['refuse', 'pass', 'count'])
  assertOneOf(options, 'isolateCustomers', [true, false])
  assertOneOf(options, 'limitCompletion', [true, false])
  assertOneOf(options, 'askForUsage', [true, false])
  for (const name of ['fetch', 'onAsked', 'answerRefusal'] as const)
    if (options[name] !== undefined && typeof options[name] !== 'function') refuse(name, 'be a function', options[name])
  const { allowedMembers = [] } = options
  if (!(Array.isArray(allowedMembers) && allowedMembers.every((name) => typeof name === 'string')))
    refuse('allowedMembers', 'be a list of names', allowedMembers)
  const { unknownCalls = 'refuse', isolateCustomers = false } = options
  if (isolateCustomers && unknownCalls !== 'refuse')
    refuse('unknownCalls', 'be refuse where isolateCustomers is true: nothing is known of them', unknownCalls)
  return {
    ...meteringSettings(options),
    entitlements,
    context: contextChooser(options),
    // The one of now: the metered one may become the global one.
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    unknownCalls,
    allowedMembers: new Set(allowedMembers),
    isolateCustomers,
    onAsked: options.onAsked ?? (() => undefined),
    answerRefusal: options.answerRefusal ?? refusalResponse,
    limitCompletion: options.limitCompletion ?? true,
    askForUsage: options.askForUsage ?? true,
  }
}

function assertOneOf(options: MeteredFetchOptions, name: keyof MeteredFetchOptions, values: readonly unknown[]): void {
  const value = options[name]
  if (value !== undefined && !values.includes(value)) refuse(name, `be ${values.map(String).join(' or ')}`, value)
}

function refuse(option: string, rule: string, value: unknown): never {
  throw new TypeError(`${option} must ${rule}; it is ${String(value).slice(0, 40)}.`)
}
