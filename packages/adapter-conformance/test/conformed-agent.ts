import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type CountingProvider,
  type RunningBillingServer,
  repositoryPath,
  startProcess,
  urlOfLogLine,
  waitFor,
} from '@tallygate/test-kit'
import { DRAIN, MODEL_IDS } from '../src/index.ts'

const OPERATOR_KEY = 'operator-of-the-matrix'

/** The chat agent in a process of its own, between the SDKs and the provider. */
export interface ConformedAgent extends AsyncDisposable {
  readonly url: string
  /** Waits until every attempt has ended and every event is delivered; returns the request ids that are unsettled. */
  ended(): Promise<readonly string[]>
}

/** Starts the agent before a provider. */
export async function startConformedAgent(
  billing: RunningBillingServer,
  provider: CountingProvider,
): Promise<ConformedAgent> {
  const folder = mkdtempSync(join(tmpdir(), 'tallygate-matrix-'))
  const running = await startProcess({
    name: 'chat agent',
    args: ['--conditions=@tallygate/source', repositoryPath('apps/chat-agent/src/main.ts')],
    env: {
      PORT: '0',
      BILLING_URL: billing.url,
      BILLING_API_KEY: billing.apiKey,
      OPENAI_API_KEY: 'sk-matrix',
      OPENAI_BASE_URL: `${provider.url}/v1`,
      ANTHROPIC_API_KEY: 'sk-matrix',
      ANTHROPIC_BASE_URL: provider.url,
      OPERATOR_KEY,
      JOURNAL_PATH: join(folder, 'journal.sqlite'),
      // All cells of a customer are played at once, and some of them hang.
      MAX_CONCURRENCY: '1000',
      MODEL_IDS: Object.entries(MODEL_IDS)
        .map(([answered, billed]) => `${answered}=${billed}`)
        .join(','),
      DRAIN_TIMEOUT_MS: String(DRAIN.maxMs),
    },
    ready: urlOfLogLine,
  })
  const url = running.ready
  const entries = async (state: string) => {
    const text = await (await fetch(`${url}/metrics`)).text()
    return Number(new RegExp(`^tallygate_journal_entries\\{state="${state}"\\} (\\d+)$`, 'm').exec(text)?.[1])
  }
  const isEnded = async () => (await entries('open')) + (await entries('pending')) === 0 || undefined
  return {
    url,
    ended: async () => {
      await waitFor(isEnded, { what: 'the agent to end every attempt' })
      const headers = { authorization: `Bearer ${OPERATOR_KEY}` }
      const response = await fetch(`${url}/operator/attempts`, { headers })
      const { data } = (await response.json()) as { readonly data: readonly { readonly request_id: string }[] }
      return data.map(({ request_id: requestId }) => requestId)
    },
    [Symbol.asyncDispose]: async () => {
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
