import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * The treatment of what a receiver gets. `hang` never answers; `drop` breaks the connection; a number is the status.
 */
export type Mood = number | 'hang' | 'drop'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly type: string
  /** `data.reference` of the payload. */
  readonly reference: string
  readonly body: string
}

/** A real receiver of webhooks that fails in every way that receivers do, and can be down for a while. */
export class UnrulyReceiver {
  mood: Mood = 200
  readonly received: Received[] = []
  readonly #hanging = new Set<ServerResponse>()
  readonly #awaiting: { readonly count: number; readonly resolve: () => void }[] = []
  #server: Server
  #port = 0

  private constructor() {
    this.#server = this.#make()
  }

  static async start(): Promise<UnrulyReceiver> {
    const receiver = new UnrulyReceiver()
    await receiver.up()
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`
  }

  /** References in the order in which they first came. */
  get references(): readonly string[] {
    return [...new Set(this.received.map(({ reference }) => reference))]
  }

  /** Resolves when so many requests have come in all. */
  got(count: number): Promise<void> {
    if (this.received.length >= count) return Promise.resolve()
    return new Promise((resolve) => this.#awaiting.push({ count, resolve }))
  }

  /** Tells how many requests were never answered and still wait. */
  get waiting(): number {
    return [...this.#hanging].filter((response) => !response.destroyed).length
  }

  async up(): Promise<void> {
    this.#server = this.#make()
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as AddressInfo).port
  }

  async down(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #make(): Server {
    return createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8')
        const { type, data } = JSON.parse(body) as { type: string; data: { reference?: string } }
        this.received.push({ headers: request.headers, type, reference: data.reference ?? '', body })
        if (this.mood === 'hang') this.#hanging.add(response)
        else if (this.mood === 'drop') response.destroy()
        else response.writeHead(this.mood, { location: 'http://127.0.0.1:1/elsewhere' }).end('thank you')
        for (const { count, resolve } of this.#awaiting) if (this.received.length >= count) resolve()
      })
    })
  }
}
