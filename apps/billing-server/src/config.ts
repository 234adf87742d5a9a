import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { addDuration } from '@tallygate/billing-period'
import { BillingServerConfigurationError } from './configuration-error.ts'
import { IN_MEMORY } from './database/pglite-database.ts'
import { DEFAULT_API_KEY } from './http/api-keys.ts'

/** A key shorter than this can be guessed. */
const MIN_API_KEY_LENGTH = 16

/** The configuration of a billing server. Every member has a default; see `readConfig` for the variables. */
export interface BillingServerConfig {
  /** `HOST`: the address to listen on. Default 127.0.0.1. */
  readonly host: string
  /** `PORT`: 0 takes a free one. Default 4000. */
  readonly port: number
  /** `API_KEY`: what callers send as X-API-KEY. Default `local-test-key`, on loopback only. */
  readonly apiKey: string
  /** `DATABASE_URL`: a PostgreSQL server, 15 or newer. Default none: PGlite in `dataDir`. */
  readonly databaseUrl?: string
  /**
   * `DATA_DIR`: the folder of PGlite; `memory://` keeps nothing. Default `.tallygate/billing` under the working
   * directory.
   */
  readonly dataDir: string
  /** `GRACE_PERIOD`: ISO 8601 duration from the end of a period until its invoice is FINAL. Default PT8H. */
  readonly gracePeriod: string
  /**
   * `PUT_AFTER_INVOICE_FINAL_ON_NEXT_INVOICE`: whether usage that comes after the invoice of its period is FINAL stands
   * on the subscription's next invoice that is not, as the vendor's switch of that name. Default true.
   */
  readonly putAfterInvoiceFinalOnNextInvoice?: boolean
  /**
   * `LOCAL_CONTROLS`: whether `/local` moves the clock, resets and injects faults. Default: with PGlite on loopback.
   */
  readonly localControls: boolean
  /**
   * `ALLOWED_HOSTS`: names, separated by commas and without ports, that requests may send as `Host`. On loopback they
   * are allowed beside `localhost`, `127.0.0.1` and `[::1]`. Default elsewhere: every name.
   */
  readonly allowedHosts?: readonly string[]
  /**
   * `WEBHOOK_HOSTS`: hosts that may receive webhooks, separated by commas, each with its port where it matters; `*`
   * allows the public internet, and on loopback private addresses too. Default `*` on loopback, otherwise none.
   */
  readonly webhookHosts?: readonly string[]
  /**
   * `PDF_FONT_PATHS`: font files for scripts that DejaVu does not have, separated by commas, each asked for what the
   * ones before it lack; of a collection with the name of the font (`fonts.ttc#NotoSansCJKjp-Regular`). Default none.
   */
  readonly pdfFontPaths?: readonly string[]
  /**
   * `PROPERTY_VALUES_LIMIT`: different property values (or combinations of several) of a meter that one customer may
   * report in a period without a line in the log and a metric. Nothing is refused. Default 1,000.
   */
  readonly propertyValuesLimit?: number
  /**
   * `DESK_DIR`: the folder of a build of Desk, served at `/desk`. Default: where this repository builds it. Without a
   * folder nothing is served.
   */
  readonly deskFolder?: string
  /** Holds responses against the contract, for tests. Default false; no variable. */
  readonly validateResponses?: boolean
  /** The system's clock, epoch milliseconds. */
  readonly now?: () => number
  /** Chance for ids, from 0 to 1. Default: cryptographic. */
  readonly random?: () => number
  /** Used for webhooks. Default: one that also refuses addresses which `webhookHosts` does not allow. */
  readonly fetch?: typeof fetch
  /** `LOG_LEVEL` of pino. Default info. */
  readonly logLevel?: string
  /** Takes the lines of the log. Default: standard output. */
  readonly logTo?: { write(line: string): void }
}

/** The build of the app beside this one. */
const DESK_FOLDER = fileURLToPath(new URL('../../desk/dist', import.meta.url))

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])
/** A name or an address as it stands in `Host` before the port. */
const HOST_NAME = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

export const isLoopback = (host: string): boolean => LOOPBACK.has(host)

