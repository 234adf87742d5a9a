import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigurationError } from './configuration-error.ts'
import { readConfiguration } from './read-configuration.ts'

const folder = mkdtempSync(join(tmpdir(), 'tallygate-agent-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function keyFile(content: string): string {
  const path = join(folder, `${createHash('sha256').update(content).digest('hex')}.json`)
  writeFileSync(path, content)
  return path
}

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfiguration(environment)
  } catch (error) {
    if (ConfigurationError.isInstance(error)) return error.faults
    throw error
  }
  return []
}

describe('readConfiguration', () => {
  it('needs nothing: everything has its documented default', () => {
    const { customerKeys, ...rest } = readConfiguration({ PORT: '', LOG_LEVEL: ' ' })
    expect(rest).toEqual({
      port: 3000,
      agentId: `${hostname()}:3000`,
      host: '127.0.0.1',
      billing: { url: 'http://127.0.0.1:4000', apiKey: 'local-test-key' },
      journalPath: '.tallygate/chat-agent/journal.sqlite',
      onUnavailable: 'deny',
      operatorKey: 'local-operator-key',
      billUsage: 'provider',
      drainTimeoutMs: 120_000,
      followsBillingClock: false,
      defaultModel: 'gpt-4o-mini',
      maxConcurrency: 100,
      shutdownTimeoutMs: 20_000,
      logLevel: 'info',
    })
    expect(customerKeys.customerOf('demo-starter-key')).toBe('demo-starter')
  })

  it('takes names that requests may send as Host', () => {
    expect(readConfiguration({ ALLOWED_HOSTS: 'Agent.example, [::1]' }).allowedHosts).toEqual([
      'agent.example',
      '[::1]',
    ])
    expect(faultsOf({ ALLOWED_HOSTS: 'agent.example:80' })).toEqual([
      'ALLOWED_HOSTS must be names without ports, separated by commas; it has "agent.example:80"',
    ])
  })

  it('has a key for the operator on a loopback address alone, and never the key of a customer', () => {
    const path = keyFile('{"a-customer-key": "acme"}')
    const off = { HOST: '0.0.0.0', CUSTOMER_KEYS_FILE: path }
    expect(readConfiguration(off).operatorKey).toBeUndefined()
    expect(readConfiguration({ ...off, OPERATOR_KEY: 'an-operator-key' }).operatorKey).toBe('an-operator-key')
    for (const key of ['a-customer-key', 'local-operator-key', 'short'])
      expect(faultsOf({ ...off, OPERATOR_KEY: key })[0]).toMatch(/^OPERATOR_KEY must/)
  })

  it('has a name for operators, unless it does not report to them', () => {
    expect(readConfiguration({ AGENT_ID: 'agent/7' }).agentId).toBe('agent/7')
    expect(readConfiguration({ AGENT_ID: 'agent/7', OPERATOR_REPORTS: '0' }).agentId).toBeUndefined()
    for (const id of ['..', 'a\u0007b', 'x'.repeat(257)])
      expect(faultsOf({ AGENT_ID: id })).toEqual(['AGENT_ID must be a printable text of 1 to 256 characters'])
  })

  it('takes members of metadata that become properties', () => {
    expect(readConfiguration({ METADATA_PROPERTIES: 'agent, feature,agent' }).metadataProperties).toEqual([
      'agent',
      'feature',
    ])
    expect(faultsOf({ METADATA_PROPERTIES: 'agent,a b' })).toEqual([
      'METADATA_PROPERTIES must be references of meter properties, separated by commas; it has "a b"',
    ])
    const many = Array.from({ length: 21 }, (_, index) => `p${index}`).join()
    expect(faultsOf({ METADATA_PROPERTIES: many })).toEqual([
      'METADATA_PROPERTIES must be at most 20 references; it has 21',
    ])
  })

  it('takes ids under which models answer', () => {
    expect(readConfiguration({ MODEL_IDS: 'deployment-7=gpt-4o, b=c' }).modelIds).toEqual({
      'deployment-7': 'gpt-4o',
      b: 'c',
    })
    expect(faultsOf({ MODEL_IDS: 'gpt-4o' })).toEqual([
      'MODEL_IDS must be <answered id>=<billed id>, separated by commas; it has "gpt-4o"',
    ])
  })

  it('talks to OpenAI when there is a key, and to the base URL when there is one', () => {
    expect(readConfiguration({ OPENAI_API_KEY: 'sk-1' }).provider).toEqual({
      apiKey: 'sk-1',
      baseUrl: 'https://api.openai.com/v1',
    })
    expect(
      readConfiguration({ OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1/' }).provider?.baseUrl,
    ).toBe('http://127.0.0.1:9/v1')
  })

  it('talks to Anthropic when there is a key, and to the base URL when there is one', () => {
    expect(readConfiguration({ ANTHROPIC_API_KEY: 'sk-ant' }).anthropic).toEqual({
      apiKey: 'sk-ant',
      baseUrl: 'https://api.anthropic.com',
    })
    const given = { ANTHROPIC_API_KEY: 'sk-ant', ANTHROPIC_BASE_URL: 'https://gateway.example/' }
    expect(readConfiguration(given).anthropic?.baseUrl).toBe('https://gateway.example')
    expect(faultsOf({ ANTHROPIC_BASE_URL: 'https://gateway.example' })).toEqual([
      'ANTHROPIC_BASE_URL is set, so ANTHROPIC_API_KEY must be set too',
    ])
  })

  it('lets members through that keep something, and tools whose cost is mapped', () => {
    const given = {
      ALLOWED_MEMBERS: 'previous_response_id, tools.web_search, anthropic-beta.files-api-2025-04-14',
      QUANTITIES: 'searches=web_searches:count, seconds=audio_seconds',
    }
    const { allowedMembers, quantities } = readConfiguration(given)
    expect(allowedMembers).toEqual(['previous_response_id', 'tools.web_search', 'anthropic-beta.files-api-2025-04-14'])
    expect(quantities).toEqual({ searches: { meter: 'web_searches', value: 'count' }, seconds: 'audio_seconds' })
    expect(faultsOf({ ALLOWED_MEMBERS: 'tools.web_search_20250305' })).toEqual([
      'ALLOWED_MEMBERS has tools.web_search_20250305, so QUANTITIES must map searches: otherwise nobody is billed for it',
    ])
    for (const name of ['background', 'tools.code_interpreter', 'plugins', ''])
      expect(faultsOf({ ALLOWED_MEMBERS: `store,${name}` })).toEqual([expect.stringContaining(`it has "${name}"`)])
    for (const entry of ['searches', 'tokens=a', 'images=a:b:c', 'images=', 'images=a=b'])
      expect(faultsOf({ QUANTITIES: entry })).toEqual([expect.stringContaining(`it has "${entry}"`)])
  })

  it('keeps holds and counts on a Redis when there is one, and the journal too unless it is given a file', () => {
    const redis = { url: 'rediss://user:pass@cache.example:6380/2', prefix: 'tallygate' }
    const shared = readConfiguration({ REDIS_URL: redis.url })
    expect([shared.redis, shared.journalPath]).toEqual([redis, undefined])
    const own = readConfiguration({ REDIS_URL: redis.url, REDIS_PREFIX: 'acme', JOURNAL_PATH: 'usage.db' })
    expect([own.redis, own.journalPath]).toEqual([{ ...redis, prefix: 'acme' }, 'usage.db'])
  })

  it.each([
    ['a port that is too large', { PORT: '70000' }, 'PORT must be a whole number from 0 to 65535; it is "70000"'],
    ['a port with a sign', { PORT: '-1' }, 'PORT must be a whole number from 0 to 65535; it is "-1"'],
    [
      'a policy that does not exist',
      { ON_UNAVAILABLE: 'maybe' },
      'ON_UNAVAILABLE must be one of deny, allow; it is "maybe"',
    ],
    [
      'a remote billing API without a key',
      { BILLING_URL: 'https://billing.example' },
      'BILLING_API_KEY is required when BILLING_URL is not a loopback address',
    ],
    [
      'a provider without a key',
      { OPENAI_BASE_URL: 'http://127.0.0.1:9' },
      'OPENAI_BASE_URL is set, so OPENAI_API_KEY must be set too',
    ],
    [
      'the public demo keys on a public address',
      { HOST: '0.0.0.0' },
      'CUSTOMER_KEYS_FILE is required when HOST (0.0.0.0) is not a loopback address: the demo keys are public',
    ],
    [
      'a Redis over HTTP',
      { REDIS_URL: 'http://127.0.0.1' },
      'REDIS_URL must be a URL that starts with redis:// or rediss://',
    ],
    [
      'a password that cannot be decoded',
      { REDIS_URL: 'redis://:a%zz@127.0.0.1' },
      'REDIS_URL has a password that is not percent-encoded',
    ],
    [
      'a prefix that changes slots',
      { REDIS_URL: 'redis://127.0.0.1', REDIS_PREFIX: '{a}' },
      'REDIS_PREFIX must be 1 to 100 characters without braces and white space',
    ],
    ['a prefix without a Redis', { REDIS_PREFIX: 'acme' }, 'REDIS_PREFIX is set, so REDIS_URL must be set too'],
  ])('refuses %s', (_, environment, want) => {
    expect(faultsOf(environment)).toEqual([want])
  })

  it('reports every fault at once', () => {
    expect(faultsOf({ PORT: 'http', MAX_CONCURRENCY: '0', LOG_LEVEL: 'loud', BILLING_URL: 'nowhere' })).toHaveLength(4)
  })

  it('never repeats a secret', () => {
    const key = 'sk-very-secret-0001'
    const faults = faultsOf({
      BILLING_URL: `ftp://user:${key}@billing.example`,
      BILLING_API_KEY: key,
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: `redis://:${key}@x`,
      REDIS_URL: `https://:${key}@x`,
      CUSTOMER_KEYS_FILE: keyFile(`{"${key}": 7, "${key.slice(0, 4)}": "x"} ${key}`),
    })
    expect(faults).toHaveLength(4)
    expect(faults.join()).not.toContain(key)
  })
})

describe('the key file', () => {
  it('takes keys, and hashes of keys, and no others', () => {
    const hash = createHash('sha256').update('a-hashed-key').digest('hex')
    const { customerKeys } = readConfiguration({
      CUSTOMER_KEYS_FILE: keyFile(JSON.stringify({ 'a-plain-key': 'acme', [`sha256:${hash}`]: 'globex' })),
    })
    const customers = ['a-plain-key', 'a-hashed-key', `sha256:${hash}`, 'demo-starter-key', '', 'x'.repeat(300)].map(
      (key) => customerKeys.customerOf(key),
    )
    expect(customers).toEqual(['acme', 'globex', undefined, undefined, undefined, undefined])
  })

  it.each([
    ['is missing', join(folder, 'nowhere.json'), 'cannot be read'],
    ['is not JSON', keyFile('key=customer'), 'is not JSON'],
    ['is a list', keyFile('["a-plain-key"]'), 'must hold one JSON object'],
    ['is empty', keyFile('{}'), 'names no customer'],
    ['has a short key', keyFile('{"short": "acme"}'), 'entry 1: a key has 8 to 256 characters'],
    [
      'names a customer by a number',
      keyFile('{"a-plain-key": 7}'),
      'entry 1: the customer reference must be a non-empty string',
    ],
  ])('is refused when it %s', (_, path, want) => {
    const faults = faultsOf({ CUSTOMER_KEYS_FILE: path })
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(want)
  })
})
