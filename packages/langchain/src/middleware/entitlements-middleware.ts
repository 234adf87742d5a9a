import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import type { Denial, Scope } from '@tallygate/entitlements'
import { EntitlementDeniedError } from '@tallygate/entitlements/metering'
import { type AgentMiddleware, createMiddleware } from 'langchain'
import type { AbandonOptions } from '../run/drain.ts'
import { refuseOption } from '../run/refuse-option.ts'
import { CUSTOMER_KEY, PROPERTIES_KEY, REQUEST_ID_KEY, SCOPES_KEY } from '../run/run-request.ts'
import { UnidentifiedRunError } from '../run/unidentified-run-error.ts'
import { assertFunction, assertUsageOptions, type UsageOptions } from '../run/usage-options.ts'
import { GatedCall } from './gated-call.ts'
import { type LimitCompletionTokens, limitCompletionTokens } from './limit-completion-tokens.ts'
import type { NestedGate } from './nested-calls.ts'
import { hasRoomToThink, tooLittleToThink } from './thinking-budget.ts'
import { UsageGate } from './usage-gate.ts'
import { openNestedGate, watchNestedCalls } from './watch-nested-calls.ts'

export interface EntitlementsMiddlewareOptions extends UsageOptions, AbandonOptions {
  /**
   * The agent's answer to a denial. `throw` (default): EntitlementDeniedError, as the cause of LangChain's
   * MiddlewareError. `answer`: the denial's message is the agent's last answer. A function: the text that it returns is
   * the last answer.
   */
  readonly onDenial?: 'throw' | 'answer' | ((denial: Denial) => string)
  /** Models to try, in order, when a call is denied, or fails before any part of an answer came. At most 10. */
  readonly fallbackModels?: readonly object[]
  /** The function that keeps a model to `maxCompletionTokens` of its reservation. Default: `limitCompletionTokens`. */
  readonly limitCompletionTokens?: LimitCompletionTokens
}

/** More models than this for one answer is a mistake. */
const MAX_FALLBACK_MODELS = 10

const OPTIONS = ['onDenial', 'fallbackModels', 'limitCompletionTokens', 'onAbandon', 'drain']

type WrapModelCall = NonNullable<AgentMiddleware['wrapModelCall']>
type ModelRequest = Parameters<WrapModelCall>[0]
type CallModel = Parameters<WrapModelCall>[1]

/**
 * Gates and meters the model calls of an agent made by `createAgent`: holds tokens before each, keeps the model to the
 * completion tokens that were granted, settles with the provider's usage. Put it last in `middleware`, so that what
 * others change is seen. The customer and the request come from the options, else from `tallygate_customer` and
 * `tallygate_request_id` in the run's `configurable` or `context`.
 *
 * @example
 * ```ts
 * const agent = createAgent({ model, tools, middleware: [entitlementsMiddleware({ entitlements })] })
 * await agent.invoke({ messages }, { configurable: { tallygate_customer: 'acme', tallygate_request_id: 'req-2041' } })
 * ```
 */
export function entitlementsMiddleware(options: EntitlementsMiddlewareOptions): AgentMiddleware {
  assertUsageOptions(options, OPTIONS)
  assertOptions(options)
  const gate = new UsageGate(options)
  const limit = options.limitCompletionTokens ?? limitCompletionTokens
  watchNestedCalls()
  return createMiddleware({
    name: 'TallygateEntitlements',
    beforeAgent: (_state, runtime) => {
      openGate({ options, gate, limit }, runtime)
    },
    wrapModelCall: async (request, callModel) => await wrap({ options, gate, limit }, request, callModel),
  })
}

interface Parts {
  readonly options: EntitlementsMiddlewareOptions
  readonly gate: UsageGate
  readonly limit: LimitCompletionTokens
}

/**
 * Opens the gate for the model calls of tools and other middleware: before the first of them, and where a run goes on
 * after an interruption.
 */
function openGate({ options, gate }: Parts, runtime: RunFacts): NestedGate | undefined {
  return openNestedGate(() => ({ handler: gate.handler, ...identify(options, runtime), begun: 0 }))
}

