import {
  type AnswerTally,
  OversizedEventError,
  type StreamEvent,
  type StreamFormat,
  StreamReader,
} from '@tallygate/usage'

/** Longest event of a stream that is read: events that end a stream repeat the whole answer, pictures included. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024

export interface AnswerReadingOptions {
  /** Undefined: bytes that say nothing of usage, such as a sound. */
  readonly format: StreamFormat | undefined
  /** The chunk with the usage alone is taken out: its reader did not ask for it. */
  readonly withoutUsageChunk: boolean
}

/**
 * Reads along with a stream. Bytes go on as they come and are not changed; where a chunk with the usage is to be taken
 * out, an event goes on when its end is there.
 */
export class AnswerReading {
  readonly #tally: AnswerTally
  readonly #withoutUsageChunk: boolean
  #reader: StreamReader | undefined
  #isOver = false

  constructor(tally: AnswerTally, { format, withoutUsageChunk }: AnswerReadingOptions) {
    this.#tally = tally
    this.#withoutUsageChunk = withoutUsageChunk && format === 'events'
    if (format !== undefined) this.#reader = new StreamReader(format, { maxEventBytes: MAX_EVENT_BYTES })
  }

  /** Tells whether the event came after which nothing of the answer is missing. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Tells whether there are events in it, of which one says that the answer is over. */
  get isRead(): boolean {
    return this.#reader !== undefined
  }

  /** Takes bytes of the answer, and returns those that go on now. */
  take(chunk: Uint8Array): readonly Uint8Array[] {
    if (this.#reader === undefined) return [chunk]
    let events: readonly StreamEvent[]
    try {
      events = this.#reader.push(chunk)
    } catch (error) {
      if (!(error instanceof OversizedEventError)) throw error
      return this.#stopReading(this.#reader, chunk)
    }
    const kept = this.#read(events)
    return this.#withoutUsageChunk ? kept : [chunk]
  }

  /** Returns the bytes that are left at the end of the stream. */
  end(): readonly Uint8Array[] {
    const kept = this.#read(this.#reader?.end() ?? [])
    return this.#withoutUsageChunk && this.#reader !== undefined ? kept : []
  }

  #read(events: readonly StreamEvent[]): Uint8Array[] {
    const kept: Uint8Array[] = []
    for (const { bytes, data, isLast } of events) {
      this.#tally.add(data)
      if (isLast) this.#isOver = true
      if (!this.#withoutUsageChunk || !isUsageAlone(data)) kept.push(bytes)
    }
    return kept
  }

  /** An event is longer than any that is read: its bytes go on, and the answer counts as an estimate. */
  #stopReading(reader: StreamReader, chunk: Uint8Array): readonly Uint8Array[] {
    this.#reader = undefined
    return this.#withoutUsageChunk ? [reader.rest] : [chunk]
  }
}

function isUsageAlone(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('usage' in data)) return false
  if (typeof data.usage !== 'object' || data.usage === null) return false
  return !('choices' in data) || !Array.isArray(data.choices) || data.choices.length === 0
}
