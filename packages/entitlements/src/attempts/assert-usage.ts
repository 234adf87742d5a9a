import { assertText, assertTokens, MAX_MODEL_LENGTH } from '../admission/reserve-request.ts'
import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import type { Usage } from '../journal/usage.ts'

const DETAILS = [
  'cachedPromptTokens',
  'cacheWriteTokens',
  'reasoningTokens',
  'audioPromptTokens',
  'audioCompletionTokens',
] as const

/** Throws InvalidRequestError for a usage that cannot be billed as it is. Zero is a count. */
export function assertUsage(usage: Usage): void {
  if (typeof usage !== 'object' || usage === null)
    throw new InvalidRequestError({
      message: 'usage must be {model, promptTokens, completionTokens, source}.',
      field: 'usage',
    })
  assertText(usage.model, 'usage.model', MAX_MODEL_LENGTH, /^[^\p{Cc}]+$/u, 'printable text')
  assertTokens(usage.promptTokens, 'usage.promptTokens')
  assertTokens(usage.completionTokens, 'usage.completionTokens')
  for (const name of DETAILS) {
    if (usage.details?.[name] !== undefined) assertTokens(usage.details[name], `usage.details.${name}`)
  }
  if (usage.source !== 'provider' && usage.source !== 'estimate')
    throw new InvalidRequestError({ message: "usage.source must be 'provider' or 'estimate'.", field: 'usage.source' })
}
