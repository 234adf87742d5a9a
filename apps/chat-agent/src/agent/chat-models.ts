import { ChatOpenAI } from '@langchain/openai'

/** Longest wait for the whole answer of a model. */
const MODEL_TIMEOUT_MS = 120_000
/** Most tokens of one answer. It bounds what one attempt can spend, and so what is held back for it while it runs. */
const MAX_COMPLETION_TOKENS = 4096
/** Models kept ready; their ids come from callers, so their number is bounded. */
const MAX_MODELS = 100

export interface ProviderAccess {
  /** Root of OpenAI's protocol, with `/v1`. */
  readonly baseUrl: string
  readonly apiKey: string
}

/** The models of one provider, made when first asked for. */
export class ChatModels {
  readonly #provider: ProviderAccess
  readonly #models = new Map<string, ChatOpenAI>()

  constructor(provider: ProviderAccess) {
    this.#provider = provider
  }

  get(model: string): ChatOpenAI {
    const known = this.#models.get(model)
    if (known !== undefined) return known
    const made = new ChatOpenAI({
      model,
      apiKey: this.#provider.apiKey,
      configuration: { baseURL: this.#provider.baseUrl },
      timeout: MODEL_TIMEOUT_MS,
      maxTokens: MAX_COMPLETION_TOKENS,
      // A retry inside the client is invisible to metering, and a request that timed out may have been answered and
      // charged for. Each attempt has to be one that can be seen: the fallback makes them.
      maxRetries: 0,
      useResponsesApi: false,
    })
    if (this.#models.size >= MAX_MODELS)
      for (const oldest of this.#models.keys()) if (this.#models.delete(oldest)) break
    this.#models.set(model, made)
    return made
  }
}
