import { Redis } from 'ioredis'

export const REDIS_URL = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379'

/**
 * A connection to the Redis of the tests, or undefined when none answers: then the tests of Redis are left out, unless
 * REQUIRE_SERVICES=1 says that one must be there.
 */
export async function findRedis(): Promise<Redis | undefined> {
  const redis = new Redis(REDIS_URL, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    await redis.ping()
    return redis
  } catch (cause) {
    redis.disconnect()
    if (process.env['REQUIRE_SERVICES'] === '1') throw new Error(`No Redis answers at ${REDIS_URL}`, { cause })
    return undefined
  }
}

let sequence = 0

/** A prefix of this test alone. */
export function newPrefix(): string {
  sequence += 1
  return `tallygate-test-${process.pid}-${Date.now()}-${sequence}`
}

/** Removes what a test left behind. */
export async function removeKeys(redis: Redis, prefix: string): Promise<void> {
  for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1_000 }))
    if (keys.length > 0) await redis.unlink(...keys)
}
