import type { Generation, LLMResult } from '@langchain/core/outputs'
import type { Reservation, ReserveRequest, Scope, Usage } from '@tallygate/entitlements'
import { costFactsOf } from '@tallygate/entitlements/metering'
import {
  type BilledModel,
  callOutcome,
  type TokenUsage,
  textBytes,
  tokensOfBytes,
  type UsageReading,
} from '@tallygate/usage'
import { modelOfResult, usageOfResult } from '../usage/result-usage.ts'
import { StreamRecord } from '../usage/stream-record.ts'
import type { AttemptName } from './attempt-counter.ts'
import type { AttemptRecorder } from './attempt-recorder.ts'
import { noticeOtherModel } from './other-model-notice.ts'
import type { RecordedAttempt } from './recorded-attempt.ts'

/** A stream that goes on extends its lease this often. Every lease is longer. */
const KEEP_ALIVE_MS = 5_000

/** The facts about a call that are known before it is made. */
export interface RunPlan {
  readonly customer: string
  readonly requestId: string
  /** As it is billed, and as entitlements name it. */
  readonly model: string
  /** As its provider is asked for it. */
  readonly askedId: string
  /** LangChain's name of the provider: "openai", "anthropic". */
  readonly provider?: string
  readonly promptTokens: number
  readonly completionTokens?: number
  readonly properties?: Readonly<Record<string, string>>
  readonly scopes?: readonly Scope[]
  readonly signal?: AbortSignal
  readonly billedModel: BilledModel
  readonly now: () => number
}

/** The usage of a model call, as it is settled. */
type SettledUsage = TokenUsage & { readonly model: string; readonly source: Usage['source'] }

/** A handler that sees the run, and what it shares with its copies. */
export interface RunWitness {
  readonly handler: object
  readonly recorder: AttemptRecorder
  /** Ids of the runs that it saw, where somebody asks for them. */
  readonly runs?: Set<string>
}

/**
 * Model calls that LangChain starts together: `generate` with several prompts. When one of them is denied, none of them
 * is made.
 */
export class RunBatch {
  /** Runs with a hold, by run id. */
  readonly granted = new Map<string, Run>()
  failure: { readonly error: unknown } | undefined
  /** One request served several prompts, and its usage came with one of them. */
  reported = false
}

/** One call to a provider: from its hold to its end. */
export class Run {
  readonly stream: StreamRecord
  readonly recorders: Set<AttemptRecorder>
  /** The handler that saw the run first: it alone counts what streams. */
  readonly handler: object
  /** Settled when the hold is granted; rejects with the denial. */
  opened: Promise<void> = Promise.resolve()
  reservation: Reservation | undefined
  /** The batch of runs that it was started together with. */
  batch: RunBatch | undefined
  /** A model call was seen for it. */
  begun = false
  /** Its end is recorded. */
  ended = false
  /** Called when its end is recorded, or could not be. */
  onEnded: (() => void) | undefined
  /** Called when a part of its answer arrived. */
  onToken: (() => void) | undefined
  readonly #attempt: AttemptName
  readonly #plan: RunPlan
  #aliveAt: number

  constructor(attempt: AttemptName, plan: RunPlan, witness: RunWitness) {
    this.handler = witness.handler
    this.recorders = new Set([witness.recorder])
    this.#attempt = attempt
    this.#plan = plan
    this.stream = new StreamRecord(plan.provider)
    this.#aliveAt = plan.now()
  }

  get customer(): string {
    return this.#plan.customer
  }

  reserveRequest(): ReserveRequest {
    const { customer, model, requestId, promptTokens, completionTokens, properties, scopes, signal } = this.#plan
    return {
      customer,
      model,
      requestId,
      attempt: this.#attempt.id,
      estimate: { promptTokens, ...(completionTokens === undefined ? {} : { completionTokens }) },
      ...(properties === undefined ? {} : { properties }),
      ...(scopes === undefined ? {} : { scopes }),
      ...(signal === undefined ? {} : { signal }),
    }
  }

