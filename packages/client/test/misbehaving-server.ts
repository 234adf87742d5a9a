import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request that reached the server. */
export interface Arrival {
  readonly method: string
  readonly url: string
  readonly key: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** The work that the server does for one request. `act` carries the request out, once per key or event reference. */
export type Step = (exchange: Exchange) => void

export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly arrival: Arrival
  /** Carries the request out unless it was already; answers whether it was. */
  act(): 'done' | 'replayed'
}

export interface MisbehavingServer {
  readonly url: string
  readonly arrivals: readonly Arrival[]
  /** Requests that were carried out, each named by its key, event reference or arrival. */
  readonly effects: readonly string[]
  close(): Promise<void>
}

/**
 * A real HTTP server that does one step per request and repeats the last one. Like the billing API it carries a request
 * out once per Idempotency-Key, and a usage event once per reference.
 */
export async function startMisbehavingServer(...steps: readonly Step[]): Promise<MisbehavingServer> {
  const arrivals: Arrival[] = []
  const effects: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const arrival = toArrival(request, Buffer.concat(chunks).toString())
      arrivals.push(arrival)
      const step = steps[Math.min(arrivals.length, steps.length) - 1]
      const effect = arrival.key ?? referenceOf(arrival) ?? `arrival ${arrivals.length}`
      const act = (): 'done' | 'replayed' => {
        if (effects.includes(effect)) return 'replayed'
        effects.push(effect)
        return 'done'
      }
      step?.({ request, response, arrival, act })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return { url: `http://127.0.0.1:${port}`, arrivals, effects, close }
}

function toArrival(request: IncomingMessage, body: string): Arrival {
  const { method = '', url = '', headers } = request
  const key = headers['idempotency-key']
  return { method, url, key: typeof key === 'string' ? key : undefined, headers, body }
}

function referenceOf({ url, body }: Arrival): string | undefined {
  if (!url.startsWith('/v1/ingest/')) return undefined
  const event = JSON.parse(body) as { readonly reference?: string }
  return event.reference
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Step {
  return ({ response }) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'X-REQUEST-ID': 'reqr_1', ...headers })
    response.end(JSON.stringify(body))
  }
}

/** Carries the request out and answers as the API does: 201 for a POST, with `Idempotent-Replayed` the second time. */
export const works: Step = (exchange) => {
  const replayed = exchange.act() === 'replayed'
  const status = exchange.arrival.method === 'POST' ? 201 : 200
  json(status, { id: 'metr_1', data: [] }, replayed ? { 'Idempotent-Replayed': 'true' } : {})(exchange)
}

export const resets: Step = ({ request }) => {
  request.socket.resetAndDestroy()
}

export const actsThenResets: Step = (exchange) => {
  exchange.act()
  resets(exchange)
}

export const hangs: Step = () => {}

export const actsThenHangs: Step = ({ act }) => {
  act()
}

/** Sends a status line, headers and half a body, then nothing more. */
export const stallsInBody: Step = ({ response, act }) => {
  act()
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' })
  response.write('{"id":')
}

/** Announces 100 bytes, sends fewer and closes: the HTTP parser sees it. */
export const cutsByLength: Step = ({ response, act }) => {
  act()
  response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': '100' })
  response.write('{"id":"metr_1"', () => response.destroy())
}

/** A body that ends with its connection: a cut cannot be told from an end, only the JSON shows it. */
export const cutsByClose: Step = ({ request, act }) => {
  act()
  request.socket.end(
    'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{"id":"metr_1"',
  )
}

export function html(status: number, headers: Readonly<Record<string, string>> = {}): Step {
  return ({ response }) => {
    response.writeHead(status, { 'Content-Type': 'text/html', ...headers })
    response.end(`<html><body>Proxy says ${status}</body></html>`)
  }
}

export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Step {
  return ({ response, act }) => {
    act()
    response.writeHead(status, headers)
    response.end()
  }
}
