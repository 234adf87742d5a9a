import { type DestinationStream, type Logger, pino } from 'pino'
import type { AgentConfiguration } from './configuration/agent-configuration.ts'
import { describeError } from './describe-error.ts'
import { logDestination } from './log-destination.ts'

/**
 * The agent's log: one line of JSON for each event. Errors are described without the objects that a client hangs on
 * them, and the agent's own secrets are blotted out. What a provider said of a request, which may quote it, is written
 * at the levels debug and trace only.
 */
export function createLogger(
  configuration: Pick<AgentConfiguration, 'logLevel' | 'billing' | 'provider' | 'redis' | 'operatorKey'>,
  output: DestinationStream = logDestination(),
): Logger {
  const { logLevel, billing, provider, redis, operatorKey } = configuration
  const urls = [billing.url, provider?.baseUrl, redis?.url]
  const secrets = [billing.apiKey, provider?.apiKey, operatorKey, ...urls.flatMap(passwordsOf)].filter(
    (secret): secret is string => secret !== undefined && secret !== '',
  )
  const keepsAnswers = logLevel === 'debug' || logLevel === 'trace'
  const serializers = { err: (error: unknown) => describeError(error, { secrets, keepsAnswers }) }
  return pino({ level: logLevel, base: null, serializers }, output)
}

/** The password of a URL, as it is written there and as it is sent. */
function passwordsOf(url: string | undefined): readonly string[] {
  if (url === undefined) return []
  const { password } = new URL(url)
  return [password, decodeURIComponent(password)]
}
