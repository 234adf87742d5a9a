/** The longest chain of causes of an error that is followed: it may be a circle. */
const MAX_CAUSES = 8

/** Codes of Node and undici for a connection that was never made: no byte of the request left this machine. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/**
 * The conclusion about usage from an error of a model call. `refused`: the provider answered with an HTTP status from
 * 400 to 599, and served nothing. `unreached`: no connection was made. `unknown`: everything else (aborted, timed out,
 * cut off): the provider may have served it.
 */
export type CallOutcome = 'refused' | 'unreached' | 'unknown'

/**
 * Reads what a failed call can have used from its error and the causes of that. Release a hold on `refused` and
 * `unreached` alone, and only while no part of an answer was seen.
 */
export function callOutcome(error: unknown): CallOutcome {
  let current = error
  for (let depth = 0; depth < MAX_CAUSES; depth += 1) {
    if (typeof current !== 'object' || current === null) return 'unknown'
    const status = statusOf(current)
    if (status !== undefined && status >= 400 && status <= 599) return 'refused'
    if ('code' in current && typeof current.code === 'string' && NEVER_CONNECTED.has(current.code)) return 'unreached'
    current = 'cause' in current ? current.cause : undefined
  }
  return 'unknown'
}

/**
 * OpenAI and Anthropic say `status`, others `statusCode`, the AWS SDK `$metadata.httpStatusCode`, axios
 * `response.status`.
 */
function statusOf(error: object): number | undefined {
  if ('status' in error && typeof error.status === 'number') return error.status
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode
  if ('$metadata' in error) return numberAt(error.$metadata, 'httpStatusCode')
  if ('response' in error) return numberAt(error.response, 'status')
  return undefined
}

function numberAt(value: unknown, key: string): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found = (value as Readonly<Record<string, unknown>>)[key]
  return typeof found === 'number' ? found : undefined
}
