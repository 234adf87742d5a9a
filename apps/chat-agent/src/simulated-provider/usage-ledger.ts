import type { Mountable } from '@copilotkit/aimock'

/** The provider's own count for one model it served. */
export interface LedgerLine {
  requests: number
  prompt_tokens: number
  completion_tokens: number
}

/**
 * Most models of the ledger; ids come from callers, so their number is bounded. Further ones are counted under `other`.
 */
const MAX_MODELS = 1000

/**
 * The provider's own count, apart from anything that the metering side believes: what was reported in `usage`, summed
 * by served model. `GET` answers `{"models": {"<id>": {requests, prompt_tokens, completion_tokens}}}`, which a test
 * compares with an invoice.
 */
export class UsageLedger {
  readonly #lines = new Map<string, LedgerLine>()

  /** Counts one completion and returns its `usage` in the provider's shape. */
  record(model: string, promptTokens: number, completionTokens: number) {
    const key = this.#lines.has(model) || this.#lines.size < MAX_MODELS ? model : 'other'
    const line = this.#lines.get(key) ?? { requests: 0, prompt_tokens: 0, completion_tokens: 0 }
    line.requests += 1
    line.prompt_tokens += promptTokens
    line.completion_tokens += completionTokens
    this.#lines.set(key, line)
    return {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    }
  }

  /** The counts so far, by served model. */
  totals(): Record<string, LedgerLine> {
    return Object.fromEntries(this.#lines)
  }

  /** The ledger as an HTTP resource of the simulated provider. */
  asMount(): Mountable {
    return {
      handleRequest: async (request, response) => {
        if (request.method !== 'GET') return false
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ models: this.totals() }))
        return true
      },
    }
  }
}
