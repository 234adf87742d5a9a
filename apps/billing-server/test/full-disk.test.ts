import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OwnPostgres, postgresPrograms } from './own-postgres.ts'
import { TestServer } from './test-server.ts'

/** Room for a database and little more. */
const DISK = '128m'

const programs = postgresPrograms()
const mayMount = process.getuid?.() === 0 && canMount()
if (!mayMount) process.stdout.write('No file system can be mounted: full disks are not tested.\n')

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'billing-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Takes all the room that is left. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (;;) writeSync(file, Buffer.alloc(4096))
  } catch {
    // Full.
  } finally {
    closeSync(file)
  }
}

const engines = [
  {
    name: 'PGlite',
    start: (folder: string) => Promise.resolve({ dataDir: join(folder, 'data'), remove: async () => {} }),
  },
  ...(programs === undefined
    ? []
    : [
        {
          name: 'PostgreSQL',
          start: async (folder: string) => {
            const postgres = await OwnPostgres.start(programs, folder)
            return { databaseUrl: postgres.url(), dataDir: 'memory://', remove: () => postgres.end('immediate') }
          },
        },
      ]),
]

describe.runIf(mayMount).each(engines)('a server whose disk is full, on $name', ({ name, start }) => {
  let folder: string
  let server: TestServer

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'billing-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', folder])
    const place = await start(folder)
    server = await TestServer.start({ name, kind: 'pglite', place: () => Promise.resolve(place) })
  })
  afterEach(async () => {
    await server.stop()
    execFileSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true, force: true })
  })

  const readiness = async () => (await server.call('GET', '/readyz')).status

  it('is not ready, refuses what it cannot keep with 503, and is ready again when there is room', async () => {
    expect(await readiness()).toBe(200)
    fill(join(folder, 'fill'))
    await expect.poll(readiness).toBe(503)
    const customer = { reference: 'acme', type: 'ORGANIZATION', description: 'x'.repeat(9_000) }
    const statuses = new Set<number>()
    // A page that is there already may have room for the first of them.
    for (let count = 0; count < 20 && !statuses.has(503); count += 1) {
      statuses.add((await server.call('POST', '/v1/customers', { ...customer, reference: `acme-${count}` })).status)
    }
    expect([...statuses].filter((status) => status !== 201)).toEqual([503])
    expect((await server.call('GET', '/healthz')).status).toBe(200)
    expect((await server.call('GET', '/v1/customers')).status).toBe(200)
    rmSync(join(folder, 'fill'))
    await expect.poll(readiness).toBe(200)
    expect((await server.call('POST', '/v1/customers', customer)).status).toBe(201)
  })
})
