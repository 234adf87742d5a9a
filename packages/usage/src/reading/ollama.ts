import { count, type Fields } from './fields.ts'
import { reconcile } from './reconcile.ts'
import type { UsageReading } from './token-usage.ts'

/** Reads Ollama's final answer. prompt_eval_count is left out when the whole prompt was in its cache. */
export function readOllama(value: Fields): UsageReading {
  if (!('eval_count' in value || 'prompt_eval_count' in value)) return undefined
  return reconcile({
    prompt: count(value, 'prompt_eval_count') ?? 0,
    completion: count(value, 'eval_count') ?? 0,
    total: undefined,
    pools: [],
    details: {},
  })
}
