import type { ChatCompletionRequest } from '@copilotkit/aimock'
import { readModelRequest } from '@tallygate/fetch/requests'
import { waitFor } from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countPromptTokens } from '../src/simulated-provider/count-tokens.ts'
import { startAgentProcess } from './agent-process.ts'
import { AgentUnderTest, chat, FREE, PRO } from './agent-under-test.ts'
import { findDatabase, findRedis } from './shared-services.ts'

/*
 * Two agents, each a process of its own, on one Redis; the billing server on PostgreSQL where one answers, else on
 * PGlite.
 */
const redis = await findRedis()

/** The monthly budget of the demo plan Pro. */
const BUDGET = 10_000_000
/** The tokens left of the budget when the crowd comes: about half of what the crowd asks for. */
const LEFT = 12_000
const USERS = 200
const REQUESTS_OF_A_USER = 2
/**
 * The tokens that a request may complete, and those that some complete all the same: a provider that spends more than
 * it was allowed.
 */
const ALLOWED = 50
const OVERSPENT = 60

type Wire = Readonly<Record<string, unknown>>

describe.runIf(redis !== undefined)('two agents on one Redis', () => {
  let system: AgentUnderTest
  let agents: Awaited<ReturnType<typeof startAgentProcess>>[]
  let database: Awaited<ReturnType<typeof findDatabase>>

  beforeAll(async () => {
    database = await findDatabase()
    system = await AgentUnderTest.start(database === undefined ? {} : { DATABASE_URL: database.url })
    const environment = {
      BILLING_URL: system.billing.url,
      BILLING_API_KEY: system.billing.apiKey,
      OPENAI_API_KEY: 'sk-simulated',
      OPENAI_BASE_URL: `${system.provider.url}/v1`,
      REDIS_URL: redis?.url ?? '',
      REDIS_PREFIX: redis?.prefix ?? '',
    }
    agents = await Promise.all([startAgentProcess(environment), startAgentProcess(environment)])
    for (const { url } of agents) await waitFor(() => isReady(url), { what: 'the agent to be ready' })
  })
  afterAll(async () => {
    await Promise.all((agents ?? []).map((agent) => agent.stop()))
    await system?.stop()
    await Promise.all([redis?.remove(), database?.remove()])
  })

  const isReady = async (url: string) => (await fetch(`${url}/readyz`)).ok
  const agentOf = (index: number) => agents[index % agents.length] ?? expect.fail('no agent')

  async function complete(index: number, content: string, maxTokens: number | undefined) {
    const response = await fetch(`${agentOf(index).url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${PRO}` },
      body: JSON.stringify({
        model: 'gpt-4o-mini',
        messages: [{ role: 'user', content }],
        ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
      }),
    })
    return { status: response.status, body: (await response.json()) as Wire }
  }

  /**
   * Adds up the tokens that the provider was allowed beyond those it was held to, request by request: the stated bound
   * of G1.
   */
  function overshootBound(requests: readonly Wire[]): number {
    let bound = 0
    for (const body of requests) {
      // Bodies that these tests sent through the agent.
      const held = readModelRequest('chat', body).estimate.promptTokens + Number(body['max_tokens'])
      const overspends = JSON.stringify(body['messages']).includes('use ')
      const completion = overspends ? OVERSPENT : Number(body['max_tokens'])
      bound += Math.max(0, countPromptTokens(body as unknown as ChatCompletionRequest) + completion - held)
    }
    return bound
  }

  it('lets 200 users of one customer share the end of a budget: no overshoot beyond the bound, and the invoice is what the provider counted', async () => {
    const burnt = await complete(0, `use ${BUDGET - LEFT} tokens`, undefined)
    expect(burnt.status).toBe(200)

    const answers: { agent: number; status: number; code: unknown }[] = []
    const user = async (number: number) => {
      for (let turn = 0; turn < REQUESTS_OF_A_USER; turn += 1) {
        const words =
          (number + turn) % 4 === 0 ? `use ${OVERSPENT} tokens, user ${number}` : `Good morning from ${number}`
        const { status, body } = await complete(number + turn, words, ALLOWED)
        const error = body['error'] as Wire | undefined
        answers.push({ agent: (number + turn) % agents.length, status, code: error?.['code'] })
      }
    }
    await Promise.all(Array.from({ length: USERS }, (_, number) => user(number)))

    const granted = answers.filter(({ status }) => status === 200)
    const denied = answers.filter(({ status }) => status !== 200)
    expect(new Set(denied.map(({ code }) => code))).toEqual(new Set(['budget_exhausted']))
    for (const agent of [0, 1]) {
      expect(granted.filter((answer) => answer.agent === agent).length).toBeGreaterThan(10)
      expect(denied.filter((answer) => answer.agent === agent).length).toBeGreaterThan(0)
    }

    // The provider's own journal and count, apart from anything that the agents believe.
    const requests = (await system.providerRequests()).slice(1)
    expect(requests.length).toBe(granted.length)
    const [counted] = Object.values(await system.providerTotals())
    const used = (counted?.prompt_tokens ?? 0) + (counted?.completion_tokens ?? 0)
    const burntPrompt = countPromptTokens({
      model: '',
      messages: [{ role: 'user', content: `use ${BUDGET - LEFT} tokens` }],
    })
    const bound = overshootBound(requests)
    expect(bound).toBeGreaterThan(0)
    expect(bound).toBeLessThan(LEFT / 4)
    expect(used).toBeLessThanOrEqual(BUDGET + bound)
    // And the end of the budget was really reached.
    expect(used).toBeGreaterThan(BUDGET - ALLOWED * 4)
    expect(used).toBeGreaterThan(BUDGET - LEFT + burntPrompt)

    const invoiced = async () => {
      const response = await fetch(`${agentOf(1).url}/v1/invoice`, { headers: { authorization: `Bearer ${PRO}` } })
      const { invoice } = (await response.json()) as {
        invoice: { lines: { description: string; tokens: string | null }[] }
      }
      const sum = (description: string) =>
        invoice.lines
          .filter((line) => line.description === description)
          .reduce((total, line) => total + Number(line.tokens ?? 0), 0)
      return { prompt_tokens: sum('Prompt tokens'), completion_tokens: sum('Completion tokens') }
    }
    await expect
      .poll(invoiced, { interval: 250 })
      .toEqual({ prompt_tokens: counted?.prompt_tokens, completion_tokens: counted?.completion_tokens })
    const events = await system.eventsOf('demo-pro')
    expect(events.length).toBe(2 * (granted.length + 1))

    for (const { url } of agents) {
      const response = await fetch(`${url}/v1/usage`, { headers: { authorization: `Bearer ${PRO}` } })
      const { budgets } = (await response.json()) as { budgets: Record<string, { used: number; held: number }> }
      expect(budgets['monthly_token_budget']).toMatchObject({ used, held: 0 })
    }
  })

  it('counts a rate once for all agents', async () => {
    const statuses: number[] = []
    for (let index = 0; index < 14; index += 1)
      statuses.push((await chat(agentOf(index), FREE, { message: 'hello' })).status)
    // Ten a minute in the plan Free; the test may see a window end, but never twice as many.
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(13)
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0)
  })
})
