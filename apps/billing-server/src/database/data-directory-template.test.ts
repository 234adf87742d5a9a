import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cacheFolder, type DataDirectoryTemplate, dataDirectoryTemplate } from './data-directory-template.ts'
import type { Database } from './database.ts'
import { openMigratedDatabase } from './open-database.ts'

describe('a fresh data directory of PGlite', () => {
  let folder: string
  let cache: string
  let template: DataDirectoryTemplate
  let saved: Promise<void>
  /** A cache with a template, and what it took to make it. */
  const made = { cache: mkdtempSync(join(tmpdir(), 'billing-template-')), applied: 0, processorMs: 0 }
  let tables: unknown

  beforeAll(async () => {
    cache = made.cache
    begin()
    made.processorMs = await processorMs(async () => {
      const { database, applied } = await open('memory://')
      made.applied = applied.length
      tables = await tablesOf(database)
      await database.close()
    })
  })
  afterAll(() => rmSync(made.cache, { recursive: true, force: true }))
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'billing-template-'))
    cache = join(folder, 'cache')
    cpSync(made.cache, cache, { recursive: true })
    begin()
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const begin = () => {
    const kept = dataDirectoryTemplate(cache)
    saved = Promise.resolve()
    template = {
      ...kept,
      save: (tar) => {
        saved = kept.save(tar)
        return saved
      },
    }
  }
  const open = async (dataDir: string) => {
    const opened = await openMigratedDatabase({ dataDir }, () => {}, template)
    await saved
    return opened
  }
  const tablesOf = (database: Database) => database.query('select tablename from pg_tables order by 1', [])
  const processorMs = async (work: () => Promise<unknown>): Promise<number> => {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }

  it('is made once, then copied: into memory and into a folder, with all migrations and nothing else', async () => {
    expect(made.applied).toBeGreaterThan(0)
    for (const dataDir of ['memory://', join(folder, 'data')]) {
      const copying = await processorMs(async () => {
        const { database, applied } = await open(dataDir)
        expect(applied).toEqual([])
        expect(await tablesOf(database)).toEqual(tables)
        expect(await database.query('select * from customers', [])).toEqual([])
        await database.close()
      })
      expect(copying).toBeLessThan(made.processorMs)
    }
    expect(readdirSync(cache)).toHaveLength(1)
    expect(readdirSync(folder).toSorted()).toEqual(['cache', 'data'])
  })

  it('keeps what is in it when it is opened again', async () => {
    const dataDir = join(folder, 'data')
    for (const names of [[], [{ reference: 'kept' }]]) {
      const { database } = await open(dataDir)
      expect(await database.query('select reference from customers', [])).toEqual(names)
      await database.query(
        `insert into customers (id, created_at, updated_at, body) values ('c', now(), now(), '{"reference": "kept"}') on conflict do nothing`,
        [],
      )
      await database.close()
    }
  })

  it('is made anew where the template is damaged, where it cannot be kept, and after a start that died', async () => {
    const [name] = readdirSync(cache)
    writeFileSync(join(cache, name ?? ''), 'not a template')
    const dataDir = join(folder, 'data')
    // What a process left behind that was killed while it made the folder.
    writeFileSync(`${dataDir}.partial`, 'half of it')
    const again = await open(dataDir)
    expect(again.applied.length).toBeGreaterThan(0)
    await again.database.close()
    const unwritable = dataDirectoryTemplate(join(`${dataDir}/PG_VERSION`, 'cache'))
    const opened = await openMigratedDatabase({ dataDir: 'memory://' }, () => {}, unwritable)
    expect(opened.applied.length).toBeGreaterThan(0)
    await opened.database.close()
  })

  it('has its template in the cache of the user', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/var/cache/me' })).toBe('/var/cache/me/tallygate')
    expect(cacheFolder({})).toMatch(/\.cache\/tallygate$/)
  })
})
