import { callable, refuseOption } from '../errors/check-option.ts'
import { CONTEXT_OPTIONS, type ContextOptions } from './context-options.ts'

/** Counts by the names of quantities: `toolCalls`, `searches`, `seconds`, and every other mapped name. */
export type Quantities = Readonly<Record<string, number>>

/** The options of calls that cost and are no calls of models, such as those of tools. */
export interface CallOptions<Result, Input, Facts = Input> extends ContextOptions<Facts> {
  /**
   * The counts of a call. A name: the call counts 1 of it. A function: its counts, out of the result and the input.
   * Default: `toolCalls`. The option `quantities` of the entitlements maps a quantity to its meter; without a meter it
   * is not billed.
   */
  readonly quantity?: string | ((result: Result, input: Input) => Quantities)
  /**
   * The most that a call may count, which is held before it is made; or a function of the input. Default: 1 of the
   * named quantity. Required where `quantity` is a function.
   */
  readonly estimate?: Quantities | ((input: Input) => Quantities)
  /** The counts of a call that threw, where it costs all the same. Default: none, and its hold is given back. */
  readonly billFailed?: (error: unknown, input: Input) => Quantities | undefined
  /**
   * Told what could not be counted or recorded once a call was made: its result goes on all the same. Default: a
   * process warning.
   */
  readonly onError?: (error: unknown) => void
}

/** Names of `CallOptions`. */
export const CALL_OPTIONS: readonly string[] = [
  ...CONTEXT_OPTIONS,
  ...(['quantity', 'estimate', 'billFailed', 'onError'] satisfies readonly (keyof CallOptions<never, never>)[]),
]

/** The options, checked, with their defaults. */
export interface CallSettings<Result, Input> {
  readonly counted: (result: Result, input: Input) => Quantities
  readonly estimated: (input: Input) => Quantities
  readonly billFailed: (error: unknown, input: Input) => Quantities | undefined
}

/** @throws InvalidOptionError that names the option and the fix. */
export function callSettings<Result, Input, Facts>(
  options: CallOptions<Result, Input, Facts>,
): CallSettings<Result, Input> {
  const { quantity = 'toolCalls', estimate } = options
  if (typeof quantity !== 'function' && (typeof quantity !== 'string' || quantity === ''))
    refuseOption('quantity', 'the name of a quantity, or a function of the result', quantity)
  if (typeof quantity === 'function' && estimate === undefined)
    refuseOption('estimate', 'given where quantity is a function', estimate)
  if (estimate !== undefined && typeof estimate !== 'function' && (typeof estimate !== 'object' || estimate === null))
    refuseOption('estimate', 'counts by the names of quantities, or a function of the input', estimate)
  const once = typeof quantity === 'string' ? { [quantity]: 1 } : {}
  return {
    counted: typeof quantity === 'function' ? quantity : () => once,
    estimated: typeof estimate === 'function' ? estimate : () => estimate ?? once,
    billFailed: callable(options.billFailed, 'billFailed') ?? (() => undefined),
  }
}
