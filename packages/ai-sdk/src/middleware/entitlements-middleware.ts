import type { Entitlements } from '@tallygate/entitlements'
import { InvalidOptionError, type MeteredCall, meteredStream } from '@tallygate/entitlements/metering'
import { isFields } from '../calls/fields.ts'
import { promptTokensOf } from '../calls/prompt-tokens.ts'
import { thinkingTokens } from '../calls/thinking-tokens.ts'
import { type CallParams, type Drained, ModelMeter, type ModelOptions, type NamedModel } from './metered-model.ts'
import { PartReading } from './part-reading.ts'

export interface EntitlementsMiddlewareOptions extends ModelOptions {
  /**
   * `false` leaves the limits of calls as they are: an answer may be longer than what was held for it. Default: true.
   */
  readonly limitCompletion?: boolean
}

/** Parameters of a language model's call, in the specifications of the AI SDK 6 and 7. */
export interface LanguageParams extends CallParams {
  readonly prompt: unknown
  readonly maxOutputTokens?: number | undefined
  readonly tools?: unknown
  readonly responseFormat?: unknown
}

/** A middleware for `wrapLanguageModel`. */
export interface EntitlementsMiddleware extends Drained {
  /** The AI SDK 6 asks for it; the AI SDK 7 takes it. */
  readonly specificationVersion: 'v3'
  readonly wrapGenerate: <Params extends LanguageParams, Result extends object>(call: {
    readonly params: Params
    readonly model: NamedModel & { doGenerate(params: Params): PromiseLike<Result> }
  }) => Promise<Result>
  readonly wrapStream: <Params extends LanguageParams, Part, Result extends { stream: ReadableStream<Part> }>(call: {
    readonly params: Params
    readonly model: NamedModel & { doStream(params: Params): PromiseLike<Result> }
  }) => Promise<Result>
}

/** Completion tokens that a model which thinks is asked for beside its thoughts, where the call sets no limit. */
const DEFAULT_ANSWER = 4_096

/**
 * Gates and meters the calls of a language model: holds what a call may cost before it is made, keeps the answer to
 * what was granted, and settles with the usage that the provider states, also when the answer is left half read. A
 * denial is thrown as EntitlementDeniedError, which the AI SDK does not try again.
 *
 * @example
 * ```ts
 * const model = wrapLanguageModel({ model: openai('gpt-4o'), middleware: entitlementsMiddleware(entitlements) })
 * const providerOptions = { tallygate: { customer: 'acme', requestId: 'req-2041' } }
 * const { text } = await generateText({ model, prompt: 'Hello', providerOptions })
 * ```
 * @throws InvalidOptionError, or TypeError for ids that are not ids; both name the option and the fix.
 */
export function entitlementsMiddleware(
  entitlements: Entitlements,
  options: EntitlementsMiddlewareOptions = {},
): EntitlementsMiddleware {
  const meter = new ModelMeter(entitlements, options, ['limitCompletion'])
  const { limitCompletion = true } = options
  if (typeof limitCompletion !== 'boolean')
    throw new InvalidOptionError({
      message: `limitCompletion must be true or false; it is ${String(limitCompletion)}.`,
      option: 'limitCompletion',
    })
  const gate = new LanguageGate(meter, limitCompletion)
  return {
    specificationVersion: 'v3',
    drained: async (waiting) => await meter.drained(waiting),
    wrapGenerate: async ({ params, model }) => {
      if (meter.has(params)) return await model.doGenerate(params)
      const { call, sent } = await gate.open(params, model)
      return await call.run(params.abortSignal, async () => {
        const result = await call.ask(() => model.doGenerate(sent))
        readAnswer(call, result)
        await call.settle(false)
        return result
      })
    },
    wrapStream: async ({ params, model }) => {
      if (meter.has(params)) return await model.doStream(params)
      const { call, sent } = await gate.open(params, model)
      const signal = params.abortSignal
      return await call.run(signal, async () => {
        const result = await call.ask(() => model.doStream(sent))
        const reading = new PartReading(call.tally)
        const stream = meteredStream({ call, reading, body: result.stream, signal, endsUnsaid: false })
        return { ...result, stream }
      })
    },
  }
}

/** Opens the calls of language models. */
class LanguageGate {
  readonly #meter: ModelMeter
  readonly #limitCompletion: boolean

  constructor(meter: ModelMeter, limitCompletion: boolean) {
    this.#meter = meter
    this.#limitCompletion = limitCompletion
  }

  async open<Params extends LanguageParams>(
    params: Params,
    model: NamedModel,
  ): Promise<{ readonly call: MeteredCall; readonly sent: Params }> {
    const { maxOutputTokens, providerOptions } = params
    const thoughts = thinkingTokens(model.provider, { ...providerOptions })
    const asked = maxOutputTokens ?? (thoughts > 0 ? DEFAULT_ANSWER : undefined)
    const call = await this.#meter.open(
      'language',
      { params, model },
      {
        promptTokens: promptTokensOf(params, model.modelId),
        ...(asked === undefined ? {} : { completionTokens: asked + thoughts }),
        ...(this.#limitCompletion && thoughts > 0 ? { leastCompletionTokens: thoughts + 1 } : {}),
      },
    )
    const sent = this.#meter.sent(params, call)
    if (!this.#limitCompletion) return { call, sent }
    const granted = call.maxCompletionTokens - thoughts
    return { call, sent: { ...sent, maxOutputTokens: Math.min(maxOutputTokens ?? granted, granted) } }
  }
}

/** Reads an answer in one piece. */
function readAnswer({ tally }: MeteredCall, result: object): void {
  const { content, usage, response } = result as { readonly [member: string]: unknown }
  const model = isFields(response) ? response['modelId'] : undefined
  tally.add({ content, usage, model })
}
