import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request that a webhook sent. */
export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Somebody who listens to webhooks. */
export interface WebhookReceiver {
  readonly url: string
  readonly received: readonly Received[]
  /** The status of the answers from now on; at first 204. */
  answer(status: number): void
}

/** A receiver on a free port, for as long as the work takes. */
export async function withReceiver(work: (receiver: WebhookReceiver) => Promise<void>): Promise<void> {
  const received: Received[] = []
  let status = 204
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    await work({
      url: `http://127.0.0.1:${port}/hook`,
      received,
      answer: (next) => {
        status = next
      },
    })
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
