import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, chat, FREE, journalEntries, PRO, STARTER } from './agent-under-test.ts'
import { type HostileRequest, hostileRequests, seeded } from './hostile-requests.ts'
import { answerByPath, ScriptedProvider, streamOf } from './scripted-provider.ts'

/** Requests of one run, and how many are under way at once. `SOAK=1` makes the long run, `FUZZ_SEED` another one. */
const REQUESTS = process.env['SOAK'] === '1' ? 50_000 : 300
const AT_ONCE = 8
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_130)
/** The time after which a request counts as unanswered, however busy the machine is. */
const ANSWER_TIMEOUT_MS = 60_000

let system: AgentUnderTest
let provider: ScriptedProvider
let agent: ChatAgent

beforeAll(async () => {
  ;[system, provider] = await Promise.all([AgentUnderTest.start(), ScriptedProvider.start()])
  provider.script = (asked, response, path) =>
    asked.stream === true && path.endsWith('/chat/completions')
      ? streamOf(response, [
          { model: asked.model, choices: [{ index: 0, delta: { content: 'Good morning.' }, finish_reason: 'stop' }] },
          { model: asked.model, choices: [], usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 } },
          '[DONE]',
        ])
      : answerByPath(asked, response, path)
  agent = await system.agent({
    provider: { apiKey: 'sk-scripted', baseUrl: provider.baseUrl },
    anthropic: { apiKey: 'sk-scripted', baseUrl: provider.baseUrl.replace('/v1', '') },
  })
})
afterAll(async () => {
  await system?.stop()
  await provider?.stop()
})

/** Every route of the agent's own document, and what else it serves. */
function routes(): (readonly [string, string])[] {
  const document = JSON.parse(readFileSync(new URL('../src/page/openapi.json', import.meta.url), 'utf8')) as {
    paths: Record<string, Record<string, unknown>>
  }
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => [path.replaceAll(/\{\w+\}/g, 'gpt-4o'), method.toUpperCase()] as const),
  )
  return [...documented, ['/', 'GET'], ['/page/page.js', 'GET'], ['/reference', 'GET'], ['/metrics', 'GET']]
}

/**
 * Sends the bytes as they are: no client mends them. Resolves with the status, 0 where the connection was cut without
 * one.
 */
function send({ method, path, headers, body }: HostileRequest): Promise<number> {
  const head = [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    'connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(agent.url).port), '127.0.0.1')
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error(`No answer within ${ANSWER_TIMEOUT_MS} ms`))
    }, ANSWER_TIMEOUT_MS)
    let answer = ''
    socket.on('data', (chunk) => {
      if (answer.length < 100) answer += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0))
    })
    socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body ?? Buffer.alloc(0)]))
  })
}

it(`answers what is wrong with 4xx on every route, whatever it is (seed ${SEED})`, async () => {
  const next = hostileRequests(
    {
      routes: routes(),
      keys: [FREE, STARTER, PRO],
      bodies: {
        '/v1/chat': { message: 'hello', model: 'gpt-4o-mini', thread_id: 'thr_1', stream: false },
        '/v1/chat/completions': {
          model: 'gpt-4o-mini',
          messages: [{ role: 'user', content: 'hello' }],
          stream: true,
          max_tokens: 10,
          models: ['gpt-4o-mini'],
          reasoning: { max_tokens: 5 },
          tools: [{ type: 'function', function: { name: 'x' } }],
        },
        '/v1/responses': {
          model: 'gpt-4o-mini',
          input: [
            { role: 'user', content: [{ type: 'input_text', text: 'hello' }] },
            { id: 'msg_1', type: 'message' },
          ],
          store: true,
          user: 'someone',
          max_output_tokens: 10,
          tools: [{ type: 'function', name: 'x', parameters: {} }],
        },
        '/v1/messages': {
          model: 'gpt-4o-mini',
          messages: [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }],
          max_tokens: 2000,
          thinking: { type: 'enabled', budget_tokens: 1024 },
          metadata: { user_id: 'someone' },
        },
        '/v1/embeddings': { model: 'gpt-4o-mini', input: ['hello', [1, 2]], user: 'someone' },
        '/v1/images/generations': { model: 'gpt-4o-mini', prompt: 'a cat', n: 1, size: '1024x1024', quality: 'low' },
        '/v1/audio/speech': { model: 'gpt-4o-mini', input: 'hello', voice: 'alloy', stream_format: 'sse', speed: 1 },
      },
    },
    seeded(SEED),
  )
  const faults: string[] = []
  const statuses = new Map<number, number>()
  let left = REQUESTS
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left > 0) {
        left -= 1
        const asked = next()
        const status = await send(asked).catch((error: Error) => error.message)
        if (typeof status === 'number') statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (typeof status === 'string' || status >= 500)
          faults.push(
            `${status}: ${asked.method} ${asked.path.slice(0, 80)} ${asked.body?.toString('latin1').slice(0, 300) ?? ''}`,
          )
      }
    }),
  )
  expect(faults.slice(0, 20)).toEqual([])
  // The run reached what stands behind the checks, too.
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 404, 405, 415]))
  expect((await chat(agent, PRO, { message: 'hello' })).status).toBe(200)
  await expect.poll(() => journalEntries(agent, 'open')).toBe(0)
})

