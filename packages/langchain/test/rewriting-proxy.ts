import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'

/**
 * The path under which an answer comes late. Each difference of an OpenAI-compatible server from the simulated provider
 * has a path of its own.
 */
const DELAYED = '/delayed'
const DELAY_MS = 1_500

const REWRITES: Readonly<Record<string, (body: string) => string>> = {
  /** No delta says the role (seen on some OpenAI-compatible servers). */
  '/roleless': (body) => body.replaceAll('"role":"assistant",', '').replaceAll('"role":"assistant"', ''),
  /** Two choices, as for `n: 2`. */
  '/choices': (body) => {
    const answer = JSON.parse(body) as { choices: readonly object[] }
    return JSON.stringify({ ...answer, choices: [...answer.choices, { ...answer.choices[0], index: 1 }] })
  },
  /** The answer takes its time; the provider is called whether or not somebody still waits. */
  [DELAYED]: (body) => body,
  /** Every chunk repeats the usage so far, as some servers do with `stream_options.include_usage`. */
  '/cumulative': (body) =>
    body.replaceAll('"usage":null', '"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}'),
}

export interface RewritingProxy extends AsyncDisposable {
  readonly url: string
}

/** Stands before the provider and rewrites its answers: `<url>/roleless/v1` and so on. */
export async function startRewritingProxy(target: string): Promise<RewritingProxy> {
  const server = createServer((request, response) => {
    forward(target, request, response).catch((error: unknown) => response.destroy(error as Error))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port was given')
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function forward(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? ''
  const [prefix, rewrite] = Object.entries(REWRITES).find(([key]) => path.startsWith(key)) ?? [
    '',
    (body: string) => body,
  ]
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  if (prefix === DELAYED) await setTimeout(DELAY_MS)
  const answer = await fetch(`${target}${path.slice(prefix.length)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Buffer.concat(chunks),
  })
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
  response.end(rewrite(await answer.text()))
}
