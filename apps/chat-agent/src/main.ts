// The agent as a process: configuration from the environment, logs on standard output, stops on SIGTERM and SIGINT.
import { ConfigurationError } from './configuration/configuration-error.ts'
import { readConfiguration } from './configuration/read-configuration.ts'
import { createChatAgent } from './create-chat-agent.ts'
import { createLogger } from './create-logger.ts'

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env)
  const logger = createLogger(configuration)
  // Node would print the whole error, with all that a client hangs on it. A promise that nobody waited for concerns one
  // request; after an exception that nobody caught, the state of the process is not known.
  process.on('unhandledRejection', (error) =>
    logger.error({ err: error }, 'A promise was rejected that nobody waits for'),
  )
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'An exception was not caught')
    process.exit(1)
  })
  const agent = await createChatAgent(configuration, logger)
  let isStopping = false
  const stop = (signal: string) => {
    // A terminal and a launcher may both pass the same Ctrl+C on; the second must not cut off what the first lets
    // finish.
    if (isStopping) return
    isStopping = true
    logger.info({ signal }, 'Stopping')
    agent.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, 'Stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  logger.info({ url: agent.url, on_unavailable: configuration.onUnavailable }, `The agent listens on ${agent.url}`)
}

main().catch((error: unknown) => {
  const text =
    ConfigurationError.isInstance(error) || !(error instanceof Error) ? String(error) : (error.stack ?? error.message)
  process.stderr.write(`${text}\n`)
  process.exit(1)
})
