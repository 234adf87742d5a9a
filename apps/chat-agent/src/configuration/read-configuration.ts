import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { type AgentConfiguration, LOG_LEVELS, type LogLevel } from './agent-configuration.ts'
import { ConfigurationError } from './configuration-error.ts'
import {
  CustomerKeys,
  customerKeyFaults,
  DEMO_KEYS,
  type HeldKeys,
  MAX_KEY_CHARACTERS,
  MIN_KEY_CHARACTERS,
} from './customer-keys.ts'
import { isLoopback } from './is-loopback.ts'
import { readPassThrough } from './read-pass-through.ts'

const DEFAULT_BILLING_URL = 'http://127.0.0.1:4000'
/** The API key that the local billing server accepts on a loopback address. */
const LOCAL_BILLING_API_KEY = 'local-test-key'
/** Opens `/operator` on a loopback address, where no other key is given. It is public. */
export const LOCAL_OPERATOR_KEY = 'local-operator-key'
const DEFAULT_OPENAI_BASE_URL = 'https://api.openai.com/v1'
const DEFAULT_JOURNAL_PATH = '.tallygate/chat-agent/journal.sqlite'
const DEFAULT_REDIS_PREFIX = 'tallygate'
/** Braces would change the slot of a key. */
const REDIS_PREFIX = /^[^{}\s]{1,100}$/
/** It is part of a path: `.` and `..` would change it. */
const AGENT_ID = /^(?!\.{1,2}$)[^\p{Cc}]{1,256}$/u
/** Every plan of the demo catalog includes it. */
const DEFAULT_MODEL = 'gpt-4o-mini'
/**
 * Provider calls are waits, so one process carries many; a hundred is well inside one Node process and most provider
 * rate limits.
 */
const DEFAULT_MAX_CONCURRENCY = 100
const MAX_MAX_CONCURRENCY = 10_000
/** About the longest answer of today's models. */
const DEFAULT_DRAIN_TIMEOUT_MS = 120_000
const MAX_DRAIN_TIMEOUT_MS = 3_600_000
/** Orchestrators send SIGKILL 30 s after SIGTERM by default; the flush of the journal needs the rest. */
const DEFAULT_SHUTDOWN_TIMEOUT_MS = 20_000
const MAX_SHUTDOWN_TIMEOUT_MS = 600_000

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the agent's configuration from environment variables; an empty variable counts as absent.
 * @throws ConfigurationError with every fault at once. No fault repeats a secret's value.
 */
