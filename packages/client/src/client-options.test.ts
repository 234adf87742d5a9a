import { expect, test } from 'vitest'
import { BillingConfigurationError } from './billing-configuration-error.ts'
import { type BillingClientOptions, readClientOptions } from './client-options.ts'

const good: BillingClientOptions = { apiKey: 'secret-key', baseUrl: 'http://127.0.0.1:4000' }

test.each<[string, object, string]>([
  ['no key', { baseUrl: good.baseUrl }, 'apiKey must be given where token is not'],
  ['a key and a token', { ...good, token: 'jwt' }, 'apiKey must be given where token is not'],
  ['an empty key', { ...good, apiKey: '' }, 'apiKey must be printable ASCII'],
  ['a key with a line break', { ...good, apiKey: 'secret-key\n' }, 'apiKey must be printable ASCII'],
  ['a token that is a number', { baseUrl: good.baseUrl, token: 7 }, 'token must be a string or a function'],
  ['a header with a line break', { ...good, headers: { 'X-A': 'a\r\nb' } }, 'headers must be printable ASCII'],
  [
    'a header whose name has a space',
    { ...good, headers: { 'X A': 'a' } },
    'headers must have names of headers; one is "X A"',
  ],
  ['another key among the headers', { ...good, headers: { 'x-api-key': 'other' } }, 'headers must not have x-api-key'],
  [
    'a header beside a token',
    { baseUrl: good.baseUrl, token: () => 'jwt', headers: { Authorization: 'Basic a' } },
    'headers must not have Authorization',
  ],
  [
    'another platform among the headers',
    { ...good, platformId: 'plat_1', headers: { 'X-Platform-Id': 'plat_2' } },
    'headers must not have X-Platform-Id',
  ],
  [
    'one idempotency key for all calls',
    { ...good, headers: { 'Idempotency-Key': 'a' } },
    'headers must not have Idempotency-Key',
  ],
  ['no URL', { apiKey: 'k' }, 'baseUrl must be a URL'],
  ['a URL without scheme', { ...good, baseUrl: 'api.example.com' }, 'baseUrl must be a URL'],
  ['another scheme', { ...good, baseUrl: 'ftp://api.example.com' }, 'baseUrl must begin with https:// or http://'],
  ['a URL with a password', { ...good, baseUrl: 'https://u:p@api.example.com' }, 'baseUrl must not carry'],
  ['a URL with a query', { ...good, baseUrl: 'https://api.example.com?x=1' }, 'baseUrl must not have a query'],
  ['a URL with the version', { ...good, baseUrl: 'https://api.example.com/v1/' }, 'baseUrl must not end with /v1'],
  [
    "the vendor's host in clear",
    { ...good, baseUrl: 'http://test.api.solvimon.com' },
    'baseUrl must begin with https://',
  ],
  ['a negative timeout', { ...good, timeoutMs: -1 }, 'timeoutMs must be a whole number from 1 to 600000; it is -1'],
  ['a timeout of half a millisecond', { ...good, timeoutMs: 0.5 }, 'timeoutMs must be a whole number'],
  ['a timeout that is text', { ...good, timeoutMs: '10' }, 'timeoutMs must be a whole number'],
  [
    'a total below one attempt',
    { ...good, timeoutMs: 500, totalTimeoutMs: 400 },
    'totalTimeoutMs must be a whole number from 500',
  ],
  ['no attempts', { ...good, maxAttempts: 0 }, 'maxAttempts must be a whole number from 1 to 10'],
  ['a hundred attempts', { ...good, maxAttempts: 100 }, 'maxAttempts must be a whole number from 1 to 10'],
  ['a first wait above the longest', { ...good, retryDelayMs: 9000, maxRetryDelayMs: 10 }, 'maxRetryDelayMs must be'],
  ['a negative Retry-After', { ...good, maxRetryAfterMs: -1 }, 'maxRetryAfterMs must be'],
  ['a tiny answer', { ...good, maxResponseBytes: 1 }, 'maxResponseBytes must be'],
  ['a fetch that is no function', { ...good, fetch: {} }, 'fetch must be a function'],
  [
    'an unknown option',
    { ...good, timeout: 10 },
    'createBillingClient has no option "timeout"; its options are apiKey, token, baseUrl',
  ],
])('%s is refused at construction', (_, options, want) => {
  const read = (): unknown => readClientOptions(options as BillingClientOptions)
  expect(read).toThrow(BillingConfigurationError)
  expect(read).toThrow(want)
  expect(read).not.toThrow('secret-key')
})

test('nothing at all is refused', () => {
  expect(() => readClientOptions(undefined as unknown as BillingClientOptions)).toThrow('options must be an object')
})

test('the defaults are those of the documentation', () => {
  expect(readClientOptions(good)).toMatchObject({
    baseUrl: 'http://127.0.0.1:4000',
    timeoutMs: 10_000,
    totalTimeoutMs: 30_000,
    maxAttempts: 3,
    retryDelayMs: 200,
    maxRetryDelayMs: 5_000,
    maxRetryAfterMs: 20_000,
    maxResponseBytes: 67_108_864,
  })
})

test('the total follows the timeout, up to its limit', () => {
  expect(readClientOptions({ ...good, timeoutMs: 2_000 }).totalTimeoutMs).toBe(6_000)
  expect(readClientOptions({ ...good, timeoutMs: 600_000 }).totalTimeoutMs).toBe(1_800_000)
})

test('a path in the URL is kept, a slash at its end is not', () => {
  expect(readClientOptions({ ...good, baseUrl: 'https://gateway.example/billing/' }).baseUrl).toBe(
    'https://gateway.example/billing',
  )
})

test('the key, the platform and own headers are sent', () => {
  const settings = readClientOptions({ ...good, platformId: 'plat_1', headers: { 'X-Team': 'a' } })
  expect(settings.headers).toEqual({
    accept: 'application/json',
    'x-api-key': 'secret-key',
    'x-platform-id': 'plat_1',
    'x-team': 'a',
  })
})