/** Reads the configuration once. Throws `BillingServerConfigurationError` with every fault. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): BillingServerConfig {
  const set = (name: string): string | undefined => (env[name] === '' ? undefined : env[name])
  const host = set('HOST') ?? '127.0.0.1'
  const databaseUrl = set('DATABASE_URL')
  const controls = set('LOCAL_CONTROLS') ?? (isLoopback(host) && databaseUrl === undefined ? '1' : '0')
  const list = (name: string): readonly string[] | undefined =>
    set(name)
      ?.split(',')
      .map((item) => item.trim())
  const webhookHosts = list('WEBHOOK_HOSTS')
  const allowedHosts = list('ALLOWED_HOSTS')?.map((name) => name.toLowerCase())
  const propertyValuesLimit = set('PROPERTY_VALUES_LIMIT')
  const pdfFontPaths = list('PDF_FONT_PATHS')
  const faults: string[] = []
  const late = set('PUT_AFTER_INVOICE_FINAL_ON_NEXT_INVOICE') ?? 'true'
  if (!['true', 'false'].includes(late)) {
    faults.push(`PUT_AFTER_INVOICE_FINAL_ON_NEXT_INVOICE is "${late}"; use true or false`)
  }
  if (!['0', '1'].includes(controls)) faults.push(`LOCAL_CONTROLS is "${controls}"; use 1 or 0`)
  const config: BillingServerConfig = {
    host,
    port: Number(set('PORT') ?? '4000'),
    apiKey: set('API_KEY') ?? DEFAULT_API_KEY,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    dataDir: set('DATA_DIR') ?? '.tallygate/billing',
    gracePeriod: set('GRACE_PERIOD') ?? 'PT8H',
    putAfterInvoiceFinalOnNextInvoice: late === 'true',
    localControls: controls === '1',
    ...(allowedHosts === undefined ? {} : { allowedHosts }),
    ...(webhookHosts === undefined ? {} : { webhookHosts }),
    ...(pdfFontPaths === undefined ? {} : { pdfFontPaths }),
    ...(propertyValuesLimit === undefined ? {} : { propertyValuesLimit: Number(propertyValuesLimit) }),
    deskFolder: set('DESK_DIR') ?? DESK_FOLDER,
    logLevel: set('LOG_LEVEL') ?? 'info',
  }
  faults.push(...configFaults(config))
  if (faults.length > 0) throw new BillingServerConfigurationError(faults)
  return config
}

/** Returns what is wrong with a configuration, in words; the same for variables and for `createBillingServer`. */
export function configFaults(config: BillingServerConfig): readonly string[] {
  const faults: string[] = []
  if (!Number.isInteger(config.port) || config.port < 0 || config.port > 65_535) {
    faults.push(`PORT is not a port number; use 0 to 65535`)
  }
  if (!isLoopback(config.host)) {
    if (config.apiKey === DEFAULT_API_KEY) {
      faults.push(
        `API_KEY is the default, which everybody knows, and HOST is ${config.host}; set API_KEY or HOST=127.0.0.1`,
      )
    } else if (config.apiKey.length < MIN_API_KEY_LENGTH) {
      faults.push(`API_KEY is shorter than ${MIN_API_KEY_LENGTH} characters; use a longer one`)
    }
  }
  if (config.apiKey === '') faults.push('API_KEY is empty; set it')
  for (const name of config.allowedHosts ?? []) {
    if (!HOST_NAME.test(name)) faults.push(`ALLOWED_HOSTS has "${name}"; use names in lower case without ports`)
  }
  if (config.databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(config.databaseUrl)) {
    faults.push('DATABASE_URL is not a postgres:// URL; use postgres://user:password@host:port/database')
  }
  if (config.dataDir === '' || (config.dataDir.includes('://') && config.dataDir !== IN_MEMORY)) {
    faults.push(`DATA_DIR is "${config.dataDir}"; use a folder or ${IN_MEMORY}`)
  }
  const limit = config.propertyValuesLimit
  if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 1)) {
    faults.push('PROPERTY_VALUES_LIMIT must be a whole number of at least 1; use 1000, for example')
  }
  for (const path of config.pdfFontPaths ?? []) {
    if (!existsSync(path.replace(/#.*$/s, '')))
      faults.push(`PDF_FONT_PATHS has "${path}", which is no file; use paths of font files`)
  }
  try {
    addDuration(new Date(0), config.gracePeriod, 'UTC')
  } catch {
    faults.push(`GRACE_PERIOD is "${config.gracePeriod}"; use an ISO 8601 duration such as PT8H`)
  }
  if (config.logLevel !== undefined && !LOG_LEVELS.includes(config.logLevel)) {
    faults.push(`LOG_LEVEL is "${config.logLevel}"; use one of ${LOG_LEVELS.join(', ')}`)
  }
  return faults
}
