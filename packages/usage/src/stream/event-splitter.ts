import { decodeUtf8 } from './decode-utf8.ts'

/**
 * Longest single event that is taken from a provider, unless a splitter has another limit: far above any chunk of a
 * completion, and a bound for a stream without line ends.
 */
const MAX_EVENT_BYTES = 1024 * 1024

const LF = 0x0a
const CR = 0x0d

/** An event or a body of a stream is longer than its limit. */
export class OversizedEventError extends Error {
  override readonly name = 'OversizedEventError'
  readonly code = 'EVENT_TOO_LARGE'

  constructor(limitBytes: number) {
    super(`An event of the stream must have at most ${limitBytes} bytes; it is longer.`)
  }
}

export interface SplitterOptions {
  /** Longest event in bytes. Default: 1 MiB. */
  readonly maxEventBytes?: number
}

/**
 * Cuts a byte stream of server-sent events into its events, each with the empty line that ends it, unchanged: what is
 * passed on is what came. Line ends are LF or CR LF, as every provider writes them.
 */
export class EventSplitter {
  readonly #maxEventBytes: number
  #rest: Uint8Array = new Uint8Array(0)

  constructor({ maxEventBytes = MAX_EVENT_BYTES }: SplitterOptions = {}) {
    this.#maxEventBytes = maxEventBytes
  }

  /**
   * Returns the events that `chunk` completes.
   * @throws OversizedEventError when what is not complete is too long; `rest` holds it.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    const bytes = this.#rest.length === 0 ? chunk : joined(this.#rest, chunk)
    const events: Uint8Array[] = []
    let start = 0
    // A line end that was looked at before cannot be the end of an event without what came now.
    let from = Math.max(0, this.#rest.length - 3)
    for (;;) {
      const lineEnd = bytes.indexOf(LF, from)
      if (lineEnd < 0) break
      from = lineEnd + 1
      const next = bytes[from]
      const emptyLine = next === LF ? 1 : next === CR && bytes[from + 1] === LF ? 2 : 0
      if (emptyLine === 0) continue
      const end = from + emptyLine
      events.push(bytes.subarray(start, end))
      start = end
      from = end
    }
    this.#rest = bytes.subarray(start)
    // What was completed is handed out first.
    if (events.length === 0 && this.#rest.length > this.#maxEventBytes)
      throw new OversizedEventError(this.#maxEventBytes)
    return events
  }

  /** Returns what came after the last complete event; a stream that ended well has nothing there. */
  get rest(): Uint8Array {
    return this.#rest
  }
}

/** Reads the data of one event: its `data:` lines joined, without the fields that no provider needs. */
export function eventData(event: Uint8Array): string {
  const lines: string[] = []
  for (const line of decodeUtf8(event).split(/\r?\n/))
    if (line.startsWith('data:')) lines.push(line.startsWith('data: ') ? line.slice(6) : line.slice(5))
  return lines.join('\n')
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(one.length + other.length)
  bytes.set(one)
  bytes.set(other, one.length)
  return bytes
}
