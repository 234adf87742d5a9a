import { type Logger, pino } from 'pino'
import type { AgentConfiguration } from './configuration/agent-configuration.ts'

/** Deepest chain of causes that is logged. */
const MAX_CAUSES = 5

/**
 * The agent's log: one line of JSON for each event. Of an error only name, code, status, message, stack and cause are written, never the objects
 * that a client hangs on it (requests, headers), and the agent's own secrets are blotted out wherever a message repeats one.
 */
export function createLogger(configuration: Pick<AgentConfiguration, 'logLevel' | 'billing' | 'provider'>): Logger {
  const secrets = [configuration.billing.apiKey, configuration.provider?.apiKey].filter(
    (secret) => secret !== undefined,
  )
  const blot = (text: string): string =>
    secrets.reduce((blotted, secret) => blotted.replaceAll(secret, '[secret]'), text)
  const describe = (error: unknown, depth = 0): unknown => {
    if (!(error instanceof Error)) return { type: typeof error, message: blot(String(error)) }
    return {
      type: error.name,
      message: blot(error.message),
      ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
      ...('status' in error && typeof error.status === 'number' ? { status: error.status } : {}),
      stack: blot(error.stack ?? ''),
      ...(error.cause === undefined || depth >= MAX_CAUSES ? {} : { cause: describe(error.cause, depth + 1) }),
    }
  }
  return pino({ level: configuration.logLevel, base: null, serializers: { err: (error: unknown) => describe(error) } })
}
