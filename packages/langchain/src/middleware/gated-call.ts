import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import { mergeConfigs, type RunnableConfig } from '@langchain/core/runnables'
import { EntitlementDeniedError } from '@tallygate/entitlements/metering'
import { callOutcome, tokensOfBytes } from '@tallygate/usage'
import type { HeldCall } from '../run/run-ledger.ts'
import { CUSTOMER_KEY, REQUEST_ID_KEY, RESERVATION_KEY } from '../run/run-request.ts'
import { gatedModel } from './gated-model.ts'
import type { LimitCompletionTokens } from './limit-completion-tokens.ts'
import type { NestedGate } from './nested-calls.ts'
import type { UsageGate } from './usage-gate.ts'

/** One reserved call of an agent's model, from its hold to its end. */
export class GatedCall<Model extends object> {
  /** The model to call: it takes the reservation over, and generates no more than was granted. */
  readonly model: Model
  readonly #held: HeldCall
  readonly #gate: UsageGate
  readonly #nested: NestedGate | undefined
  readonly #begunBefore: number

  constructor(
    held: HeldCall,
    model: Model,
    { gate, limit, nested }: { gate: UsageGate; limit: LimitCompletionTokens; nested: NestedGate | undefined },
  ) {
    this.#held = held
    this.#gate = gate
    this.#nested = nested
    this.#begunBefore = nested?.begun ?? 0
    this.model = gatedModel(model, {
      configure: (config) => this.#configure(config),
      limit: (inner) => limit(inner, held.reservation.maxCompletionTokens) ?? inner,
    })
  }

  #configure(config: RunnableConfig | undefined): RunnableConfig {
    const { reservation } = this.#held
    const merged = mergeConfigs<RunnableConfig>(config, {
      callbacks: [this.#gate.handler],
      metadata: {
        [CUSTOMER_KEY]: reservation.customer,
        [REQUEST_ID_KEY]: reservation.requestId,
        [RESERVATION_KEY]: reservation.id,
      },
    })
    if (merged.signal !== undefined) merged.signal = this.#shielded(merged.signal)
    return merged
  }

  /**
   * An agent aborts its model call when its reader leaves, and an aborted provider reports no usage. So the call runs
   * under a signal of its own: the agent is free at once, and the answer is read on in the background, within the
   * limits of draining.
   */
  #shielded(signal: AbortSignal): AbortSignal {
    const limits = this.#gate.drainLimits
    if (limits === undefined || signal.aborted) return signal
    const { run } = this.#held
    const stop = new AbortController()
    const onAbort = () => {
      const drain = this.#gate.drains.admit(limits, (reason) => stop.abort(new Error(reason)))
      if (drain === undefined) return stop.abort(signal.reason)
      const before = run.stream.bytes
      run.onToken = () => drain.read(tokensOfBytes(run.stream.bytes - before))
      run.onEnded = () => drain.end()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    run.onEnded = () => signal.removeEventListener('abort', onAbort)
    return stop.signal
  }

  /**
   * The agent has its answer. Where no call of this model was seen, another middleware answered: with another model's
   * usage, or without a provider.
   */
  async finish(message: AIMessage | BaseMessage): Promise<AIMessage> {
    this.#held.drop()
    const { run } = this.#held
    if (!run.begun && this.#isMeteredElsewhere())
      await run.release('another model was called, and is metered by itself')
    else if (!run.begun) await run.settleUnseen(message)
    return AIMessage.isInstance(message) ? message : asAiMessage(message)
  }

  /** Tells whether a middleware inside of this one called a model of its own, which has an attempt of its own. */
  #isMeteredElsewhere(): boolean {
    return this.#nested !== undefined && this.#nested.begun > this.#begunBefore
  }

  /** The call failed. What was begun has been recorded by its callbacks. */
  async fail(error: unknown): Promise<void> {
    this.#held.drop()
    const { run } = this.#held
    if (!run.begun)
      await run.release(`the model was not called: ${error instanceof Error ? error.message : String(error)}`)
  }

  /**
   * Tells whether another model may be tried: this one failed before any part of an answer came, and nobody asked it to
   * stop.
   */
  mayFallBack(error: unknown): boolean {
    if (EntitlementDeniedError.find(error) !== undefined) return false
    return !this.#held.run.stream.seen && callOutcome(error) !== 'unknown'
  }
}

/**
 * Servers whose first delta has no role make a message without one. An agent alone takes it for the model's answer, and
 * so it is here.
 */
function asAiMessage({ content, id, response_metadata }: BaseMessage): AIMessage {
  return new AIMessage({ content, response_metadata, ...(id === undefined ? {} : { id }) })
}
