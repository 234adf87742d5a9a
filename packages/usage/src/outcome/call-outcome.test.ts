import { expect, test } from 'vitest'
import { callOutcome } from './call-outcome.ts'

const coded = (code: string) => Object.assign(new Error(code), { code })
const circle = new Error('round')
circle.cause = new Error('and round', { cause: circle })

test.each<[name: string, error: unknown, want: string]>([
  ['a status of OpenAI’s client', Object.assign(new Error('no'), { status: 429 }), 'refused'],
  ['a status of the AI SDK', { statusCode: 503 }, 'refused'],
  ['a status of the AWS SDK', { $metadata: { httpStatusCode: 400 } }, 'refused'],
  ['a status of axios', { response: { status: 500 } }, 'refused'],
  ['a cause that was refused', new Error('wrapped', { cause: { status: 401 } }), 'refused'],
  [
    'a refused connection behind a fetch that failed',
    new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }),
    'unreached',
  ],
  ['no address to connect from', coded('EADDRNOTAVAIL'), 'unreached'],
  ['a connection that was cut', coded('ECONNRESET'), 'unknown'],
  ['an abort', new DOMException('stop', 'AbortError'), 'unknown'],
  ['a status that is no refusal', { status: 200 }, 'unknown'],
  ['causes in a circle', circle, 'unknown'],
  ['nothing', undefined, 'unknown'],
])('%s', (_, error, want) => {
  expect(callOutcome(error)).toBe(want)
})
