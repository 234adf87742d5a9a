import type { EmbeddingsInterface } from '@langchain/core/embeddings'
import type { Entitlements } from '@tallygate/entitlements'
import {
  ambientContext,
  assertAdapterOptions,
  CONTEXT_OPTIONS,
  type ContextOptions,
  contextChooser,
  Drains,
  EntitlementDeniedError,
  MeteredCall,
  type MeteringOptions,
  type MeteringSettings,
  meteringSettings,
  reserveCall,
} from '@tallygate/entitlements/metering'
import { estimatePromptTokens } from '@tallygate/usage'
import { refuseOption } from '../run/refuse-option.ts'

/** The facts of a call of an embedding model by which the application can say for whom it is. */
export interface EmbeddingCall {
  readonly model: string
  readonly texts: readonly string[]
}

export interface MeterEmbeddingsOptions
  extends ContextOptions<EmbeddingCall>,
    Pick<MeteringOptions, 'modelIds' | 'onAttempt' | 'onError'> {
  /** The id of the model. Default: `model` of the embeddings. */
  readonly model?: string
}

const OPTIONS = [...CONTEXT_OPTIONS, 'modelIds', 'onAttempt', 'onError', 'model']

type Embed = (texts: never) => Promise<unknown>

/** The method in which integrations such as OpenAI's make one request, and see its usage. LangChain.js hides it. */
const REQUEST = 'embeddingWithRetry'

/**
 * Gates and meters the calls of an embedding model, for which LangChain.js calls no handlers: the same embeddings,
 * whose requests are held before they are made. Each request of OpenAI's embeddings, of which `embedDocuments` makes
 * one a batch, is an attempt that is settled with the provider's usage. Other integrations hide the usage: a call of
 * theirs is one attempt, settled as an estimate. A denied call throws EntitlementDeniedError.
 *
 * @example
 * ```ts
 * const embeddings = meterEmbeddings(entitlements, new OpenAIEmbeddings({ model: 'text-embedding-3-small' }))
 * const store = new MemoryVectorStore(embeddings)
 * await withCustomer('acme', () => store.addDocuments(documents))
 * ```
 * @throws InvalidOptionError, or TypeError for ids that are not ids; both name the option and the fix.
 */
export function meterEmbeddings<Model extends EmbeddingsInterface>(
  entitlements: Entitlements,
  embeddings: Model,
  options: MeterEmbeddingsOptions = {},
): Model {
  assertAdapterOptions(entitlements, options, OPTIONS)
  if (typeof embeddings?.embedDocuments !== 'function' || typeof embeddings.embedQuery !== 'function')
    refuseOption('embeddings', 'embeddings of LangChain.js, with embedDocuments and embedQuery', embeddings)
  const model = options.model ?? (embeddings as { readonly model?: unknown }).model
  if (typeof model !== 'string' || model === '')
    refuseOption('model', 'the id of the model, where the embeddings do not name theirs', model)
  const meter = new EmbeddingMeter(entitlements, model, options)
  const request = (embeddings as { readonly [REQUEST]?: unknown })[REQUEST]
  const metered = (method: 'embedDocuments' | 'embedQuery') => async (given: string | string[]) => {
    const call: EmbeddingCall = { model, texts: typeof given === 'string' ? [given] : given }
    const requestId = crypto.randomUUID()
    const embed = embeddings[method] as Embed
    if (typeof request !== 'function')
      return await meter.estimated(call, requestId, async () => await Reflect.apply(embed, embeddings, [given]))
    // The embeddings as they are, but for the method that makes a request.
    const view = Object.create(embeddings, {
      [REQUEST]: {
        value: async (body: object) =>
          await meter.stated(call, requestId, body, async () => await Reflect.apply(request, embeddings, [body])),
      },
    })
    return await Reflect.apply(embed, view, [given])
  }
  return Object.create(embeddings, {
    embedDocuments: { value: metered('embedDocuments') },
    embedQuery: { value: metered('embedQuery') },
  })
}

class EmbeddingMeter {
  readonly #entitlements: Entitlements
  readonly #model: string
  readonly #settings: MeteringSettings
  readonly #chosen: (call: EmbeddingCall) => ReturnType<typeof ambientContext>
  /** Nothing of an embedding is left half read. */
  readonly #drains = new Drains({ maxConcurrent: 0 })

  constructor(entitlements: Entitlements, model: string, options: MeterEmbeddingsOptions) {
    this.#entitlements = entitlements
    this.#model = model
    this.#settings = meteringSettings(options)
    this.#chosen = contextChooser(options)
  }

  /** Makes one request whose answer states its usage. */
  async stated<Answer>(call: EmbeddingCall, requestId: string, body: object, ask: () => Promise<Answer>) {
    const metered = await this.#open(call, requestId, body)
    const answer = await metered.ask(ask)
    metered.tally.add(answer)
    await metered.settle(false)
    return answer
  }

  /** Makes a call whose usage is not seen: the texts are all that is known of it. */
  async estimated<Answer>(call: EmbeddingCall, requestId: string, ask: () => Promise<Answer>): Promise<Answer> {
    const metered = await this.#open(call, requestId, { input: call.texts })
    const answer = await metered.ask(ask)
    await metered.settle(false)
    return answer
  }

  async #open(call: EmbeddingCall, requestId: string, body: object): Promise<MeteredCall> {
    const promptTokens = estimatePromptTokens(body, { model: this.#model })
    const decision = await reserveCall(this.#entitlements, {
      context: { requestId, ...ambientContext(), ...this.#chosen(call) },
      model: this.#settings.billedModel(this.#model),
      estimate: { promptTokens, completionTokens: 0 },
    })
    if (!decision.allowed) throw new EntitlementDeniedError({ decision })
    return new MeteredCall(this.#settings, this.#drains, { model: this.#model, promptTokens }, decision.reservation)
  }
}
