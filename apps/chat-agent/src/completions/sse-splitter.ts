/**
 * Longest single event that is taken from a provider: far above any chunk of a completion, and a bound for a stream
 * without line ends.
 */
const MAX_EVENT_BYTES = 1024 * 1024

const LF = 0x0a
const CR = 0x0d

/** A stream of server-sent events broke the protocol's bounds. */
export class OversizedEventError extends Error {
  override readonly name = 'OversizedEventError'
  readonly code = 'EVENT_TOO_LARGE'

  constructor() {
    super(`An event of the stream is larger than ${MAX_EVENT_BYTES} bytes`)
  }
}

/**
 * Cuts a byte stream of server-sent events into its events, each with the empty line that ends it, unchanged: what is
 * passed on is what came. Line ends are LF or CR LF, as every provider of OpenAI's protocol writes them.
 */
export class SseSplitter {
  #rest: Buffer = Buffer.alloc(0)

  /** The events that `chunk` completes. */
  push(chunk: Buffer): Buffer[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const events: Buffer[] = []
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
    this.#rest = start === bytes.length ? Buffer.alloc(0) : bytes.subarray(start)
    if (this.#rest.length > MAX_EVENT_BYTES) throw new OversizedEventError()
    return events
  }

  /** Returns what came after the last complete event; a stream that ended well has nothing there. */
  get rest(): Buffer {
    return this.#rest
  }
}

/** The data of one event: its `data:` lines joined, without the fields that OpenAI's protocol does not use. */
export function eventData(event: Buffer): string {
  const text = event.toString('utf8')
  const lines: string[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('data:')) lines.push(line.startsWith('data: ') ? line.slice(6) : line.slice(5))
  }
  return lines.join('\n')
}
