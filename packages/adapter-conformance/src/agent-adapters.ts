import type { Denial } from '@tallygate/entitlements'
import type { Adapter, Caller } from './adapter.ts'
import { SDKS } from './sdk-sessions.ts'

/**
 * Names each call by its cell, so that both sides can be compared. An SDK that tries again makes another call, and a
 * cell may make several.
 */
function named({ requestId }: Caller): typeof globalThis.fetch {
  let calls = 0
  return async (input, init) => {
    calls += 1
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
    headers.set('x-request-id', `${requestId}.${calls}`)
    return await fetch(input, { ...init, headers })
  }
}

/** Finds the denial in the error of an SDK, of which some keep the body as text: its code is the denial's reason. */
function denialOf(error: unknown): Denial | undefined {
  let value = error
  while (typeof value === 'object' && value !== null) {
    const { code, type, error: inner, responseBody } = value as Readonly<Record<string, unknown>>
    if (code === 'model_not_entitled') return { ...value, allowed: false, reason: code } as unknown as Denial
    if (type !== undefined && inner === undefined) return undefined
    value = typeof responseBody === 'string' ? JSON.parse(responseBody) : inner
  }
  return undefined
}

/** SDKs of which only the base URL and the key are changed: they ask the chat agent, which passes on what they ask. */
export const AGENT_ADAPTERS: readonly Adapter[] = [
  SDKS.openAiChat,
  SDKS.openAiResponses,
  SDKS.anthropicMessages,
  SDKS.aiOpenAi,
].map((sdk) => ({
  name: `agent: ${sdk.name}`,
  open: ({ agentUrl }, caller) => ({
    ...sdk.open({ fetch: named(caller), url: agentUrl, apiKey: `${caller.customer}-key` }),
    denialOf,
  }),
}))
