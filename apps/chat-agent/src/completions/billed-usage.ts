import type { Usage } from '@tallygate/entitlements'
import { DEFAULT_MODEL_IDS, normaliseUsage } from '@tallygate/langchain'

/** The id under which a model is entitled and billed: a dated snapshot is its model, any other id is itself. */
export function billedModel(model: string): string {
  return Object.hasOwn(DEFAULT_MODEL_IDS, model) ? (DEFAULT_MODEL_IDS[model] ?? model) : model
}

/**
 * What a completion used, at the model that served it: the provider's own count, else the estimate, flagged as one. A count that is none (a fraction, a
 * negative number) is never billed.
 */
export function billedUsage(
  servedModel: string,
  reported: unknown,
  estimate: { readonly promptTokens: number; readonly completionTokens: number },
): Usage {
  const model = billedModel(servedModel)
  const reading = normaliseUsage(reported)
  if (reading === undefined || !('usage' in reading)) return { model, ...estimate, source: 'estimate' }
  return { model, ...reading.usage, source: 'provider' }
}
