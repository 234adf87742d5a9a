import { Agent, request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide } from './guide.ts'
import { type HostileRequest, hostileRequest } from './hostile-request.ts'
import { testEngines } from './test-engines.ts'
import { apiKey, TestServer } from './test-server.ts'

/** `SOAK=1` is the long run; `FUZZ_REQUESTS` another count. */
const isSoak = process.env['SOAK'] === '1'
const SEED = Number(process.env['TEST_SEED'] ?? 20261130)
const REQUESTS = { pglite: isSoak ? 50_000 : 300, postgresql: isSoak ? 10_000 : 300 }
/** Requests that are under way together. */
const CALLERS = 4
/** The longest time that any answer may take, however strange the request. */
const ANSWER_MS = 5_000
/** The longest time that an answer may take on a machine that others use as well. */
const GIVE_UP_MS = isSoak ? ANSWER_MS : 12 * ANSWER_MS

interface Answer {
  readonly status: number
  readonly body: string
  readonly tookMs: number
}

describe.each(testEngines)(`requests to every family of routes, on $name (seed ${SEED})`, (engine) => {
  const count = Number(process.env['FUZZ_REQUESTS'] ?? REQUESTS[engine.kind])
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS })
  let server: TestServer
  let ids: readonly string[]

  beforeAll(async () => {
    // Nothing may be sent to what a fuzzed webhook names.
    server = await TestServer.start(engine, {
      webhookHosts: ['hooks.example'],
      fetch: () => Promise.reject(new Error('no network')),
    })
    const guide = await followGuide(server)
    ids = [...Object.values(guide), 'acme-corp', 'prompt_tokens', 'ai_pro', 'nothing_00000000000000000000']
  })
  afterAll(async () => {
    agent.destroy()
    await server.stop()
  })

  const send = ({ method, target, headers, body }: HostileRequest): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now()
      const { hostname, port } = new URL(server.server.url)
      const length = body === undefined ? {} : { 'content-length': String(body.length) }
      const request = httpRequest(
        { hostname, port, method, path: target, agent, headers: { 'x-api-key': apiKey, ...headers, ...length } },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString()
            resolve({ status: response.statusCode ?? 0, body: text, tookMs: performance.now() - startedAt })
          })
        },
      )
      request.setTimeout(2 * GIVE_UP_MS, () => request.destroy(new Error('no answer')))
      request.on('error', reject)
      request.end(body)
    })

  it(`answers each of ${count} with less than 500, and soon`, async () => {
    const statuses = new Map<number, number>()
    const wrong: string[] = []
    let slowestMs = 0
    let next = 0
    const caller = async (): Promise<void> => {
      while (next < count && wrong.length < 10) {
        const number = next
        next += 1
        const request = hostileRequest(SEED, number, ids)
        const told = `#${number} ${request.method} ${request.target} ${JSON.stringify(request.headers)} ${request.body?.toString().slice(0, 2_000)}`
        try {
          const answer = await send(request)
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
          slowestMs = Math.max(slowestMs, answer.tookMs)
          const isFault = answer.status >= 500 || answer.body.includes('INTERNAL_ERROR')
          if (isFault || answer.tookMs > GIVE_UP_MS) {
            wrong.push(
              `${told}\n→ ${answer.status} after ${Math.round(answer.tookMs)} ms: ${answer.body.slice(0, 500)}`,
            )
          }
        } catch (error) {
          // A refused body that was not read to its end: the server closes, and the answer may be lost with it.
          const isClosed =
            (error as NodeJS.ErrnoException).code === 'ECONNRESET' || (error as NodeJS.ErrnoException).code === 'EPIPE'
          if (!isClosed) wrong.push(`${told}\n→ ${String(error)}`)
        }
      }
    }
    await Promise.all(Array.from({ length: CALLERS }, caller))
    expect(wrong.join('\n\n')).toBe('')
    expect((await server.call('GET', '/readyz')).status).toBe(200)
    // Enough of them got through to mean something.
    expect(statuses.get(200) ?? 0).toBeGreaterThan(count / 100)
    if (isSoak)
      process.stdout.write(
        `${engine.name}: ${count} requests, slowest ${Math.round(slowestMs)} ms, ${JSON.stringify([...statuses])}\n`,
      )
  })
})
