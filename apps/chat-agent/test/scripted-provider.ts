import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** The members of a completion's body that scripts look at. */
export interface AskedCompletion {
  readonly model: string
  readonly messages: readonly { readonly content: unknown }[]
  readonly stream?: boolean
  readonly max_tokens?: number
  readonly max_completion_tokens?: number
}

export type ProviderScript = (asked: AskedCompletion, response: ServerResponse) => void

/** A provider in this process that answers what a test says. */
export class ScriptedProvider {
  readonly baseUrl: string
  /** The bodies that it got, newest last. */
  readonly asked: AskedCompletion[] = []
  script: ProviderScript = (asked, response) => answerWith(response, { model: asked.model })
  readonly #server: ReturnType<typeof createServer>

  private constructor(server: ReturnType<typeof createServer>, port: number) {
    this.#server = server
    this.baseUrl = `http://127.0.0.1:${port}/v1`
    server.on('request', (request, response) => void this.#answer(request, response))
  }

  static async start(): Promise<ScriptedProvider> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The server has no TCP address')
    return new ScriptedProvider(server, address.port)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = JSON.parse(await text(request)) as AskedCompletion
    this.asked.push(asked)
    this.script(asked, response)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

export interface AnswerParts {
  readonly model: string
  readonly content?: string
  readonly usage?: object
  readonly message?: object
}

/** A whole chat completion. */
export function answerWith(
  response: ServerResponse,
  { model, content = 'Good morning.', usage, message }: AnswerParts,
): void {
  response.setHeader('content-type', 'application/json')
  response.end(
    JSON.stringify({
      // Two messages of one id are one message to an agent.
      id: `chatcmpl-${randomUUID()}`,
      object: 'chat.completion',
      created: 1,
      model,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content, ...message },
          finish_reason: message === undefined ? 'stop' : 'tool_calls',
        },
      ],
      usage: usage ?? { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
    }),
  )
}

/** Chunks of a streamed completion, each an event; what is not an object is sent as the data itself. */
export function streamOf(response: ServerResponse, events: readonly (object | string)[]): void {
  response.setHeader('content-type', 'text/event-stream')
  for (const event of events) response.write(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
  response.end()
}
