import type { Denial, Scope } from '@tallygate/entitlements'
import type { BilledModel } from '@tallygate/usage'
import { type AbandonOptions, type DrainLimits, type DrainPool, drainLimits } from '../run/drain.ts'
import { type HeldCall, RunLedger } from '../run/run-ledger.ts'
import { UnidentifiedRunError } from '../run/unidentified-run-error.ts'
import { UsageCallbackHandler } from '../run/usage-callback-handler.ts'
import { billedModelFor, type UsageOptions } from '../run/usage-options.ts'
import { estimatePromptTokens, type Prompt } from '../usage/estimate-prompt-tokens.ts'
import { modelFacts } from './model-facts.ts'

/** A model call that is about to be made. */
export interface PlannedCall {
  readonly customer: string
  readonly requestId: string
  readonly model: object
  readonly prompt: Prompt
  readonly signal: AbortSignal | undefined
  readonly properties?: Readonly<Record<string, string>>
  readonly scopes?: readonly Scope[]
}

/** Reserves calls ahead, for whoever makes them: the middleware. */
export class UsageGate {
  /** To be attached to the calls that were reserved. */
  readonly handler: UsageCallbackHandler
  readonly billedModel: BilledModel
  readonly drains: DrainPool
  /** Undefined: nothing is drained. */
  readonly drainLimits: DrainLimits | undefined
  readonly #options: UsageOptions
  readonly #ledger: RunLedger

  constructor(options: UsageOptions & AbandonOptions) {
    const { entitlements, modelIds, now } = options
    this.#options = options
    this.#ledger = RunLedger.of(entitlements)
    this.drains = this.#ledger.drains
    this.drainLimits = drainLimits(options)
    this.billedModel = billedModelFor(options)
    this.handler = new UsageCallbackHandler({
      entitlements,
      ...(modelIds === undefined ? {} : { modelIds }),
      ...(now === undefined ? {} : { now }),
      ...(options.estimatePromptTokens === undefined ? {} : { estimatePromptTokens: options.estimatePromptTokens }),
      ...(options.onAttempt === undefined ? {} : { onAttempt: options.onAttempt }),
    })
  }

  async hold(call: PlannedCall): Promise<HeldCall | Denial> {
    const facts = modelFacts(call.model)
    if (facts.id === undefined)
      throw new UnidentifiedRunError({
        message: 'A model call without a model id: the model does not name it.',
        missing: 'model',
      })
    const estimate = this.#options.estimatePromptTokens ?? estimatePromptTokens
    return await this.#ledger.hold(
      {
        customer: call.customer,
        requestId: call.requestId,
        model: this.billedModel(facts.id),
        askedId: facts.id,
        ...(facts.provider === undefined ? {} : { provider: facts.provider }),
        promptTokens: estimate({ ...call.prompt, model: facts.id }),
        ...(facts.maxCompletionTokens === undefined ? {} : { completionTokens: facts.maxCompletionTokens }),
        ...(call.properties === undefined ? {} : { properties: call.properties }),
        ...(call.scopes === undefined ? {} : { scopes: call.scopes }),
        ...(call.signal === undefined ? {} : { signal: call.signal }),
        billedModel: this.billedModel,
        now: this.#options.now ?? Date.now,
      },
      this.handler.witness,
    )
  }
}
