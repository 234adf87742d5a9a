import { BillingConfigurationError } from './billing-configuration-error.ts'
import { describeValue } from './describe-value.ts'
import type { WebhookEvent } from './webhook-event.ts'
import { WebhookVerificationError, type WebhookVerificationErrorCode } from './webhook-verification-error.ts'

/** One delivery and what it is checked against. */
export interface VerifyWebhookOptions {
  /** The body exactly as it arrived, before any parser: Express's `express.raw()`, or `await request.text()`. */
  readonly body: string | Uint8Array
  /** The headers of the request: `Headers`, or Node's `request.headers`. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** The webhook's secret; several while one is being replaced. 1 to 10. */
  readonly secret: string | readonly string[]
  /**
   * The way from the secret's text to the key's bytes. Default `utf8`: the vendor does not say, and this is what the
   * billing server of this project does. Our decision.
   */
  readonly secretEncoding?: 'utf8' | 'hex' | undefined
  /**
   * Largest difference between the signed time and `now`, either way, in milliseconds. Default 300,000; 1,000 to
   * 86,400,000.
   */
  readonly toleranceMs?: number | undefined
  /** Wall clock in epoch milliseconds. Default `Date.now`. */
  readonly now?: (() => number) | undefined
}

// The vendor tells receivers to refuse what is older than five minutes. A day is the longest that a secret stays valid
// after it was rolled, so a wider window could not help anybody.
const DEFAULT_TOLERANCE_MS = 300_000
const MAX_TOLERANCE_MS = 86_400_000
// Rolling needs two of each; more than ten only serves somebody who wants the receiver to hash.
const MAX_SECRETS = 10
const MAX_SIGNATURES = 10
// The client reads no larger answer either; an event carries one resource.
const MAX_BODY_BYTES = 64 * 1_048_576

/**
 * Checks a webhook delivery and returns its event. The signature is HMAC-SHA256 of `<timestamp>.<body>` in hexadecimal;
 * one of several signatures and one of several secrets must fit. Signatures are compared by the platform's own
 * `crypto.subtle.verify`, in constant time.
 *
 * Deliveries are repeated until one is answered with 2xx, and a repetition is signed anew: handle the same event twice.
 *
 * @throws WebhookVerificationError when the delivery must not be trusted.
 * @throws BillingConfigurationError for a missing secret, a parsed body or a tolerance out of range.
 * @example
 * const receive = async (request: Request): Promise<Response> => {
 *   const event = await verifyWebhook({ body: await request.text(), headers: request.headers, secret: 'whsec' })
 *   if (event.type === 'INVOICE.STATUS_TO_FINAL') console.log(event.data.invoice_number)
 *   return new Response(null, { status: 204 })
 * }
 */
export async function verifyWebhook(options: VerifyWebhookOptions): Promise<WebhookEvent> {
  const secrets = readSecrets(options)
  const body = readRawBody(options.body)
  const toleranceMs = readTolerance(options.toleranceMs)
  const timestamp = readHeader(options.headers, 'X-PAYLOAD-SIGNATURE-TIMESTAMP')
  const signatures = readSignatures(readHeader(options.headers, 'X-PAYLOAD-SIGNATURE'))
  const signedAt = /^\d{4}-\d{2}-\d{2}T/.test(timestamp) ? Date.parse(timestamp) : Number.NaN
  if (Number.isNaN(signedAt)) throw refuse('SIGNATURE_MALFORMED', 'X-PAYLOAD-SIGNATURE-TIMESTAMP is not ISO 8601')
  const differenceMs = (options.now ?? Date.now)() - signedAt
  if (Math.abs(differenceMs) > toleranceMs) {
    const direction = differenceMs > 0 ? 'ago' : 'in the future'
    throw refuse(
      'TIMESTAMP_OUT_OF_TOLERANCE',
      `signed ${Math.abs(differenceMs)} ms ${direction}, ${toleranceMs} ms are tolerated`,
    )
  }
  if (!(await matches(secrets, signatures, join(timestamp, body)))) {
    throw refuse('SIGNATURE_MISMATCH', 'no signature fits: another secret, or the body is not the one that was signed')
  }
  return parseEvent(body)
}

function refuse(code: WebhookVerificationErrorCode, message: string, cause?: unknown): WebhookVerificationError {
  return new WebhookVerificationError(code, message, { cause })
}

