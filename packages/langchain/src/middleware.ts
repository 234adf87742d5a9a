export { type EntitlementsMiddlewareOptions, entitlementsMiddleware } from './entitlements-middleware.ts'
export { type LimitCompletionTokens, limitCompletionTokens } from './limit-completion-tokens.ts'
