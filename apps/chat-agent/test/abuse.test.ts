import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, chat, PRO, STARTER } from './agent-under-test.ts'

let system: AgentUnderTest
let agent: ChatAgent

beforeAll(async () => {
  system = await AgentUnderTest.start()
  agent = await system.agent()
})
afterAll(() => system?.stop())

/** Others are served as before. */
async function othersAreServed(): Promise<void> {
  expect((await chat(agent, PRO, { message: 'hello' })).status).toBe(200)
}

/** Sends bytes as they are and returns the status line of the answer, '' when the connection was cut without one. */
async function raw(text: string | Buffer): Promise<string> {
  const { port } = new URL(agent.url)
  const socket = connect(Number(port), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1')
    if (answer.includes('\r\n')) socket.end()
  })
  socket.on('error', () => undefined)
  socket.write(text)
  await new Promise((resolve) => socket.once('close', resolve))
  return answer.split('\r\n')[0] ?? ''
}

describe('what is sent in bad faith is answered or cut off, and others are served as before', () => {
  it.each(['/v1/chat', '/v1/chat/completions'])('a body of 100 MB to %s: 413, at once', async (path) => {
    const total = 100 * 1024 * 1024
    let sent = 0
    const call = request(`${agent.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${STARTER}`, 'content-type': 'application/json' },
    })
    const answered = once(call, 'response').then(([response]) => ({ status: response.statusCode as number, sent }))
    call.on('error', () => undefined)
    const chunk = Buffer.alloc(64 * 1024, ' ')
    const write = () => {
      while (sent < total) {
        sent += chunk.length
        if (!call.write(chunk)) return void call.once('drain', write)
      }
      call.end()
    }
    write()
    const { status, sent: sentByThen } = await answered
    expect(status).toBe(413)
    expect(sentByThen).toBeLessThan(total / 2)
    call.destroy()
    await othersAreServed()
  })

  it('10,000 headers: 431, or cut off while they are still being sent', async () => {
    const headers = Array.from({ length: 10_000 }, (_, index) => `x-header-${index}: ${index}\r\n`).join('')
    expect(await raw(`GET /v1/usage HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n`)).toMatch(/ 431 |^$/)
    await othersAreServed()
  })

  it('bytes that are not HTTP: 400', async () => {
    expect(await raw(Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05]))).toMatch(/ 400 |^$/)
    await othersAreServed()
  })

  it('a hundred connections that never finish their request do not hold up another', async () => {
    const { port } = new URL(agent.url)
    const head = `POST /v1/chat HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${STARTER}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"mess`
    const sockets = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const socket = connect(Number(port), '127.0.0.1')
        socket.on('error', () => undefined)
        await once(socket, 'connect')
        socket.write(head)
        return socket
      }),
    )
    await othersAreServed()
    for (const socket of sockets) socket.destroy()
    await othersAreServed()
  })

  it.each([
    ['headers', `POST /v1/chat HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${STARTER}\r\nx-slow: `],
    [
      'a body',
      `POST /v1/chat HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${STARTER}\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{"message":"`,
    ],
  ])('a client that sends %s a byte at a time is cut off', async (_, head) => {
    const { port } = new URL(agent.url)
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.write(head)
    const drip = setInterval(() => socket.write('x'), 200)
    await new Promise((resolve) => socket.once('close', resolve))
    clearInterval(drip)
    expect(answer.split('\r\n')[0]).toMatch(/ 408 |^$/)
    await othersAreServed()
  })

  it('bad UTF-8 is refused, not repaired', async () => {
    const response = await fetch(`${agent.url}/v1/chat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${STARTER}`, 'content-type': 'application/json' },
      body: Buffer.concat([Buffer.from('{"message": "'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    })
    expect([response.status, ((await response.json()) as { error: { message: string } }).error.message]).toEqual([
      400,
      'The body is not valid UTF-8',
    ])
  })

  it.each([
    ['a million characters', { message: 'x'.repeat(1_000_000) }, 413],
    ['a hundred thousand characters', { message: 'x'.repeat(100_000) }, 400],
    ['a thread id with a path', { message: 'x', thread_id: '../../etc/passwd' }, 400],
    ['a model of a thousand characters', { message: 'x', model: 'm'.repeat(1_000) }, 400],
    ['a model that is not text', { message: 'x', model: { $ne: null } }, 400],
  ])('%s: refused', async (_, body, status) => {
    expect((await chat(agent, STARTER, body)).status).toBe(status)
  })

  it('a nested body of ten thousand levels: refused', async () => {
    expect((await chat(agent, STARTER, '['.repeat(10_000) + ']'.repeat(10_000))).status).toBe(400)
    expect((await chat(agent, STARTER, `{"message":${'['.repeat(100_000)}`)).status).toBe(400)
    await othersAreServed()
  })

  it.each([
    ['another content type', 'text/plain', '{"message":"x"}', 415],
    ['another charset', 'application/json; charset=utf-16', '{"message":"x"}', 415],
    ['another charset in quotes', 'application/json;charset="iso-8859-1"', '{"message":"x"}', 415],
    ['a compressed body', 'application/json', '{"message":"x"}', 415],
  ])('%s: 415', async (name, type, body, status) => {
    const headers = {
      authorization: `Bearer ${STARTER}`,
      'content-type': type,
      ...(name === 'a compressed body' ? { 'content-encoding': 'gzip' } : {}),
    }
    const response = await fetch(`${agent.url}/v1/chat`, { method: 'POST', headers, body })
    expect(response.status).toBe(status)
  })

  it.each(['/v1/usage', '/healthz', '/page/page.js'])('two Host headers for %s: 400', async (path) => {
    const request = `GET ${path} HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n`
    expect(await raw(request)).toBe('HTTP/1.1 400 Bad Request')
  })

  it.each([
    '/page/../create-chat-agent.ts',
    '/page/%2e%2e/create-chat-agent.ts',
    '/page/..%2fmain.ts',
    '/page//etc/passwd',
    '/page/%00',
    '/.env',
  ])('a path that climbs, %s: nothing is served from it', async (path) => {
    expect(await raw(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`)).toMatch(/ 40[034] /)
  })

  it.each(['', 'Bearer', 'Bearer ', 'Basic ZGVtbw==', `Bearer ${'x'.repeat(5_000)}`, `Bearer ${STARTER} ${STARTER}`])(
    'the key %j: 401',
    async (authorization) => {
      const response = await fetch(`${agent.url}/v1/usage`, { headers: { authorization } })
      expect(response.status).toBe(401)
    },
  )

  it('two bodies in one request (smuggling): refused', async () => {
    const both = `POST /v1/chat HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`
    expect(await raw(both)).toMatch(/ 400 |^$/)
    await othersAreServed()
  })
})
