import type { BackgroundFailed } from '../errors/background-failed.ts'
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts'

/**
 * Work that may fail: the journal has what it is about, so a store that is away costs a count until the next comparison
 * with the billing API, and no money. What fails is reported as an event.
 */
export class BackgroundWork {
  readonly #emit: ((event: BackgroundFailed) => void) | undefined

  constructor(emit: ((event: BackgroundFailed) => void) | undefined) {
    this.#emit = emit
  }

  /** Does the work; undefined where the store is away. Throws every other error. */
  async try<T>(what: string, operation: () => Promise<T>): Promise<T | undefined> {
    try {
      return await operation()
    } catch (error) {
      this.storeFailed(what, error)
      return undefined
    }
  }

  /** Reports that the store is away. Throws every other error. */
  storeFailed(what: string, error: unknown): void {
    if (!StoreUnavailableError.isInstance(error)) throw error
    this.failed(what, error)
  }

  failed(what: string, error: unknown): void {
    this.#emit?.({ type: 'background_failed', what, error })
  }
}
