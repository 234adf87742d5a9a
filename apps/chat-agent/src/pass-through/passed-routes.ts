import type { CallKind } from '@tallygate/fetch/requests'

/** The providers behind the agent, by the protocol that they speak. */
export type ProviderName = 'openai' | 'anthropic'

/** A route whose requests are passed on to a provider. */
export interface PassedRoute {
  /** The path here, which is the provider's own. */
  readonly path: string
  readonly kind: CallKind
  readonly provider: ProviderName
  /** The way in which a request comes: JSON, or a form with a file. */
  readonly body: 'json' | 'form'
}

/** Every call that is passed on. What is not here is not served. */
export const PASSED_ROUTES: readonly PassedRoute[] = [
  { path: '/v1/chat/completions', kind: 'chat', provider: 'openai', body: 'json' },
  { path: '/v1/responses', kind: 'responses', provider: 'openai', body: 'json' },
  { path: '/v1/embeddings', kind: 'embeddings', provider: 'openai', body: 'json' },
  { path: '/v1/images/generations', kind: 'images', provider: 'openai', body: 'json' },
  { path: '/v1/audio/speech', kind: 'speech', provider: 'openai', body: 'json' },
  { path: '/v1/audio/transcriptions', kind: 'transcriptions', provider: 'openai', body: 'form' },
  { path: '/v1/messages', kind: 'messages', provider: 'anthropic', body: 'json' },
]