  token(text: string, chunk: unknown): void {
    this.stream.add(text, chunk)
    this.#keepAlive()
    this.onToken?.()
  }

  #keepAlive(): void {
    const at = this.#plan.now()
    if (at - this.#aliveAt < KEEP_ALIVE_MS) return
    this.#aliveAt = at
    // A lease that could not be extended expires, and a late settle is accepted all the same.
    this.reservation?.renew().catch(() => {})
  }

  async release(reason: string): Promise<void> {
    await this.#end(async () => {
      await this.reservation?.release(reason)
    })
  }

  /** The call ended with a result, and with this usage. */
  async settle(output: LLMResult, reading: UsageReading): Promise<void> {
    const model = this.stream.model ?? modelOfResult(output)
    await this.#record(reading, model, () => bytesOf(output))
  }

  /** The usage of its result, as far as it is known. */
  usageOf(output: LLMResult): UsageReading {
    return this.stream.usage ?? usageOfResult(output)
  }

  /**
   * An answer whose call no callback saw: it is used where it carries usage; without, no provider is known to have been
   * called.
   */
  async settleUnseen(message: object): Promise<void> {
    const result = resultOf(message)
    const reading = usageOfResult(result)
    if (reading === undefined) await this.release('the model was not called')
    else await this.#record(reading, modelOfResult(result), () => 0)
  }

  async fail(error: unknown): Promise<void> {
    const outcome = this.stream.seen ? 'unknown' : callOutcome(error)
    if (outcome === 'refused') return await this.release(`the provider refused: ${messageOf(error)}`)
    if (outcome === 'unreached') return await this.release(`the provider was not reached: ${messageOf(error)}`)
    await this.#record(this.stream.usage, this.stream.model, () => 0)
  }

  async #record(reading: UsageReading, answeredBy: string | undefined, bytes: () => number): Promise<void> {
    const asked = this.#plan
    const model = answeredBy === undefined ? asked.model : asked.billedModel(answeredBy, asked.askedId)
    if (model !== asked.model) noticeOtherModel(asked.model, model)
    const stated = reading !== undefined && 'usage' in reading ? reading : undefined
    const known = stated?.usage
    const usage: SettledUsage =
      known === undefined
        ? { model, ...this.#estimate(bytes), source: 'estimate' }
        : { model, ...known, source: 'provider' }
    await this.#end(async () => {
      const { reservation } = this
      if (reservation === undefined) return
      const settled = await reservation.settle(usage)
      const { outcome, budgets } = settled
      const attempt: RecordedAttempt = {
        ...usage,
        ...costFactsOf(settled),
        ...(stated?.doubt === undefined ? {} : { doubt: stated.doubt }),
        customer: asked.customer,
        requestId: asked.requestId,
        askedModel: asked.model,
        attempt: this.#attempt.number,
        reservationId: reservation.id,
        outcome,
        budgets,
      }
      for (const recorder of this.recorders) recorder.record(attempt)
    })
  }

  async #end(record: () => Promise<void>): Promise<void> {
    try {
      await record()
      this.ended = true
    } finally {
      this.onEnded?.()
    }
  }

  /** The prompt as it was estimated, and what was seen of the answer: the least that the call can have used. */
  #estimate(bytes: () => number): { readonly promptTokens: number; readonly completionTokens: number } {
    const seen = Math.max(this.stream.bytes, bytes())
    return { promptTokens: this.#plan.promptTokens, completionTokens: tokensOfBytes(seen) }
  }
}

function resultOf(message: object): LLMResult {
  const generation: Generation & { readonly message: object } = { text: '', message }
  return { generations: [[generation]] }
}

function bytesOf(output: LLMResult): number {
  let bytes = 0
  for (const generation of output.generations.flat()) bytes += textBytes(generation?.text ?? '')
  return bytes
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200)
}
