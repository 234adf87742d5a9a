export type { AbandonOptions, DrainOptions } from './drain.ts'
export { drained } from './drained.ts'
export { EntitlementDeniedError } from './entitlement-denied-error.ts'
export {
  type EstimatePromptTokens,
  estimatePromptTokens,
  type Prompt,
} from './estimate-prompt-tokens.ts'
export { type MeterStreamOptions, meterStream } from './meter-stream.ts'
export { DEFAULT_MODEL_IDS, type ModelIds } from './model-ids.ts'
export { normaliseUsage } from './normalise-usage.ts'
export type { RecordedAttempt } from './recorded-attempt.ts'
export { CUSTOMER_KEY, REQUEST_ID_KEY } from './run-request.ts'
export type { TokenUsage, UsageReading } from './token-usage.ts'
export { UnidentifiedRunError } from './unidentified-run-error.ts'
export { UsageCallbackHandler } from './usage-callback-handler.ts'
export type { UsageOptions } from './usage-options.ts'
