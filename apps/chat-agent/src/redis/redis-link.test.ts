import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { RedisLink } from './redis-link.ts'

const OOM = "-OOM command not allowed when used memory > 'maxmemory'.\r\n"
const INFO = 'redis_version:7.0.0\r\nloading:0\r\n'

let server: Server | undefined
let link: RedisLink | undefined
afterEach(() => {
  link?.close()
  server?.close()
})

/** A Redis that answers every command, and SET with what a test says. */
async function connect(answerToSet: string): Promise<RedisLink> {
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      for (const [, name = ''] of chunk.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)) {
        const command = name.toLowerCase()
        socket.write(
          command === 'set' ? answerToSet : command === 'info' ? `$${INFO.length}\r\n${INFO}\r\n` : '+OK\r\n',
        )
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  link = new RedisLink({ url: `redis://127.0.0.1:${port}`, prefix: 'test' }, pino({ level: 'silent' }))
  await link.connect(false)
  return link
}

it('is ready while Redis takes writes', async () => {
  await expect((await connect('+OK\r\n')).assert()).resolves.toBeUndefined()
})

it.each([
  ['is full', OOM],
  ['is a replica', "-READONLY You can't write against a read only replica.\r\n"],
  ['cannot save', '-MISCONF Redis is configured to save RDB snapshots, but it is unable to persist on disk.\r\n'],
])('is not ready when Redis answers and refuses writes, because it %s', async (_, answer) => {
  await expect((await connect(answer)).assert()).rejects.toThrow('Redis refuses writes')
})
