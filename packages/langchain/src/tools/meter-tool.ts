import { ToolMessage } from '@langchain/core/messages'
import type { RunnableConfig } from '@langchain/core/runnables'
import type { StructuredTool } from '@langchain/core/tools'
import type { Denial, Entitlements } from '@tallygate/entitlements'
import {
  type CallContext,
  CallMeter,
  type CallOptions,
  EntitlementDeniedError,
  type OpenCall,
} from '@tallygate/entitlements/metering'
import { refuseOption } from '../run/refuse-option.ts'
import { CUSTOMER_KEY, PROPERTIES_KEY, REQUEST_ID_KEY } from '../run/run-request.ts'
import { type Fields, isFields } from '../usage/fields.ts'

/** The facts of a call of a tool by which the application can say for whom it is. */
export interface ToolCall {
  readonly input: unknown
  readonly config: RunnableConfig
}

export interface MeterToolOptions<Result = unknown> extends CallOptions<Result, unknown, ToolCall> {
  /**
   * The answer to a denied call that a model made. `answer` (default): a message of the tool with status `error` and
   * the denial's message. A function: the text of that message. `throw`: EntitlementDeniedError. A denied call of the
   * application's own is thrown in any case.
   */
  readonly onDenial?: 'answer' | 'throw' | ((denial: Denial) => string)
}

type Call = (arg: unknown, config?: unknown, more?: unknown) => Promise<unknown>

/**
 * Gates and meters the calls of a tool: the same tool, whose calls are held before they are made and settled with what
 * they counted. A call that throws counts nothing, unless `billFailed` says so. The customer and the request come from
 * the options, else from `tallygate_customer` and `tallygate_request_id` in the run's `configurable`, `context` or
 * `metadata`, else from `withCustomer`.
 *
 * @example
 * ```ts
 * const search = meterTool(entitlements, tool(find, { name: 'search', schema }), { quantity: 'searches' })
 * const agent = createAgent({ model, tools: [search] })
 * await agent.invoke({ messages }, { configurable: { tallygate_customer: 'acme' } })
 * ```
 * @throws InvalidOptionError that names the option and the fix.
 */
export function meterTool<Tool extends StructuredTool, Result = unknown>(
  entitlements: Entitlements,
  tool: Tool,
  options: MeterToolOptions<Result> = {},
): Tool {
  const { _call: run, call } = tool as unknown as { readonly _call?: Call; readonly call?: Call }
  if (typeof run !== 'function' || typeof call !== 'function')
    refuseOption('tool', 'a tool of LangChain.js, as `tool(…)` makes one', tool)
  const { onDenial = 'answer' } = options
  if (onDenial !== 'answer' && onDenial !== 'throw' && typeof onDenial !== 'function')
    refuseOption('onDenial', "'answer', 'throw' or a function of the denial", onDenial)
  const meter = new CallMeter<Result, unknown, ToolCall>(entitlements, options, ['onDenial'])
  // What the tool inherits stays as it is: only its two methods stand before those of the tool.
  const view = Object.create(tool) as Tool
  const metered: Call = async (input, manager, given) => {
    const config = (given ?? {}) as RunnableConfig
    const facts = { input, config }
    const open = await meter.open({ input, facts, said: contextOf(config), signal: config.signal })
    return await settled(open, () => Reflect.apply(run, tool, [input, manager, given]))
  }
  const answering: Call = async (arg, config, tags) => {
    try {
      return await Reflect.apply(call, view, [arg, config, tags])
    } catch (error) {
      const id = callIdOf(arg, config)
      if (!EntitlementDeniedError.isInstance(error) || onDenial === 'throw' || id === undefined) throw error
      const content = onDenial === 'answer' ? error.decision.message : onDenial(error.decision)
      return new ToolMessage({ content, name: tool.name, tool_call_id: id, status: 'error' })
    }
  }
  return Object.defineProperties(view, { _call: { value: metered }, call: { value: answering } })
}

async function settled<Result>(call: OpenCall<Result>, run: () => Promise<unknown>): Promise<unknown> {
  try {
    const result = await run()
    if (isAsyncGenerator(result)) return inParts(call, result)
    await call.done(result as Result)
    return result
  } catch (error) {
    await call.failed(error)
    throw error
  }
}

/** A tool that tells of its progress returns its result at the end. */
async function* inParts<Result>(
  call: OpenCall<Result>,
  parts: AsyncGenerator<unknown, unknown>,
): AsyncGenerator<unknown, unknown> {
  try {
    const result = yield* parts
    await call.done(result as Result)
    return result
  } catch (error) {
    await call.failed(error)
    throw error
  } finally {
    // Its reader left before the end; after an end of its own this does nothing.
    await call.left()
  }
}

function isAsyncGenerator(value: unknown): value is AsyncGenerator<unknown, unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value
}

/** The id of the model's call that a tool answers; undefined for a call of the application's own. */
function callIdOf(arg: unknown, config: unknown): string | undefined {
  const call = isFields(config) && isFields(config['toolCall']) ? config['toolCall'] : arg
  const isOfModel = isFields(call) && (call === arg ? call['type'] === 'tool_call' : true)
  return isOfModel && typeof call['id'] === 'string' ? call['id'] : undefined
}

/** Reads what a run says of itself, as the handler and the middleware read it. */
function contextOf({ configurable, metadata, ...more }: RunnableConfig): CallContext {
  const places = [configurable, (more as Fields)['context'], metadata].filter(isFields)
  const found = (key: string) => places.map((place) => place[key]).find((value) => value !== undefined)
  const said = { customer: found(CUSTOMER_KEY), requestId: found(REQUEST_ID_KEY), properties: found(PROPERTIES_KEY) }
  // What cannot be one is refused by name when the call is admitted.
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as CallContext
}
