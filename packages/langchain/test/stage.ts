import type { ChatOpenAI } from '@langchain/openai'
import type { Entitlements } from '@tallygate/entitlements'
import { EntitlementDeniedError } from '@tallygate/entitlements/metering'
import { type AgentMiddleware, createAgent, type ReactAgent } from 'langchain'
import { entitlementsMiddleware } from '../src/middleware/entitlements-middleware.ts'
import { UsageCallbackHandler } from '../src/run/usage-callback-handler.ts'
import type { RealParts } from './real-parts.ts'
import type { RewritingProxy } from './rewriting-proxy.ts'
import type { Provider } from './start-provider.ts'

/** The parts that a scenario may use; customer and request are its own. */
export class Stage {
  readonly parts: RealParts
  readonly provider: Provider
  readonly proxy: RewritingProxy
  readonly customer: string
  readonly requestId: string

  constructor(
    shared: { readonly parts: RealParts; readonly provider: Provider; readonly proxy: RewritingProxy },
    customer: string,
    requestId: string,
  ) {
    this.parts = shared.parts
    this.provider = shared.provider
    this.proxy = shared.proxy
    this.customer = customer
    this.requestId = requestId
  }

  /** A prompt that carries the request, so that the provider's journal tells whose it got. */
  prompt(text: string): string {
    return `${text} (${this.requestId})`
  }

  /** HTTP requests of this request that reached the provider. */
  get reached(): number {
    return this.provider.requests().filter((request) => JSON.stringify(request.body).includes(`(${this.requestId})`))
      .length
  }

  handler(entitlements: Entitlements = this.parts.entitlements): UsageCallbackHandler {
    return new UsageCallbackHandler({ entitlements, customer: this.customer, requestId: this.requestId })
  }

  middleware(): AgentMiddleware {
    return entitlementsMiddleware({
      entitlements: this.parts.entitlements,
      customer: this.customer,
      requestId: this.requestId,
    })
  }

  agent(model: ChatOpenAI = this.provider.model()): ReactAgent {
    return createAgent({ model, tools: [], middleware: [this.middleware()] })
  }

  /** Returns the input of an agent. */
  messages(text: string) {
    return { messages: [{ role: 'user', content: this.prompt(text) }] }
  }

  /** A model behind one of the proxy's rewrites. */
  rewritten(path: string, fields: ConstructorParameters<typeof ChatOpenAI>[0] = {}): ChatOpenAI {
    return this.provider.model({ ...fields, configuration: { baseURL: `${this.proxy.url}${path}/v1` } })
  }
}

/** The answer, or what was thrown, as a caller tells them apart. */
export async function seenBy(call: () => Promise<string>): Promise<string> {
  try {
    return await call()
  } catch (error) {
    const denied = EntitlementDeniedError.find(error)
    if (denied !== undefined) return `denied: ${denied.decision.reason}`
    return error instanceof Error ? error.name : String(error)
  }
}

/** Reads a stream to its end. */
export async function consume(chunks: AsyncIterable<unknown>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += textOf(chunk)
  return text
}

/** Reads three chunks and leaves. */
export async function leave(chunks: AsyncIterable<unknown>): Promise<string> {
  let read = 0
  for await (const _chunk of chunks) {
    read += 1
    if (read === 3) break
  }
  return 'left'
}

/** Reads three chunks, aborts, and reads on. */
export async function abort(start: (signal: AbortSignal) => PromiseLike<AsyncIterable<unknown>>): Promise<string> {
  const controller = new AbortController()
  let read = 0
  for await (const _chunk of await start(controller.signal)) {
    read += 1
    if (read === 3) controller.abort()
  }
  return 'not aborted'
}

function textOf(chunk: unknown): string {
  if (Array.isArray(chunk)) return textOf(chunk[0])
  if (typeof chunk === 'object' && chunk !== null && 'text' in chunk && typeof chunk.text === 'string')
    return chunk.text
  return ''
}
