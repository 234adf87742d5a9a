// The agent's own HTTP surface in a process of its own, gated or not, over a provider and a billing API that are named
// by the environment.
import { createServer } from 'node:http'
import { HumanMessage } from '@langchain/core/messages'
import { createBillingClient } from '@tallygate/client'
import { createEntitlements, memoryStore, sqliteJournal } from '@tallygate/entitlements'
import { Drains } from '@tallygate/fetch'
import { billedModelOf } from '@tallygate/usage'
import { pino } from 'pino'
import { AdmissionDesk } from '../src/admission/admission-desk.ts'
import { FairQueue } from '../src/admission/fair-queue.ts'
import { buildAgent } from '../src/agent/build-agent.ts'
import { type ChatRun, ChatRunner } from '../src/agent/chat-runner.ts'
import { RunControl } from '../src/agent/run-control.ts'
import { CustomerKeys, DEMO_KEYS } from '../src/configuration/customer-keys.ts'
import { createApp } from '../src/http/create-app.ts'
import { InFlight } from '../src/http/in-flight.ts'
import { AgentMetrics } from '../src/metrics/agent-metrics.ts'
import { ProviderConnection } from '../src/pass-through/provider-connection.ts'

const { PROVIDER_URL, BILLING_URL, BILLING_API_KEY, JOURNAL_PATH, GATED } = process.env
const provider = { baseUrl: `${PROVIDER_URL}/v1`, apiKey: 'sk-bench' }
const client = createBillingClient({ apiKey: BILLING_API_KEY ?? '', baseUrl: BILLING_URL ?? '' })
const metrics = new AgentMetrics()
const entitlements = createEntitlements({
  client,
  store: memoryStore(),
  journal: sqliteJournal({ path: JOURNAL_PATH ?? '' }),
  onUnavailable: 'deny',
  onEvent: (event) => metrics.recordEvent(event),
  // The plan's rate is checked as ever, in a window so short that the load never reaches it.
  features: { rates: { requests_per_minute: { windowMs: 1 } } },
})

/** The same agent, asked in the same way, without anything that gates or meters it. */
function ungatedRunner() {
  const agent = buildAgent({ entitlements, provider, fallbackModel: undefined, now: Date.now, metering: [] })
  return {
    run: async ({ customer, model, message }: ChatRun) => {
      const control = new RunControl()
      const context = { customer, model, control }
      const { messages } = await agent.invoke(
        { messages: [new HumanMessage(message)] },
        { context, recursionLimit: 16, signal: control.signal },
      )
      return { message: messages.at(-1)?.text ?? '', model, attempts: [], budget: undefined }
    },
  }
}

const drains = new Drains({ maxMs: 0 })
const desk = new AdmissionDesk(new FairQueue({ maxConcurrency: 100 }), entitlements)
const app = createApp({
  runner: GATED === '1' ? new ChatRunner({ entitlements, provider }) : ungatedRunner(),
  passThrough: {
    entitlements,
    desk,
    connection: new ProviderConnection(),
    providers: { openai: provider },
    drains,
    allowedMembers: [],
    metadataProperties: [],
    quantities: new Set(),
    billsEstimates: false,
    onDoubt: () => undefined,
    onUnrecorded: () => undefined,
  },
  billedModel: billedModelOf(),
  desk,
  drains,
  entitlements,
  client,
  customerKeys: new CustomerKeys(DEMO_KEYS),
  defaultModel: 'gpt-4o-mini',
  operator: { key: undefined, isPublicKey: false },
  guard: { isLoopback: true, allowedHosts: undefined, hasPublicKeys: true },
  readiness: [],
  metrics,
  // A request that fails ends the run; this says why.
  logger: pino({ level: 'error' }, pino.destination(2)),
  inFlight: new InFlight(),
  page: { hasDemoKeys: true, isSimulated: false },
  isStopping: () => false,
})
process.on('disconnect', () => process.exit(0))
const server = createServer(app)
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.send?.({ url: `http://127.0.0.1:${address.port}` })
})
