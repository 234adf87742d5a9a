import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { ProviderFailure } from '../agent/provider-failure.ts'
import { ProviderConnection } from './provider-connection.ts'
import { readLimited } from './read-limited.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A provider that answers the first request of a connection, and closes the connection on every other one. */
async function forgetful(isAnswering: () => boolean) {
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    const socket = request.socket as typeof request.socket & { used?: boolean }
    if (socket.used === true || !isAnswering()) return void socket.destroy()
    socket.used = true
    request.resume().once('end', () => response.end(`{"request":${requests}}`))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const connection = new ProviderConnection({
    baseUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`,
    apiKey: 'sk',
  })
  closers.push(() => {
    connection.close()
    server.closeAllConnections()
    server.close()
  })
  return { connection, requests: () => requests }
}

describe('ProviderConnection', () => {
  it('sends again, once, what met a kept connection that was closed', async () => {
    const { connection, requests } = await forgetful(() => true)
    const ask = async () => String(await readLimited((await connection.send(Buffer.from('{}'), 'm', 'r')).body, 100))
    expect(await ask()).toBe('{"request":1}')
    expect(await ask()).toBe('{"request":3}')
    expect(requests()).toBe(3)
  })

  it('does not send again what met a new connection', async () => {
    const { connection, requests } = await forgetful(() => false)
    await expect(connection.send(Buffer.from('{}'), 'm', 'r')).rejects.toSatisfy(ProviderFailure.isInstance)
    expect(requests()).toBe(1)
  })

  it('names a provider that is not there', async () => {
    const connection = new ProviderConnection({ baseUrl: 'http://127.0.0.1:1/v1', apiKey: 'sk' })
    await expect(connection.send(Buffer.from('{}'), 'm', 'r')).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      model: 'm',
      cause: { code: 'ECONNREFUSED' },
    })
  })
})
