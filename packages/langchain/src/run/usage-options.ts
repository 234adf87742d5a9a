import { type Entitlements, InvalidOptionError } from '@tallygate/entitlements'
import { type BilledModel, billedModelOf, type ModelIds } from '@tallygate/usage'
import type { EstimatePromptTokens } from '../usage/estimate-prompt-tokens.ts'
import type { RecordedAttempt } from './recorded-attempt.ts'
import { refuseOption, refuseUnknownOption } from './refuse-option.ts'

/** The options that the handler and the middleware share. */
export interface UsageOptions {
  /** Of `createEntitlements` in @tallygate/entitlements. */
  readonly entitlements: Entitlements
  /**
   * Reference of the customer in the billing API. Default: `tallygate_customer` in the run's metadata, so that one
   * handler serves all requests.
   */
  readonly customer?: string
  /**
   * The application's request, 1 to 200 characters. Default: `tallygate_request_id` in the run's metadata, else
   * LangChain's run id.
   */
  readonly requestId?: string
  /**
   * Answered model id → billed model id, over `DEFAULT_MODEL_IDS` of @tallygate/usage; or a function that decides
   * alone.
   */
  readonly modelIds?: ModelIds
  /** Prompt tokens of the hold. Default: `estimatePromptTokens`. */
  readonly estimatePromptTokens?: EstimatePromptTokens
  /** Told each attempt when it is settled. What it throws is a process warning, never the call's error. */
  readonly onAttempt?: (attempt: RecordedAttempt) => void
  /** Epoch milliseconds. Default: Date.now. */
  readonly now?: () => number
}

const KNOWN = new Set<string>([
  'entitlements',
  'customer',
  'requestId',
  'modelIds',
  'estimatePromptTokens',
  'onAttempt',
  'now',
] satisfies (keyof UsageOptions)[])

/** Throws InvalidOptionError, which names the option and the fix. `more` are the options of one user of these. */
export function assertUsageOptions(options: UsageOptions, more: readonly string[] = []): void {
  for (const key of Object.keys(options))
    if (!KNOWN.has(key) && !more.includes(key)) refuseUnknownOption(key, [...KNOWN, ...more])
  if (typeof options.entitlements?.reserve !== 'function')
    refuseOption('entitlements', 'what createEntitlements of @tallygate/entitlements returns', options.entitlements)
  assertText(options.customer, 'customer')
  assertText(options.requestId, 'requestId')
  assertFunction(options.estimatePromptTokens, 'estimatePromptTokens')
  assertFunction(options.onAttempt, 'onAttempt')
  assertFunction(options.now, 'now')
}

/** Makes the lookup for the option `modelIds`. Throws InvalidOptionError. */
export function billedModelFor({ modelIds }: Pick<UsageOptions, 'modelIds'>): BilledModel {
  try {
    return billedModelOf(modelIds)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new InvalidOptionError({ message: error.message, option: 'modelIds' })
  }
}

export function assertFunction(value: unknown, option: string): void {
  if (value === undefined || typeof value === 'function') return
  refuseOption(option, 'a function', value)
}

function assertText(value: unknown, option: string): void {
  if (value === undefined || (typeof value === 'string' && value !== '')) return
  refuseOption(option, 'a text that is not empty', value, " Leave it out to take it from the run's metadata.")
}