async function wrap(parts: Parts, request: ModelRequest, callModel: CallModel): Promise<AIMessage> {
  const { options, gate, limit } = parts
  const nested = openGate(parts, request.runtime)
  const who = identify(options, request.runtime)
  const prompt = { messages: promptOf(request), tools: request.tools }
  const models = [request.model, ...((options.fallbackModels ?? []) as ModelRequest['model'][])]
  let denial: Denial | undefined
  let failure: { readonly error: unknown } | undefined
  for (const candidate of models) {
    const model = await resolved(candidate, request)
    const held = await gate.hold({ ...who, model, prompt, signal: request.runtime.signal })
    if (!held.allowed) {
      denial ??= held
      continue
    }
    if (!hasRoomToThink(model, held.reservation.maxCompletionTokens)) {
      held.drop()
      await held.run.release('what is left of the budget is too little for a model that thinks')
      denial ??= tooLittleToThink(held)
      continue
    }
    const call = new GatedCall(held, model, { gate, limit, nested })
    try {
      return await call.finish(await callModel({ ...request, model: call.model }))
    } catch (error) {
      await call.fail(error)
      if (!call.mayFallBack(error)) throw error
      failure ??= { error }
    }
  }
  if (failure !== undefined) throw failure.error
  if (denial === undefined) throw new Error('An agent without a model was called.')
  return answerOf(denial, options.onDenial ?? 'throw')
}

function answerOf(denial: Denial, onDenial: 'throw' | 'answer' | ((denial: Denial) => string)): AIMessage {
  if (onDenial === 'throw') throw new EntitlementDeniedError({ decision: denial })
  return new AIMessage({ content: onDenial === 'answer' ? denial.message : onDenial(denial) })
}

/** The facts that a run of an agent gives about itself. */
interface RunFacts {
  readonly configurable?: unknown
  readonly context?: unknown
}

function identify(options: EntitlementsMiddlewareOptions, { configurable, context }: RunFacts): Who {
  const customer = options.customer ?? textAt(configurable, CUSTOMER_KEY) ?? textAt(context, CUSTOMER_KEY)
  const requestId = options.requestId ?? textAt(configurable, REQUEST_ID_KEY) ?? textAt(context, REQUEST_ID_KEY)
  if (customer === undefined)
    throw new UnidentifiedRunError({
      message: `A model call without a customer: give the middleware \`customer\`, or the run configurable.${CUSTOMER_KEY}.`,
      missing: 'customer',
    })
  const properties = valueAt(configurable, PROPERTIES_KEY) ?? valueAt(context, PROPERTIES_KEY)
  const scopes = valueAt(configurable, SCOPES_KEY) ?? valueAt(context, SCOPES_KEY)
  return {
    customer,
    requestId: requestId ?? crypto.randomUUID(),
    // What cannot be a property is refused by name when the call is admitted.
    ...(properties === undefined ? {} : { properties: properties as Readonly<Record<string, string>> }),
    ...(scopes === undefined ? {} : { scopes: scopes as readonly Scope[] }),
  }
}

interface Who {
  readonly customer: string
  readonly requestId: string
  readonly properties?: Readonly<Record<string, string>>
  readonly scopes?: readonly Scope[]
}

function promptOf(request: ModelRequest): readonly BaseMessage[] {
  return request.systemMessage.text === '' ? request.messages : [request.systemMessage, ...request.messages]
}

/** `createAgent({ model: 'openai:gpt-4o' })` hands on a model that is made when it is needed. */
async function resolved(model: ModelRequest['model'], request: ModelRequest): Promise<ModelRequest['model']> {
  if (!('_getModelInstance' in model) || typeof model._getModelInstance !== 'function') return model
  return (await model._getModelInstance({ configurable: request.runtime.configurable })) as ModelRequest['model']
}

function valueAt(fields: unknown, key: string): unknown {
  if (typeof fields !== 'object' || fields === null) return undefined
  return (fields as Readonly<Record<string, unknown>>)[key]
}

function textAt(fields: unknown, key: string): string | undefined {
  const value = valueAt(fields, key)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function assertOptions(options: EntitlementsMiddlewareOptions): void {
  const { onDenial, fallbackModels } = options
  if (onDenial !== undefined && onDenial !== 'throw' && onDenial !== 'answer' && typeof onDenial !== 'function')
    refuseOption('onDenial', "'throw', 'answer' or a function of the denial", onDenial)
  if (fallbackModels !== undefined && (!Array.isArray(fallbackModels) || fallbackModels.length > MAX_FALLBACK_MODELS))
    refuseOption('fallbackModels', `a list of at most ${MAX_FALLBACK_MODELS} chat models`, fallbackModels)
  assertFunction(options.limitCompletionTokens, 'limitCompletionTokens')
}
