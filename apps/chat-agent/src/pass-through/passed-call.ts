import type { Entitlements, Scope } from '@tallygate/entitlements'
import { type Drains, type MeteredAttempt, meteredFetch, parsedBody, type Refusal } from '@tallygate/fetch'
import type { ModelIds } from '@tallygate/usage'
import type { AdmissionDesk } from '../admission/admission-desk.ts'
import { AgentError } from '../http/agent-error.ts'
import { errorFromDenial } from '../http/error-from-denial.ts'
import { metadataProperties } from './metadata-properties.ts'
import type { ProviderConnection } from './provider-connection.ts'
import type { ProviderCall, Providers } from './providers.ts'

/** The parts of the agent that every call which is passed on uses. */
export interface PassThroughParts {
  readonly entitlements: Entitlements
  readonly desk: AdmissionDesk
  readonly connection: ProviderConnection
  readonly providers: Providers
  readonly drains: Drains
  readonly modelIds?: ModelIds | undefined
  /** Members that the operator lets through, by the names that refusals give. */
  readonly allowedMembers: readonly string[]
  /** Members of a request's `metadata` that become properties of its usage events. */
  readonly metadataProperties: readonly string[]
  /** Quantities beside tokens that are billed. */
  readonly quantities: ReadonlySet<string>
  /** True where a call that states no usage is billed by its estimate. */
  readonly billsEstimates: boolean
  /** Is told where the counts of an answer contradict each other. */
  readonly onDoubt: (doubt: UsageDoubt) => void
  /** Is told what could not be recorded once the provider had answered. */
  readonly onUnrecorded: (error: unknown) => void
}

/** An answer whose counts leave open what was used. */
export interface UsageDoubt {
  readonly requestId: string
  readonly customer: string
  readonly model: string
  readonly doubt: string
}

/** A request that is to be passed on. */
export interface AskedRequest {
  readonly customer: string
  /** The levels below the customer that it belongs to. */
  readonly scopes?: readonly Scope[]
  readonly requestId: string
  /** Id under which the usage is metered: unique for each request. */
  readonly meteringId: string
  readonly model: string
  /** The members of its JSON, or its form. */
  readonly content: Readonly<Record<string, unknown>> | FormData
}

/**
 * One call that is passed on: it waits for its turn, is gated, made and metered by a metered fetch, and may be read on
 * when its caller has gone.
 */
export class PassedCall {
  readonly #parts: PassThroughParts
  readonly #asked: AskedRequest
  readonly #left = new AbortController()
  readonly #stop = new AbortController()
  readonly #ended = Promise.withResolvers<void>()
  #attempt: MeteredAttempt | undefined
  #leavePlace: () => void = () => undefined

  constructor(parts: PassThroughParts, asked: AskedRequest) {
    this.#parts = parts
    this.#asked = asked
  }

  /** The end of the call, as it was settled; undefined while it is not, and where that could not be recorded. */
  get attempt(): MeteredAttempt | undefined {
    return this.#attempt
  }

  /**
   * Makes the call, and resolves with the provider's answer.
   * @throws AgentError for a denial, a refusal, or a queue that is full.
   * @throws ProviderFailure when no answer comes.
   */
  async make({ url, headers }: ProviderCall): Promise<Response> {
    const { entitlements, desk, connection, modelIds, allowedMembers, onDoubt, onUnrecorded } = this.#parts
    const { customer, scopes, requestId, meteringId, model, content } = this.#asked
    const levels = scopes === undefined ? {} : { scopes }
    const properties = metadataProperties(content, this.#parts.metadataProperties)
    const metered = meteredFetch(entitlements, {
      customer,
      ...levels,
      requestId: meteringId,
      fetch: connection.fetchFor(model),
      ...(modelIds === undefined ? {} : { modelIds }),
      allowedMembers,
      ...(properties === undefined ? {} : { properties }),
      isolateCustomers: true,
      // Who reads on for a caller that has gone, and for how long, is decided here: the answer may be kept for a retry.
      onAbandon: 'estimate',
      answerRefusal: refuse,
      onAsked: async (asked) => {
        this.#leavePlace = await desk.admit({ ...asked, ...levels, signal: this.#left.signal })
      },
      onAttempt: (attempt) => {
        this.#attempt = attempt
        if (attempt.doubt !== undefined) onDoubt({ requestId, customer, model: attempt.model, doubt: attempt.doubt })
        this.#ended.resolve()
      },
      onError: (error) => {
        onUnrecorded(error)
        this.#ended.resolve()
      },
    })
    const isForm = content instanceof FormData
    const { 'content-type': _, ...others } = headers
    return await metered(url, {
      method: 'POST',
      headers: isForm ? others : headers,
      body: isForm ? content : parsedBody(content),
      signal: this.#stop.signal,
    })
  }

  /** Takes the call out of the queue, where it still waits there. */
  leaveQueue(): void {
    this.#left.abort()
  }

  /** Reads on for a caller that has gone, within the limits of draining. Call what it returns when the answer ended. */
  drain(): () => void {
    return this.#parts.drains.begin(this.#asked.customer, () =>
      this.#stop.abort(new Error('The reader has gone, and reading on took too much')),
    )
  }

  /** Resolves when an answer that was made is settled. */
  async settled(): Promise<void> {
    await this.#ended.promise
  }

  /** Gives the place in the queue to the next. */
  end(): void {
    this.#leavePlace()
  }
}

/** Denials and refusals are answered as everything else that this agent refuses. */
function refuse({ denial, error }: Refusal): never {
  if (denial !== undefined) throw errorFromDenial(denial)
  throw new AgentError('invalid_request', error.message, { details: { field: error.field } })
}
