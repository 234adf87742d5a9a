import type { Denial, Entitlements } from '@tallygate/entitlements'

/** The parts that an adapter stands between. */
export interface Parts {
  readonly entitlements: Entitlements
  /** Root of the simulated provider, without a path. */
  readonly providerUrl: string
  /** Root of the chat agent before it, without a path. */
  readonly agentUrl: string
}

/** For whom the calls of a session are. */
export interface Caller {
  readonly customer: string
  readonly requestId: string
  /** The adapter is attached a second time, as an application may do by mistake. */
  readonly isAttachedTwice?: boolean
}

export interface Ask {
  readonly text: string
  /** Default: the model of the adapter that Pro alone has. */
  readonly isSmallModel?: boolean
  readonly signal?: AbortSignal
  /** Two tools are offered, and none is run. */
  readonly withTools?: boolean
}

/** A program that uses an SDK as its documentation says, with one adapter attached. */
export interface Session {
  /** Asks, and returns the text of the answer. */
  ask(ask: Ask): Promise<string>
  /** Asks for a stream, and gives each text as it comes. Leaving the loop is leaving the answer. */
  stream(ask: Ask): AsyncIterable<string>
  /** Finds the denial in what `ask` or `stream` threw. */
  denialOf(error: unknown): Denial | undefined
}

/** One way to attach the entitlements to an SDK. */
export interface Adapter {
  readonly name: string
  open(parts: Parts, caller: Caller): Session
}

/** Times that an SDK tries again: enough for a provider that stumbles once. */
export const MAX_RETRIES = 1

/** The models of the adapters: the second of each is in every plan of the demo. */
export const OPENAI_MODELS = { large: 'gpt-4o', small: 'gpt-4o-mini' } as const

/** Ids of models that the demo has no prices for, billed as those that it has. */
export const MODEL_IDS = {
  'claude-large': 'gpt-4o',
  'claude-small': 'gpt-4o-mini',
  'gemini-large': 'gpt-4o',
  'gemini-small': 'gpt-4o-mini',
}

/** Reading on is kept short: a provider that says nothing more is not waited for. */
export const DRAIN = { maxMs: 10_000 } as const
