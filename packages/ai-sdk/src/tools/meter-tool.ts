import type { Entitlements } from '@tallygate/entitlements'
import { CallMeter, type CallOptions, InvalidOptionError } from '@tallygate/entitlements/metering'

/** A tool of the AI SDK that the application runs. */
export interface RunnableTool {
  readonly execute?: ((input: never, options: never) => unknown) | undefined
}

type Execute<Tool extends RunnableTool> = NonNullable<Tool['execute']>
type InputOf<Tool extends RunnableTool> = Parameters<Execute<Tool>>[0]
type OptionsOf<Tool extends RunnableTool> = Parameters<Execute<Tool>>[1]

/** A tool that gives results as they come has the last of them as its result. */
type LastOf<Result> = Result extends AsyncIterable<infer Part> ? Part : Awaited<Result>
type OutputOf<Tool extends RunnableTool> = LastOf<ReturnType<Execute<Tool>>>

/** The facts of a call of a tool by which the application can say for whom it is. */
export interface ToolCall<Tool extends RunnableTool> {
  readonly input: InputOf<Tool>
  /** Those that the AI SDK hands to the tool: the id of the call, the messages, the context. */
  readonly options: OptionsOf<Tool>
}

export type ToolOptions<Tool extends RunnableTool> = CallOptions<OutputOf<Tool>, InputOf<Tool>, ToolCall<Tool>>

/** The options that the AI SDK hands to a tool, as far as they matter here. */
interface Signalled {
  readonly abortSignal?: AbortSignal
}

type Run = (input: unknown, options: Signalled) => unknown

/**
 * Gates and meters the calls of a tool: the same tool, whose calls are held before they are made and settled with what
 * they counted. A denied call throws EntitlementDeniedError, which the AI SDK hands to the model as the tool's error. A
 * call that throws counts nothing, unless `billFailed` says so.
 *
 * @example
 * ```ts
 * const search = meterTool(entitlements, tool({ inputSchema, execute: find }), { quantity: 'searches' })
 * await withCustomer('acme', () => generateText({ model, tools: { search }, prompt: 'Find a cat.' }))
 * ```
 * @throws InvalidOptionError for a tool that the application does not run, and for an option that is not one.
 */
export function meterTool<Tool extends RunnableTool>(
  entitlements: Entitlements,
  tool: Tool,
  options: ToolOptions<Tool> = {},
): Tool {
  const execute = tool.execute as Run | undefined
  if (typeof execute !== 'function')
    throw new InvalidOptionError({
      message: `tool.execute must be a function; it is ${String(execute)}. A tool that runs elsewhere is metered there.`,
      option: 'tool',
    })
  const meter = new CallMeter<OutputOf<Tool>, InputOf<Tool>, ToolCall<Tool>>(entitlements, options)
  const callOf = (input: unknown, given: Signalled) => {
    const facts = { input, options: given } as ToolCall<Tool>
    return { input: facts.input, facts, signal: given?.abortSignal }
  }
  const whole = async (input: unknown, given: Signalled) =>
    await meter.run(
      callOf(input, given),
      async () => (await lastOf(execute.call(tool, input, given))) as OutputOf<Tool>,
    )
  const inParts = async function* (input: unknown, given: Signalled) {
    const call = await meter.open(callOf(input, given))
    try {
      let last: unknown
      for await (const part of execute.call(tool, input, given) as AsyncIterable<unknown>) {
        last = part
        yield part
      }
      await call.done(last as OutputOf<Tool>)
    } catch (error) {
      await call.failed(error)
      throw error
    } finally {
      // Its reader left before the end; after an end of its own this does nothing.
      await call.left()
    }
  }
  // The SDK decides by what it is handed at once, before the gate has answered.
  return { ...tool, execute: isGenerator(execute) ? inParts : whole }
}

/** The result; the last one of a tool that turns out to give several. */
async function lastOf(result: unknown): Promise<unknown> {
  const value = await result
  if (!isAsyncIterable(value)) return value
  let last: unknown
  for await (const part of value) last = part
  return last
}

function isGenerator(execute: Run): boolean {
  return Object.prototype.toString.call(execute) === '[object AsyncGeneratorFunction]'
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
