import { createHmac } from 'node:crypto'

/**
 * The signature headers of a delivery: HMAC-SHA256 of `<timestamp>.<body>` in upper-case hexadecimal, one for each
 * secret that is valid. The secret's text is the key as UTF-8 (our decision; the API does not say).
 */
export function signPayload(
  body: string,
  secrets: readonly string[],
  signedAt: Date,
): Readonly<Record<string, string>> {
  if (secrets.length === 0) return {}
  const timestamp = signedAt.toISOString()
  const signatures = secrets.map((secret) => {
    const hex = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
    return `v1=${hex.toUpperCase()}`
  })
  return { 'X-PAYLOAD-SIGNATURE-TIMESTAMP': timestamp, 'X-PAYLOAD-SIGNATURE': signatures.join(',') }
}
