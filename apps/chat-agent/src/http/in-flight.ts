import type { RequestHandler } from 'express'

/** Counts the requests that are being worked on, and tells when there are none. */
export class InFlight {
  readonly #waiting = new Set<() => void>()
  #count = 0

  /** Tells how many there are. */
  get count(): number {
    return this.#count
  }

  /** A handler whose work is counted until it has ended, which may be after its caller has gone. */
  tracked(handler: RequestHandler): RequestHandler {
    return async (request, response, next) => {
      const end = this.begin()
      try {
        await handler(request, response, next)
      } finally {
        end()
      }
    }
  }

  /** Counts a piece of work; call what it returns when the work has ended. */
  begin(): () => void {
    this.#count += 1
    let ended = false
    return () => {
      if (ended) return
      ended = true
      this.#count -= 1
      if (this.#count > 0) return
      for (const resolve of this.#waiting) resolve()
      this.#waiting.clear()
    }
  }

  /** Resolves with true when there are none, with false when `timeoutMs` is over first. */
  async drained(timeoutMs: number): Promise<boolean> {
    if (this.#count === 0) return true
    return await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(done)
        resolve(false)
      }, timeoutMs)
      const done = () => {
        clearTimeout(timer)
        resolve(true)
      }
      this.#waiting.add(done)
    })
  }
}
