import type { Response } from 'express'

/**
 * The longest silence of a stream before it says that it lives: proxies drop a connection that says nothing for a
 * minute or less.
 */
const HEARTBEAT_MS = 15_000
/** Longest that a reader may take nothing while bytes wait for it; then it counts as gone. */
const READER_STALL_MS = 30_000

/**
 * Server-sent events of one answer. Nothing is sent before the first event, so that what goes wrong before it still has
 * an HTTP status of its own. Events for a reader that has gone are dropped.
 */
export class EventStream {
  readonly #response: Response
  #heartbeat: NodeJS.Timeout | undefined
  #stall: NodeJS.Timeout | undefined

  constructor(response: Response) {
    this.#response = response
    response.once('close', () => this.#clear())
    response.on('drain', () => {
      clearTimeout(this.#stall)
      this.#stall = undefined
    })
  }

  /** Tells whether an event was sent, and with it the status 200. */
  get hasStarted(): boolean {
    return this.#response.headersSent
  }

  send(event: string, data: unknown): void {
    if (this.#response.destroyed || this.#response.writableEnded) return
    this.#start()
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  end(): void {
    this.#clear()
    this.#response.end()
  }

  #start(): void {
    if (this.#response.headersSent) return
    this.#response.setHeader('content-type', 'text/event-stream; charset=utf-8')
    this.#heartbeat = setInterval(() => this.#write(': alive\n\n'), HEARTBEAT_MS)
  }

  #write(text: string): void {
    if (this.#response.write(text) || this.#stall !== undefined) return
    this.#stall = setTimeout(() => this.#response.destroy(), READER_STALL_MS)
  }

  #clear(): void {
    clearInterval(this.#heartbeat)
    clearTimeout(this.#stall)
  }
}
