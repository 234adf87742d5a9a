import type { Entitlements } from '@tallygate/entitlements'
import {
  assertAdapterOptions,
  type CallContext,
  CONTEXT_OPTIONS,
  type ContextOptions,
  contextChooser,
  Drains,
  EntitlementDeniedError,
  METERING_OPTIONS,
  MeteredCall,
  type MeteringOptions,
  type MeteringSettings,
  meteringSettings,
  reserveCall,
  tooSmall,
} from '@tallygate/entitlements/metering'
import { CALL_KEY, type CallFacts, contextOfCall, withoutCallKey } from '../calls/call-facts.ts'
import { isFields } from '../calls/fields.ts'

/** The options of a middleware for a model of the AI SDK. */
export interface ModelOptions extends MeteringOptions, ContextOptions<CallFacts> {}

/** A model of the AI SDK, of any kind and specification. */
export interface NamedModel {
  readonly provider: string
  readonly modelId: string
}

/** Members that the calls of all kinds of models have. */
export interface CallParams {
  readonly abortSignal?: AbortSignal | undefined
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
  readonly providerOptions?: object | undefined
}

/** The counts that a call may reach, before it is made. */
export interface AskedTokens {
  readonly promptTokens: number
  readonly completionTokens?: number
  readonly quantities?: Readonly<Record<string, number>>
  /** The call is denied where it is granted fewer. Default: none. */
  readonly leastCompletionTokens?: number
}

/** Waits for answers that are read on without their reader. */
export interface Drained {
  /**
   * Waits until no answer that its reader left is read on in the background, before `entitlements.close()`. Resolves
   * with the number of answers that are still read at the deadline (default 10,000 ms).
   */
  drained(options?: { readonly deadlineMs?: number }): Promise<number>
}

const DRAINED_DEADLINE_MS = 10_000

/** Marks calls that a middleware makes, so that one inside of another counts them once. */
const METERED_BY = Symbol.for('tallygate.ai-sdk.metered-by')

type Marked = CallParams & { readonly [METERED_BY]?: readonly Entitlements[] }

/** Reserves the calls of models, and makes what is sent instead of them. */
export class ModelMeter implements Drained {
  readonly #entitlements: Entitlements
  readonly #settings: MeteringSettings
  readonly #chosen: (call: CallFacts) => CallContext
  readonly #drains: Drains

  /** @throws InvalidOptionError that names the option and the fix. */
  constructor(entitlements: Entitlements, options: ModelOptions, more: readonly string[] = []) {
    assertAdapterOptions(entitlements, options, [...CONTEXT_OPTIONS, ...METERING_OPTIONS, ...more])
    this.#entitlements = entitlements
    this.#settings = meteringSettings(options)
    this.#chosen = contextChooser(options)
    this.#drains = new Drains(this.#settings.drain ?? { maxConcurrent: 0, maxMs: 0 })
  }

  /** Tells whether a middleware around this one has the call already. */
  has(params: CallParams): boolean {
    return (params as Marked)[METERED_BY]?.includes(this.#entitlements) === true
  }

  /** @throws EntitlementDeniedError, and what `reserve` throws: no call goes out that is not recorded. */
  async open(
    kind: CallFacts['kind'],
    { model, params }: { readonly model: NamedModel; readonly params: CallParams },
    { leastCompletionTokens = 0, ...estimate }: AskedTokens,
  ): Promise<MeteredCall> {
    const { provider, modelId } = model
    const { headers = {}, providerOptions = {} } = params
    const facts: CallFacts = { kind, provider, modelId, headers, providerOptions: { ...providerOptions } }
    const decision = await reserveCall(this.#entitlements, {
      context: { ...contextOfCall(facts), ...this.#chosen(facts) },
      model: this.#settings.billedModel(modelId),
      estimate,
      signal: params.abortSignal,
    })
    if (!decision.allowed) throw new EntitlementDeniedError({ decision })
    const asked = { model: modelId, promptTokens: estimate.promptTokens }
    const call = new MeteredCall(this.#settings, this.#drains, asked, decision.reservation)
    if (call.maxCompletionTokens >= leastCompletionTokens) return call
    await call.release('the grant is too small for the request')
    throw new EntitlementDeniedError({ decision: tooSmall(modelId, decision) })
  }

  /** The parameters that go to the provider: under the call's own signal, and without what is said to us. */
  sent<Params extends CallParams>(params: Params, call: MeteredCall): Params {
    const { providerOptions } = params
    const own = isFields(providerOptions) && CALL_KEY in providerOptions
    const marked: Marked = {
      ...params,
      abortSignal: call.signal,
      ...(own ? { providerOptions: withoutCallKey(providerOptions) } : {}),
      [METERED_BY]: [...((params as Marked)[METERED_BY] ?? []), this.#entitlements],
    }
    return marked as Params
  }

  async drained({ deadlineMs = DRAINED_DEADLINE_MS }: { readonly deadlineMs?: number } = {}): Promise<number> {
    return await this.#drains.idle(deadlineMs)
  }
}
