import { type Fields, isFields } from '../reading/fields.ts'
import { readUsage } from '../reading/read-usage.ts'
import type { UsageReading } from '../reading/token-usage.ts'
import { type AnswerQuantities, imagesIn, searchesIn, secondsIn } from './answer-quantities.ts'
import { LAST_EVENTS } from './last-events.ts'
import { producedBytes } from './produced-bytes.ts'

/**
 * Reads along with one answer and knows at its end what it used: OpenAI's chat, Responses, embeddings, images and
 * sounds, Anthropic, Gemini, Bedrock Converse, Ollama, as the events of a stream or as one whole body. Usage is never
 * added up: where a provider states it several times, the counts are those so far.
 */
export class AnswerTally {
  #usage: UsageReading
  #model: string | undefined
  #bytes = 0
  #images = 0
  #seconds: number | undefined
  #searches = 0
  #ended = false
  /** Anthropic states the prompt with the first event and the completion so far with later ones. */
  #anthropic: Fields = {}
  /** Choices of a chat stream that were seen: whether the provider said why it stopped. */
  readonly #choices = new Map<unknown, boolean>()

  /** Takes one event of a stream, or a whole answer, as parsed JSON. Anything else is ignored. */
  add(event: unknown): void {
    if (!isFields(event)) return
    const inner = innerOf(event)
    this.#model = modelOf(event) ?? modelOf(inner) ?? this.#model
    this.#bytes += producedBytes(event)
    this.#images += imagesIn(event)
    this.#seconds = secondsIn(event) ?? this.#seconds
    this.#searches = Math.max(this.#searches, searchesIn(event), searchesIn(inner))
    this.#readUsage(event, inner)
    this.#readEnd(event)
  }

  /** The usage that the provider stated; undefined where it stated none yet. */
  get usage(): UsageReading {
    return this.#usage
  }

  /**
   * Counts beside tokens: images that were made, seconds of sound that were read, searches of the web. A count is
   * absent where the answer has none. Providers bill these where they state no tokens, or beside them.
   */
  get quantities(): AnswerQuantities {
    return {
      ...(this.#images === 0 ? {} : { images: this.#images }),
      ...(this.#seconds === undefined ? {} : { seconds: this.#seconds }),
      ...(this.#searches === 0 ? {} : { searches: this.#searches }),
    }
  }

  /** The id under which the provider answered. */
  get model(): string | undefined {
    return this.#model
  }

  /**
   * UTF-8 bytes of what was produced: texts, thoughts, refusals, calls of tools. For `tokensOfBytes`, where no usage
   * came.
   */
  get producedBytes(): number {
    return this.#bytes
  }

  /**
   * True when the provider said why it stopped, for each choice: nothing of the answer is missing, though a stream may
   * end without `[DONE]`.
   */
  get finished(): boolean {
    if (this.#ended) return true
    return this.#choices.size > 0 && [...this.#choices.values()].every((stopped) => stopped)
  }

  #readUsage(event: Fields, inner: Fields): void {
    const { type } = event
    const stated = usageIn(event) ?? usageIn(inner)
    if (stated === undefined) return
    if (type === 'message_start' || type === 'message_delta') {
      this.#anthropic = soFar(this.#anthropic, stated)
      this.#usage = readUsage(this.#anthropic)
      return
    }
    const reading = readUsage(stated)
    if (reading === undefined) return
    // Counts of a stream go up. One that falls, such as zeros at the end, does not take back what was stated.
    if ('usage' in reading && isLess(reading, this.#usage)) return
    this.#usage = reading
  }

  #readEnd(event: Fields): void {
    const { type, choices, candidates } = event
    if (Array.isArray(choices))
      for (const choice of choices) if (isFields(choice)) this.#readStop(choice, choice['finish_reason'])
    if (Array.isArray(candidates))
      for (const candidate of candidates) if (isFields(candidate)) this.#readStop(candidate, candidate['finishReason'])
    if (typeof type === 'string' && LAST_EVENTS.has(type)) this.#ended = true
    // Anthropic's reason comes with the last counts, before its last event.
    if (isFields(event['delta']) && typeof event['delta']['stop_reason'] === 'string') this.#ended = true
    if (typeof event['stop_reason'] === 'string' || isFields(event['messageStop']) || event['done'] === true)
      this.#ended = true
    if (typeof event['stopReason'] === 'string' || isWholeResponse(event)) this.#ended = true
  }

  #readStop(choice: Fields, reason: unknown): void {
    const index = choice['index'] ?? 0
    this.#choices.set(index, this.#choices.get(index) === true || typeof reason === 'string')
  }
}

/** A body of Responses that is not running any more. */
function isWholeResponse(event: Fields): boolean {
  return event['object'] === 'response' && ['completed', 'incomplete', 'failed'].includes(String(event['status']))
}

/**
 * The object that an event is about: `response` of Responses, `message` of Anthropic, `metadata` of Bedrock; else the
 * event itself.
 */
function innerOf(event: Fields): Fields {
  for (const key of ['response', 'message', 'metadata']) {
    const inner = event[key]
    if (isFields(inner)) return inner
  }
  return event
}

function modelOf(fields: Fields): string | undefined {
  const model = fields['model'] ?? fields['modelVersion']
  return typeof model === 'string' && model !== '' ? model : undefined
}

function usageIn(fields: Fields): Fields | undefined {
  for (const key of USAGE_KEYS) {
    const usage = fields[key]
    if (isFields(usage)) return usage
  }
  const groq = fields['x_groq']
  if (isFields(groq) && isFields(groq['usage'])) return groq['usage']
  if (Array.isArray(fields['choices']))
    // Moonshot states it in the last choice.
    for (const choice of fields['choices']) if (isFields(choice) && isFields(choice['usage'])) return choice['usage']
  return 'eval_count' in fields ? fields : undefined
}

const USAGE_KEYS = ['usage', 'usageMetadata', 'usage_metadata', 'amazon-bedrock-invocationMetrics']

/** Two statements of Anthropic's as one: of each count the larger, of anything else the later. */
function soFar(before: Fields, now: Fields): Fields {
  const joined: Record<string, unknown> = { ...before }
  for (const [key, value] of Object.entries(now)) {
    const known = joined[key]
    if (value === undefined || value === null) continue
    joined[key] = typeof value === 'number' && typeof known === 'number' ? Math.max(known, value) : value
  }
  return joined
}

function isLess(reading: { readonly usage: { promptTokens: number; completionTokens: number } }, known: UsageReading) {
  if (known === undefined || !('usage' in known)) return false
  const tokens = ({ promptTokens, completionTokens }: typeof reading.usage) => promptTokens + completionTokens
  return tokens(reading.usage) < tokens(known.usage)
}