export function readConfiguration(environment: Environment): AgentConfiguration {
  const faults: string[] = []
  const get = (name: string): string | undefined => {
    const value = environment[name]?.trim()
    return value === '' ? undefined : value
  }
  const host = get('HOST') ?? '127.0.0.1'
  const redis = readRedis(get, faults)
  const journalPath = get('JOURNAL_PATH') ?? (redis === undefined ? DEFAULT_JOURNAL_PATH : undefined)
  const provider = readProvider(get, faults)
  const fallbackModel = get('FALLBACK_MODEL')
  const customerKeys = readCustomerKeys(
    get('CUSTOMER_KEYS_FILE'),
    host,
    redis !== undefined && journalPath !== undefined,
    faults,
  )
  if (customerKeys.haveScopes && redis !== undefined && journalPath !== undefined)
    faults.push('JOURNAL_PATH must not be set with REDIS_URL where keys have scopes: what these used is in the journal')
  const operatorKey = readOperatorKey(get('OPERATOR_KEY'), host, customerKeys, faults)
  const modelIds = readModelIds(get('MODEL_IDS'), faults)
  const allowedHosts = readHosts(get('ALLOWED_HOSTS'), faults)
  const port = readInteger('PORT', get('PORT'), 3000, 0, 65_535, faults)
  const agentId = readAgentId(get, port, faults)
  const configuration: AgentConfiguration = {
    port,
    host,
    ...(agentId === undefined ? {} : { agentId }),
    ...(allowedHosts === undefined ? {} : { allowedHosts }),
    billing: readBilling(get, faults),
    ...(provider === undefined ? {} : { provider }),
    ...readPassThrough(get, (name) => readUrl(name, get(name), ['http:', 'https:'], faults), faults),
    ...(redis === undefined ? {} : { redis }),
    ...(journalPath === undefined ? {} : { journalPath }),
    customerKeys,
    ...(operatorKey === undefined ? {} : { operatorKey }),
    onUnavailable: readChoice('ON_UNAVAILABLE', get('ON_UNAVAILABLE'), ['deny', 'allow'], 'deny', faults),
    billUsage: readChoice('BILL_USAGE', get('BILL_USAGE'), ['provider', 'estimate'], 'provider', faults),
    drainTimeoutMs: readInteger(
      'DRAIN_TIMEOUT_MS',
      get('DRAIN_TIMEOUT_MS'),
      DEFAULT_DRAIN_TIMEOUT_MS,
      0,
      MAX_DRAIN_TIMEOUT_MS,
      faults,
    ),
    followsBillingClock:
      readChoice('FOLLOW_BILLING_CLOCK', get('FOLLOW_BILLING_CLOCK'), ['0', '1'], '0', faults) === '1',
    defaultModel: get('DEFAULT_MODEL') ?? DEFAULT_MODEL,
    ...(fallbackModel === undefined ? {} : { fallbackModel }),
    ...(modelIds === undefined ? {} : { modelIds }),
    maxConcurrency: readInteger(
      'MAX_CONCURRENCY',
      get('MAX_CONCURRENCY'),
      DEFAULT_MAX_CONCURRENCY,
      1,
      MAX_MAX_CONCURRENCY,
      faults,
    ),
    ...(get('MAX_CONCURRENCY_PER_CUSTOMER') !== undefined && {
      maxConcurrencyPerCustomer: readInteger(
        'MAX_CONCURRENCY_PER_CUSTOMER',
        get('MAX_CONCURRENCY_PER_CUSTOMER'),
        1,
        1,
        MAX_MAX_CONCURRENCY,
        faults,
      ),
    }),
    shutdownTimeoutMs: readInteger(
      'SHUTDOWN_TIMEOUT_MS',
      get('SHUTDOWN_TIMEOUT_MS'),
      DEFAULT_SHUTDOWN_TIMEOUT_MS,
      0,
      MAX_SHUTDOWN_TIMEOUT_MS,
      faults,
    ),
    logLevel: readChoice<LogLevel>('LOG_LEVEL', get('LOG_LEVEL'), LOG_LEVELS, 'info', faults),
  }
  if (faults.length > 0) throw new ConfigurationError(faults)
  return configuration
}

/** A name or an address as it stands in `Host` before the port. */
const HOST_NAME = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/

function readHosts(value: string | undefined, faults: string[]): readonly string[] | undefined {
  const names = value?.split(',').map((name) => name.trim().toLowerCase())
  for (const name of names ?? [])
    if (!HOST_NAME.test(name))
      faults.push(`ALLOWED_HOSTS must be names without ports, separated by commas; it has "${name}"`)
  return names
}

type Get = (name: string) => string | undefined

function readBilling(get: Get, faults: string[]): AgentConfiguration['billing'] {
  const url = readUrl('BILLING_URL', get('BILLING_URL'), ['http:', 'https:'], faults) ?? DEFAULT_BILLING_URL
  const apiKey = get('BILLING_API_KEY')
  if (apiKey === undefined && !isLoopback(new URL(url).hostname)) {
    faults.push('BILLING_API_KEY is required when BILLING_URL is not a loopback address')
  }
  return { url, apiKey: apiKey ?? LOCAL_BILLING_API_KEY }
}

function readRedis(get: Get, faults: string[]): AgentConfiguration['redis'] {
  const prefix = get('REDIS_PREFIX')
  if (prefix !== undefined && !REDIS_PREFIX.test(prefix))
    faults.push('REDIS_PREFIX must be 1 to 100 characters without braces and white space')
  const given = get('REDIS_URL')
  const url = readUrl('REDIS_URL', given, ['redis:', 'rediss:'], faults)
  if (given === undefined && prefix !== undefined) faults.push('REDIS_PREFIX is set, so REDIS_URL must be set too')
  if (url === undefined) return undefined
  try {
    decodeURIComponent(new URL(url).password)
  } catch {
    faults.push('REDIS_URL has a password that is not percent-encoded')
  }
  return { url, prefix: prefix ?? DEFAULT_REDIS_PREFIX }
}

