import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { Redis } from 'ioredis'
import pg from 'pg'

const REDIS_URL = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379'
const DATABASE_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'

/** A Redis of the tests, with a prefix of this test alone. */
export interface SharedRedis {
  readonly url: string
  readonly prefix: string
  /** Removes what the test left behind. */
  remove(): Promise<void>
}

/** The Redis of the tests; undefined when none answers, unless REQUIRE_SERVICES=1 says that one must. */
export async function findRedis(): Promise<SharedRedis | undefined> {
  const redis = new Redis(REDIS_URL, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
  } catch (cause) {
    return absent(`No Redis answers at ${REDIS_URL}`, cause)
  } finally {
    redis.disconnect()
  }
  const prefix = `chat-agent-test-${randomBytes(8).toString('hex')}`
  return { url: REDIS_URL, prefix, remove: () => removeKeys(prefix) }
}

async function removeKeys(prefix: string): Promise<void> {
  const redis = new Redis(REDIS_URL)
  for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1_000 }))
    if (keys.length > 0) await redis.unlink(...keys)
  await redis.quit()
}

/**
 * A database of its own on the PostgreSQL of the tests; undefined when none answers, unless REQUIRE_SERVICES=1 says
 * that one must.
 */
export async function findDatabase(): Promise<{ readonly url: string; remove(): Promise<void> } | undefined> {
  const name = `chat_agent_test_${randomBytes(8).toString('hex')}`
  try {
    await query(`create database ${name}`)
  } catch (cause) {
    return absent('No PostgreSQL answers', cause)
  }
  const url = new URL(DATABASE_URL)
  url.pathname = `/${name}`
  return { url: url.href, remove: () => query(`drop database if exists ${name} with (force)`) }
}

async function query(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: DATABASE_URL, connectionTimeoutMillis: 3_000 })
  await client.connect()
  await client.query(sql)
  await client.end()
}

function absent(message: string, cause: unknown): undefined {
  if (process.env['REQUIRE_SERVICES'] === '1') throw new Error(message, { cause })
  process.stdout.write(`${message}: what needs it is left out.\n`)
}

/** A way to a Redis that can be cut and joined again. */
export interface CutLine {
  /** The same Redis, through this line. */
  readonly url: string
  /** Breaks every connection and refuses new ones. */
  cut(): void
  join(): void
  close(): Promise<void>
}

export async function lineTo(target: string): Promise<CutLine> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(Number(port), hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => undefined)
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String(typeof address === 'object' && address !== null ? address.port : 0)
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.href,
    cut: () => {
      isCut = true
      destroyAll()
    },
    join: () => {
      isCut = false
    },
    close: async () => {
      destroyAll()
      server.close()
      await once(server, 'close')
    },
  }
}
