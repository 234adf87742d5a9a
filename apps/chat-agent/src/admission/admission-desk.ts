import type { Entitlements, Scope } from '@tallygate/entitlements'
import { AgentError } from '../http/agent-error.ts'
import { errorFromDenial } from '../http/error-from-denial.ts'
import type { FairQueue, QueueClass } from './fair-queue.ts'

/** Switch of the plans whose customers wait in the priority line. */
const PRIORITY_FEATURE = 'priority_queue'
/** Wait before another try when the queue is full: a place comes free about as often as a model answers. */
const OVERLOADED_RETRY_AFTER_MS = 2000

export interface AdmissionRequest {
  readonly customer: string
  /** The levels below the customer that the request belongs to. */
  readonly scopes?: readonly Scope[]
  /** The model as it is entitled. */
  readonly model: string
  readonly estimate: { readonly promptTokens: number; readonly completionTokens?: number }
  /** Aborted when the caller has gone. */
  readonly signal?: AbortSignal
}

/** Gives requests their turn: at once while there are places, else by plan and customer. */
export class AdmissionDesk {
  readonly #queue: FairQueue
  readonly #entitlements: Pick<Entitlements, 'check' | 'features'>

  constructor(queue: FairQueue, entitlements: Pick<Entitlements, 'check' | 'features'>) {
    this.#queue = queue
    this.#entitlements = entitlements
  }

  /**
   * Resolves when the work may begin; call what it returns when the work has ended. Who would be denied anyway is told
   * before it waits.
   * @throws AgentError for a denial, or when too many wait already, or for too long.
   */
  async admit(request: AdmissionRequest): Promise<() => void> {
    const admission = this.#queue.tryEnter(request.customer) ?? (await this.#wait(request))
    if (admission.admitted) return admission.leave
    const message = admission.reason === 'full' ? 'Too many requests wait already' : 'No place came free in time'
    throw new AgentError('overloaded', message, { retryAfterMs: OVERLOADED_RETRY_AFTER_MS })
  }

  async #wait({ customer, scopes, model, estimate, signal }: AdmissionRequest) {
    const levels = scopes === undefined ? {} : { scopes }
    const decision = await this.#entitlements.check({ customer, ...levels, model, estimate })
    if (!decision.allowed) throw errorFromDenial(decision)
    return await this.#queue.enter(customer, await this.#classOf(customer), signal)
  }

  async #classOf(customer: string): Promise<QueueClass> {
    try {
      const value = (await this.#entitlements.features(customer)).values[PRIORITY_FEATURE]
      return value?.type === 'switch' && value.switch ? 'priority' : 'standard'
    } catch {
      // Nobody can say what the plan has, and the stated policy lets the request in: it waits with the others.
      return 'standard'
    }
  }
}
