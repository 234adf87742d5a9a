// The whole system on one machine: the billing server with the demo catalog, then the chat agent in front of it.

import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { applyDemo } from '@tallygate/catalog/demo'
import { createBillingClient } from '@tallygate/client'
import { ChildApp } from './child-app.ts'
import { readConfig } from './config.ts'
import { type DeskBuild, startDeskBuild } from './desk-build.ts'
import { serverClock } from './server-clock.ts'
import { threeRequests } from './three-requests.ts'

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

async function requireFreePort(port: number, variable: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (cause) => {
      reject(new Error(`port ${port} is taken; stop what listens there, or set ${variable} to another port`, { cause }))
    })
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })
}

async function start(): Promise<void> {
  const config = readConfig(process.env)
  await requireFreePort(config.billingPort, 'BILLING_PORT')
  await requireFreePort(config.agentPort, 'AGENT_PORT')
  if (config.dataDir !== 'memory://') mkdirSync(config.dataDir, { recursive: true })
  mkdirSync(dirname(config.journalPath), { recursive: true })

  const running: ChildApp[] = []
  let desk: DeskBuild | undefined
  let stopping: Promise<void> | undefined
  const stop = (exitCode: number): Promise<void> => {
    // The agent first: it hands its last usage to the billing server while that still listens.
    stopping ??= (async () => {
      desk?.stop()
      for (const app of running.toReversed()) await app.stop()
      process.exit(exitCode)
    })()
    return stopping
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))

  const launch = async (app: ChildApp): Promise<void> => {
    running.push(app)
    void app.exited.then((code) => {
      if (stopping === undefined) void stop(code === 0 ? 1 : code)
    })
    await app.ready()
  }

  try {
    const billingUrl = `http://127.0.0.1:${config.billingPort}`
    await launch(
      new ChildApp({
        app: 'billing-server',
        url: billingUrl,
        env: {
          PORT: String(config.billingPort),
          HOST: '127.0.0.1',
          DATA_DIR: config.dataDir,
          API_KEY: config.apiKey,
          LOCAL_CONTROLS: '1',
        },
        onLine: (line) => say(`[billing-server] ${line}`),
      }),
    )
    const now = await serverClock(billingUrl, config.apiKey)
    await applyDemo(createBillingClient({ apiKey: config.apiKey, baseUrl: billingUrl }), { now })

    const agentUrl = `http://127.0.0.1:${config.agentPort}`
    await launch(
      new ChildApp({
        app: 'chat-agent',
        url: agentUrl,
        env: {
          PORT: String(config.agentPort),
          HOST: '127.0.0.1',
          BILLING_URL: billingUrl,
          BILLING_API_KEY: config.apiKey,
          JOURNAL_PATH: config.journalPath,
          // The billing server has its local controls on: where its clock is moved, the agent's moves along.
          FOLLOW_BILLING_CLOCK: '1',
        },
        onLine: (line) => say(`[chat-agent] ${line}`),
      }),
    )
    say(threeRequests({ agentUrl, billingUrl, apiKey: config.apiKey }))
    // Last, so that the apps are ready as early as without it. Until it is there, `/desk` says that it is being built.
    if (stopping === undefined) desk = startDeskBuild((line) => say(`[desk] ${line}`))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    await stop(1)
  }
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
