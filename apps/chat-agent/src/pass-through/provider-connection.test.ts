import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { ProviderFailure } from '../agent/provider-failure.ts'
import { ProviderConnection } from './provider-connection.ts'

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
  const connection = new ProviderConnection()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1/chat/completions`
  closers.push(() => {
    connection.close()
    server.closeAllConnections()
    server.close()
  })
  const send = () => connection.fetchFor('m')(url, { body: '{}' })
  return { send, requests: () => requests }
}

describe('ProviderConnection', () => {
  it('sends again, once, what met a kept connection that was closed', async () => {
    const { send, requests } = await forgetful(() => true)
    const ask = async () => await (await send()).text()
    expect(await ask()).toBe('{"request":1}')
    expect(await ask()).toBe('{"request":3}')
    expect(requests()).toBe(3)
  })

  it('does not send again what met a new connection', async () => {
    const { send, requests } = await forgetful(() => false)
    await expect(send()).rejects.toSatisfy(ProviderFailure.isInstance)
    expect(requests()).toBe(1)
  })

  it('names a provider that is not there', async () => {
    const send = new ProviderConnection().fetchFor('m')
    await expect(send('http://127.0.0.1:1/v1/chat/completions', { body: '{}' })).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      model: 'm',
      cause: { code: 'ECONNREFUSED' },
    })
  })
})
