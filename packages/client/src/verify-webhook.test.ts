import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { BillingConfigurationError } from './billing-configuration-error.ts'
import { type VerifyWebhookOptions, verifyWebhook } from './verify-webhook.ts'
import { isWebhookEventOf } from './webhook-event.ts'
import { WebhookVerificationError } from './webhook-verification-error.ts'

const signedAt = '2026-03-01T00:00:00Z'
const now = (): number => Date.parse('2026-03-01T00:00:30Z')
const body = JSON.stringify({
  created_at: signedAt,
  type: 'INVOICE.STATUS_TO_FINAL',
  environment: 'TEST',
  data: { id: 'invo_1', reference: 'Ärger' },
})

/** The signature by another implementation than the one under test. */
function sign(secret: string | Buffer, timestamp: string, text: string | Uint8Array): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(text).digest('hex').toUpperCase()
}

function delivery(changes: Partial<VerifyWebhookOptions> = {}, signature?: string): VerifyWebhookOptions {
  const headers = {
    'x-payload-signature-timestamp': signedAt,
    'x-payload-signature': signature ?? `v1=${sign('whsec', signedAt, body)}`,
  }
  return { body, headers, secret: 'whsec', now, ...changes }
}

test('the signature of a delivery that is written down here fits', async () => {
  // printf '2026-03-01T00:00:00Z.{"type":"METER.CREATED","data":{}}' | openssl dgst -sha256 -hmac secret
  const signature = 'b6b256e66706009f1916c8837dc12b76f41f3370e21beed944b5755b01629226'
  const event = await verifyWebhook({
    body: '{"type":"METER.CREATED","data":{}}',
    headers: { 'X-PAYLOAD-SIGNATURE-TIMESTAMP': signedAt, 'X-PAYLOAD-SIGNATURE': `v1=${signature}` },
    secret: 'secret',
    now,
  })
  expect(event.type).toBe('METER.CREATED')
})

const good = sign('whsec', signedAt, body)
const other = sign('another', signedAt, body)

test.each<[string, VerifyWebhookOptions]>([
  ['text', delivery()],
  ['bytes', delivery({ body: new TextEncoder().encode(body) })],
  ["Node's Buffer", delivery({ body: Buffer.from(body) })],
  ['lower case', delivery({}, `v1=${good.toLowerCase()}`)],
  ['two signatures while the secret is rolled, the second fits', delivery({}, `v1=${other},v1=${good}`)],
  ['two signatures, the first fits', delivery({}, `v1=${good}, v1=${other}`)],
  ['a signature of a later version beside ours', delivery({}, `v2=ffff,v1=${good}`)],
  ['two secrets, the second fits', delivery({ secret: ['new', 'whsec'] })],
  [
    'Headers',
    delivery({
      headers: new Headers({ 'X-Payload-Signature': `v1=${good}`, 'X-Payload-Signature-Timestamp': signedAt }),
    }),
  ],
  [
    'headers that came twice',
    delivery({
      headers: { 'x-payload-signature': [`v1=${other}`, `v1=${good}`], 'X-Payload-Signature-Timestamp': signedAt },
    }),
  ],
  ['the end of the tolerance', delivery({ now: () => Date.parse('2026-03-01T00:05:00Z') })],
  ['a sender whose clock is ahead', delivery({ now: () => Date.parse('2026-02-28T23:55:00Z') })],
  ['a wider tolerance', delivery({ toleranceMs: 3_600_000, now: () => Date.parse('2026-03-01T01:00:00Z') })],
  [
    'a secret in hexadecimal',
    delivery({ secret: '00ff10', secretEncoding: 'hex' }, `v1=${sign(Buffer.from('00ff10', 'hex'), signedAt, body)}`),
  ],
])('a good delivery is accepted: %s', async (_, options) => {
  const event = await verifyWebhook(options)
  expect(event).toEqual(JSON.parse(body))
})

const withHeaders = (headers: VerifyWebhookOptions['headers']): VerifyWebhookOptions => delivery({ headers })
const resigned = (text: string | Uint8Array): VerifyWebhookOptions =>
  delivery({ body: text }, `v1=${sign('whsec', signedAt, text)}`)

