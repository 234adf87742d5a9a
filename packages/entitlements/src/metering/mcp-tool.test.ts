import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { grants, type Setup, setUp } from '../../test/setup.ts'
import { meterTool } from './mcp-tool.ts'

let setup: Setup
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
  await setup.end()
})

const text = (value: string, more: Partial<CallToolResult> = {}): CallToolResult => ({
  content: [{ type: 'text', text: value }],
  ...more,
})

/** A server with metered tools, and a client of it. */
async function connect(): Promise<Client> {
  setup = setUp(
    { quantities: { toolCalls: 'tool_calls', searches: 'searches' } },
    { entitlements: grants('1000', { feature_reference: 'requests_per_minute', number: '2' }) },
  )
  for (const meter of ['tool_calls', 'searches']) setup.stub.meters.set(meter, ['model_id', 'usage_source'])
  const { entitlements } = setup
  const server = new McpServer({ name: 'search', version: '1.0.0' })
  const search = async ({ query }: { query: string }) =>
    text(`${query.length} found`, { structuredContent: { found: query.length } })
  server.registerTool(
    'search',
    { inputSchema: { query: z.string() } },
    meterTool(entitlements, search, {
      customer: ({ input }) => (input.query === 'nobody' ? 'nobody' : 'c'),
      quantity: ({ structuredContent }) => ({ searches: Number(structuredContent?.['found']) }),
      estimate: { searches: 9 },
      onDenial: ({ reason }) => `no: ${reason}`,
    }),
  )
  server.registerTool(
    'clock',
    {},
    meterTool(entitlements, () => text('noon'), { customer: 'c' }),
  )
  server.registerTool(
    'broken',
    {},
    meterTool(entitlements, () => text('no', { isError: true }), { customer: 'c' }),
  )
  const throwing = (): CallToolResult => {
    throw new Error('no engine')
  }
  server.registerTool('throwing', {}, meterTool(entitlements, throwing, { customer: 'c' }))
  const client = new Client({ name: 'test', version: '1.0.0' })
  const [here, there] = InMemoryTransport.createLinkedPair()
  await Promise.all([server.connect(there), client.connect(here)])
  open.push(client, server)
  return client
}

async function billed(): Promise<readonly (readonly [meter: string, count: number])[]> {
  await setup.entitlements.flush()
  return [...setup.stub.events.values()].map(({ meter, tokens }) => [meter, tokens] as const)
}

it('meters the tools of a server, with arguments and without', async () => {
  const client = await connect()
  const found = await client.callTool({ name: 'search', arguments: { query: 'cats' } })
  expect(found).toMatchObject(text('4 found', { structuredContent: { found: 4 } }))
  expect(await client.callTool({ name: 'clock' })).toMatchObject(text('noon'))
  expect(await billed()).toEqual([
    ['searches', 4],
    ['tool_calls', 1],
  ])
})

it('answers a denied call with an error that the model reads', async () => {
  const client = await connect()
  for (const query of ['a', 'b']) await client.callTool({ name: 'search', arguments: { query } })
  const denied = await client.callTool({ name: 'search', arguments: { query: 'c' } })
  expect(denied).toMatchObject(text('no: rate_limited', { isError: true }))
  const other = await client.callTool({ name: 'clock' })
  expect(other).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('requests_per_minute') }] })
  expect(await billed()).toEqual([
    ['searches', 1],
    ['searches', 1],
  ])
})

it('bills nothing for a call that answered with an error, or threw', async () => {
  const client = await connect()
  expect(await client.callTool({ name: 'broken' })).toMatchObject(text('no', { isError: true }))
  expect(await client.callTool({ name: 'throwing' })).toMatchObject(text('no engine', { isError: true }))
  expect([await billed(), (await setup.entitlements.counts()).open]).toEqual([[], 0])
})
