import { type BilledModel, billedModelOf, type ModelIds } from '@tallygate/usage'
import { callable, knownOptions, oneOf, wholeNumber } from '../errors/check-option.ts'
import { DRAIN_DEFAULTS, DRAIN_MOST, type DrainOptions } from './drains.ts'
import type { MeteredAttempt } from './metered-attempt.ts'

/** The options that every adapter has which makes calls of models metered. */
export interface MeteringOptions {
  /**
   * Answered model id → billed model id, over `DEFAULT_MODEL_IDS` of @tallygate/usage; or a function that decides
   * alone.
   */
  readonly modelIds?: ModelIds
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

/** Names of `MeteringOptions`. */
export const METERING_OPTIONS: readonly string[] = [
  'modelIds',
  'onAbandon',
  'drain',
  'onAttempt',
  'onError',
] satisfies readonly (keyof MeteringOptions)[]

/** The options, checked, with their defaults. */
export interface MeteringSettings {
  readonly billedModel: BilledModel
  /** Undefined: nothing is drained. */
  readonly drain: Required<DrainOptions> | undefined
  readonly onAttempt: (attempt: MeteredAttempt) => void
  readonly onError: (error: unknown) => void
}

/**
 * Checks the options and fills in the defaults. Ignores options of other names: the adapter knows which it has.
 * @throws InvalidOptionError, or TypeError for ids that are not ids; both name the option and the fix.
 */
export function meteringSettings(options: MeteringOptions): MeteringSettings {
  oneOf(options.onAbandon ?? 'drain', 'onAbandon', ['drain', 'estimate'])
  const onError = callable(options.onError, 'onError') ?? warn
  const onAttempt = callable(options.onAttempt, 'onAttempt')
  const drain = { ...DRAIN_DEFAULTS, ...drainOptions(options) }
  return {
    billedModel: billedModelOf(options.modelIds),
    drain: options.onAbandon === 'estimate' ? undefined : drain,
    onAttempt: (attempt) => guarded(onError, () => onAttempt?.(attempt)),
    onError: (error) => guarded(warn, () => onError(error)),
  }
}

function drainOptions({ drain = {} }: MeteringOptions): DrainOptions {
  knownOptions(drain, Object.keys(DRAIN_DEFAULTS), 'drain.')
  for (const [name, value] of Object.entries(drain))
    wholeNumber(value, `drain.${name}`, 0, DRAIN_MOST[name as keyof DrainOptions])
  return drain
}

export function guarded(onError: (error: unknown) => void, run: () => void): void {
  try {
    run()
  } catch (error) {
    onError(error)
  }
}

/** A warning where the runtime has a place for one: in a browser or at the edge it is dropped. */
export function warn(error: unknown): void {
  const { process } = globalThis as { readonly process?: { emitWarning?(text: string): void } }
  process?.emitWarning?.(`A metered call could not be recorded: ${String(error)}`)
}
