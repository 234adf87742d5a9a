import {
  BaseCallbackHandler,
  type HandleLLMNewTokenCallbackFields,
  type NewTokenIndices,
} from '@langchain/core/callbacks/base'
import type { Serialized } from '@langchain/core/load/serializable'
import type { BaseMessage } from '@langchain/core/messages'
import type { LLMResult } from '@langchain/core/outputs'
import type { BilledModel } from '@tallygate/usage'
import { estimatePromptTokens } from '../usage/estimate-prompt-tokens.ts'
import { isFields } from '../usage/fields.ts'
import { AttemptRecorder } from './attempt-recorder.ts'
import { isCachedAnswer, watchCaches } from './cached-answers.ts'
import type { DrainPool } from './drain.ts'
import type { RecordedAttempt } from './recorded-attempt.ts'
import type { RunPlan, RunWitness } from './run.ts'
import { RunLedger } from './run-ledger.ts'
import { CUSTOMER_KEY, customerOf, type RunStart, readRunRequest, reservationOf } from './run-request.ts'
import { UnidentifiedRunError } from './unidentified-run-error.ts'
import { assertUsageOptions, billedModelFor, type UsageOptions } from './usage-options.ts'

type Parameters = Readonly<Record<string, unknown>> | undefined

/** @internal */
export interface HandlerScope {
  readonly handler: UsageCallbackHandler
  readonly drains: DrainPool
  /** Tells whether LangChain announced a call. */
  readonly announced: () => boolean
  /** Ends the runs that are still open. */
  readonly abandon: (error: Error) => Promise<void>
}

/**
 * Gates and meters the calls of chat models and LLMs of any Runnable: holds tokens before the provider is called (a
 * denial is thrown as EntitlementDeniedError, and the provider is not called), and settles with the provider's own
 * usage when the call ends.
 *
 * @example
 * ```ts
 * const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'req-2041' })
 * const answer = await model.invoke('Hello', { callbacks: [handler] })
 * console.log(handler.attempts)
 * ```
 */
export class UsageCallbackHandler extends BaseCallbackHandler {
  override readonly name = 'tallygate_usage'
  // Both: with raiseError alone an asynchronous handler blocks nothing, and its rejection ends the process.
  override awaitHandlers = true
  override raiseError = true
  override ignoreChain = true
  override ignoreAgent = true
  override ignoreRetriever = true
  override ignoreCustomEvent = true

  readonly #options: UsageOptions
  readonly #ledger: RunLedger
  readonly #billedModel: BilledModel
  readonly #recorder: AttemptRecorder
  #runs: Set<string> | undefined

  /**
   * LangChain copies a handler with `new handler.constructor(handler)`: a copy shares its attempts with the original.
   */
  constructor(options: UsageOptions | UsageCallbackHandler) {
    super({ raiseError: true, _awaitHandler: true })
    if (options instanceof UsageCallbackHandler) {
      this.#options = options.#options
      this.#ledger = options.#ledger
      this.#billedModel = options.#billedModel
      this.#recorder = options.#recorder
      return
    }
    assertUsageOptions(options)
    watchCaches()
    this.#options = options
    this.#ledger = RunLedger.of(options.entitlements)
    this.#billedModel = billedModelFor(options)
    this.#recorder = new AttemptRecorder(options.onAttempt)
  }

  /** The calls that this handler saw end, in the order in which they ended: the newest 1,000. */
  get attempts(): readonly RecordedAttempt[] {
    return this.#recorder.attempts
  }

