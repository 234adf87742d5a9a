import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/**
 * The longest time that an app may take until `/readyz` answers 200. Generous: a cold PGlite takes seconds, and more
 * than a minute on a machine that twenty other programs use.
 */
const READY_TIMEOUT_MS = 180_000
const READY_POLL_MS = 100
/**
 * The longest time that an app may take to finish the work it has begun; after it the app is killed. The agent's own
 * deadline is shorter.
 */
const STOP_TIMEOUT_MS = 20_000

export interface ChildAppOptions {
  /** The app's folder below `apps/`. */
  readonly app: 'billing-server' | 'chat-agent'
  /** The URL at which the app listens once it is ready. */
  readonly url: string
  readonly env: Readonly<Record<string, string>>
  /** Receives each line that the app prints. */
  readonly onLine: (line: string) => void
}

/** An app of this repository running as a process of its own, from source. */
export class ChildApp {
  readonly url: string
  readonly #app: string
  readonly #process: ChildProcess
  readonly #exited: Promise<number>

  constructor({ app, url, env, onLine }: ChildAppOptions) {
    this.url = url
    this.#app = app
    const main = fileURLToPath(new URL(`../../${app}/src/main.ts`, import.meta.url))
    // A process group of its own: Ctrl-C in a terminal reaches only the launcher, which stops the agent before the
    // billing server, so that the agent can still deliver what it has recorded.
    this.#process = spawn(process.execPath, ['--conditions=@tallygate/source', main], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', onLine)
    }
    this.#exited = new Promise((resolve) => {
      this.#process.once('exit', (code) => resolve(code ?? 1))
      this.#process.once('error', () => resolve(1))
    })
  }

  /** Resolves with the exit code when the process has ended; 1 when a signal or a failed start ended it. */
  get exited(): Promise<number> {
    return this.#exited
  }

  /** Resolves when `/readyz` answers 200; rejects when the app ended before or the time ran out. */
  async ready(): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS
    let ended = false
    void this.#exited.then(() => {
      ended = true
    })
    while (Date.now() < deadline) {
      if (ended) throw new Error(`${this.#app} ended before it was ready; its last lines above say why`)
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
      if (answer?.ok) return
      await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS))
    }
    throw new Error(`${this.#app} did not answer on ${this.url}/readyz within ${READY_TIMEOUT_MS / 1000} s`)
  }

  /** Ends the process with SIGKILL, as a crash would: nothing is flushed. Resolves when it has ended. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#exited
  }

  /** Asks the app to stop, and kills it if it has not within its time. Resolves with its exit code. */
  async stop(): Promise<number> {
    this.#process.kill('SIGTERM')
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), STOP_TIMEOUT_MS)
    try {
      return await this.#exited
    } finally {
      clearTimeout(timer)
    }
  }
}
