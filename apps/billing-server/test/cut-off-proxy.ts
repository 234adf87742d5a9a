import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A way to a server that a test can cut: connections are reset, or nothing comes through any more. */
export class CutOffProxy {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #isSilent = false

  private constructor(target: number) {
    this.#server = createServer((incoming) => {
      const outgoing = connect(target, '127.0.0.1')
      for (const [socket, other] of [
        [incoming, outgoing],
        [outgoing, incoming],
      ] as const) {
        this.#sockets.add(socket)
        socket.on('data', (chunk) => {
          if (!this.#isSilent) other.write(chunk)
        })
        socket.on('error', () => {})
        socket.on('close', () => {
          this.#sockets.delete(socket)
          other.destroy()
        })
      }
    })
  }

  static async start(target: number): Promise<CutOffProxy> {
    const proxy = new CutOffProxy(target)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Resets every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** Lets nothing through from now on, without a word to either side. */
  fallSilent(): void {
    this.#isSilent = true
  }

  /** Lets new connections through again. Those from before have lost a part of what was said, and are reset. */
  speak(): void {
    this.cut()
    this.#isSilent = false
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