function readOperatorKey(
  given: string | undefined,
  host: string,
  customerKeys: CustomerKeys,
  faults: string[],
): string | undefined {
  if (given === undefined) return isLoopback(host) ? LOCAL_OPERATOR_KEY : undefined
  if (given.length < MIN_KEY_CHARACTERS || given.length > MAX_KEY_CHARACTERS || /\s/.test(given))
    faults.push(`OPERATOR_KEY must have ${MIN_KEY_CHARACTERS} to ${MAX_KEY_CHARACTERS} characters and no white space`)
  if (given === LOCAL_OPERATOR_KEY && !isLoopback(host))
    faults.push(`OPERATOR_KEY must not be the public one when HOST (${host}) is not a loopback address`)
  if (customerKeys.customerOf(given) !== undefined) faults.push('OPERATOR_KEY must not be the key of a customer')
  return given
}

function readAgentId(get: Get, port: number, faults: string[]): string | undefined {
  const reports = readChoice('OPERATOR_REPORTS', get('OPERATOR_REPORTS'), ['0', '1'], '1', faults) === '1'
  const id = get('AGENT_ID') ?? `${hostname()}:${port}`
  if (!AGENT_ID.test(id)) faults.push('AGENT_ID must be a printable text of 1 to 256 characters')
  return reports ? id : undefined
}

function readModelIds(value: string | undefined, faults: string[]): AgentConfiguration['modelIds'] {
  if (value === undefined) return undefined
  const ids = new Map<string, string>()
  for (const entry of value.split(',')) {
    const [answered = '', billed = '', ...rest] = entry.split('=').map((id) => id.trim())
    if (answered === '' || billed === '' || rest.length > 0)
      faults.push(`MODEL_IDS must be <answered id>=<billed id>, separated by commas; it has "${entry.trim()}"`)
    ids.set(answered, billed)
  }
  return Object.fromEntries(ids)
}

function readProvider(get: Get, faults: string[]): AgentConfiguration['provider'] {
  const apiKey = get('OPENAI_API_KEY')
  const baseUrl = readUrl('OPENAI_BASE_URL', get('OPENAI_BASE_URL'), ['http:', 'https:'], faults)
  // Without a key the provider would be simulated: someone who names a provider did not mean that.
  if (apiKey === undefined && baseUrl !== undefined)
    faults.push('OPENAI_BASE_URL is set, so OPENAI_API_KEY must be set too')
  return apiKey === undefined ? undefined : { apiKey, baseUrl: baseUrl ?? DEFAULT_OPENAI_BASE_URL }
}

function readCustomerKeys(
  path: string | undefined,
  host: string,
  /** True where the usage of users below a customer would be kept in a file that other agents do not see. */
  hasOwnJournal: boolean,
  faults: string[],
): CustomerKeys {
  if (path === undefined) {
    if (!isLoopback(host))
      faults.push(
        `CUSTOMER_KEYS_FILE is required when HOST (${host}) is not a loopback address: the demo keys are public`,
      )
    const plain = Object.entries(DEMO_KEYS).filter(([, holder]) => typeof holder === 'string')
    return new CustomerKeys(hasOwnJournal ? Object.fromEntries(plain) : DEMO_KEYS)
  }
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    // A JSON error quotes the text around the fault, and that text may be a key.
    faults.push(`CUSTOMER_KEYS_FILE (${path}) ${error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'}`)
    return new CustomerKeys({})
  }
  const keyFaults = customerKeyFaults(content)
  faults.push(...keyFaults.map((fault) => `CUSTOMER_KEYS_FILE (${path}) ${fault}`))
  // Checked by customerKeyFaults just above: an object of holders.
  return new CustomerKeys(keyFaults.length === 0 ? (content as HeldKeys) : {})
}

function readInteger(
  name: string,
  value: string | undefined,
  fallback: number,
  min: number,
  max: number,
  faults: string[],
): number {
  if (value === undefined) return fallback
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= min && number <= max) return number
  faults.push(`${name} must be a whole number from ${min} to ${max}; it is "${value}"`)
  return fallback
}

function readChoice<T extends string>(
  name: string,
  value: string | undefined,
  choices: readonly T[],
  fallback: T,
  faults: string[],
): T {
  if (value === undefined) return fallback
  const choice = choices.find((candidate) => candidate === value)
  if (choice === undefined) faults.push(`${name} must be one of ${choices.join(', ')}; it is "${value}"`)
  return choice ?? fallback
}

function readUrl(
  name: string,
  value: string | undefined,
  protocols: readonly string[],
  faults: string[],
): string | undefined {
  if (value === undefined) return undefined
  if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value.replace(/\/+$/, '')
  // The value stays out of the message: a URL may carry a password.
  faults.push(`${name} must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`)
  return undefined
}
