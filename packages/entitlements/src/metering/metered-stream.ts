import type { MeteredCall } from './metered-call.ts'

/** Reads along with a stream: takes its parts, and says which of them go on. */
export interface StreamReading<Part> {
  /** Tells whether the part came after which nothing of the answer is missing. */
  readonly isOver: boolean
  /** Tells whether there are events in it, of which one says that the answer is over. */
  readonly isRead: boolean
  /** Takes a part of the answer, and returns those that go on now. */
  take(part: Part): readonly Part[]
  /** Returns the parts that are left at the end of the stream. */
  end(): readonly Part[]
}

/** The parts of a streamed answer. */
export interface StreamedAnswer<Part> {
  readonly call: MeteredCall
  readonly reading: StreamReading<Part>
  readonly body: ReadableStream<Part>
  /** The caller's: an abort ends its reading, and not the metering. */
  readonly signal: AbortSignal | undefined
  /** True where a stream that ends without an error is whole, though nothing in it says so: OpenAI's protocol. */
  readonly endsUnsaid: boolean
}

/**
 * Passes the parts of an answer on as they are asked for. The usage is durable before the part that ends the answer
 * goes on, or before the stream ends where there is none. When the reader goes, by `cancel` or by its signal, the rest
 * is read without it.
 */
export function meteredStream<Part>(answer: StreamedAnswer<Part>): ReadableStream<Part> {
  const source = new AnswerSource(answer)
  const { signal } = answer
  return new ReadableStream<Part>(
    {
      start: (controller) => {
        if (signal === undefined) return
        const onAbort = () => {
          controller.error(signal.reason)
          source.leave()
        }
        if (signal.aborted) return onAbort()
        signal.addEventListener('abort', onAbort, { once: true })
        source.onEnd = () => signal.removeEventListener('abort', onAbort)
      },
      pull: (controller) => source.pull(controller),
      cancel: () => source.leave(),
    },
    // Nothing is read ahead: not reading is what slows the provider down to the pace of the reader.
    { highWaterMark: 0 },
  )
}

class AnswerSource<Part> {
  readonly #answer: StreamedAnswer<Part>
  readonly #reader: ReadableStreamDefaultReader<Part>
  #isReading = false
  onEnd: () => void = () => undefined

  constructor(answer: StreamedAnswer<Part>) {
    this.#answer = answer
    this.#reader = answer.body.getReader()
  }

  /** Reads until there are parts to go on, or the stream has ended. */
  async pull(controller: ReadableStreamDefaultController<Part>): Promise<void> {
    this.#isReading = true
    try {
      for (;;) {
        const parts = await this.#next()
        // Who left meanwhile takes nothing more; the loop below reads on for the usage alone.
        if (this.#answer.call.isLeft) break
        if (parts === undefined) return controller.close()
        if (parts.length === 0) continue
        for (const part of parts) controller.enqueue(part)
        return
      }
    } catch (error) {
      if (!this.#answer.call.isLeft) controller.error(error)
      return
    } finally {
      this.#isReading = false
    }
    this.#drain()
  }

  leave(): void {
    this.#answer.call.leave()
    // A read that is under way goes on to drain by itself.
    if (!this.#isReading) this.#drain()
  }

  #drain(): void {
    this.#isReading = true
    const readOn = async () => {
      while ((await this.#next()) !== undefined);
    }
    // A stream that broke off was settled as such.
    readOn().catch(() => undefined)
  }

  /** The next parts that go on; undefined at the end, when the usage is durable. */
  async #next(): Promise<readonly Part[] | undefined> {
    const { call, reading, endsUnsaid } = this.#answer
    try {
      const { done, value } = await this.#reader.read()
      call.renew()
      if (!done) {
        const parts = reading.take(value)
        if (reading.isOver) await this.#settle(false, true)
        return parts
      }
      const rest = reading.end()
      await this.#settle(!endsUnsaid && !this.#isWhole, this.#isWhole || !reading.isRead)
      return rest.length === 0 ? undefined : rest
    } catch (error) {
      await this.#settle(!this.#isWhole, this.#isWhole)
      throw error
    }
  }

  /** Tells whether the answer says of itself that nothing of it is missing. */
  get #isWhole(): boolean {
    const { call, reading } = this.#answer
    return reading.isOver || (call.tally.finished && call.tally.usage !== undefined)
  }

  async #settle(isPartial: boolean, isWhole: boolean): Promise<void> {
    await this.#answer.call.settle(isPartial, isWhole)
    this.onEnd()
  }
}
