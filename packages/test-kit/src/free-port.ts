import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Ports that no system hands out by itself, to a connection or to a server on port 0: what a test has here stays free
 * while its server is down.
 */
const LOWEST_PORT = 20_000
const HIGHEST_PORT = 32_000
/** Each try is another port of 12,000. */
const MAX_TRIES = 100

/**
 * Finds a TCP port of the loopback interface that nothing listens on. For a server that must come back on the same
 * port, and for one that must be absent; anything else listens on port 0.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const port = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT))
    if (await isFree(port)) return port
  }
  throw new Error(`No port was free in ${MAX_TRIES} tries from ${LOWEST_PORT} to ${HIGHEST_PORT}`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
