import type { ReserveDecision } from '../admission/reservation.ts'
import type { ReserveRequest } from '../admission/reserve-request.ts'
import { DuplicateAttemptError } from '../errors/duplicate-attempt-error.ts'
import { TooManyReservationsError } from '../errors/too-many-reservations-error.ts'
import type { Intent } from '../journal/journal.ts'
import { areSameCounts } from '../quantities/quantity-names.ts'
import type { AttemptHandle } from './attempt-handle.ts'

/** An attempt that is being decided (no handle yet), or runs. */
interface KnownAttempt {
  /** Absent for an attempt that was given up, and is renewed after all. */
  readonly decided: { readonly request: ReserveRequest; readonly decision: Promise<ReserveDecision> } | undefined
  handle: AttemptHandle | undefined
}

/** The attempts of this process from the question on until they end. Bounded. */
export class KnownAttempts {
  readonly #maxOpenReservations: number
  readonly #attempts = new Map<string, KnownAttempt>()

  constructor(maxOpenReservations: number) {
    this.#maxOpenReservations = maxOpenReservations
  }

  has(id: string): boolean {
    return this.#attempts.has(id)
  }

  /**
   * Decides, and remembers the decision until the attempt ends or {@link undecide}: a handler that is attached twice
   * gets the same reservation twice. Rejects with DuplicateAttemptError when the id stands for another model or another
   * size, and with TooManyReservationsError.
   */
  decide(id: string, request: ReserveRequest, decide: () => Promise<ReserveDecision>): Promise<ReserveDecision> {
    const known = this.#attempts.get(id)
    if (known?.decided !== undefined)
      return isSame(known.decided.request, request)
        ? known.decided.decision
        : Promise.reject(otherRequest(known.decided.request, request))
    if (this.#attempts.size >= this.#maxOpenReservations)
      return Promise.reject(
        new TooManyReservationsError({
          message: `${this.#attempts.size} reservations are open; settle or release them (maxOpenReservations).`,
          limit: this.#maxOpenReservations,
        }),
      )
    const decision = decide()
    this.#attempts.set(id, { decided: { request, decision }, handle: this.#attempts.get(id)?.handle })
    return decision
  }

  /** It was not admitted. */
  undecide(id: string): void {
    const handle = this.#attempts.get(id)?.handle
    if (handle === undefined) this.#attempts.delete(id)
    else this.#attempts.set(id, { decided: undefined, handle })
  }

  /** It runs. */
  opened(handle: AttemptHandle): void {
    const known = this.#attempts.get(handle.intent.id)
    if (known === undefined) this.#attempts.set(handle.intent.id, { decided: undefined, handle })
    else known.handle = handle
  }

  ended(id: string): void {
    this.#attempts.delete(id)
  }

  /** Those that run. */
  handles(): readonly AttemptHandle[] {
    return [...this.#attempts.values()].flatMap(({ handle }) => (handle === undefined ? [] : [handle]))
  }

  /** Counts the attempts that run, and the tokens that they hold. */
  get held(): { readonly attempts: number; readonly tokens: number } {
    const handles = this.handles()
    return { attempts: handles.length, tokens: handles.reduce((sum, { heldTokens }) => sum + heldTokens, 0) }
  }

  /** Returns what a customer's attempts hold that run. */
  intentsOf(customer: string): readonly Intent[] {
    return this.handles()
      .filter((handle) => handle.customer === customer)
      .map(({ intent }) => intent)
  }
}

function isSame(one: ReserveRequest, other: ReserveRequest): boolean {
  return one.model === other.model && areSameCounts(one.estimate, other.estimate)
}

function otherRequest(open: ReserveRequest, { customer, requestId, attempt }: ReserveRequest): DuplicateAttemptError {
  const { promptTokens = 0, completionTokens } = open.estimate
  const size = `${promptTokens} prompt and ${completionTokens ?? 'any'} completion tokens`
  return new DuplicateAttemptError({
    message: `Attempt "${attempt ?? 1}" of request "${requestId}" is open for "${open.model ?? 'no model'}" with ${size}: give each call to the provider an attempt of its own.`,
    customer,
    requestId,
    attempt: String(attempt ?? 1),
  })
}
