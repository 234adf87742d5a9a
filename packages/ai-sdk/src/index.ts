export {
  type CallContext,
  type DrainOptions,
  EntitlementDeniedError,
  type MeteredAttempt,
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
