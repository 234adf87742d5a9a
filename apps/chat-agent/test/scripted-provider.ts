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
  /** The body, where it is a form. */
  readonly form?: string
}

export type ProviderScript = (asked: AskedCompletion, response: ServerResponse, path: string) => void

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
    const body = await text(request)
    // A form is passed on as one.
    const isForm = request.headers['content-type']?.startsWith('multipart/form-data') === true
    const asked = (isForm ? { form: body } : JSON.parse(body)) as AskedCompletion
    this.asked.push(asked)
    this.script(asked, response, request.url ?? '')
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

const TOKENS = { input_tokens: 9, output_tokens: 3, total_tokens: 12 }

/** Answers by the ends of paths, with the usage as each states it. */
const ANSWERS: Readonly<Record<string, (model: string) => object | readonly object[]>> = {
  '/responses': (model) => ({
    id: 'resp_1',
    object: 'response',
    status: 'completed',
    model,
    output: [],
    usage: TOKENS,
  }),
  '/embeddings': (model) => ({ object: 'list', model, data: [], usage: { prompt_tokens: 9, total_tokens: 9 } }),
  '/images/generations': () => ({ created: 1, data: [{ b64_json: 'aGk=' }], usage: TOKENS }),
  '/audio/speech': () => [
    { type: 'speech.audio.delta', audio: 'aGk=' },
    { type: 'speech.audio.done', usage: TOKENS },
  ],
  '/audio/transcriptions': () => ({ text: 'hi', usage: { type: 'tokens', ...TOKENS } }),
  '/messages': (model) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text: 'Good morning.' }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 9, output_tokens: 3 },
  }),
}

/** Answers every call that the agent passes on: a chat as `answerWith` does, anything else in its own shape. */
export function answerByPath({ model }: AskedCompletion, response: ServerResponse, path: string): void {
  const answer = Object.entries(ANSWERS).find(([end]) => path.endsWith(end))?.[1]
  const given = answer?.(model)
  if (given === undefined) answerWith(response, { model })
  else if (Array.isArray(given)) streamOf(response, given)
  else response.setHeader('content-type', 'application/json').end(JSON.stringify(given))
}
