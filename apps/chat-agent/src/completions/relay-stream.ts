import type { IncomingMessage } from 'node:http'
import { AnswerTally, EventSplitter, eventData } from '@tallygate/usage'
import type { Response } from 'express'
import { AgentError } from '../http/agent-error.ts'
import { wantsUsage } from './completion-request.ts'
import type { RelayContext } from './relay.ts'
import { settleAnswer } from './settle-answer.ts'

/** Longest that a reader may take nothing while bytes wait for it; then it counts as gone. */
const READER_STALL_MS = 30_000
/** The time after which a long stream extends its hold again. */
const RENEW_MS = 30_000

const DONE = '[DONE]'
const STREAM_HEADERS = { 'content-type': 'text/event-stream; charset=utf-8' }

/**
 * Passes a streamed completion on as it comes, event by event and byte by byte. Only its end is held back until the
 * usage is in the journal: the chunk with the usage, which goes to the caller if it asked for it, and `[DONE]`. A
 * stream without `[DONE]` is complete when its finish reason and usage came.
 *
 * When the caller goes, the stream is read on to the usage chunk, within the limits of draining. A stream that breaks
 * off is settled as an estimate, and the caller is told with an error event.
 */
export async function relayStream(context: RelayContext, body: IncomingMessage, response: Response): Promise<void> {
  const stream = new StreamRelay(context, body, response)
  await stream.run()
}

class StreamRelay {
  readonly #context: RelayContext
  readonly #body: IncomingMessage
  readonly #response: Response
  readonly #splitter = new EventSplitter()
  readonly #tally = new AnswerTally()
  readonly #wantsUsage: boolean
  /** The end of the stream, held back until the usage is durable. */
  readonly #held: Uint8Array[] = []
  #sawDone = false
  #readerLeft = false
  #endDrain: () => void = () => undefined
  #renewedAt = performance.now()

  constructor(context: RelayContext, body: IncomingMessage, response: Response) {
    this.#context = context
    this.#body = body
    this.#response = response
    this.#wantsUsage = wantsUsage(context.request)
  }

  async run(): Promise<void> {
    const response = this.#response
    response.once('close', this.#onReaderGone)
    // Who hung up while the provider was still silent has closed already, and that is told only once.
    if (response.destroyed) this.#onReaderGone()
    for (const [name, value] of Object.entries(STREAM_HEADERS)) response.setHeader(name, value)
    if (!this.#readerLeft) response.flushHeaders()
    let failure: unknown
    try {
      for await (const chunk of this.#body) await this.#take(this.#splitter.push(chunk))
      // The last event may come without the empty line that ends it.
      if (this.#splitter.rest.length > 0) await this.#take([this.#splitter.rest])
    } catch (error) {
      failure = error
    }
    response.off('close', this.#onReaderGone)
    this.#endDrain()
    await this.#finish(failure)
  }

  readonly #onReaderGone = (): void => {
    if (this.#response.writableFinished) return
    this.#readerLeft = true
    this.#endDrain = this.#context.drains.begin(this.#context.customer, () =>
      this.#body.destroy(new Error('The reader has gone, and reading on took too much')),
    )
  }

  async #take(events: readonly Uint8Array[]): Promise<void> {
    const pass: Uint8Array[] = []
    for (const event of events) {
      const kept = this.#read(event)
      if (kept !== undefined) pass.push(kept)
    }
    this.#renew()
    if (pass.length === 0) return
    const bytes = Buffer.concat(pass)
    this.#context.recorder?.add(bytes)
    if (!this.#readerLeft) await this.#write(bytes)
  }

  /** Reads one event along and returns what goes to the caller now. */
  #read(event: Uint8Array): Uint8Array | undefined {
    const data = eventData(event)
    if (data === DONE) {
      this.#sawDone = true
      this.#held.push(event)
      return undefined
    }
    const chunk = parseChunk(data)
    if (chunk === undefined) return event
    this.#tally.add(chunk)
    if (chunk['usage'] === undefined || chunk['usage'] === null) return event
    const isUsageAlone = !Array.isArray(chunk['choices']) || chunk['choices'].length === 0
    if (isUsageAlone) {
      if (this.#wantsUsage) this.#held.push(event)
      return undefined
    }
    return this.#wantsUsage ? event : Buffer.from(`data: ${JSON.stringify({ ...chunk, usage: undefined })}\n\n`)
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#response.write(bytes)) return
    // Not reading on is what slows the provider down to the pace of the reader.
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#response.off('drain', done).off('close', done)
        resolve()
      }
      const timer = setTimeout(() => this.#response.destroy(), READER_STALL_MS)
      this.#response.once('drain', done).once('close', done)
    })
  }

  #renew(): void {
    const now = performance.now()
    if (now - this.#renewedAt < RENEW_MS) return
    this.#renewedAt = now
    // A hold that could not be extended is settled late, which is always accepted.
    this.#context.reservation.renew().catch(() => undefined)
  }

  /**
   * Tells whether nothing of the answer is missing, with or without `[DONE]`: the provider said why it stopped and what
   * it used.
   */
  get #isComplete(): boolean {
    return this.#tally.finished && this.#tally.usage !== undefined
  }

  async #finish(failure: unknown): Promise<void> {
    await settleAnswer(this.#context, this.#tally)
    const isWhole = this.#isComplete || (failure === undefined && this.#sawDone)
    const end = Buffer.concat(this.#held)
    if (isWhole) {
      this.#context.recorder?.add(end)
      this.#context.recorder?.keep(STREAM_HEADERS)
    }
    if (this.#readerLeft || this.#response.destroyed) return
    if (isWhole) {
      this.#response.end(end)
      return
    }
    const error = new AgentError('provider_error', 'The answer of the model broke off; try again')
    this.#response.end(`data: ${JSON.stringify(error.toWire())}\n\n`)
  }
}

function parseChunk(data: string): Readonly<Record<string, unknown>> | undefined {
  if (data === '') return undefined
  try {
    const chunk: unknown = JSON.parse(data)
    return typeof chunk === 'object' && chunk !== null ? (chunk as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}
