import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeJournal, firstFormat, intent, settlement } from '../../test/journal-conformance.ts'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import { JournalError } from '../errors/journal-error.ts'
import { JournalLockedError } from '../errors/journal-locked-error.ts'
import { sqliteJournal } from './sqlite-journal.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallygate-journal-'))
  path = join(folder, 'sub', 'usage.db')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

for (const durability of ['process', 'power-loss'] as const) {
  describeJournal(`sqliteJournal with durability ${durability}`, async () => {
    const journal = sqliteJournal({ path, durability })
    return { journal, end: () => journal.close() }
  })
}

describe('sqliteJournal', () => {
  it('brings everything back after a restart, and makes open attempts unsettled', async () => {
    const first = sqliteJournal({ path, now: () => 1_000 })
    await first.open()
    await first.intend(intent('open'))
    await first.intend(intent('done'))
    await first.settle(settlement('done'))
    await first.take(1)
    await first.close()

    const second = sqliteJournal({ path, now: () => 2_000 })
    await second.open()
    expect(await second.counts()).toEqual({ open: 0, unsettled: 1, pending: 2, postponed: 0, rejected: 0 })
    expect(await second.unsettled(10)).toEqual([{ ...intent('open'), since: 2_000 }])
    expect((await second.take(10)).map(({ reference }) => reference)).toEqual([
      'done:prompt_tokens',
      'done:completion_tokens',
    ])
    expect(await second.intend(intent('done'))).toBe('duplicate')
    await second.close()
  })

  it('keeps the counts of scopes as long as attempts, from their last one on', async () => {
    let now = 0
    const journal = sqliteJournal({ path, keepDays: 2, now: () => now })
    await journal.open()
    const count = (id: string, key: string, at: number) =>
      journal.settle({ ...settlement(id), events: [], at, scopeCounts: [{ key, units: 5 }] })
    await count('a', 'user ada tokens@0', 0)
    await count('b', 'user lin tokens@0', 0)
    await count('c', 'user lin tokens@0', 86_400_000)
    now = 2 * 86_400_000 + 60_000
    await journal.acknowledge([], now)
    expect(await journal.scopes?.read('c', ['user ada tokens@0', 'user lin tokens@0'])).toEqual([0, 10])
    await journal.close()
  })

  it('reads the holds of an attempt that the first format wrote', async () => {
    const first = sqliteJournal({ path })
    await first.open()
    await first.intend(firstFormat(intent('old')))
    await first.close()
    const second = sqliteJournal({ path, now: () => 2_000 })
    await second.open()
    expect(await second.unsettled(10)).toEqual([{ ...intent('old'), since: 2_000 }])
    await second.close()
  })

  it('refuses a second writer with an error that names the file, and takes over when the first one closes', async () => {
    const first = sqliteJournal({ path })
    await first.open()
    const second = sqliteJournal({ path })
    const error: unknown = await second.open().catch((thrown: unknown) => thrown)
    expect(JournalLockedError.isInstance(error) && error.path).toBe(path)
    expect(await first.intend(intent('a'))).toBe('recorded')
    await first.close()
    const third = sqliteJournal({ path })
    await third.open()
    expect((await third.counts()).unsettled).toBe(1)
    await third.close()
  })

  it('refuses a second writer in another thread too', async () => {
    const first = sqliteJournal({ path })
    await first.open()
    const source = `
      import { parentPort, workerData } from 'node:worker_threads'
      const { sqliteJournal } = await import(workerData.module)
      parentPort.postMessage(await sqliteJournal({ path: workerData.path }).open().then(() => 'opened', (error) => error.code))`
    const module = new URL('./sqlite-journal.ts', import.meta.url).href
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
      workerData: { module, path },
    })
    expect(await once(worker, 'message')).toEqual(['JOURNAL_LOCKED'])
    await worker.terminate()
    await first.close()
  })

  it('can be read by another journal while it is open, which changes nothing', async () => {
    const journal = sqliteJournal({ path })
    await journal.open()
    await journal.intend(intent('a'))
    const reader = sqliteJournal({ path, readOnly: true })
    await reader.open()
    expect(await reader.counts()).toEqual({ open: 1, unsettled: 0, pending: 0, postponed: 0, rejected: 0 })
    expect(await reader.attempts('c', 0, Date.UTC(2100, 0, 1), 10)).toMatchObject([{ id: 'a', state: 'open' }])
    await expect(reader.release('a', 'r', 0)).rejects.toSatisfy(JournalError.isInstance)
    await reader.close()
    expect(await journal.settle(settlement('a'))).toBe('settled')
    await journal.close()
  })

  it('removes ended, delivered attempts after keepDays, and never what is pending, rejected or unsettled', async () => {
    let now = Date.UTC(2030, 0, 20)
    const journal = sqliteJournal({ path, keepDays: 30, now: () => now })
    await journal.open()
    for (const id of ['delivered', 'rejected', 'pending', 'unsettled']) await journal.intend(intent(id))
    await journal.suspend('unsettled', now)
    for (const id of ['delivered', 'rejected', 'pending']) await journal.settle(settlement(id, { at: now }))
    const [a, b, c, d, ...rest] = await journal.take(10)
    await journal.acknowledge(
      [a, b, c].map((event) => ({ key: event?.key ?? '', outcome: 'counted' })),
      now,
    )
    await journal.reject(d?.key ?? '', 'refused', now)
    await journal.giveBack(rest.map(({ key }) => key))
    now += 31 * 86_400_000
    await journal.settle(settlement('late', { at: now }))
    const [last] = (await journal.take(10)).slice(-1)
    await journal.acknowledge([{ key: last?.key ?? '', outcome: 'counted' }], now)
    const left = (await journal.attempts('c', 0, now, 10)).map(({ id }) => id)
    expect(left).toEqual(['late', 'pending', 'rejected', 'unsettled'])
    await journal.close()
  })

  it('removes more than one batch of old attempts, and walks past what it has to keep', async () => {
    let now = Date.UTC(2030, 0, 1)
    const journal = sqliteJournal({ path, keepDays: 1, now: () => now })
    await journal.open()
    const settleAll = (prefix: string, count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, index) => journal.settle(settlement(`${prefix}${index}`, { at: now }))),
      )
    const deliverAll = async () => {
      for (let taken = await journal.take(1_000); taken.length > 0; taken = await journal.take(1_000))
        await journal.acknowledge(
          taken.map(({ key }) => ({ key, outcome: 'counted' })),
          now,
        )
    }
    await settleAll('poison', 600)
    for (let taken = await journal.take(1_000); taken.length > 0; taken = await journal.take(1_000))
      for (const { key } of taken) await journal.reject(key, 'refused', now)
    await settleAll('old', 1_100)
    await deliverAll()
    now += 2 * 86_400_000
    await settleAll('new', 60)
    // Each acknowledgement removes a batch at most: one request never waits for all of them.
    for (let round = 0; round < 5; round += 1) {
      const [event] = await journal.take(1)
      await journal.acknowledge([{ key: event?.key ?? '', outcome: 'counted' }], now)
    }
    const left = (await journal.attempts('c', 0, Date.UTC(2100, 0, 1), 10_000)).map(({ id }) => id)
    expect(left.filter((id) => id.startsWith('old'))).toEqual([])
    expect(left.filter((id) => id.startsWith('poison'))).toHaveLength(600)
    expect(left.filter((id) => id.startsWith('new'))).toHaveLength(60)
    await journal.close()
  })

  it('opens later what another process had at the first call', async () => {
    const first = sqliteJournal({ path })
    await first.open()
    const second = sqliteJournal({ path })
    await expect(second.open()).rejects.toSatisfy(JournalLockedError.isInstance)
    await first.close()
    await second.open()
    expect(await second.intend(intent('a'))).toBe('recorded')
    await second.close()
  })

  it('knows after a restart what of each customer is not delivered', async () => {
    const first = sqliteJournal({ path })
    await first.open()
    for (const customer of ['c', 'd'])
      await first.settle(settlement(customer, { intent: intent(customer, { customer }) }))
    const [delivered, rejected] = await first.take(2)
    await first.acknowledge([{ key: delivered?.key ?? '', outcome: 'counted' }], 0)
    await first.reject(rejected?.key ?? '', 'refused', 0)
    await first.close()
    for (const readOnly of [false, true]) {
      const again = sqliteJournal({ path, readOnly })
      await again.open()
      expect(await again.undelivered('c', 0, Infinity)).toEqual([
        { meter: 'completion_tokens', properties: {}, quantity: 5 },
      ])
      expect(await again.undelivered('nobody', 0, Infinity)).toEqual([])
      await again.close()
    }
  })

  it('rejects with JournalError when it is not open, and records nothing then', async () => {
    const journal = sqliteJournal({ path })
    await expect(journal.intend(intent('a'))).rejects.toSatisfy(JournalError.isInstance)
    await journal.open()
    expect(await journal.counts()).toMatchObject({ open: 0 })
    await journal.close()
    await expect(journal.settle(settlement('a'))).rejects.toSatisfy(JournalError.isInstance)
  })

  it('refuses only the write at fault of those that were committed together', async () => {
    const journal = sqliteJournal({ path })
    await journal.open()
    // A text where SQLite is told to keep integers: the table is STRICT.
    const bad = intent('bad', { promptTokens: 'many' as unknown as number })
    const results = await Promise.allSettled([
      journal.intend(intent('a')),
      journal.intend(bad),
      journal.intend(intent('b')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await journal.counts()).toMatchObject({ open: 2 })
    await journal.close()
  })

  it.each([
    ['no path', { path: '' }, 'path'],
    ['a database in memory', { path: ':memory:' }, 'path'],
    ['an unknown option', { path: 'x', fsync: true }, 'fsync'],
    ['an unknown durability', { path: 'x', durability: 'disk' as 'process' }, 'durability'],
    ['a negative keepDays', { path: 'x', keepDays: -1 }, 'keepDays'],
  ])('refuses %s and names it', (_name, options, option) => {
    let thrown: unknown
    try {
      sqliteJournal(options)
    } catch (error) {
      thrown = error
    }
    expect(InvalidOptionError.isInstance(thrown) && thrown.option).toBe(option)
  })
})