  /** @internal What a run remembers of this handler. */
  get witness(): RunWitness {
    return this.#runs === undefined
      ? { handler: this, recorder: this.#recorder }
      : { handler: this, recorder: this.#recorder, runs: this.#runs }
  }

  /**
   * @internal A copy that remembers its runs, for whoever must end those that LangChain leaves without another
   * callback.
   */
  scope(): HandlerScope {
    const handler = new UsageCallbackHandler(this)
    const runs = new Set<string>()
    handler.#runs = runs
    return {
      handler,
      drains: this.#ledger.drains,
      announced: () => runs.size > 0,
      abandon: async (error) => {
        await Promise.all([...runs].map((runId) => this.#ledger.fail(runId, error, false)))
      },
    }
  }

  override async handleChatModelStart(
    _model: Serialized,
    messages: BaseMessage[][],
    runId: string,
    _parentRunId?: string,
    extraParams?: Record<string, unknown>,
    _tags?: string[],
    metadata?: Record<string, unknown>,
  ): Promise<void> {
    await this.#begin(runId, { prompt: messages.flat(), extraParams, metadata })
  }

  override async handleLLMStart(
    _model: Serialized,
    prompts: string[],
    runId: string,
    _parentRunId?: string,
    extraParams?: Record<string, unknown>,
    _tags?: string[],
    metadata?: Record<string, unknown>,
  ): Promise<void> {
    await this.#begin(runId, { prompt: prompts.join('\n'), extraParams, metadata })
  }

  override handleLLMNewToken(
    token: string,
    _indices: NewTokenIndices,
    runId: string,
    _parentRunId?: string,
    _tags?: string[],
    fields?: HandleLLMNewTokenCallbackFields,
  ): void {
    this.#ledger.token(runId, this, token, fields?.chunk)
  }

  /** LangGraph's newer streams hand on events instead of tokens. */
  override handleChatModelStreamEvent(event: object, runId: string): void {
    const { text, chunk } = partOf(event)
    this.#ledger.token(runId, this, text, chunk)
  }

  override async handleLLMEnd(
    output: LLMResult,
    runId: string,
    _parentRunId?: string,
    _tags?: string[],
    extraParams?: Record<string, unknown>,
  ): Promise<void> {
    await this.#ledger.end(runId, output, isCached(extraParams))
  }

  override async handleLLMError(
    error: unknown,
    runId: string,
    _parentRunId?: string,
    _tags?: string[],
    extraParams?: Record<string, unknown>,
  ): Promise<void> {
    try {
      await this.#ledger.fail(runId, error, isCached(extraParams))
    } catch (fault) {
      // Thrown from here, it would take the place of the call's own error. The attempt stays open, and ends as
      // unsettled by its lease.
      process.emitWarning(`@tallygate/langchain could not record a failed model call: ${String(fault)}`)
    }
  }

  async #begin(runId: string, start: RunStart): Promise<void> {
    if (isCachedAnswer(start.metadata)) return
    const { witness } = this
    // First of all: what a reserved run asks for was worked out when it was reserved.
    const known = this.#ledger.join(runId, reservationOf(start), witness)
    if (known !== undefined) return await this.#ledger.agree(runId, known, this.#options.customer ?? customerOf(start))
    await this.#ledger.begin(runId, this.#plan(runId, start), witness, start.extraParams)
  }

  #plan(runId: string, start: RunStart): RunPlan {
    const options = this.#options
    const request = readRunRequest(start, options.estimatePromptTokens ?? estimatePromptTokens)
    const customer = options.customer ?? request.customer
    if (customer === undefined)
      throw new UnidentifiedRunError({
        message: `A model call without a customer: give the handler \`customer\`, or the run metadata.${CUSTOMER_KEY}.`,
        missing: 'customer',
      })
    if (request.model === undefined)
      throw new UnidentifiedRunError({
        message:
          'A model call without a model id: the integration names it neither in its metadata nor in its parameters.',
        missing: 'model',
      })
    return {
      customer,
      requestId: options.requestId ?? request.requestId ?? runId,
      model: this.#billedModel(request.model),
      askedId: request.model,
      ...(request.provider === undefined ? {} : { provider: request.provider }),
      promptTokens: request.promptTokens,
      ...(request.completionTokens === undefined ? {} : { completionTokens: request.completionTokens }),
      ...(request.properties === undefined ? {} : { properties: request.properties }),
      ...(request.scopes === undefined ? {} : { scopes: request.scopes }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      billedModel: this.#billedModel,
      now: options.now ?? Date.now,
    }
  }
}

function isCached(extraParams: Parameters): boolean {
  return extraParams?.['cached'] === true
}

/**
 * The text of a stream event, and the usage and the model that it reports. Read without LangChain's own type of it,
 * which the oldest versions that this package works with do not have.
 */
function partOf(event: unknown): { readonly text: string; readonly chunk?: object } {
  if (!isFields(event)) return { text: '' }
  if (event['event'] === 'message-finish')
    return { text: '', chunk: { usage_metadata: event['usage'], response_metadata: event['responseMetadata'] } }
  const delta = event['delta']
  return { text: isFields(delta) && typeof delta['text'] === 'string' ? delta['text'] : '' }
}
