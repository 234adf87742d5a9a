import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { type Behaviour, type Body, behavioursOf, type ProviderProtocol, scriptAnswer } from './scripted-answer.ts'
import { writeStream, writeWhole } from './write-answer.ts'

const WAIT_MS = 500
const SLOW_PART_MS = 10
/** Parts of a stream that come before it is cut or hangs. */
const PARTS_BEFORE_END = 4
const BAD_REQUEST = 400
const OVERLOADED = 503

/** One request that reached the provider. */
export interface ProviderCall {
  readonly protocol: ProviderProtocol | 'unknown'
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Body
  /** As it answered, with a date; empty where it did not. */
  readonly model: string
  /**
   * `answered`: whole, and counted. `refused`: with an error, and not counted. `broken`: cut, or silent for ever: what
   * it used is known to the provider alone.
   */
  outcome: 'answered' | 'refused' | 'broken'
  readonly prompt: number
  readonly completion: number
}

/**
 * A simulated provider over real HTTP that counts what it served by itself: OpenAI's chat, Responses, embeddings and
 * images, Anthropic's messages and Gemini's generateContent. A prompt says how it behaves; see `Behaviour`.
 */
export class CountingProvider implements AsyncDisposable {
  readonly #server: Server
  readonly calls: ProviderCall[] = []
  readonly #stumbled = new Set<string>()

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<CountingProvider> {
    const server = createServer()
    const provider = new CountingProvider(server)
    server.on('request', (request, response) => {
      provider.#answer(request, response).catch((error: unknown) => response.destroy(error as Error))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return provider
  }

  /** `http://127.0.0.1:<port>`; OpenAI's protocol is under `/v1`, Gemini's under `/v1beta`. */
  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the provider does not listen')
    return `http://127.0.0.1:${address.port}`
  }

  /** The provider's own count of what it served, of the calls from the `from`th on. */
  counted(from = 0): { readonly prompt: number; readonly completion: number } {
    const served = this.calls.slice(from).filter(({ outcome }) => outcome === 'answered')
    return {
      prompt: served.reduce((sum, call) => sum + call.prompt, 0),
      completion: served.reduce((sum, call) => sum + call.completion, 0),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = parsed(Buffer.concat(chunks).toString())
    const path = request.url ?? ''
    const found = protocolOf(path)
    const says = behavioursOf(JSON.stringify(body))
    const record = { protocol: found?.protocol ?? 'unknown', path, headers: request.headers, body } as const
    if (found === undefined || this.#refuses(says, body)) {
      this.calls.push({ ...record, model: '', outcome: 'refused', prompt: 0, completion: 0 })
      return refuse(response, found === undefined || says.has('refuse') ? BAD_REQUEST : OVERLOADED)
    }
    const answer = scriptAnswer(found.protocol, body, found.model)
    const { prompt, completion } = answer.count
    const call: ProviderCall = { ...record, model: answer.model, outcome: 'answered', prompt, completion }
    this.calls.push(call)
    if (says.has('wait')) await wait(WAIT_MS)
    const breaks = says.has('cut') || says.has('hang')
    if (breaks) call.outcome = 'broken'
    if (!found.isStream && body['stream'] !== true) {
      if (breaks) return says.has('cut') ? void response.destroy() : undefined
      return void response.writeHead(200, JSON_HEADERS).end(JSON.stringify(writeWhole(found.protocol, answer)))
    }
    const options = body['stream_options'] as Body | undefined
    const events = writeStream(found.protocol, answer, options?.['include_usage'] === true)
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    await send(response, breaks ? events.slice(0, PARTS_BEFORE_END) : events, says)
    if (says.has('cut')) response.destroy()
    else if (!says.has('hang')) response.end()
  }

  #refuses(says: ReadonlySet<Behaviour>, body: Body): boolean {
    if (says.has('refuse') || says.has('overload')) return true
    const key = JSON.stringify(body)
    if (!says.has('stumble') || this.#stumbled.has(key)) return false
    this.#stumbled.add(key)
    return true
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' }

async function send(response: ServerResponse, events: readonly string[], says: ReadonlySet<Behaviour>): Promise<void> {
  for (const event of events) {
    if (says.has('slow')) await wait(SLOW_PART_MS)
    response.write(event)
    // Parts that are written at once would come as one.
    await wait(0)
  }
}

function refuse(response: ServerResponse, status: number): void {
  const error = {
    type: 'error',
    error: { type: 'api_error', message: `simulated ${status}`, code: status, status: 'X' },
  }
  response.writeHead(status, JSON_HEADERS).end(JSON.stringify(error))
}

interface Found {
  readonly protocol: ProviderProtocol
  readonly model?: string
  readonly isStream?: boolean
}

const ENDS: readonly (readonly [string, ProviderProtocol])[] = [
  ['/chat/completions', 'chat'],
  ['/responses', 'responses'],
  ['/embeddings', 'embeddings'],
  ['/images/generations', 'images'],
  ['/messages', 'messages'],
]

function protocolOf(url: string): Found | undefined {
  const path = url.split('?')[0] ?? ''
  const gemini = /\/models\/([^:/]+):(generateContent|streamGenerateContent)$/.exec(path)
  if (gemini !== null)
    return { protocol: 'generate', model: gemini[1] ?? '', isStream: gemini[2] === 'streamGenerateContent' }
  const protocol = ENDS.find(([end]) => path.endsWith(end))?.[1]
  return protocol === undefined ? undefined : { protocol }
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body
  } catch {
    return {}
  }
}
