import { type DestinationStream, type Logger, pino } from 'pino'
import type { AgentConfiguration } from './configuration/agent-configuration.ts'
import { logDestination } from './log-destination.ts'

/** Deepest chain of causes that is logged. */
const MAX_CAUSES = 5

/**
 * The agent's log: one line of JSON for each event. Of an error only name, code, status, message, stack and cause are written, never the objects
 * that a client hangs on it (requests, headers), and the agent's own secrets are blotted out wherever a message repeats one.
 */
export function createLogger(
  configuration: Pick<AgentConfiguration, 'logLevel' | 'billing' | 'provider' | 'redis'>,
  output: DestinationStream = logDestination(),
): Logger {
  const secrets = [
    configuration.billing.apiKey,
    configuration.provider?.apiKey,
    ...passwordsOf(configuration.redis?.url),
  ].filter((secret): secret is string => secret !== undefined && secret !== '')
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
  const serializers = { err: (error: unknown) => describe(error) }
  return pino({ level: configuration.logLevel, base: null, serializers }, output)
}

/** The password of a URL, as it is written there and as it is sent. */
function passwordsOf(url: string | undefined): readonly string[] {
  if (url === undefined) return []
  const { password } = new URL(url)
  return [password, decodeURIComponent(password)]
}
