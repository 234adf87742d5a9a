import { readFileSync } from 'node:fs'
import { callable, knownOptions, refuseOption } from '../errors/check-option.ts'

/** Reports for operators: what each settled attempt was, and once a minute how this process is. */
export interface ReportOptions {
  /** Names this process among the agents of the billing server: 1 to 256 printable characters. */
  readonly agent: string
  /** Versions that operators see, by the names of programs. Default: of this package and of Node. */
  readonly versions?: Readonly<Record<string, string>>
  /**
   * Returns the id of the trace that an attempt is settled in, 32 hexadecimal digits. Default: none. `activeTraceId` of
   * `@tallygate/entitlements/opentelemetry` is one.
   */
  readonly traceId?: () => string | undefined
}

export interface ReportSettings {
  readonly agent: string
  readonly versions: Readonly<Record<string, string>>
  readonly traceId: () => string | undefined
}

const MAX_TEXT_LENGTH = 256
const MAX_VERSIONS = 50
/** It is part of a path: `.` and `..` would change it. */
const AGENT = /^(?!\.{1,2}$)[^\p{Cc}]+$/u

/** Checks the options, fills in the defaults. Throws InvalidOptionError. */
export function readReportOptions(options: ReportOptions | undefined): ReportSettings | undefined {
  if (options === undefined) return undefined
  knownOptions(options, ['agent', 'versions', 'traceId'], 'reports.')
  const { agent, versions = {}, traceId } = options
  if (typeof agent !== 'string' || agent.length > MAX_TEXT_LENGTH || !AGENT.test(agent))
    refuseOption('reports.agent', `a printable text of 1 to ${MAX_TEXT_LENGTH} characters`, agent)
  if (typeof versions !== 'object' || versions === null || Object.keys(versions).length > MAX_VERSIONS)
    refuseOption('reports.versions', `at most ${MAX_VERSIONS} texts by name`, versions)
  for (const [name, version] of Object.entries(versions))
    if (typeof version !== 'string' || version === '' || version.length > MAX_TEXT_LENGTH)
      refuseOption(`reports.versions.${name}`, `a text of 1 to ${MAX_TEXT_LENGTH} characters`, version)
  return {
    agent,
    versions: { '@tallygate/entitlements': ownVersion(), node: process.versions.node, ...versions },
    traceId: callable(traceId, 'reports.traceId') ?? (() => undefined),
  }
}

/** The version of this package; `unknown` where a bundler has left its manifest behind. */
function ownVersion(): string {
  try {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      readonly version?: string
    }
    return manifest.version ?? 'unknown'
  } catch {
    return 'unknown'
  }
}
