export { EntitlementDeniedError } from '@tallygate/entitlements/metering'
export {
  type EmbeddingCall,
  type MeterEmbeddingsOptions,
  meterEmbeddings,
} from './embeddings/meter-embeddings.ts'
export { ConflictingCustomersError } from './run/conflicting-customers-error.ts'
export type { AbandonOptions, DrainOptions } from './run/drain.ts'
export type { RecordedAttempt } from './run/recorded-attempt.ts'
export { CUSTOMER_KEY, PROPERTIES_KEY, REQUEST_ID_KEY, SCOPES_KEY } from './run/run-request.ts'
export { UnidentifiedRunError } from './run/unidentified-run-error.ts'
export { UsageCallbackHandler } from './run/usage-callback-handler.ts'
export type { UsageOptions } from './run/usage-options.ts'
export { drained } from './stream/drained.ts'
export { type MeterStreamOptions, meterStream } from './stream/meter-stream.ts'
export { type MeterToolOptions, meterTool, type ToolCall } from './tools/meter-tool.ts'
export {
  type EstimatePromptTokens,
  estimatePromptTokens,
  type Prompt,
} from './usage/estimate-prompt-tokens.ts'
