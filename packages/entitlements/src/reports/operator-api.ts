import { BillingApiError, type BillingClient, unwrap } from '@tallygate/client'
import type { ReportedAttempt } from './reported-attempt.ts'

/** The state of this process as `PUT /operator/agents/{id}` takes it. */
export interface ReportedAgent {
  readonly started_at: string
  readonly reported_at: string
  readonly versions: Readonly<Record<string, string>>
  readonly counts: Readonly<Record<string, number>>
  readonly holds: Readonly<Record<string, number>>
  readonly denials: Readonly<Record<string, number>>
}

/** The end of a report. `absent`: the server takes none. `refused`: this one, for its content. */
export type ReportOutcome =
  | { readonly type: 'taken' }
  | { readonly type: 'absent' }
  | { readonly type: 'refused'; readonly error: unknown }
  | { readonly type: 'failed'; readonly error: unknown }

/** The two operations, which are no part of the billing API's contract. */
interface OperatorPaths {
  readonly '/operator/attempts': {
    readonly post: {
      readonly requestBody: { readonly content: { readonly 'application/json': unknown } }
      readonly responses: { readonly 201: { readonly content: { readonly 'application/json': unknown } } }
    }
  }
  readonly '/operator/agents/{id}': {
    readonly put: {
      readonly parameters: { readonly path: { readonly id: string } }
      readonly requestBody: { readonly content: { readonly 'application/json': unknown } }
      readonly responses: { readonly 200: { readonly content: { readonly 'application/json': unknown } } }
    }
  }
}

/** A server without reports is not asked again for this long. */
const ABSENT_MS = 3_600_000
/** Nobody waits for a report. */
const TIMEOUT_MS = 30_000
/** The vendor's server has no such routes; one that refuses the key's permission will not change its mind soon. */
const ABSENT_STATUSES = new Set([403, 404, 405])
const REFUSED_STATUSES = new Set([400, 409, 413, 415, 422])

/** Sends reports. A server that has no such routes is left alone for an hour. Never throws. */
export class OperatorApi {
  readonly #client: BillingClient<OperatorPaths>
  readonly #now: () => number
  /** Epoch ms at which the server was seen to take no reports. */
  #absentSince: number | undefined

  constructor(client: BillingClient, now: () => number) {
    // The same key and the same fetch; only the types of the paths differ.
    this.#client = client as unknown as BillingClient<OperatorPaths>
    this.#now = now
  }

  /** True for an hour after the server said that it takes no reports. */
  get isAbsent(): boolean {
    if (this.#absentSince === undefined) return false
    const passedMs = this.#now() - this.#absentSince
    // A clock that went back says nothing.
    if (passedMs >= 0 && passedMs < ABSENT_MS) return true
    this.#absentSince = undefined
    return false
  }

  attempts(attempts: readonly ReportedAttempt[], signal: AbortSignal): Promise<ReportOutcome> {
    return this.#send(signal, (limited) =>
      unwrap(this.#client.POST('/operator/attempts', { body: { attempts }, signal: limited })),
    )
  }

  agent(id: string, agent: ReportedAgent, signal: AbortSignal): Promise<ReportOutcome> {
    return this.#send(signal, (limited) =>
      unwrap(this.#client.PUT('/operator/agents/{id}', { params: { path: { id } }, body: agent, signal: limited })),
    )
  }

  async #send(signal: AbortSignal, send: (limited: AbortSignal) => Promise<unknown>): Promise<ReportOutcome> {
    if (this.isAbsent) return { type: 'absent' }
    try {
      await send(AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]))
      return { type: 'taken' }
    } catch (error) {
      const status = BillingApiError.isInstance(error) ? error.status : undefined
      if (status === undefined) return { type: 'failed', error }
      if (ABSENT_STATUSES.has(status)) {
        this.#absentSince = this.#now()
        return { type: 'absent' }
      }
      return REFUSED_STATUSES.has(status) ? { type: 'refused', error } : { type: 'failed', error }
    }
  }
}
