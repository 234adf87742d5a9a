import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A billing server as a process of its own, so that it can be killed. */
export class ServerProcess {
  readonly url: string
  readonly #process: ChildProcess
  readonly #exited: Promise<void>

  private constructor(process_: ChildProcess, url: string, exited: Promise<void>) {
    this.#process = process_
    this.url = url
    this.#exited = exited
  }

  /** Starts `main.ts` and resolves when it says where it listens. */
  static async start(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
    const child = spawn(process.execPath, ['--conditions=@tallygate/source', main], {
      env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
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

  /** Ends it as a crash would: nothing is finished, nothing is flushed. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#exited
  }
}