/** A form with a sound, and what makes another of it. */
const FORM = [
  '--edge\r\nContent-Disposition: form-data; name="model"\r\n\r\ngpt-4o-mini\r\n',
  '--edge\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\nRIFF\r\n',
  '--edge\r\nContent-Disposition: form-data; name="response_format"\r\n\r\njson\r\n',
  '--edge--\r\n',
]
const PARTS_OF_FORMS = ['--edge', '\r\n', '"', ';', '\0', 'name=', 'filename*=', '\u00e9', '', 'x'.repeat(9_000), '--']
const FORMS = process.env['SOAK'] === '1' ? 10_000 : 60

it(`answers what is wrong with a form with 4xx, whatever it is (seed ${SEED})`, async () => {
  const random = seeded(SEED)
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value
  const statuses = new Set<number>()
  const faults: string[] = []
  for (let count = 0; count < FORMS; count += 1) {
    const whole = Array.from(FORM, (part) => (random() < 0.1 ? pick(FORM) : part)).join('')
    const at = Math.floor(random() * whole.length)
    const length = Math.floor(random() * 5)
    const text = count === 0 ? FORM.join('') : `${whole.slice(0, at)}${pick(PARTS_OF_FORMS)}${whole.slice(at + length)}`
    const body = Buffer.from(text, random() < 0.5 ? 'latin1' : 'utf8')
    const type =
      random() < 0.9 ? 'boundary=edge' : pick(['', 'boundary=', 'boundary="edge', 'boundary=edge; boundary=x'])
    const headers = {
      authorization: `Bearer ${PRO}`,
      'content-type': `multipart/form-data; ${type}`,
      'content-length': String(body.length),
    }
    const status = await send({ method: 'POST', path: '/v1/audio/transcriptions', headers, body })
    statuses.add(status)
    if (status < 200 || status >= 500) faults.push(`${status}: ${type} ${JSON.stringify(text.slice(0, 400))}`)
  }
  expect(faults).toEqual([])
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400]))
})

it.each<[string, string, Record<string, unknown>]>([
  ['a model of NUL', '/v1/chat', { message: 'hello', model: '\0' }],
  ['a model that is half of a pair', '/v1/chat', { message: 'hello', model: 'gpt\ud800' }],
  ['a message with NUL', '/v1/chat', { message: 'a\0b' }],
  ['a message with half of a pair', '/v1/chat', { message: 'a\udc00' }],
  ['a model of NUL', '/v1/chat/completions', { model: '\0', messages: [{ role: 'user', content: 'hello' }] }],
  ['a further model of NUL', '/v1/chat/completions', { model: 'gpt-4o', models: ['\0'], messages: [{}] }],
])('%s to %s: 400', async (_, path, body) => {
  const text = Buffer.from(JSON.stringify(body))
  const headers = {
    authorization: `Bearer ${PRO}`,
    'content-type': 'application/json',
    'content-length': String(text.length),
  }
  expect(await send({ method: 'POST', path, headers, body: text })).toBe(400)
})

it('a completion nested 200,000 levels deep: 400', async () => {
  const body = Buffer.from(
    `{"model":"gpt-4o","messages":[{"role":"user","content":${'['.repeat(200_000)}${']'.repeat(200_000)}}]}`,
  )
  const headers = {
    authorization: `Bearer ${PRO}`,
    'content-type': 'application/json',
    'content-length': String(body.length),
  }
  expect(await send({ method: 'POST', path: '/v1/chat/completions', headers, body })).toBe(400)
})
