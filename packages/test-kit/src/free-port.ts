import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A TCP port of the loopback interface that nothing listens on. For a server that must come back on the same port;
 * anything else listens on port 0.
 */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port was given')
  return address.port
}
