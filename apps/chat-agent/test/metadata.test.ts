import { apply, defineCatalog } from '@tallygate/catalog'
import { applyDemo } from '@tallygate/catalog/demo'
import { type BillingClient, unwrap } from '@tallygate/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, STARTER } from './agent-under-test.ts'

let system: AgentUnderTest
let agent: ChatAgent

/** The demo, whose meters have one more property. */
async function fill(client: BillingClient): Promise<void> {
  await applyDemo(client)
  const tokens = {
    values: ['token_count'],
    properties: ['model_id'],
    optionalProperties: ['usage_source', 'agent'],
  } as const
  await apply(
    client,
    defineCatalog({
      meters: {
        prompt_tokens: { name: 'Prompt Tokens', ...tokens },
        completion_tokens: { name: 'Completion Tokens', ...tokens },
      },
      meterValues: { token_count: { name: 'Token Count', type: 'NUMBER' } },
      meterProperties: {
        model_id: { name: 'Model ID', type: 'STRING' },
        usage_source: { name: 'Usage Source', type: 'STRING' },
        agent: { name: 'Agent', type: 'STRING' },
      },
    }),
  )
}

beforeAll(async () => {
  system = await AgentUnderTest.start({}, fill)
  agent = await system.agent({ metadataProperties: ['agent', 'unknown_property'], agentId: 'agent-under-test' })
})
afterAll(() => system?.stop())

async function complete(metadata: unknown) {
  const response = await fetch(`${agent.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${STARTER}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }], metadata }),
  })
  return { status: response.status, body: (await response.json()) as { error?: { param: string; message: string } } }
}

interface Reported {
  readonly properties: Record<string, string>
  readonly event_references: readonly string[]
  readonly quantities: Record<string, number>
}

async function reported(query: string): Promise<readonly Reported[]> {
  const { url, apiKey } = system.billing
  const answer = await fetch(`${url}/operator/${query}`, { headers: { 'x-api-key': apiKey } })
  return ((await answer.json()) as { data: readonly Reported[] }).data
}

it('makes members of metadata that are on the list properties of the events, and operators see them', async () => {
  expect((await complete({ agent: 'support', trip: 'Oslo' })).status).toBe(200)
  // All of it reaches the provider.
  expect((await system.providerRequests()).at(-1)).toMatchObject({ metadata: { agent: 'support', trip: 'Oslo' } })
  await expect.poll(() => reported('attempts?customer_reference=demo-starter')).toHaveLength(1)
  const [attempt] = await reported('attempts?customer_reference=demo-starter')
  expect(attempt).toMatchObject({ model: 'gpt-4o-mini', properties: { agent: 'support' } })
  const reference = attempt?.event_references[0] ?? ''
  const { data } = await unwrap(system.client.GET('/v1/ingest/meter-data', { params: { query: { reference } } }))
  expect(data[0]?.meter_properties).toContainEqual(expect.objectContaining({ reference: 'agent', value: 'support' }))
  await expect.poll(() => reported('agents')).toMatchObject([{ id: 'agent-under-test' }])
})

it('leaves alone what is not on the list, and what is null', async () => {
  for (const metadata of [undefined, null, {}, { trip: 'Oslo' }, { agent: null }])
    expect((await complete(metadata)).status, JSON.stringify(metadata)).toBe(200)
})

it.each([
  [
    'a number',
    { agent: 7 },
    'metadata.agent',
    /^metadata\.agent must be printable text of 1 to 256 characters; it is 7\.$/,
  ],
  ['a text that is too long', { agent: 'x'.repeat(257) }, 'metadata.agent', /^metadata\.agent must be printable text/],
  ['no text at all', { agent: '' }, 'metadata.agent', /^metadata\.agent must be printable text/],
  [
    'a property that no meter has',
    { unknown_property: 'x' },
    'metadata.unknown_property',
    /^metadata\.unknown_property must be a property of prompt_tokens, completion_tokens, one of agent; it is unknown\.$/,
  ],
])('refuses %s by its name before the provider is called', async (_, metadata, param, message) => {
  const before = (await system.providerRequests()).length
  const { status, body } = await complete(metadata)
  expect([status, body.error?.param]).toEqual([400, param])
  expect(body.error?.message).toMatch(message)
  expect(await system.providerRequests()).toHaveLength(before)
})
