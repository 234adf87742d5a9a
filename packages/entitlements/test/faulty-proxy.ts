import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FaultyProxy {
  readonly url: string
  /** Set to make it answer as the target does. */
  healthy: boolean
  /** Set to refuse every connection. */
  away: boolean
  readonly failed: number
  readonly lost: number
  close(): Promise<void>
}

/** In front of a billing server: fails one request in five, and loses one answer in ten after the server committed. */
export async function startFaultyProxy(target: string, random: () => number): Promise<FaultyProxy> {
  const state = { healthy: false, away: false, failed: 0, lost: 0 }
  // Counted rather than diced, so that every run of ten requests has seen both faults.
  let count = Math.floor(random() * 10)
  const server: Server = createServer((incoming, outgoing) => {
    count += 1
    if (state.away && !state.healthy) {
      incoming.socket.destroy()
    } else if (!state.healthy && count % 5 === 0) {
      state.failed += 1
      incoming.resume()
      outgoing.writeHead(500, { 'content-type': 'application/json' })
      outgoing.end(JSON.stringify({ type: 'API_ERROR', code: 'INTERNAL_ERROR', message: 'injected' }))
    } else {
      const lose = !state.healthy && count % 10 === 3
      if (lose) state.lost += 1
      forward(target, incoming, outgoing, lose)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse, lose: boolean): void {
  const onward = request(
    `${target}${incoming.url}`,
    { method: incoming.method, headers: incoming.headers },
    (answer) => {
      if (lose) {
        answer.resume()
        answer.on('end', () => incoming.socket.destroy())
        return
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    },
  )
  onward.on('error', () => incoming.socket.destroy())
  incoming.on('error', () => onward.destroy())
  incoming.pipe(onward)
}
