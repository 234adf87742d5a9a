import type { BaseCache } from '@langchain/core/caches'
import { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { BaseLLM } from '@langchain/core/language_models/llms'

/** Marks a call that LangChain's cache has the answer to, by a name that nobody else can know. */
const CACHED_KEY = 'tallygate_cached_answer'

const names = new Set<string>()

/**
 * Returns true for a call whose answer is in LangChain's cache: no provider is called, so nothing is reserved for it.
 */
export function isCachedAnswer(metadata: Readonly<Record<string, unknown>> | undefined): boolean {
  const name = metadata?.[CACHED_KEY]
  return typeof name === 'string' && names.has(name)
}

/** The members of a call that LangChain looks up in a cache. */
interface CachedCall {
  readonly messages?: readonly unknown[]
  readonly prompts?: readonly string[]
  readonly cache: BaseCache
  readonly llmStringKey: string
  readonly handledOptions: { readonly metadata?: Readonly<Record<string, unknown>> }
}

type Found = NonNullable<Awaited<ReturnType<BaseCache['lookup']>>>
type Generate = (this: object, call: CachedCall) => Promise<unknown>

const watched = Symbol.for('tallygate.langchain.cached-answers')

/**
 * Has calls that a cache answers marked from now on. LangChain tells handlers of a call before it looks into the cache,
 * when nobody knows yet whether a provider will be called; so the cache is looked into before that, and what was found
 * is what the call gets.
 */
export function watchCaches(): void {
  for (const prototype of [BaseChatModel.prototype, BaseLLM.prototype]) watch(prototype)
}

function watch(prototype: object): void {
  const generate: unknown = Reflect.get(prototype, '_generateCached')
  // A version of LangChain that caches otherwise: its cached answers are reserved and released.
  if (typeof generate !== 'function' || Object.hasOwn(prototype, watched)) return
  Object.defineProperty(prototype, watched, { value: true })
  const wrapped: Generate = async function marking(this: object, call) {
    const found = await lookUp(this, call)
    return await (found === undefined
      ? Reflect.apply(generate, this, [call])
      : marked(call, found, (one) => Reflect.apply(generate, this, [one])))
  }
  Object.defineProperty(prototype, '_generateCached', { value: wrapped, writable: true, configurable: true })
}

/**
 * The answers to all prompts of a call by their keys; undefined where one is missing, or where the cache or the key
 * cannot be read.
 */
async function lookUp(model: object, call: CachedCall): Promise<ReadonlyMap<string, Found> | undefined> {
  try {
    const keys = call.prompts ?? call.messages?.map((messages) => promptOf(model, messages)) ?? []
    const found = new Map<string, Found>()
    for (const key of keys) {
      const answer = await call.cache.lookup(key, call.llmStringKey)
      if (answer === null || answer === undefined) return undefined
      found.set(key, answer)
    }
    return found.size === 0 ? undefined : found
  } catch {
    return undefined
  }
}

function promptOf(model: object, messages: unknown): string {
  const convert: unknown = Reflect.get(model.constructor, '_convertInputToPromptValue')
  if (typeof convert !== 'function') throw new TypeError('This version of LangChain makes its keys otherwise.')
  return String(Reflect.apply(convert, model.constructor, [messages]))
}

/**
 * Makes the call with what was found in place of the cache, so that it cannot reach a provider whatever the cache
 * forgets meanwhile.
 */
async function marked(
  call: CachedCall,
  found: ReadonlyMap<string, Found>,
  generate: (call: CachedCall) => Promise<unknown>,
): Promise<unknown> {
  const name = crypto.randomUUID()
  names.add(name)
  const cache = Object.create(call.cache, {
    lookup: { value: async (key: string) => found.get(key) ?? null },
  }) as BaseCache
  const handledOptions = { ...call.handledOptions, metadata: { ...call.handledOptions.metadata, [CACHED_KEY]: name } }
  try {
    return await generate({ ...call, cache, handledOptions })
  } finally {
    names.delete(name)
  }
}
