import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { serverClock } from './server-clock.ts'

const DAY_MS = 86_400_000
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address')
  return `http://127.0.0.1:${address.port}`
}

describe('serverClock', () => {
  it('is the clock of a server whose clock was moved, asked with the key', async () => {
    let asked: unknown
    const url = await serve(({ url: path, headers }, response) => {
      asked = [path, headers['x-api-key']]
      response.end(JSON.stringify({ now: '2026-03-05T09:30:00Z', offset_ms: -30 * DAY_MS }))
    })
    const before = Date.now()
    const now = (await serverClock(url, 'some-key'))()
    expect([now >= before - 30 * DAY_MS, now <= Date.now() - 30 * DAY_MS]).toEqual([true, true])
    expect(asked).toEqual(['/local/clock', 'some-key'])
  })

  it.each([
    ['an API without local controls', 404, '{"code":"RESOURCE_NOT_FOUND"}'],
    ['an answer without an offset', 200, '{}'],
    ['an answer that is not JSON', 200, '<html>'],
  ])('is the clock of the machine for %s', async (_name, status, body) => {
    const url = await serve((_request, response) => response.writeHead(status).end(body))
    expect(await serverClock(url, 'some-key')).toBe(Date.now)
  })

  it('is the clock of the machine where nothing answers', async () => {
    expect(await serverClock('http://127.0.0.1:1', 'some-key')).toBe(Date.now)
  })
})