function misused(option: string, rest: string): BillingConfigurationError {
  return new BillingConfigurationError({ option, message: `${option} ${rest}` })
}

function readSecrets({ secret, secretEncoding = 'utf8' }: VerifyWebhookOptions): readonly Uint8Array<ArrayBuffer>[] {
  const texts = typeof secret === 'string' ? [secret] : secret
  if (!Array.isArray(texts) || texts.length < 1 || texts.length > MAX_SECRETS) {
    throw misused('secret', `must be one secret or a list of 1 to ${MAX_SECRETS}.`)
  }
  if (secretEncoding !== 'utf8' && secretEncoding !== 'hex') {
    throw misused('secretEncoding', `must be utf8 or hex; it is ${describeValue(secretEncoding)}.`)
  }
  return texts.map((text: unknown) => {
    const bytes =
      typeof text !== 'string' || text === '' ? undefined : secretEncoding === 'hex' ? fromHex(text) : encode(text)
    if (bytes === undefined) throw misused('secret', `must be text in ${secretEncoding}, not empty.`)
    return bytes
  })
}

function readRawBody(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw misused('body', `must be the raw body as text or bytes, before any parser; it is ${describeValue(body)}.`)
  }
  const bytes = typeof body === 'string' ? encode(body) : new Uint8Array(body)
  if (bytes.byteLength > MAX_BODY_BYTES)
    throw refuse('PAYLOAD_INVALID', `the body is larger than ${MAX_BODY_BYTES} bytes`)
  return bytes
}

function readTolerance(toleranceMs = DEFAULT_TOLERANCE_MS): number {
  if (!Number.isSafeInteger(toleranceMs) || toleranceMs < 1_000 || toleranceMs > MAX_TOLERANCE_MS) {
    throw misused(
      'toleranceMs',
      `must be a whole number from 1000 to ${MAX_TOLERANCE_MS}; it is ${describeValue(toleranceMs)}.`,
    )
  }
  return toleranceMs
}

function readHeader(headers: VerifyWebhookOptions['headers'], name: string): string {
  let value: unknown
  if (headers instanceof Headers) value = headers.get(name)
  else value = Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  if (Array.isArray(value)) value = value.join(',')
  if (typeof value !== 'string' || value.trim() === '')
    throw refuse('SIGNATURE_MISSING', `the header ${name} is missing`)
  return value.trim()
}

/** Reads the `v1=<hexadecimal>` pairs of the header; pairs of other versions are left for receivers that know them. */
function readSignatures(header: string): readonly Uint8Array<ArrayBuffer>[] {
  const pairs = header.split(/[\s,;]+/).filter((pair) => pair !== '')
  if (pairs.length > MAX_SIGNATURES) throw refuse('SIGNATURE_MALFORMED', `more than ${MAX_SIGNATURES} signatures`)
  const signatures = pairs.filter((pair) => pair.startsWith('v1=')).map((pair) => fromHex(pair.slice(3)))
  if (signatures.length === 0) throw refuse('SIGNATURE_MALFORMED', 'X-PAYLOAD-SIGNATURE has no v1 signature')
  return signatures.filter((signature) => signature !== undefined)
}

async function matches(
  secrets: readonly Uint8Array<ArrayBuffer>[],
  signatures: readonly Uint8Array<ArrayBuffer>[],
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  for (const secret of secrets) {
    const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['verify'])
    for (const signature of signatures) {
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) return true
    }
  }
  return false
}

function parseEvent(body: Uint8Array<ArrayBuffer>): WebhookEvent {
  let event: unknown
  try {
    event = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (cause) {
    throw refuse('PAYLOAD_INVALID', 'the body is not JSON', cause)
  }
  if (typeof event !== 'object' || event === null || !('type' in event) || typeof event.type !== 'string') {
    throw refuse('PAYLOAD_INVALID', 'the body has no event type')
  }
  if (!('data' in event) || typeof event.data !== 'object' || event.data === null) {
    throw refuse('PAYLOAD_INVALID', 'the body has no data')
  }
  // The signature says that the API wrote it; from here on its documentation is believed.
  return event as WebhookEvent
}

function join(timestamp: string, body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const head = encode(`${timestamp}.`)
  const signed = new Uint8Array(head.byteLength + body.byteLength)
  signed.set(head)
  signed.set(body, head.byteLength)
  return signed
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function fromHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^([0-9a-f]{2})+$/i.test(text)) return undefined
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
