import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { ProviderDialect } from '@tallygate/fetch/requests'
import { ProviderFailure } from '../agent/provider-failure.ts'

/** Longest silence of the provider, before its first byte and between two. */
const SILENCE_TIMEOUT_MS = 120_000
/** Connections that are kept open for the next request. */
const MAX_IDLE_CONNECTIONS = 256

export interface ProviderConnectionOptions {
  /** Root of OpenAI's protocol, with `/v1`. */
  readonly baseUrl: string
  readonly apiKey: string
}

/**
 * The host that takes `max_completion_tokens` for every model, and for some nothing else. Most others know `max_tokens`
 * alone.
 */
const OPENAI_HOST = 'api.openai.com'

/** The beginning of the provider's answer; the body is still to be read. */
export interface ProviderAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: IncomingMessage
}

/**
 * The way to the provider for requests that are passed on. Node's own client: the bytes of an answer come as they were
 * sent, with back-pressure, and a connection serves many requests.
 */
export class ProviderConnection {
  readonly #url: URL
  readonly #apiKey: string
  readonly #agent: HttpAgent | HttpsAgent

  constructor({ baseUrl, apiKey }: ProviderConnectionOptions) {
    this.#url = new URL(`${baseUrl}/chat/completions`)
    this.#apiKey = apiKey
    const options = { keepAlive: true, maxFreeSockets: MAX_IDLE_CONNECTIONS }
    this.#agent = this.#url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options)
  }

  /** Tells how this provider is asked to limit a completion. */
  get dialect(): ProviderDialect {
    return { knowsMaxCompletionTokens: this.#url.hostname === OPENAI_HOST }
  }

  /**
   * Sends one chat completion and resolves when its status and headers are there.
   *
   * A provider may close a kept connection in the very moment in which it is used again; a request that finds its
   * connection closed like that was not taken, and is sent once more, on a new one.
   * @throws ProviderFailure when no answer comes.
   */
  async send(body: Buffer, model: string, requestId: string): Promise<ProviderAnswer> {
    try {
      return await this.#sendOnce(body, requestId, this.#agent)
    } catch (error) {
      if (!(error instanceof ClosedConnectionError)) throw new ProviderFailure(model, error)
    }
    try {
      return await this.#sendOnce(body, requestId, false)
    } catch (error) {
      throw new ProviderFailure(model, error)
    }
  }

  async #sendOnce(body: Buffer, requestId: string, agent: HttpAgent | HttpsAgent | false): Promise<ProviderAnswer> {
    const send = this.#url.protocol === 'https:' ? httpsRequest : httpRequest
    return await new Promise((resolve, reject) => {
      const request: ClientRequest = send(this.#url, {
        method: 'POST',
        agent,
        timeout: SILENCE_TIMEOUT_MS,
        headers: {
          'content-type': 'application/json',
          'content-length': body.length,
          accept: 'application/json, text/event-stream',
          authorization: `Bearer ${this.#apiKey}`,
          'x-request-id': requestId,
        },
      })
      request.on('timeout', () => request.destroy(new ProviderSilentError()))
      request.on('error', (error) => {
        const isClosed =
          request.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
        reject(isClosed ? new ClosedConnectionError(error) : error)
      })
      request.on('response', (response) =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response }),
      )
      request.end(body)
    })
  }

  /** Ends every connection. */
  close(): void {
    this.#agent.destroy()
  }
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
