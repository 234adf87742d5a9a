import { type TokenUsage, textBytes, type UsageReading } from '@tallygate/usage'
import { isFields } from './fields.ts'
import { modelIn, usageOfMessage } from './result-usage.ts'

/**
 * The record of one run's answer, made while it comes. LangChain loses usage when it joins chunks (a first delta
 * without a role makes them ChatMessageChunk, which has none) and adds up what some providers repeat, so usage is read
 * from the chunks themselves.
 */
export class StreamRecord {
  #usage: UsageReading
  #model: string | undefined
  #provider: string | undefined
  #bytes = 0
  #seen = false

  /** @param provider LangChain's name of the provider, where the call has one: "openai", "anthropic". */
  constructor(provider?: string) {
    this.#provider = provider
  }

  /** Tells whether any part of an answer arrived: from then on the provider has served something. */
  get seen(): boolean {
    return this.#seen
  }

  get usage(): UsageReading {
    return this.#usage
  }

  get model(): string | undefined {
    return this.#model
  }

  /** UTF-8 bytes of the text that arrived. */
  get bytes(): number {
    return this.#bytes
  }

  /** One token of handleLLMNewToken, with its chunk where the integration hands one on. */
  add(text: string, chunk: unknown): void {
    this.#seen = true
    if (text !== '') this.#bytes += textBytes(text)
    if (!isFields(chunk)) return
    const message = isFields(chunk['message']) ? chunk['message'] : chunk
    const metadata = message['response_metadata']
    this.#model ??= modelIn(metadata) ?? modelIn(chunk['generationInfo'])
    if (isFields(metadata) && typeof metadata['model_provider'] === 'string')
      this.#provider = metadata['model_provider']
    const found = usageOfMessage(message)
    if (found !== undefined) this.#usage = joined(this.#usage, found, this.#provider)
  }
}

/**
 * The usage of a stream so far and that of its next chunk. Three ways are in use. Anthropic: the first chunk has the
 * prompt and a seed of the completion, later ones the completion so far. Many OpenAI-compatible servers: each chunk has
 * both so far. LangChain's Gemini: each chunk has what came since the last, and the prompt once. A prompt is one
 * number, so a second chunk with a prompt tells the second way from the third.
 */
function joined(before: UsageReading, next: UsageReading, provider: string | undefined): UsageReading {
  if (before === undefined || next === undefined || !('usage' in before) || !('usage' in next)) return next
  const so = before.usage
  const now = next.usage
  if (so.promptTokens > 0 && now.promptTokens > 0 && provider !== 'anthropic') return next
  const doubt = next.doubt ?? before.doubt
  const usage = provider === 'anthropic' ? soFar(so, now) : added(so, now)
  return doubt === undefined ? { usage } : { usage, doubt }
}

function soFar(so: TokenUsage, now: TokenUsage): TokenUsage {
  const details = { ...so.details, ...now.details }
  return {
    promptTokens: Math.max(so.promptTokens, now.promptTokens),
    completionTokens: Math.max(so.completionTokens, now.completionTokens),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  }
}

function added(so: TokenUsage, now: TokenUsage): TokenUsage {
  const details: Record<string, number> = { ...so.details }
  for (const [pool, tokens] of Object.entries(now.details ?? {})) details[pool] = (details[pool] ?? 0) + tokens
  return {
    promptTokens: so.promptTokens + now.promptTokens,
    completionTokens: so.completionTokens + now.completionTokens,
    ...(Object.keys(details).length === 0 ? {} : { details }),
  }
}
