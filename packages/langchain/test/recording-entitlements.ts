import type {
  Denial,
  Entitlements,
  ReleaseResult,
  Reservation,
  ReserveDecision,
  ReserveRequest,
  SettleResult,
  Usage,
} from '@tallygate/entitlements'

export type Recorded =
  | { readonly did: 'reserve'; readonly request: ReserveRequest }
  | { readonly did: 'settle'; readonly id: string; readonly usage: Usage }
  | { readonly did: 'release'; readonly id: string; readonly reason: string }
  | { readonly did: 'renew'; readonly id: string }

/**
 * For the handler's own logic alone: grants or denies as it is told and writes down what it is asked. Everything else
 * of Entitlements throws.
 */
export class RecordingEntitlements implements Entitlements {
  readonly calls: Recorded[] = []
  readonly #deny: (request: ReserveRequest) => Denial | undefined

  constructor(deny: (request: ReserveRequest) => Denial | undefined = () => undefined) {
    this.#deny = deny
  }

  get settled(): readonly Usage[] {
    return this.calls.flatMap((call) => (call.did === 'settle' ? [call.usage] : []))
  }

  get did(): readonly string[] {
    return this.calls.map((call) => call.did)
  }

  async reserve(request: ReserveRequest): Promise<ReserveDecision> {
    this.calls.push({ did: 'reserve', request })
    const denial = this.#deny(request)
    if (denial !== undefined) return denial
    return { allowed: true, reservation: this.#reservation(request), budgets: [], asOf: new Date(0), ageMs: 0 }
  }

  #reservation(request: ReserveRequest): Reservation {
    const id = `${request.customer}:${request.requestId}:${request.attempt ?? 1}`
    const maxCompletionTokens = request.estimate.completionTokens ?? 4096
    return {
      id,
      customer: request.customer,
      model: request.model ?? '',
      requestId: request.requestId,
      attempt: String(request.attempt ?? 1),
      heldTokens: (request.estimate.promptTokens ?? 0) + maxCompletionTokens,
      maxCompletionTokens,
      settle: async (usage): Promise<SettleResult> => {
        this.calls.push({ did: 'settle', id, usage })
        const outcome = usage.source === 'provider' ? 'settled' : 'unsettled'
        return { outcome, conflict: false, references: [], budgets: [] }
      },
      release: async (reason): Promise<ReleaseResult> => {
        this.calls.push({ did: 'release', id, reason })
        return { outcome: 'released' }
      },
      renew: async () => {
        this.calls.push({ did: 'renew', id })
      },
    }
  }

  check = unused
  usage = unused
  features = unused
  unsettled = unused
  counts = unused
  refused = unused
  retryRefused = unused
  nextAttempt = unused
  correct = unused
  flush = unused
  close = unused
  // Nothing is cached here.
  invalidate = (): void => undefined
}

async function unused(): Promise<never> {
  throw new Error('The recording entitlements only reserve.')
}

export function denial(request: ReserveRequest): Denial {
  return {
    allowed: false,
    reason: 'budget_exhausted',
    message: `${request.customer} has used up monthly_token_budget.`,
    customer: request.customer,
    model: request.model ?? '',
    asOf: new Date(0),
    ageMs: 0,
  }
}
