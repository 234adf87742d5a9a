import type { Denial } from '@tallygate/entitlements'
import { fromWireDenial } from './wire-denial.ts'

/** Members in which SDKs keep the body of an error, its text, or the error inside of theirs. */
const PLACES = ['denial', 'error', 'cause', 'lastError', 'errors', 'data', 'responseBody', 'body', 'message']

/** Values that are looked at: errors may go round in circles. */
const MAX_VALUES = 200

/**
 * Finds the denial in what an SDK threw for it: the errors of `openai`, `@anthropic-ai/sdk`, the AI SDK,
 * `@google/genai`, LangChain and what wraps them. Undefined for any other error.
 *
 * @example
 * ```ts
 * const denial = findDenial(error)
 * if (denial?.reason === 'budget_exhausted') offerUpgrade(denial.plans)
 * ```
 */
export function findDenial(error: unknown): Denial | undefined {
  const open: unknown[] = [error]
  const seen = new Set<unknown>()
  for (let looked = 0; open.length > 0 && looked < MAX_VALUES; looked += 1) {
    const value = read(open.shift())
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    const denial = fromWireDenial(value)
    if (denial !== undefined) return denial
    if (Array.isArray(value)) open.push(...value)
    else for (const place of PLACES) open.push((value as Readonly<Record<string, unknown>>)[place])
  }
  return undefined
}

/** Some SDKs keep the body as text, or in the middle of their message. */
function read(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const start = value.indexOf('{"')
  if (start < 0 || !value.includes('"denial"')) return undefined
  try {
    return JSON.parse(value.slice(start, value.lastIndexOf('}') + 1))
  } catch {
    return undefined
  }
}
