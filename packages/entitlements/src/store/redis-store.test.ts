import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, it } from 'vitest'
import { findRedis, newPrefix, removeKeys } from '../../test/redis-server.ts'
import { describeStore } from '../../test/store-conformance.ts'
import { compareWithModel } from '../../test/store-model.ts'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts'
import { redisStore } from './redis-store.ts'

const redis = await findRedis()
afterAll(() => redis?.disconnect())

if (redis !== undefined) {
  const start = async () => {
    const prefix = newPrefix()
    return {
      store: redisStore(redis, { prefix }),
      pass: (ms: number) => delay(ms),
      end: () => removeKeys(redis, prefix),
    }
  }
  describeStore('redisStore', start)

  it('does what the plainest model does, in any order of steps', () =>
    compareWithModel(start, { runs: 40, movesClock: false }))

  describe('redisStore', () => {
    it('keeps all keys of a customer in one slot, and lets every key end by itself', async () => {
      const prefix = newPrefix()
      const store = redisStore(redis, { prefix })
      const customer = '}odd{customer}%'
      const account = { key: 'b@0', limit: 10, fixed: 1, perCompletionToken: 1, endsAt: Date.now() + 60_000 }
      await store.load(customer, [{ key: 'b@0', used: 0, endsAt: account.endsAt }])
      const rates = [{ key: 'requests_per_minute', limit: 5, windowMs: 60_000, member: 'r' }]
      const request = {
        customer,
        id: 'a',
        accounts: [account],
        rates,
        maxConcurrent: 3,
        wantedTokens: 1,
        minimumTokens: 1,
        leaseMs: 60_000,
      }
      expect((await store.reserve(request)).type).toBe('granted')
      const keys = (await redis.keys(`${prefix}*`)).sort()
      // The format of the keys: an agent that counts otherwise counts elsewhere.
      for (const key of keys) expect(key.startsWith(`${prefix}:2:{`)).toBe(true)
      expect(keys).toHaveLength(4)
      const slots = await Promise.all(keys.map((key) => redis.cluster('KEYSLOT', key).catch(() => slotOf(key))))
      expect(new Set(slots).size).toBe(1)
      for (const key of keys) expect(await redis.pttl(key), key).toBeGreaterThan(0)
      await store.keep(customer, 'a', [{ key: 'b@0', units: 2 }])
      expect((await store.reserve({ ...request, id: 'b' })).type).toBe('granted')
      for (const key of await redis.keys(`${prefix}*`)) expect(await redis.pttl(key), key).toBeGreaterThan(0)
      await removeKeys(redis, prefix)
    })

    it('works after Redis forgot its scripts', async () => {
      const prefix = newPrefix()
      const store = redisStore(redis, { prefix })
      await store.load('c', [{ key: 'b@0', used: 3, endsAt: Date.now() + 60_000 }])
      // The digest of another script, which nobody loaded, is the same to Redis as a flushed one.
      const forgetful = redisStore(
        { eval: redis.eval.bind(redis), evalsha: () => Promise.reject(new Error('NOSCRIPT No matching script.')) },
        { prefix },
      )
      expect((await forgetful.read('c', [{ key: 'b@0' }], [])).accounts).toEqual([
        { key: 'b@0', used: 3, held: 0, endsAt: expect.any(Number) },
      ])
      await removeKeys(redis, prefix)
    })
  })
}

describe('redisStore without its Redis', () => {
  it('throws StoreUnavailableError when nothing listens', async () => {
    const gone = new Redis({ port: 1, lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null })
    gone.on('error', () => undefined)
    await expect(redisStore(gone).release('c', 'a')).rejects.toSatisfy(StoreUnavailableError.isInstance)
    gone.disconnect()
  })
  it('throws StoreUnavailableError when no answer comes in time', async () => {
    const silent = { eval: () => new Promise(() => undefined), evalsha: () => new Promise(() => undefined) }
    await expect(redisStore(silent, { timeoutMs: 5 }).release('c', 'a')).rejects.toSatisfy(
      StoreUnavailableError.isInstance,
    )
  })
  it('does not call a mistake in a script an outage', async () => {
    const broken = {
      eval: () => Promise.resolve(),
      evalsha: () => Promise.reject(new Error('ERR user_script:1: boom')),
    }
    await expect(redisStore(broken).release('c', 'a')).rejects.toThrow('boom')
    await expect(redisStore(broken).release('c', 'a')).rejects.not.toSatisfy(StoreUnavailableError.isInstance)
  })
  it.each([
    ['braces in the prefix', { prefix: 'a{b}' }, 'prefix'],
    ['no wait at all', { timeoutMs: 0 }, 'timeoutMs'],
    ['an unknown option', { ttl: 1 } as object, 'ttl'],
  ])('refuses %s and names it', (_name, options, option) => {
    let thrown: unknown
    try {
      redisStore({ eval: () => Promise.resolve(), evalsha: () => Promise.resolve() }, options)
    } catch (error) {
      thrown = error
    }
    expect(InvalidOptionError.isInstance(thrown) && thrown.option).toBe(option)
  })
})

/**
 * CRC16 (XMODEM) of the hash tag, as a Redis Cluster places keys; for servers that have cluster support switched off.
 */
function slotOf(key: string): number {
  const tag = /\{([^}]+)\}/.exec(key)?.[1] ?? key
  let crc = 0
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc % 16_384
}
