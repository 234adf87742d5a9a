import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/** Time for a program to get ready. A PGlite server needs 2 s alone and many times that on a busy machine. */
const READY_TIMEOUT_MS = 180_000

/** Time for a program to end by itself after SIGTERM, before it is killed. */
const STOP_TIMEOUT_MS = 60_000

/** Lines of output that are kept; the oldest go first. */
const MAX_LOG_LINES = 10_000

/** The part of this process' environment that a program is given: enough to run, nothing that changes what it does. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL']

export interface ProcessExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface StartProcessOptions<Ready> {
  /** The name in messages: `billing server`. */
  readonly name: string
  /** Arguments of `node`: its options, the script, the script's arguments. */
  readonly args: readonly string[]
  /** Variables beside the few that are inherited (PATH, HOME, TMPDIR, TZ, LANG, LC_ALL). */
  readonly env?: Readonly<Record<string, string>>
  /** Working directory. Default: this process'. */
  readonly cwd?: string
  /** Looks at each line of standard output and standard error; the first value that is not undefined means ready. */
  readonly ready: (line: string) => Ready | undefined
  /** Default: 180,000. */
  readonly readyTimeoutMs?: number
}

export interface RunningProcess<Ready> {
  readonly pid: number
  /** The answer of `ready`. */
  readonly ready: Ready
  /** Lines of standard output and standard error so far, in order of arrival; at most 10,000. */
  readonly logs: readonly string[]
  /** Resolves when the process is gone. */
  readonly exited: Promise<ProcessExit>
  /** Sends SIGKILL (or `signal`) and waits until the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<ProcessExit>
  /** Sends SIGTERM and waits; after 60 s SIGKILL. Does nothing to a process that is gone. */
  stop(): Promise<ProcessExit>
}

/**
 * Starts a program on this version of Node and waits until it says that it is ready. It ends with this process, however
 * this process ends.
 *
 * @throws Error with the program's output when it ends before it is ready, or is not ready in time
 */
export async function startProcess<Ready>(options: StartProcessOptions<Ready>): Promise<RunningProcess<Ready>> {
  const child = spawn(
    process.execPath,
    ['--import', new URL('./die-with-parent.ts', import.meta.url).href, ...options.args],
    {
      cwd: options.cwd ?? process.cwd(),
      env: { ...inherited(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    },
  )
  const exited = new Promise<ProcessExit>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  const logs: string[] = []
  const ready = await firstReady(child, exited, logs, options)
  return {
    pid: child.pid ?? -1,
    ready,
    logs,
    exited,
    kill: (signal = 'SIGKILL') => end(child, exited, signal),
    stop: () => end(child, exited, 'SIGTERM'),
  }
}

function inherited(): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of INHERITED) {
    const value = process.env[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}

async function firstReady<Ready>(
  child: ChildProcess,
  exited: Promise<ProcessExit>,
  logs: string[],
  { name, ready, readyTimeoutMs = READY_TIMEOUT_MS }: StartProcessOptions<Ready>,
): Promise<Ready> {
  const { promise, resolve, reject } = Promise.withResolvers<Ready>()
  let isReady = false
  onLine([child.stdout, child.stderr], (line) => {
    logs.push(line)
    if (logs.length > MAX_LOG_LINES) logs.shift()
    if (isReady) return
    const value = ready(line)
    if (value === undefined) return
    isReady = true
    resolve(value)
  })
  const fail = (problem: string) => reject(new Error(`The ${name} ${problem}. Its output:\n${logs.join('\n')}`))
  const timer = setTimeout(() => fail(`was not ready after ${readyTimeoutMs} ms`), readyTimeoutMs)
  // The output may arrive after the exit: a moment's wait keeps the message that says why.
  exited.then(
    ({ code, signal }) => setTimeout(() => fail(`ended with ${signal ?? `code ${code}`} before it was ready`), 100),
    reject,
  )
  try {
    return await promise
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function onLine(streams: readonly (Readable | null)[], listener: (line: string) => void): void {
  for (const input of streams) {
    if (input) createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }).on('line', listener)
  }
}

async function end(child: ChildProcess, exited: Promise<ProcessExit>, signal: NodeJS.Signals): Promise<ProcessExit> {
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  try {
    return await exited
  } finally {
    clearTimeout(timer)
  }
}

/** The absolute path of a file of this repository: `apps/billing-server/src/main.ts`. */
export function repositoryPath(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url))
}
