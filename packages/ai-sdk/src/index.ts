export {
  type CallContext,
  type CallOptions,
  type DrainOptions,
  EntitlementDeniedError,
  type MeteredAttempt,
  type Quantities,
} from '@tallygate/entitlements/metering'
export type { CallFacts } from './calls/call-facts.ts'
export {
  type EmbeddingEntitlementsMiddleware,
  embeddingEntitlementsMiddleware,
} from './middleware/embedding-entitlements-middleware.ts'
export {
  type EntitlementsMiddleware,
  type EntitlementsMiddlewareOptions,
  entitlementsMiddleware,
} from './middleware/entitlements-middleware.ts'
export {
  type ImageEntitlementsMiddleware,
  imageEntitlementsMiddleware,
} from './middleware/image-entitlements-middleware.ts'
export type { ModelOptions } from './middleware/metered-model.ts'
export { meterTool, type RunnableTool, type ToolCall, type ToolOptions } from './tools/meter-tool.ts'
