import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'

const CONNECT_TIMEOUT_MS = 3000
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Something that a part of the tests needs and that is not there, in words. */
export interface MissingService {
  readonly name: 'PostgreSQL' | 'Redis' | 'redis-server' | 'Chromium'
  /** `does not answer at 127.0.0.1:5432`. */
  readonly reason: string
  /** The part that is not tested without it. */
  readonly skipped: string
}

/** Finds the services that the tests will miss. With REQUIRE_SERVICES=1 the tests that miss one fail; else they are skipped. */
export async function missingServices(): Promise<MissingService[]> {
  const postgres = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'
  const redis = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379'
  const missing: MissingService[] = []
  if (!(await answers(postgres, 5432))) {
    const skipped = 'the billing server on PostgreSQL'
    missing.push({ name: 'PostgreSQL', reason: `does not answer at ${addressOf(postgres, 5432)}`, skipped })
  }
  if (!(await answers(redis, 6379))) {
    const skipped = 'stores and journals that several agents share'
    missing.push({ name: 'Redis', reason: `does not answer at ${addressOf(redis, 6379)}`, skipped })
  }
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    missing.push({ name: 'redis-server', reason: 'is not installed', skipped: 'outages and clusters of Redis' })
  }
  if (![process.env['CHROMIUM_PATH'] ?? '', ...BROWSERS].some((path) => existsSync(path))) {
    missing.push({ name: 'Chromium', reason: 'is not installed', skipped: 'pages in a browser' })
  }
  return missing
}

function addressOf(url: string, defaultPort: number): string {
  const { hostname, port } = new URL(url)
  return `${hostname}:${port === '' ? defaultPort : port}`
}

function answers(url: string, defaultPort: number): Promise<boolean> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: port === '' ? defaultPort : Number(port) })
    const end = (answer: boolean): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => end(false))
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}
