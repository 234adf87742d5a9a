import type { Entitlements } from '@tallygate/entitlements'
import type { MeteredCall } from '@tallygate/entitlements/metering'
import { estimatePromptTokens } from '@tallygate/usage'
import { isFields } from '../calls/fields.ts'
import { type CallParams, type Drained, ModelMeter, type ModelOptions, type NamedModel } from './metered-model.ts'

/** Parameters of an embedding model's call. */
export interface EmbeddingParams extends CallParams {
  readonly values: readonly unknown[]
}

/** A middleware for `wrapEmbeddingModel`. */
export interface EmbeddingEntitlementsMiddleware extends Drained {
  /** The AI SDK 6 asks for it; the AI SDK 7 takes it. */
  readonly specificationVersion: 'v3'
  readonly wrapEmbed: <Params extends EmbeddingParams, Result extends object>(call: {
    readonly params: Params
    readonly model: NamedModel & { doEmbed(params: Params): PromiseLike<Result> }
  }) => Promise<Result>
}

/**
 * Gates and meters the calls of an embedding model, of which `embedMany` makes several.
 *
 * @example
 * ```ts
 * const middleware = embeddingEntitlementsMiddleware(entitlements, { customer: 'acme' })
 * const model = wrapEmbeddingModel({ model: openai.embedding('text-embedding-3-small'), middleware })
 * ```
 * @throws InvalidOptionError, or TypeError for ids that are not ids; both name the option and the fix.
 */
export function embeddingEntitlementsMiddleware(
  entitlements: Entitlements,
  options: ModelOptions = {},
): EmbeddingEntitlementsMiddleware {
  const meter = new ModelMeter(entitlements, options)
  return {
    specificationVersion: 'v3',
    drained: async (waiting) => await meter.drained(waiting),
    wrapEmbed: async ({ params, model }) => {
      if (meter.has(params)) return await model.doEmbed(params)
      const promptTokens = estimatePromptTokens({ input: params.values }, { model: model.modelId })
      const call = await meter.open('embedding', { params, model }, { promptTokens, completionTokens: 0 })
      return await call.run(params.abortSignal, async () => {
        const result = await call.ask(() => model.doEmbed(meter.sent(params, call)))
        readAnswer(call, result)
        await call.settle(false)
        return result
      })
    },
  }
}

/** The model that served it stands in the provider's own answer alone. */
function readAnswer({ tally }: MeteredCall, result: object): void {
  const { usage, response } = result as { readonly [member: string]: unknown }
  const body = isFields(response) ? response['body'] : undefined
  tally.add({ usage, model: isFields(body) ? body['model'] : undefined })
}
