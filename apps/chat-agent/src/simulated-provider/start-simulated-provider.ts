import { fork } from 'node:child_process'
import { once } from 'node:events'

/** Longest wait for the process to listen: it takes about half a second, many times that on a busy machine. */
const START_TIMEOUT_MS = 30_000
/** Longest wait for it to end by itself before it is killed. */
const STOP_TIMEOUT_MS = 2_000

/** A provider that is simulated, in a process of its own. */
export interface SimulatedProvider {
  /** Its root, `http://127.0.0.1:<port>`; OpenAI's protocol is under `/v1`. */
  readonly url: string
  readonly processId: number
  /** False from the moment the process has ended, for whatever reason. */
  readonly isRunning: () => boolean
  /** Ends the process and resolves when it is gone. */
  close(): Promise<void>
}

/**
 * Forks the simulated provider and resolves when it listens. The child gets none of this process's environment: it
 * needs no secret.
 * @throws Error when it ends or stays silent before it listens.
 */
export async function startSimulatedProvider(): Promise<SimulatedProvider> {
  const child = fork(new URL('./simulated-provider-process.ts', import.meta.url), [], {
    execArgv: [],
    env: { NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  let running = true
  const ended = once(child, 'exit').then(() => {
    running = false
  })
  const close = async () => {
    if (child.connected) child.disconnect()
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await ended
    clearTimeout(timer)
  }

  const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS)
  const url = await Promise.race([
    once(child, 'message').then(([message]) => readUrl(message)),
    ended.then(() => undefined),
  ])
  clearTimeout(timer)
  if (url === undefined || child.pid === undefined) {
    await close()
    throw new Error('The simulated provider ended before it listened; what it wrote to standard error says why')
  }
  return { url, processId: child.pid, isRunning: () => running, close }
}

function readUrl(message: unknown): string | undefined {
  return typeof message === 'object' && message !== null && 'url' in message && typeof message.url === 'string'
    ? message.url
    : undefined
}
