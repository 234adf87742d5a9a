import { ToolMessage } from '@langchain/core/messages'
import { StructuredTool, tool } from '@langchain/core/tools'
import { ChatOpenAI } from '@langchain/openai'
import { EntitlementDeniedError } from '@tallygate/entitlements/metering'
import { CountingProvider } from '@tallygate/test-kit'
import { createAgent } from 'langchain'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { denial, RecordingEntitlements } from '../../test/recording-entitlements.ts'
import { type MeterToolOptions, meterTool } from './meter-tool.ts'

const schema = z.object({ city: z.string() })
const weather = tool(async ({ city }) => `sunny in ${city}`, { name: 'weather', description: 'The weather.', schema })
const modelCall = { type: 'tool_call', id: 'call_1', name: 'weather', args: { city: 'Oslo' } } as const
const deny = () => new RecordingEntitlements(denial)
const forAcme = { customer: 'acme' }

/** Makes the call as an agent does, with the call of a model. */
async function answerOf(metered: StructuredTool, config = {}): Promise<ToolMessage> {
  const answer: unknown = await metered.invoke(modelCall, config)
  if (!ToolMessage.isInstance(answer)) throw new Error('the tool answered no model')
  return answer
}

describe('meterTool', () => {
  it('holds a call before it is made, and settles one of the quantity', async () => {
    const entitlements = new RecordingEntitlements()
    const metered = meterTool(entitlements, weather, { ...forAcme, quantity: 'searches' })
    expect([metered.name, metered.description, metered.schema]).toEqual(['weather', 'The weather.', schema])
    expect(await answerOf(metered)).toMatchObject({ content: 'sunny in Oslo', tool_call_id: 'call_1' })
    expect(entitlements.calls).toMatchObject([
      { did: 'reserve', request: { customer: 'acme', estimate: { quantities: { searches: 1 } } } },
      { did: 'settle', usage: { quantities: { searches: 1 }, source: 'provider' } },
    ])
    expect(entitlements.calls[0]).not.toHaveProperty('request.model')
    // The tool itself is as it was.
    expect(await weather.invoke({ city: 'Rome' })).toBe('sunny in Rome')
    expect(entitlements.calls).toHaveLength(2)
  })

  it.each([
    ['runs', new RecordingEntitlements(), 'sunny in undefined', ['reserve', 'settle']],
    ['is denied', deny(), 'acme has used up monthly_token_budget.', ['reserve']],
  ] as const)('answers the model of an agent whose call %s', async (_, entitlements, content, did) => {
    await using provider = await CountingProvider.start()
    const configuration = { baseURL: `${provider.url}/v1` }
    const model = new ChatOpenAI({ model: 'gpt-4o-mini', apiKey: 'none', configuration })
    const lenient = tool(async ({ city }) => `sunny in ${city}`, {
      name: 'weather',
      description: 'The weather.',
      schema: z.object({ city: z.string().optional() }),
    })
    const agent = createAgent({ model, tools: [meterTool(entitlements, lenient)] })
    const messages = [{ role: 'user', content: 'please tools' }]
    const configurable = { tallygate_customer: 'acme', tallygate_request_id: 'req-1' }
    await agent.invoke({ messages }, { configurable })
    expect(provider.calls.at(-1)?.body).toMatchObject({
      messages: expect.arrayContaining([expect.objectContaining({ role: 'tool', content })]),
    })
    expect(entitlements.did).toEqual(did)
    expect(entitlements.calls[0]).toMatchObject({ request: { customer: 'acme', requestId: 'req-1' } })
  })

  it('counts what the result says, of a tool with an artifact too', async () => {
    const entitlements = new RecordingEntitlements()
    const search = tool(async () => ['3 found', [1, 2, 3]] as [string, number[]], {
      name: 'weather',
      schema,
      responseFormat: 'content_and_artifact',
    })
    const metered = meterTool(entitlements, search, {
      ...forAcme,
      quantity: ([, found]: [string, number[]], input) => ({
        searches: found.length,
        seconds: Object.keys(Object(input)).length,
      }),
      estimate: { searches: 10, seconds: 1 },
    })
    expect(await answerOf(metered)).toMatchObject({ content: '3 found', artifact: [1, 2, 3] })
    expect(entitlements.settled).toEqual([{ quantities: { searches: 3, seconds: 1 }, source: 'provider' }])
  })

  it('takes customer and request from the run', async () => {
    const entitlements = new RecordingEntitlements()
    const configurable = { tallygate_customer: 'acme', tallygate_request_id: 'req-1' }
    await answerOf(meterTool(entitlements, weather), { configurable })
    await meterTool(entitlements, weather).invoke({ city: 'Oslo' }, { metadata: { tallygate_customer: 'other' } })
    expect(entitlements.calls.filter(({ did }) => did === 'reserve')).toMatchObject([
      { request: { customer: 'acme', requestId: 'req-1' } },
      { request: { customer: 'other' } },
    ])
    await expect(meterTool(entitlements, weather).invoke({ city: 'Oslo' })).rejects.toThrow('customer must be named')
  })

  it.each<readonly [string, MeterToolOptions, string]>([
    ['with the message of the denial', {}, 'acme has used up monthly_token_budget.'],
    ['with a text of the application', { onDenial: ({ reason }) => `No: ${reason}` }, 'No: budget_exhausted'],
  ])('answers a denied call of a model %s', async (_, options, content) => {
    const entitlements = deny()
    const metered = meterTool(entitlements, weather, { ...forAcme, ...options })
    expect(await answerOf(metered)).toMatchObject({ content, status: 'error', tool_call_id: 'call_1', name: 'weather' })
    expect(entitlements.did).toEqual(['reserve'])
  })

  it('throws where the application calls the tool itself, and where it is asked to', async () => {
    const own = meterTool(deny(), weather, forAcme).invoke({ city: 'Oslo' })
    expect(EntitlementDeniedError.isInstance(await own.catch((error: unknown) => error))).toBe(true)
    const asked = meterTool(deny(), weather, { ...forAcme, onDenial: 'throw' }).invoke(modelCall)
    expect(EntitlementDeniedError.isInstance(await asked.catch((error: unknown) => error))).toBe(true)
  })

  it('counts nothing for a call that threw, unless it is said to cost', async () => {
    const broken = tool(
      async () => {
        throw new Error('no weather')
      },
      { name: 'weather', schema },
    )
    const free = new RecordingEntitlements()
    await expect(meterTool(free, broken, forAcme).invoke({ city: 'Oslo' })).rejects.toThrow('no weather')
    expect(free.calls).toMatchObject([{ did: 'reserve' }, { did: 'release', reason: 'the call failed: no weather' }])
    const dear = new RecordingEntitlements()
    const billed = meterTool(dear, broken, { ...forAcme, billFailed: () => ({ toolCalls: 1 }) })
    await expect(billed.invoke({ city: 'Oslo' })).rejects.toThrow('no weather')
    expect(dear.settled).toEqual([{ quantities: { toolCalls: 1 }, source: 'provider' }])
  })

  it('meters a tool that tells of its progress', async () => {
    const entitlements = new RecordingEntitlements()
    const slow = tool(
      async function* () {
        yield 'half'
        return 'whole'
      },
      { name: 'weather', schema },
    )
    const quantity = (result: string) => ({ outcomes: result.length })
    const metered = meterTool(entitlements, slow as never, { ...forAcme, quantity, estimate: { outcomes: 9 } })
    expect(await answerOf(metered)).toMatchObject({ content: 'whole' })
    expect(entitlements.settled).toEqual([{ quantities: { outcomes: 5 }, source: 'provider' }])
  })

  it('keeps the private members of a tool that is a class', async () => {
    class Counter extends StructuredTool {
      override name = 'weather'
      override description = 'Counts.'
      override schema = schema
      #count = 0
      protected async _call(): Promise<string> {
        this.#count += 1
        return String(this.#count)
      }
    }
    const metered = meterTool(new RecordingEntitlements(), new Counter(), forAcme)
    expect([await metered.invoke({ city: 'a' }), await metered.invoke({ city: 'b' })]).toEqual(['1', '2'])
  })

  it.each([
    ['tool must be a tool of LangChain.js, as `tool(…)` makes one; it is an object.', {}, {}],
    ["onDenial must be 'answer', 'throw' or a function of the denial; it is \"fail\".", weather, { onDenial: 'fail' }],
    ['estimate must be given where quantity is a function; it is undefined.', weather, { quantity: () => ({}) }],
    ['quantities must be one of customer, requestId, scopes, properties, quantity, ', weather, { quantities: {} }],
  ])('refuses what is not one: %s', (message, given, options) => {
    expect(() => meterTool(new RecordingEntitlements(), given as never, options as never)).toThrow(message)
  })
})
