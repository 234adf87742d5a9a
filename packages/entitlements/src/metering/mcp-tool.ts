import type { Denial } from '../admission/denial.ts'
import type { Entitlements } from '../entitlements.ts'
import { callable } from '../errors/check-option.ts'
import { CallMeter, type OpenCall } from './call-meter.ts'
import type { CallOptions } from './call-options.ts'
import { EntitlementDeniedError } from './entitlement-denied-error.ts'

/** The facts that an MCP server hands to a tool beside its arguments, as far as they matter here. */
export interface McpExtra {
  readonly signal?: AbortSignal
  readonly sessionId?: string | undefined
  /** The authorization of the request, where the server asks for one. */
  readonly authInfo?: { readonly clientId: string; readonly scopes: readonly string[] } | undefined
}

/** The facts of a call of an MCP server's tool. */
export interface McpCall<Input> {
  /** Its arguments; undefined for a tool without any. */
  readonly input: Input
  /** Facts that the server hands to the tool beside them: `authInfo`, `sessionId`, `signal`. */
  readonly extra: McpExtra
}

/** A result of an MCP server's tool, as far as it matters here. */
export interface McpResult {
  readonly isError?: boolean | undefined
  readonly [member: string]: unknown
}

export interface McpToolOptions<Result, Input> extends CallOptions<Result, Input, McpCall<Input>> {
  /** The text that a denied call answers its model. Default: the denial's message. */
  readonly onDenial?: (denial: Denial) => string
}

/**
 * Gates and meters the calls of an MCP server's tool: takes the function that `registerTool` takes, and returns the
 * same with a gate before it. A denied call is a result with `isError` and the denial's message, which the client's
 * model reads. A result with `isError` counts as a call that threw.
 *
 * @example
 * ```ts
 * const search = meterTool(entitlements, ({ query }) => find(query), {
 *   customer: ({ extra }) => extra.authInfo?.clientId,
 *   quantity: 'searches',
 * })
 * server.registerTool('search', { inputSchema: { query: z.string() } }, search)
 * ```
 * @throws InvalidOptionError that names the option and the fix.
 */
export function meterTool<Values extends readonly unknown[], Result extends McpResult>(
  entitlements: Entitlements,
  tool: (...values: Values) => Result | Promise<Result>,
  options: McpToolOptions<Result, InputOf<Values>> = {},
): (...values: Values) => Promise<Result> {
  const meter = new CallMeter(entitlements, options, ['onDenial'])
  const onDenial = callable(options.onDenial, 'onDenial') ?? ((denial: Denial) => denial.message)
  return async (...values) => {
    // The server hands on arguments and facts, or the facts alone to a tool without arguments.
    const extra = (values.at(-1) ?? {}) as McpExtra
    const input = (values.length > 1 ? values[0] : undefined) as InputOf<Values>
    let call: OpenCall<Result>
    try {
      call = await meter.open({ input, facts: { input, extra }, signal: extra.signal })
    } catch (error) {
      if (!EntitlementDeniedError.isInstance(error)) throw error
      const text = onDenial(error.decision)
      return { isError: true, content: [{ type: 'text', text }] } as unknown as Result
    }
    const result = await madeBy(call, () => tool(...values))
    if (result.isError === true) await call.failed(result)
    else await call.done(result)
    return result
  }
}

async function madeBy<Result>(call: OpenCall<Result>, make: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await make()
  } catch (error) {
    await call.failed(error)
    throw error
  }
}

/** The arguments of a tool's function: the first of its values. */
type InputOf<Values extends readonly unknown[]> = Values extends readonly [infer Input, ...unknown[]]
  ? Input
  : undefined
