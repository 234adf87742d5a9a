import type { CallBody, FetchBody } from '../calls/call-body.ts'
import { isRequest } from '../calls/call-body.ts'
import type { RecognisedCall } from '../calls/recognise-call.ts'
import { limitCompletion } from '../requests/completion-limits.ts'
import { type Fields, isFields } from '../requests/fields.ts'
import type { ModelRequest } from '../requests/model-request.ts'
import type { CallFacts, Fetch, FetchSettings } from './fetch-options.ts'

/** The host that knows `max_completion_tokens` for every model. Most others know `max_tokens` alone. */
const OPENAI_HOST = 'api.openai.com'

/** The request that goes to the provider. */
export interface ProviderRequest {
  readonly body: FetchBody
  readonly headers: Headers
  /** True where the usage of a stream is asked for here, and not by the caller. */
  readonly asksForUsage: boolean
}

/**
 * Makes the body that is sent: as it came, or with no limit that is higher than what was granted and the usage of a
 * stream asked for. Where one key serves several customers it is written anew: a body that holds a member twice, or a
 * form that can be read in two ways, is not what was checked.
 */
export async function providerRequest(
  settings: FetchSettings,
  { url, headers }: Pick<CallFacts, 'url' | 'headers'>,
  { request, body }: { readonly request: ModelRequest; readonly body: CallBody },
  grantedTokens: number,
): Promise<ProviderRequest> {
  const { kind, body: fields } = request
  if (!body.isJson) {
    if (!settings.isolateCustomers || body.form === undefined)
      return { body: body.sendable, headers, asksForUsage: false }
    const form = new Response(body.form)
    const written = new Headers(headers)
    written.set('content-type', form.headers.get('content-type') ?? '')
    return { body: new Uint8Array(await form.arrayBuffer()), headers: written, asksForUsage: false }
  }
  const dialect = { knowsMaxCompletionTokens: url.hostname === OPENAI_HOST }
  const limited = settings.limitCompletion ? limitCompletion(kind, fields, grantedTokens, dialect) : fields
  const options = fields['stream_options']
  const isAsked = isFields(options) && options['include_usage'] === true
  const asksForUsage =
    settings.askForUsage && (kind === 'chat' || kind === 'completions') && fields['stream'] === true && !isAsked
  const sent: Fields = asksForUsage
    ? { ...limited, stream_options: { ...(isFields(options) ? options : {}), include_usage: true } }
    : limited
  return { body: sent === body.fields ? body.sendable : JSON.stringify(sent), headers, asksForUsage }
}

/** Calls the provider with another body, headers and signal; everything else is as the caller has it. */
export async function callProvider(
  fetch: Fetch,
  input: string | URL | Request,
  init: RequestInit | undefined,
  changed: { readonly body: FetchBody; readonly headers: Headers; readonly signal: AbortSignal },
): Promise<Response> {
  const { body, headers, signal } = changed
  // The length of the body that the caller had.
  headers.delete('content-length')
  const more = {
    ...init,
    method: init?.method ?? (isRequest(input) ? input.method : 'POST'),
    headers,
    signal,
    body: body ?? null,
  }
  return await fetch(isRequest(input) ? new Request(input, more) : input, more)
}

/** The way in which an answer comes in parts; undefined for one in one piece. */
export function streamOf(response: Response, { isStream }: RecognisedCall): 'events' | 'json' | 'bytes' | undefined {
  const type = response.headers.get('content-type') ?? ''
  if (/^text\/event-stream\b/i.test(type)) return 'events'
  if (/ndjson|jsonl/i.test(type) || (isStream && /json/i.test(type))) return 'json'
  // Sounds, and transcripts as plain text or subtitles.
  return /json/i.test(type) ? undefined : 'bytes'
}
