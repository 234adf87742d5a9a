import { fork } from 'node:child_process'
import { once } from 'node:events'

/** A process that acknowledges everything that is delivered to it. */
export interface AcknowledgingServer extends Disposable {
  readonly url: string
}

export async function startAcknowledgingServer(): Promise<AcknowledgingServer> {
  const child = fork(new URL('acknowledging-process.ts', import.meta.url))
  const [port] = await once(child, 'message')
  return { url: `http://127.0.0.1:${String(port)}`, [Symbol.dispose]: () => child.disconnect() }
}
