// Starts the billing server as the environment says, and stops it on SIGTERM and SIGINT.

import { createBillingServer } from './billing-server.ts'
import { readConfig } from './config.ts'

try {
  const server = await createBillingServer(readConfig(process.env))
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      server.close().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
          process.exit(1)
        },
      )
    })
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