test.each<[string, VerifyWebhookOptions, string]>([
  ['no headers', withHeaders({}), 'SIGNATURE_MISSING'],
  ['no signature', withHeaders({ 'x-payload-signature-timestamp': signedAt }), 'SIGNATURE_MISSING'],
  ['no timestamp', withHeaders({ 'x-payload-signature': `v1=${good}` }), 'SIGNATURE_MISSING'],
  ['an empty signature', delivery({}, ' '), 'SIGNATURE_MISSING'],
  ['a signature without version', delivery({}, good), 'SIGNATURE_MALFORMED'],
  ['only another version', delivery({}, `v2=${good}`), 'SIGNATURE_MALFORMED'],
  ['eleven signatures', delivery({}, `${'v1=00,'.repeat(10)}v1=${good}`), 'SIGNATURE_MALFORMED'],
  [
    'a timestamp in seconds',
    withHeaders({ 'x-payload-signature-timestamp': '1772323200', 'x-payload-signature': 'v1=00' }),
    'SIGNATURE_MALFORMED',
  ],
  [
    'an impossible date',
    withHeaders({ 'x-payload-signature-timestamp': '2026-13-01T00:00:00Z', 'x-payload-signature': 'v1=00' }),
    'SIGNATURE_MALFORMED',
  ],
  [
    'signed too long ago',
    delivery({ now: () => Date.parse('2026-03-01T00:05:00.001Z') }),
    'TIMESTAMP_OUT_OF_TOLERANCE',
  ],
  ['signed in the future', delivery({ now: () => Date.parse('2026-02-28T23:54:59Z') }), 'TIMESTAMP_OUT_OF_TOLERANCE'],
  ['signed with another secret', delivery({}, `v1=${other}`), 'SIGNATURE_MISMATCH'],
  ['a signature that is no hexadecimal', delivery({}, 'v1=zz'), 'SIGNATURE_MISMATCH'],
  ['half a signature', delivery({}, `v1=${good.slice(0, 32)}`), 'SIGNATURE_MISMATCH'],
  ['a signature with a byte more', delivery({}, `v1=${good}00`), 'SIGNATURE_MISMATCH'],
  ['a changed body', delivery({ body: body.replace('invo_1', 'invo_2') }), 'SIGNATURE_MISMATCH'],
  [
    'a body that was parsed and written again',
    delivery({ body: JSON.stringify(JSON.parse(body), null, 1) }),
    'SIGNATURE_MISMATCH',
  ],
  ['a body without JSON', resigned('hello'), 'PAYLOAD_INVALID'],
  ['a body that is no text', resigned(Buffer.from('{"type":"A.B","data":{"x":"\xff"}}', 'latin1')), 'PAYLOAD_INVALID'],
  ['a body that is a list', resigned('[]'), 'PAYLOAD_INVALID'],
  ['a body without type', resigned('{"data":{}}'), 'PAYLOAD_INVALID'],
  ['a body without data', resigned('{"type":"METER.CREATED"}'), 'PAYLOAD_INVALID'],
])('a bad delivery is refused: %s', async (_, options, code) => {
  const error: unknown = await verifyWebhook(options).catch((reason: unknown) => reason)
  expect(WebhookVerificationError.isInstance(error)).toBe(true)
  expect(error).toMatchObject({ name: 'WebhookVerificationError', code })
})

test('the timestamp is part of what is signed: a later one does not renew a delivery', async () => {
  const headers = { 'x-payload-signature-timestamp': '2026-03-01T00:00:20Z', 'x-payload-signature': `v1=${good}` }
  await expect(verifyWebhook(delivery({ headers }))).rejects.toMatchObject({ code: 'SIGNATURE_MISMATCH' })
})

describe('what the receiver itself has wrong is named', () => {
  test.each<[string, object, string]>([
    ['no secret', { secret: undefined }, 'secret must be one secret'],
    ['an empty secret', { secret: '' }, 'secret must be text'],
    ['an empty list', { secret: [] }, 'secret must be one secret'],
    ['eleven secrets', { secret: Array.from({ length: 11 }, () => 's') }, 'secret must be one secret'],
    ['hexadecimal that is not valid', { secret: 'xyz', secretEncoding: 'hex' }, 'secret must be text in hex'],
    ['an unknown encoding', { secretEncoding: 'base32' }, 'secretEncoding must be'],
    ['a parsed body', { body: JSON.parse(body) }, 'body must be the raw body'],
    ['a negative tolerance', { toleranceMs: -1 }, 'toleranceMs must be'],
    ['a tolerance of a week', { toleranceMs: 604_800_000 }, 'toleranceMs must be'],
  ])('%s', async (_, changes, want) => {
    const call = verifyWebhook({ ...delivery(), ...changes } as VerifyWebhookOptions)
    await expect(call).rejects.toThrow(BillingConfigurationError)
    await expect(call).rejects.toThrow(want)
  })
})

test('isWebhookEventOf tells resources apart whose names begin alike', async () => {
  const text = '{"type":"PRICING_PLAN_VERSION.CREATED","data":{}}'
  const event = await verifyWebhook(resigned(text))
  expect([isWebhookEventOf(event, 'PRICING_PLAN'), isWebhookEventOf(event, 'PRICING_PLAN_VERSION')]).toEqual([
    false,
    true,
  ])
})
