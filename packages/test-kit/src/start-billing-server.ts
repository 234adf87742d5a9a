import { type ProcessExit, repositoryPath, startProcess } from './start-process.ts'

/** The key that a test's server takes, unless the environment names another. */
const API_KEY = 'test-kit-api-key'

export interface RunningBillingServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string
  /** For the header `X-API-KEY`. */
  readonly apiKey: string
  readonly pid: number
  /** Lines of its output so far. */
  readonly logs: readonly string[]
  /** Resolves when the server is gone. */
  readonly exited: Promise<ProcessExit>
  /** `kill -9` (or `signal`), and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<ProcessExit>
  /** SIGTERM, and waits; SIGKILL when it takes too long. */
  stop(): Promise<ProcessExit>
}

/**
 * Starts the billing server of this repository as a process of its own: any free port, a database in memory, local
 * controls on. `env` overrides, such as `{ DATA_DIR: folder, PORT: '4123' }` for a server that is killed and started
 * again.
 */
export async function startBillingServer(env: Readonly<Record<string, string>> = {}): Promise<RunningBillingServer> {
  const variables = { PORT: '0', DATA_DIR: 'memory://', API_KEY, LOCAL_CONTROLS: '1', ...env }
  const running = await startProcess({
    name: 'billing server',
    args: ['--conditions=@tallygate/source', repositoryPath('apps/billing-server/src/main.ts')],
    env: variables,
    ready: urlOfLogLine,
  })
  return { ...running, url: running.ready, apiKey: variables.API_KEY }
}

/** Servers that were given back, for the next test file of this process. */
const idle: RunningBillingServer[] = []

/**
 * Gives an empty billing server in memory that earlier test files of this process may have used: a reset costs a tenth
 * of a start. `stop()` gives it back; one that was killed is not used again. For a database, a clock or faults of its
 * own in the environment, start one.
 */
export async function borrowBillingServer(): Promise<RunningBillingServer> {
  const server = idle.pop() ?? (await startBillingServer())
  let isAlive = true
  void server.exited.then(() => {
    isAlive = false
  })
  return {
    ...server,
    stop: async () => {
      if (!isAlive) return server.exited
      const response = await fetch(`${server.url}/local/reset`, {
        method: 'POST',
        headers: { 'X-API-KEY': server.apiKey },
      })
      await response.arrayBuffer()
      if (!response.ok) return server.stop()
      idle.push(server)
      return { code: 0, signal: null }
    },
  }
}

/** The `url` of a line of JSON that has one. */
export function urlOfLogLine(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const { url } = JSON.parse(line) as { readonly url?: unknown }
    return typeof url === 'string' ? url.replace(/\/$/, '') : undefined
  } catch {
    return undefined
  }
}
