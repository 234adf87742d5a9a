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
