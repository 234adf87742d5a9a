export type { CallKind, Protocol } from './requests/call-kind.ts'
export {
  canBeLimitedTo,
  choices,
  completionTokensAsked,
  limitCompletion,
  type ProviderDialect,
} from './requests/completion-limits.ts'
export { type Isolation, isolatedRequest } from './requests/isolated-request.ts'
export { type ModelRequest, type ReadOptions, readModelRequest } from './requests/model-request.ts'
export { namedModels } from './requests/named-models.ts'
export { assertNoRefusedMember } from './requests/refused-members.ts'
export { RefusedRequestError } from './requests/refused-request-error.ts'
