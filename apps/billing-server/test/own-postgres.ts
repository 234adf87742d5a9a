import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '@tallygate/test-kit'
import pg from 'pg'

/** The folder in which Debian and its kin keep the programs of each version. */
const VERSIONS = '/usr/lib/postgresql'
/** The longest time that a start or a stop may take on a busy machine. */
const PATIENCE_MS = 60_000

/** The way in which a server is stopped: `fast` ends its sessions with a word, `immediate` as a crash does. */
export type StopMode = 'fast' | 'immediate'

/** The folder of PostgreSQL's programs, or undefined where there is none. */
export function postgresPrograms(): string | undefined {
  const given = process.env['POSTGRES_BIN']
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((one, other) => Number(other) - Number(one)) : []
  const found = [
    ...(given === undefined ? [] : [given]),
    ...versions.map((version) => join(VERSIONS, version, 'bin')),
  ].find((folder) => existsSync(join(folder, 'initdb')))
  if (found === undefined && process.env['REQUIRE_SERVICES'] === '1') {
    throw new Error('the suite needs the programs of PostgreSQL, at POSTGRES_BIN or in /usr/lib/postgresql')
  }
  return found
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function unprivileged(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

/** A PostgreSQL server of a test alone, which may be stopped, crashed and filled. */
export class OwnPostgres {
  readonly port: number
  readonly #programs: string
  readonly #folder: string
  readonly #user = unprivileged()
  #process: ChildProcess | undefined

  private constructor(programs: string, folder: string, port: number) {
    this.#programs = programs
    this.#folder = folder
    this.port = port
  }

  /** Makes a cluster and starts it. `folder` is where, for one that lies on a file system of its own. */
  static async start(
    programs: string,
    folder = mkdtempSync(join(tmpdir(), 'billing-postgres-')),
  ): Promise<OwnPostgres> {
    const own = new OwnPostgres(programs, folder, await freePort())
    const { uid, gid } = own.#user
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid)
    const options = [
      '-D',
      own.#data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
      '--wal-segsize=1',
    ]
    execFileSync(join(programs, 'initdb'), options, { ...own.#user, stdio: 'ignore', cwd: folder })
    await own.begin()
    return own
  }

  get #data(): string {
    return join(this.#folder, 'data')
  }

  /** The database of the cluster, at the server itself or through a proxy on another port. */
  url(port: number = this.port): string {
    return `postgres://postgres@127.0.0.1:${port}/postgres`
  }

  /** Starts it, and resolves when it answers. */
  async begin(): Promise<void> {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(this.port),
      unix_socket_directories: '',
      fsync: 'off',
      shared_buffers: '32MB',
      max_wal_size: '8MB',
      min_wal_size: '2MB',
    }
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    this.#process = spawn(join(this.#programs, 'postgres'), ['-D', this.#data, ...options], {
      ...this.#user,
      cwd: this.#folder,
      stdio: 'ignore',
    })
    for (const startedAt = Date.now(); ; ) {
      try {
        await this.query('select 1')
        return
      } catch (error) {
        if (Date.now() - startedAt > PATIENCE_MS) throw error
        await wait(20)
      }
    }
  }

  /** Ends it and every session. */
  async end(mode: StopMode): Promise<void> {
    const running = this.#process
    if (running === undefined || running.exitCode !== null) return
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()))
    running.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
  }

  /** One statement on a connection of its own. */
  async query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.url(), connectionTimeoutMillis: PATIENCE_MS })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query<Row>(sql)).rows
    } finally {
      await client.end().catch(() => {})
    }
  }

  /** Ends every other session, as an operator does. */
  async terminateSessions(): Promise<void> {
    await this.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    )
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.end('immediate')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
