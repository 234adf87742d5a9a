import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Fetch } from '@tallygate/fetch'
import { ProviderFailure } from '../agent/provider-failure.ts'

/** Longest silence of the provider, before its first byte and between two. */
const SILENCE_TIMEOUT_MS = 120_000
/** Connections that are kept open for the next request. */
const MAX_IDLE_CONNECTIONS = 256

/** Headers of an answer that are read here. No other reaches a caller: they speak of the account behind the key. */
const READ_HEADERS = ['content-type', 'retry-after', 'retry-after-ms']

type Bytes = Uint8Array<ArrayBuffer>

/**
 * The way to providers for requests that are passed on. Node's own client: the bytes of an answer come as they were
 * sent, with back-pressure, and a connection serves many requests.
 */
export class ProviderConnection {
  readonly #http = new HttpAgent({ keepAlive: true, maxFreeSockets: MAX_IDLE_CONNECTIONS })
  readonly #https = new HttpsAgent({ keepAlive: true, maxFreeSockets: MAX_IDLE_CONNECTIONS })

  /**
   * A `fetch` for one call of a model. It resolves when status and headers of the answer are there.
   *
   * A provider may close a kept connection in the very moment in which it is used again; a request that finds its
   * connection closed like that was not taken, and is sent once more, on a new one. Where no answer comes, and where an
   * answer breaks off, the error is a `ProviderFailure`.
   */
  fetchFor(model: string): Fetch {
    return async (input, init = {}) => {
      try {
        const url = new URL(String(input))
        const answer = await this.#send(url, init, url.protocol === 'https:' ? this.#https : this.#http)
        return responseOf(answer, model)
      } catch (error) {
        throw new ProviderFailure(model, error)
      }
    }
  }

  async #send(url: URL, init: RequestInit, agent: HttpAgent | HttpsAgent): Promise<IncomingMessage> {
    try {
      return await sendOnce(url, init, agent)
    } catch (error) {
      if (!(error instanceof ClosedConnectionError)) throw error
    }
    return await sendOnce(url, init, false)
  }

  /** Ends every connection. */
  close(): void {
    this.#http.destroy()
    this.#https.destroy()
  }
}

async function sendOnce(url: URL, init: RequestInit, agent: HttpAgent | HttpsAgent | false): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  const body = typeof init.body === 'string' ? Buffer.from(init.body) : (init.body as Bytes)
  const headers = { ...Object.fromEntries(new Headers(init.headers)), 'content-length': body.length }
  return await new Promise((resolve, reject) => {
    const request: ClientRequest = send(url, { method: 'POST', agent, timeout: SILENCE_TIMEOUT_MS, headers })
    const { signal } = init
    if (signal?.aborted === true) request.destroy(signal.reason)
    signal?.addEventListener('abort', () => request.destroy(signal.reason), { once: true })
    request.on('timeout', () => request.destroy(new ProviderSilentError()))
    request.on('error', (error) => {
      const isClosed =
        request.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(isClosed ? new ClosedConnectionError(error) : error)
    })
    request.on('response', resolve)
    request.end(body)
  })
}

function responseOf(answer: IncomingMessage, model: string): Response {
  const headers = new Headers()
  for (const name of READ_HEADERS) {
    const value = answer.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  const status = answer.statusCode ?? 0
  const hasNoBody = status === 204 || status === 205 || status === 304
  if (hasNoBody) answer.resume()
  return new Response(hasNoBody ? null : bodyOf(answer, model), { status, headers })
}

/** The bytes of an answer, as they are asked for: not reading is what slows the provider down. */
function bodyOf(answer: IncomingMessage, model: string): ReadableStream<Bytes> {
  let isOver = false
  return new ReadableStream<Bytes>(
    {
      start: (controller) => {
        answer.on('data', (chunk: Bytes) => {
          if (isOver) return
          controller.enqueue(chunk)
          answer.pause()
        })
        answer.once('end', () => {
          if (!isOver) controller.close()
          isOver = true
        })
        answer.on('error', (error) => {
          if (!isOver) controller.error(new ProviderFailure(model, error))
          isOver = true
        })
        answer.pause()
      },
      pull: () => void answer.resume(),
      cancel: () => {
        isOver = true
        answer.destroy()
      },
    },
    { highWaterMark: 0 },
  )
}

/** The provider sent nothing for too long. */
class ProviderSilentError extends Error {
  override readonly name = 'TimeoutError'
  readonly code = 'PROVIDER_SILENT'

  constructor() {
    super(`The provider sent nothing for ${SILENCE_TIMEOUT_MS} ms`)
  }
}

/** The connection that was kept was closed before the request on it was taken. */
class ClosedConnectionError extends Error {
  override readonly name = 'ClosedConnectionError'
  readonly code = 'CONNECTION_CLOSED'

  constructor(cause: unknown) {
    super('The provider had closed the connection', { cause })
  }
}
