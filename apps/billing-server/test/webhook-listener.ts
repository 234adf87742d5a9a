import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Delivery {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly type: string
}

/** A real HTTP server that receives webhooks. */
export class WebhookListener {
  readonly url: string
  readonly deliveries: Delivery[] = []
  /** Status of the next answers; what is not listed is answered with 200. */
  readonly answers: number[] = []
  /** Answers everything with 500 while it is true. */
  failing = false
  readonly #close: () => Promise<void>

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url
    this.#close = close
  }

  static async start(): Promise<WebhookListener> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8')
        const { type } = JSON.parse(body) as { type: string }
        listener.deliveries.push({ headers: request.headers, body, type })
        response.statusCode = listener.failing ? 500 : (listener.answers.shift() ?? 200)
        response.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const listener = new WebhookListener(`http://127.0.0.1:${port}/hook`, async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    })
    return listener
  }

  types(): readonly string[] {
    return this.deliveries.map(({ type }) => type)
  }

  close(): Promise<void> {
    return this.#close()
  }
}
