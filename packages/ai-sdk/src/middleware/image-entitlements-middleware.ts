import type { Entitlements } from '@tallygate/entitlements'
import type { MeteredCall } from '@tallygate/entitlements/metering'
import { tokensOfImages } from '@tallygate/usage'
import { isFields } from '../calls/fields.ts'
import { promptTokensOf } from '../calls/prompt-tokens.ts'
import {
  type AskedTokens,
  type CallParams,
  type Drained,
  ModelMeter,
  type ModelOptions,
  type NamedModel,
} from './metered-model.ts'

/** Parameters of an image model's call. */
export interface ImageParams extends CallParams {
  readonly prompt: string | undefined
  readonly n: number
  readonly size?: string | undefined
  readonly files?: readonly unknown[] | undefined
  readonly mask?: unknown
}

/** A middleware for `wrapImageModel`. */
export interface ImageEntitlementsMiddleware extends Drained {
  /** The AI SDK 6 asks for it; the AI SDK 7 takes it. */
  readonly specificationVersion: 'v3'
  readonly wrapGenerate: <Params extends ImageParams, Result extends object>(call: {
    readonly params: Params
    readonly model: NamedModel & { doGenerate(params: Params): PromiseLike<Result> }
  }) => Promise<Result>
}

/**
 * Gates and meters the calls of an image model: settles the quantity `images`, and tokens where the provider states
 * them. Nothing keeps an image to fewer tokens, so a call whose estimate does not fit is denied.
 *
 * @example
 * ```ts
 * const middleware = imageEntitlementsMiddleware(entitlements, { customer: 'acme' })
 * const model = wrapImageModel({ model: openai.image('gpt-image-1'), middleware })
 * ```
 * @throws InvalidOptionError, or TypeError for ids that are not ids; both name the option and the fix.
 */
export function imageEntitlementsMiddleware(
  entitlements: Entitlements,
  options: ModelOptions = {},
): ImageEntitlementsMiddleware {
  const meter = new ModelMeter(entitlements, options)
  return {
    specificationVersion: 'v3',
    drained: async (waiting) => await meter.drained(waiting),
    wrapGenerate: async ({ params, model }) => {
      if (meter.has(params)) return await model.doGenerate(params)
      const call = await meter.open('image', { params, model }, askedTokens(params, model.modelId))
      return await call.run(params.abortSignal, async () => {
        const result = await call.ask(() => model.doGenerate(meter.sent(params, call)))
        readAnswer(call, result)
        await call.settle(false)
        return result
      })
    },
  }
}

function askedTokens({ prompt, n, size, files = [], mask, providerOptions }: ImageParams, model: string): AskedTokens {
  const pictures = [...files, ...(mask === undefined ? [] : [mask])]
  const content = [{ type: 'text', text: prompt }, ...pictures]
  const completionTokens = tokensOfImages({ model, count: n, size, quality: qualityOf(providerOptions) })
  return {
    promptTokens: promptTokensOf({ prompt: [{ role: 'user', content }] }, model),
    completionTokens,
    quantities: { images: n },
    leastCompletionTokens: completionTokens,
  }
}

/** The quality that a provider is asked for, which decides the tokens of an image. */
function qualityOf(providerOptions: object | undefined): string | undefined {
  for (const options of Object.values(providerOptions ?? {}))
    if (isFields(options) && typeof options['quality'] === 'string') return options['quality']
  return undefined
}

function readAnswer({ tally }: MeteredCall, result: object): void {
  const { images, usage, response } = result as { readonly [member: string]: unknown }
  tally.add({ images, usage, model: isFields(response) ? response['modelId'] : undefined })
}
