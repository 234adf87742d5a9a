import type { IncomingHttpHeaders } from 'node:http'
import { AgentError } from '../http/agent-error.ts'
import type { PassedRoute, ProviderName } from './passed-routes.ts'

/** A provider's address and the key that serves all customers. */
export interface ProviderAccess {
  /** OpenAI's with `/v1`, Anthropic's without, as their own clients take it. */
  readonly baseUrl: string
  readonly apiKey: string
}

/** The providers that there are. */
export type Providers = Readonly<Partial<Record<ProviderName, ProviderAccess>>>

/** The version of Anthropic's API where a caller names none. */
const ANTHROPIC_VERSION = '2023-06-01'
const DATE = /^\d{4}-\d{2}-\d{2}$/

/**
 * Betas of Anthropic that change how an answer is written and neither cost by themselves nor keep anything at the
 * provider. Its clients send some of them by themselves.
 */
const PASSED_BETAS =
  /^(?:adaptive-thinking|advanced-tool-use|claude-code|computer-use|context-management|effort|fine-grained-tool-streaming|interleaved-thinking|max-tokens-3-5-sonnet|output-128k|pdfs|prompt-caching|structured-outputs|token-efficient-tools|tool-examples|tool-search-tool)-\d{4}-?\d{2}-?\d{2}$/

/** A request's address at its provider, and its headers there. */
export interface ProviderCall {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

export interface CallFacts {
  readonly requestId: string
  readonly headers: IncomingHttpHeaders
  readonly allowedMembers: readonly string[]
}

/**
 * Makes the address and the headers of a call. Of the caller's own headers only those pass that Anthropic needs: any
 * other, such as an organisation, a project or an idempotency key, is of the account that all customers share.
 * @throws AgentError where the provider is not configured, or a header is not taken.
 */
export function providerCall(route: PassedRoute, providers: Providers, facts: CallFacts): ProviderCall {
  const access = providers[route.provider]
  if (access === undefined)
    throw new AgentError('not_found', `This agent has no provider for ${route.path}: ANTHROPIC_API_KEY is not set.`)
  const common = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'x-request-id': facts.requestId,
  }
  const { baseUrl, apiKey } = access
  if (route.provider === 'openai')
    return {
      url: `${baseUrl}${route.path.slice('/v1'.length)}`,
      headers: { ...common, authorization: `Bearer ${apiKey}` },
    }
  return {
    url: `${baseUrl}${route.path}`,
    headers: { ...common, 'x-api-key': apiKey, ...anthropicHeaders(facts) },
  }
}

function anthropicHeaders({ headers, allowedMembers }: CallFacts): Readonly<Record<string, string>> {
  const version = headers['anthropic-version'] ?? ANTHROPIC_VERSION
  if (typeof version !== 'string' || !DATE.test(version)) throw refused('anthropic-version', 'be a date', version)
  const betas = [headers['anthropic-beta'] ?? []]
    .flat()
    .flatMap((value) => value.split(','))
    .map((beta) => beta.trim())
    .filter((beta) => beta !== '')
  for (const beta of betas)
    if (!(PASSED_BETAS.test(beta) || allowedMembers.includes(`anthropic-beta.${beta}`)))
      throw refused('anthropic-beta', 'name betas that cost nothing by themselves and keep nothing', beta)
  return { 'anthropic-version': version, ...(betas.length === 0 ? {} : { 'anthropic-beta': betas.join(',') }) }
}

function refused(field: string, rule: string, value: unknown): AgentError {
  return new AgentError('invalid_request', `${field} must ${rule}; it is ${String(value).slice(0, 100)}.`, {
    details: { field },
  })
}
