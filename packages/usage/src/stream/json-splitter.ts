import { OversizedEventError, type SplitterOptions } from './event-splitter.ts'

/** Longest value that is taken, unless a splitter has another limit. */
const MAX_VALUE_BYTES = 1024 * 1024

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN = 0x7b
const CLOSE = 0x7d

/**
 * Finds the objects of a stream of JSON: the elements of one list that is sent bit by bit, as Gemini streams without
 * server-sent events, and one object a line, as Ollama does. What stands between the objects is left out.
 */
export class JsonSplitter {
  readonly #maxBytes: number
  /** Bytes of the object that is not complete yet. */
  #parts: Uint8Array[] = []
  #partBytes = 0
  #depth = 0
  #inText = false
  #escaped = false

  constructor({ maxEventBytes = MAX_VALUE_BYTES }: SplitterOptions = {}) {
    this.#maxBytes = maxEventBytes
  }

  /**
   * Returns the objects that `chunk` completes.
   * @throws OversizedEventError when one that is not complete is too long.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    const objects: Uint8Array[] = []
    let start = this.#depth > 0 ? 0 : -1
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index]
      if (this.#inText) this.#readText(byte)
      else if (byte === QUOTE) this.#inText = true
      else if (byte === OPEN) {
        if (this.#depth === 0) start = index
        this.#depth += 1
      } else if (byte === CLOSE && this.#depth > 0) {
        this.#depth -= 1
        if (this.#depth > 0) continue
        objects.push(this.#complete(chunk.subarray(start, index + 1)))
        start = -1
      }
    }
    if (start >= 0) this.#keep(chunk.subarray(start))
    return objects
  }

  /** Is true while an object is not complete. */
  get isOpen(): boolean {
    return this.#depth > 0
  }

  #readText(byte: number | undefined): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === BACKSLASH) this.#escaped = true
    else if (byte === QUOTE) this.#inText = false
  }

  #keep(part: Uint8Array): void {
    this.#parts.push(part)
    this.#partBytes += part.length
    if (this.#partBytes > this.#maxBytes) throw new OversizedEventError(this.#maxBytes)
  }

  #complete(last: Uint8Array): Uint8Array {
    if (this.#parts.length === 0) return last
    const object = new Uint8Array(this.#partBytes + last.length)
    let position = 0
    for (const part of [...this.#parts, last]) {
      object.set(part, position)
      position += part.length
    }
    this.#parts = []
    this.#partBytes = 0
    return object
  }
}
