import type { Entitlements, Reservation } from '@tallygate/entitlements'
import type { BilledModel } from '@tallygate/usage'
import type { AnswerRecorder } from './completion-replays.ts'
import type { CompletionRequest } from './completion-request-schema.ts'
import type { DrainLimit } from './drain-limit.ts'
import type { ProviderConnection } from './provider-connection.ts'

/** The parts of the agent that every relayed completion uses. */
export interface RelayParts {
  readonly entitlements: Entitlements
  readonly connection: ProviderConnection
  readonly drains: DrainLimit
  /** The id under which a model is entitled and billed. */
  readonly billedModel: BilledModel
  /** Is told where the counts of an answer contradict each other. */
  readonly onDoubt: (doubt: UsageDoubt) => void
}

/** An answer whose counts leave open what was used. */
export interface UsageDoubt {
  readonly requestId: string
  readonly customer: string
  readonly model: string
  readonly doubt: string
}

/** A completion that is to be passed on. */
export interface Relay {
  readonly customer: string
  readonly requestId: string
  /** Id under which the usage is metered: unique for each request. */
  readonly meteringId: string
  readonly request: CompletionRequest
  /** Takes the answer down for a retry, where the caller gave the request an id. */
  readonly recorder?: AnswerRecorder | undefined
}

/** A completion that was granted, and is being answered. */
export interface RelayContext extends RelayParts, Relay {
  readonly reservation: Reservation
  readonly estimatedPromptTokens: number
}
