import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, waitFor } from '@tallygate/test-kit'
import { Redis } from 'ioredis'

/**
 * Tells whether this machine can start Redis servers of a test's own. Throws where REQUIRE_SERVICES=1 says that it
 * must.
 */
export function hasRedisServer(): boolean {
  const found = spawnSync('redis-server', ['--version']).status === 0
  if (!found && process.env['REQUIRE_SERVICES'] === '1') throw new Error('No redis-server is installed')
  return found
}

/** A Redis of one test: it can be killed, and come back on the same port with the same folder. */
export class OwnRedis {
  readonly port: number
  readonly #folder: string
  readonly #options: readonly string[]
  #child: ChildProcess | undefined

  private constructor(port: number, folder: string, options: readonly string[]) {
    this.port = port
    this.#folder = folder
    this.#options = options
  }

  static async start(...options: readonly string[]): Promise<OwnRedis> {
    const own = new OwnRedis(await freePort(), await mkdtemp(join(tmpdir(), 'tallygate-redis-')), options)
    await own.comeBack()
    return own
  }

  async comeBack(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.#folder]
    this.#child = spawn('redis-server', [...options, ...this.#options], { stdio: 'ignore' })
    const probe = this.connect()
    await waitFor(async () => (await probe.ping()) === 'PONG', { what: `Redis on port ${this.port}` })
    probe.disconnect()
  }

  /** kill -9. */
  async die(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  /** As an application would: it connects again by itself, and fails at once while nobody answers. */
  connect(): Redis {
    const redis = new Redis({
      host: '127.0.0.1',
      port: this.port,
      maxRetriesPerRequest: 1,
      enableOfflineQueue: true,
      retryStrategy: () => 20,
    })
    // What fails rejects; a client without a listener would write to the console.
    redis.on('error', () => undefined)
    return redis
  }

  async end(): Promise<void> {
    await this.die()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
