import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { describeJournal, firstFormat, intent, settlement } from '../../test/journal-conformance.ts'
import { findRedis, newPrefix, removeKeys } from '../../test/redis-server.ts'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import { JournalError } from '../errors/journal-error.ts'
import { redisJournal } from './redis-journal.ts'

const redis = await findRedis()
afterAll(() => redis?.disconnect())

if (redis !== undefined) {
  describeJournal('redisJournal', async () => {
    const prefix = newPrefix()
    const journal = redisJournal(redis, { prefix })
    return {
      journal,
      end: async () => {
        await journal.close()
        await removeKeys(redis, prefix)
      },
    }
  })

  describe('redisJournal', () => {
    it('gives the attempts of a process that is gone to the others, once, and leaves those of the living alone', async () => {
      const prefix = newPrefix()
      // No heartbeat of its own: it was never opened, so it is heard of only when it records.
      const gone = redisJournal(redis, { prefix, goneAfterMs: 1_000 })
      const living = redisJournal(redis, { prefix, goneAfterMs: 1_000 })
      await living.open()
      await gone.intend(intent('theirs'))
      await gone.settle(settlement('sending'))
      expect(await gone.take(10)).toHaveLength(2)
      await living.intend(intent('mine'))
      expect(await living.takeOver()).toEqual([])
      expect(await living.take(10)).toEqual([])
      await delay(1_100)
      expect(await living.takeOver()).toMatchObject([intent('theirs')])
      expect(await living.takeOver()).toEqual([])
      expect(await living.counts()).toMatchObject({ open: 1, unsettled: 1, pending: 2 })
      expect(await living.take(10)).toHaveLength(2)
      expect(await living.settle(settlement('theirs'))).toBe('settled')
      await living.close()
      await removeKeys(redis, prefix)
    })
    it('reads the holds of an attempt that the first format wrote', async () => {
      const prefix = newPrefix()
      const journal = redisJournal(redis, { prefix })
      await journal.open()
      await journal.intend(firstFormat(intent('old')))
      expect(await journal.running(10, 'c')).toEqual([intent('old')])
      await journal.suspend('old', 2_000)
      expect(await journal.unsettled(10)).toEqual([{ ...intent('old'), since: 2_000 }])
      await journal.close()
      await removeKeys(redis, prefix)
    })
    it('leaves its attempts to the others when it is closed', async () => {
      const prefix = newPrefix()
      const first = redisJournal(redis, { prefix })
      await first.open()
      await first.intend(intent('a'))
      await first.close()
      const second = redisJournal(redis, { prefix })
      await second.open()
      expect(await second.counts()).toEqual({ open: 0, unsettled: 1, pending: 0, postponed: 0, rejected: 0 })
      await second.close()
      await removeKeys(redis, prefix)
    })
    it('hands each event to one of two processes', async () => {
      const prefix = newPrefix()
      const journals = [redisJournal(redis, { prefix }), redisJournal(redis, { prefix })]
      for (let i = 0; i < 20; i += 1) await journals[0]?.settle(settlement(`a${i}`))
      const taken = (await Promise.all(journals.map((journal) => journal.take(30)))).flat()
      expect(taken).toHaveLength(40)
      expect(new Set(taken.map(({ key }) => key)).size).toBe(40)
      await removeKeys(redis, prefix)
    })
    it.each([
      ['taking', 'after', ['b:completion_tokens', 'b:prompt_tokens']],
      ['giving back', 'before', ['a:completion_tokens', 'a:prompt_tokens', 'b:completion_tokens', 'b:prompt_tokens']],
    ] as const)('hands events out again when the connection broke in %s them', async (step, moment, want) => {
      const prefix = newPrefix()
      let breaks = false
      const overTheLine = async (send: () => Promise<unknown>) => {
        if (breaks && moment === 'before') throw new Error('Connection is closed.')
        const answer = await send()
        if (breaks) throw new Error('Connection is closed.')
        return answer
      }
      const journal = redisJournal(
        {
          evalsha: (...args) => overTheLine(() => redis.evalsha(...args)),
          eval: (...args) => overTheLine(() => redis.eval(...args)),
        },
        { prefix },
      )
      await journal.settle(settlement('a'))
      const keys = (await journal.take(10)).map(({ key }) => key)
      await journal.settle(settlement('b'))
      breaks = true
      const broken = step === 'taking' ? journal.take(10) : journal.giveBack(keys)
      await expect(broken).rejects.toSatisfy(JournalError.isInstance)
      breaks = false
      // What another worker of this process is sending stays with it.
      expect((await journal.take(10)).map(({ key }) => key).sort()).toEqual(want)
      await removeKeys(redis, prefix)
    })
    it('lets what is ended and delivered end by itself, and nothing else', async () => {
      const prefix = newPrefix()
      const journal = redisJournal(redis, { prefix, keepDays: 1 })
      await journal.intend(intent('open'))
      await journal.settle(settlement('done'))
      const [first, second] = await journal.take(2)
      const ttl = (name: string) => redis.pttl(`${prefix}:{journal}:${name}`)
      await journal.acknowledge([{ key: first?.key ?? '', outcome: 'counted' }], 0)
      expect([await ttl('attempt:done'), await ttl('attempt:open')]).toEqual([-1, -1])
      await journal.acknowledge([{ key: second?.key ?? '', outcome: 'counted' }], 0)
      expect(await ttl('attempt:done')).toBeGreaterThan(0)
      expect(await ttl('event:done:prompt_tokens')).toBeGreaterThan(0)
      expect(await ttl('attempt:open')).toBe(-1)
      await removeKeys(redis, prefix)
    })
  })
}

describe('redisJournal without its Redis', () => {
  it('opens when its Redis is back', async () => {
    let away = true
    const answer = () => (away ? Promise.reject(new Error('Connection is closed.')) : Promise.resolve([]))
    const journal = redisJournal({ evalsha: answer, eval: answer })
    await expect(journal.open()).rejects.toBeInstanceOf(JournalError)
    away = false
    await journal.open()
    await journal.close()
  })
  const away = {
    eval: () => Promise.reject(new Error('ECONNREFUSED')),
    evalsha: () => Promise.reject(new Error('ECONNREFUSED')),
  }
  it('rejects with JournalError', async () => {
    await expect(redisJournal(away).intend(intent('a'))).rejects.toSatisfy(JournalError.isInstance)
    await expect(redisJournal(away).open()).rejects.toSatisfy(JournalError.isInstance)
  })
  it.each([
    ['no days', { keepDays: 0 }, 'keepDays'],
    ['a process that is gone at once', { goneAfterMs: 10 }, 'goneAfterMs'],
    ['an unknown option', { path: 'x' } as object, 'path'],
  ])('refuses %s and names it', (_name, options, option) => {
    let thrown: unknown
    try {
      redisJournal(away, options)
    } catch (error) {
      thrown = error
    }
    expect(InvalidOptionError.isInstance(thrown) && thrown.option).toBe(option)
  })
})
