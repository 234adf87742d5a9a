export { type EntitlementsMiddlewareOptions, entitlementsMiddleware } from './middleware/entitlements-middleware.ts'
export { type LimitCompletionTokens, limitCompletionTokens } from './middleware/limit-completion-tokens.ts'
