// Keeps no state between calls without `stream`, so one serves all.
const decoder = new TextDecoder()

/**
 * An answer whose body was read whole, within the attempt's time. It is what openapi-fetch sees of an answer: the few
 * members of a Response that it uses, at a fraction of the price of a second Response.
 */
export class BufferedAnswer {
  /** The answer itself; its body has been read. */
  readonly original: Response
  readonly #content: Uint8Array<ArrayBuffer> | string
  #parsed: { readonly value: unknown } | undefined

  constructor(original: Response, content: Uint8Array<ArrayBuffer> | string) {
    this.original = original
    this.#content = content
  }

  /** Nothing was sent as the body. */
  get isEmpty(): boolean {
    return this.#content.length === 0
  }

  get ok(): boolean {
    return this.original.ok
  }

  get status(): number {
    return this.original.status
  }

  /**
   * openapi-fetch asks for two headers: the length, which only has to tell something from nothing and makes it take `json()`,
   * which remembers, instead of parsing a text;
   * and the transfer encoding, which is over once the body is held.
   */
  get headers(): { readonly get: (name: string) => string | null } {
    return this
  }

  get(name: string): string | null {
    return name === 'Content-Length' ? String(this.#content.length) : null
  }

  get body(): ReadableStream<Uint8Array> {
    return new Blob([this.#content]).stream()
  }

  /** The body as JSON, parsed once. Throws SyntaxError. */
  parse(): unknown {
    this.#parsed ??= { value: JSON.parse(this.#text()) }
    return this.#parsed.value
  }

  async json(): Promise<unknown> {
    return this.parse()
  }

  async text(): Promise<string> {
    return this.#text()
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.#content).arrayBuffer()
  }

  async blob(): Promise<Blob> {
    return new Blob([this.#content], { type: this.original.headers.get('Content-Type') ?? '' })
  }

  #text(): string {
    return typeof this.#content === 'string' ? this.#content : decoder.decode(this.#content)
  }
}
