import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** A process that has loaded its modules and waits. */
export interface PreparedServer {
  /** Lets it begin, and resolves when it says where it listens. */
  start(): Promise<ServerProcess>
  /** Ends it without a start. */
  discard(): Promise<void>
}

/** A billing server as a process of its own, so that it can be killed. */
export class ServerProcess {
  readonly url: string
  readonly #process: Child
  readonly #exited: Promise<void>

  private constructor(process_: Child, url: string, exited: Promise<void>) {
    this.url = url
    this.#process = process_
    this.#exited = exited
  }

  /** Starts `main.ts` and resolves when it says where it listens. */
  static start(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    return ServerProcess.#listening(ServerProcess.#spawn(env, []))
  }

  /** Starts a process that loads `main.ts` but opens nothing yet: the next one, while another still serves. */
  static prepare(env: Readonly<Record<string, string>>): PreparedServer {
    const child = ServerProcess.#spawn(env, [`--import=${new URL('./start-when-told.ts', import.meta.url).href}`])
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    return {
      start: () => {
        const listening = ServerProcess.#listening(child)
        child.stdin.write('start\n')
        return listening
      },
      discard: async () => {
        child.kill('SIGKILL')
        await exited
      },
    }
  }

  static #spawn(env: Readonly<Record<string, string>>, options: readonly string[]): Child {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
    return spawn(process.execPath, ['--conditions=@tallygate/source', ...options, main], {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        NODE_COMPILE_CACHE: join(tmpdir(), 'tallygate-compile-cache'),
        PORT: '0',
        ...env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  }

  static async #listening(child: Child): Promise<ServerProcess> {
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const lines: string[] = []
    const url = await new Promise<string>((resolve, reject) => {
      const read = (line: string): void => {
        lines.push(line)
        const match = /"url":"([^"]+)"/.exec(line)
        if (match?.[1] !== undefined) resolve(match[1])
      }
      for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read)
      void exited.then(() => reject(new Error(`the server ended before it listened:\n${lines.join('\n')}`)))
    })
    return new ServerProcess(child, url, exited)
  }

  /** Tells whether it still runs: nobody has ended it, and it has not ended itself. */
  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }

  /** Ends it as a crash would: nothing is finished, nothing is flushed. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#exited
  }
}
