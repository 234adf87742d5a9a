import { LAST_EVENTS } from '../answer/last-events.ts'
import { decodeUtf8 } from './decode-utf8.ts'
import { EventSplitter, eventData, type SplitterOptions } from './event-splitter.ts'
import { JsonSplitter } from './json-splitter.ts'

/** The data with which OpenAI's protocol ends a stream. */
const DONE = '[DONE]'

/**
 * The way in which a provider sends an answer in parts: `events` are server-sent events (`text/event-stream`), `json`
 * objects one after the other, in a list or not.
 */
export type StreamFormat = 'events' | 'json'

/** One event of a stream. */
export interface StreamEvent {
  /** The bytes that carried it, as they came. */
  readonly bytes: Uint8Array
  /** The parsed JSON of its data; undefined where it has none, as a comment. */
  readonly data: unknown
  /**
   * True for the event that ends an answer: `[DONE]`, or the last one of its protocol. Chat streams may end without
   * one, and Gemini's always do.
   */
  readonly isLast: boolean
}

/**
 * Reads a stream event by event from its bytes, wherever they are cut: OpenAI's chat and Responses, Anthropic, Gemini,
 * Ollama and what is compatible with them.
 *
 * @example
 * ```ts
 * const reader = new StreamReader('events')
 * const answer = new AnswerTally()
 * for await (const chunk of response.body) for (const { data } of reader.push(chunk)) answer.add(data)
 * for (const { data } of reader.end()) answer.add(data)
 * ```
 */
export class StreamReader {
  readonly #splitter: EventSplitter | JsonSplitter

  constructor(format: StreamFormat, options: SplitterOptions = {}) {
    this.#splitter = format === 'events' ? new EventSplitter(options) : new JsonSplitter(options)
  }

  /**
   * Returns the events that `chunk` completes.
   * @throws OversizedEventError when an event is longer than the limit.
   */
  push(chunk: Uint8Array): readonly StreamEvent[] {
    const isEvents = this.#splitter instanceof EventSplitter
    return this.#splitter.push(chunk).map((bytes) => toEvent(bytes, isEvents))
  }

  /** Returns the bytes of a server-sent event whose end is not there yet. */
  get rest(): Uint8Array {
    return this.#splitter instanceof EventSplitter ? this.#splitter.rest : new Uint8Array(0)
  }

  /** Returns the event that came without the empty line that ends it, at the end of the stream. */
  end(): readonly StreamEvent[] {
    const { rest } = this
    return rest.length === 0 ? [] : [toEvent(rest, true)]
  }
}

function toEvent(bytes: Uint8Array, isEvents: boolean): StreamEvent {
  const text = isEvents ? eventData(bytes) : decodeUtf8(bytes)
  if (text === DONE) return { bytes, data: undefined, isLast: true }
  const data = parsed(text)
  return { bytes, data, isLast: LAST_EVENTS.has(typeOf(data)) }
}

function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // A keep-alive, or what only its reader understands.
    return undefined
  }
}

function typeOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'type' in data ? data.type : undefined
}
