import type { ParseAs } from './operation.ts'

// Keeps no state between calls without `stream`, so one serves all.
const decoder = new TextDecoder()

/** An answer whose body was read whole, within the attempt's time. */
export class BufferedAnswer {
  /** The answer itself; its body has been read. */
  readonly original: Response
  readonly #content: Uint8Array<ArrayBuffer> | string
  #parsed: { readonly value: unknown } | undefined

  constructor(original: Response, content: Uint8Array<ArrayBuffer> | string) {
    this.original = original
    this.#content = content
  }

  /** True where nothing was sent as the body. */
  get isEmpty(): boolean {
    return this.#content.length === 0
  }

  /** Parses the body as JSON, once. Throws SyntaxError. */
  parse(): unknown {
    this.#parsed ??= { value: JSON.parse(this.#text()) }
    return this.#parsed.value
  }

  /**
   * Returns the body of a success in the form that was asked for; undefined for JSON without a body. Throws
   * SyntaxError.
   */
  read(form: ParseAs): unknown {
    switch (form) {
      case 'json':
        return this.isEmpty ? undefined : this.parse()
      case 'text':
        return this.#text()
      case 'blob':
        return this.#blob()
      case 'arrayBuffer':
        return this.#bytes().buffer
      case 'stream':
        return this.#blob().stream()
    }
  }

  /**
   * Returns the body of a failure: the API's error object, or the text of whatever stood in the way. An error without a
   * body is named by its status, since it must not look like a success to `if (error)`.
   */
  readError(): unknown {
    const { status, statusText } = this.original
    if (this.isEmpty) return `HTTP ${status} ${statusText}`.trim()
    try {
      return this.parse()
    } catch {
      return this.#text()
    }
  }

  #text(): string {
    return typeof this.#content === 'string' ? this.#content : decoder.decode(this.#content)
  }

  #bytes(): Uint8Array<ArrayBuffer> {
    return typeof this.#content === 'string' ? new TextEncoder().encode(this.#content) : this.#content
  }

  #blob(): Blob {
    return new Blob([this.#content], { type: this.original.headers.get('Content-Type') ?? '' })
  }
}
