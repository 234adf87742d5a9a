import type { RunnableConfig } from '@langchain/core/runnables'
import { tokensOfText } from '@tallygate/usage'
import { type AbandonOptions, type Drain, type DrainLimits, drainLimits } from '../run/drain.ts'
import { refuseOption, refuseUnknownOption } from '../run/refuse-option.ts'
import { type HandlerScope, UsageCallbackHandler } from '../run/usage-callback-handler.ts'

export interface MeterStreamOptions extends AbandonOptions {
  /** It reserves and settles; leave it out of the callbacks of the call itself, or not: it counts once. */
  readonly handler: UsageCallbackHandler
  /** Ends the reading, not the metering. Do not hand it to the model: an aborted provider reports no usage. */
  readonly signal?: AbortSignal
}

const KNOWN = new Set(['handler', 'signal', 'onAbandon', 'drain'])

/**
 * A model's stream whose reader may leave at any time. LangChain.js calls nobody back when a `for await` over a model's
 * stream is left, so the handler alone would learn of it from the end of the lease. The call is made when the first
 * chunk is asked for: a stream that is never read calls no provider. A stream that ends without a call that
 * LangChain.js announced is a process warning, TALLYGATE_UNMETERED_STREAM.
 *
 * @param start makes the stream with the configuration that it is given.
 * @example
 * ```ts
 * const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'req-2041' })
 * for await (const chunk of meterStream((config) => model.stream('Tell me everything', config), { handler })) {
 *   if (chunk.text.includes('.')) break // the rest is read in the background, and billed
 * }
 * ```
 */
export function meterStream<Chunk>(
  start: (config: RunnableConfig) => PromiseLike<AsyncIterable<Chunk>> | AsyncIterable<Chunk>,
  options: MeterStreamOptions,
): AsyncGenerator<Chunk, void, undefined> {
  for (const key of Object.keys(options)) if (!KNOWN.has(key)) refuseUnknownOption(key, KNOWN)
  if (!(options.handler instanceof UsageCallbackHandler))
    refuseOption('handler', 'a UsageCallbackHandler', options.handler)
  if (options.signal !== undefined && !(options.signal instanceof AbortSignal))
    refuseOption('signal', 'an AbortSignal', options.signal)
  return read(start, options, drainLimits(options))
}

async function* read<Chunk>(
  start: (config: RunnableConfig) => PromiseLike<AsyncIterable<Chunk>> | AsyncIterable<Chunk>,
  { handler, signal }: MeterStreamOptions,
  limits: DrainLimits | undefined,
): AsyncGenerator<Chunk, void, undefined> {
  signal?.throwIfAborted()
  const stop = new AbortController()
  const scope = handler.scope()
  const source = new StreamSource(() => start({ callbacks: [scope.handler], signal: stop.signal }))
  try {
    while (true) {
      const result = await beforeAbort(source.next(), signal)
      if (result.done === true) {
        if (!scope.announced()) process.emitWarning(UNANNOUNCED, { code: 'TALLYGATE_UNMETERED_STREAM' })
        return
      }
      yield result.value
    }
  } finally {
    if (source.ended) await scope.abandon(LEFT)
    else await leave({ source, scope, stop }, limits)
  }
}

const UNANNOUNCED =
  'A stream ended that no callback of LangChain.js announced: if it called a model, it was not metered. Hand the given configuration to the call, and ask streamEvents for a version.'

const LEFT = new Error('The reader left the stream.')

interface LeftStream<Chunk> {
  readonly source: StreamSource<Chunk>
  readonly scope: HandlerScope
  readonly stop: AbortController
}

/** The reader is not kept waiting for a drain. */
async function leave<Chunk>(left: LeftStream<Chunk>, limits: DrainLimits | undefined): Promise<void> {
  const { source, scope, stop } = left
  const drain = limits && scope.drains.admit(limits, (reason) => stop.abort(new Error(reason)))
  if (drain !== undefined) {
    void readOn(left, drain)
    return
  }
  stop.abort(LEFT)
  source.close()
  await scope.abandon(LEFT)
}

async function readOn<Chunk>({ source, scope, stop }: LeftStream<Chunk>, drain: Drain): Promise<void> {
  let tokens = 0
  try {
    while (true) {
      const result = await beforeAbort(source.next(), stop.signal)
      if (result.done === true) break
      tokens += tokensOfText(textOf(result.value))
      drain.read(tokens)
    }
  } catch {
    // A limit was reached, or the provider failed: LangChain's callbacks have said so, and what they have not seen is
    // said below.
    source.close()
  }
  try {
    await scope.abandon(LEFT)
  } catch (fault) {
    process.emitWarning(`@tallygate/langchain could not record a stream that its reader left: ${String(fault)}`)
  } finally {
    drain.end()
  }
}

/** One stream, asked for one chunk at a time; a chunk that was asked for is not asked for again. */
class StreamSource<Chunk> {
  readonly #start: () => PromiseLike<AsyncIterable<Chunk>> | AsyncIterable<Chunk>
  #iterator: AsyncIterator<Chunk> | undefined
  #asked: Promise<IteratorResult<Chunk, unknown>> | undefined
  /** It came to its end, or failed. */
  ended = false

  constructor(start: () => PromiseLike<AsyncIterable<Chunk>> | AsyncIterable<Chunk>) {
    this.#start = start
  }

  async next(): Promise<IteratorResult<Chunk, unknown>> {
    this.#asked ??= this.#ask()
    const result = await this.#asked
    this.#asked = undefined
    return result
  }

  close(): void {
    Promise.resolve(this.#iterator?.return?.()).catch(() => {})
  }

  async #ask(): Promise<IteratorResult<Chunk, unknown>> {
    try {
      this.#iterator ??= (await this.#start())[Symbol.asyncIterator]()
      const result = await this.#iterator.next()
      this.ended = result.done === true
      return result
    } catch (error) {
      this.ended = true
      throw error
    }
  }
}

/** The promise, or the signal's reason as soon as it is aborted. */
async function beforeAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promise
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  aborted.catch(() => {})
  // A chunk that nobody waits for any more may still fail.
  promise.catch(() => {})
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** The text of a chunk: a message, a text, or LangGraph's pair of a message and its metadata. */
function textOf(chunk: unknown): string {
  if (typeof chunk === 'string') return chunk
  if (Array.isArray(chunk)) return textOf(chunk[0])
  if (typeof chunk === 'object' && chunk !== null && 'text' in chunk && typeof chunk.text === 'string')
    return chunk.text
  return ''
}
