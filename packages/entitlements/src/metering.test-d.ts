import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import type { Entitlements } from './index.ts'
import { meterTool } from './mcp.ts'
import { CallMeter, EntitlementDeniedError } from './metering/index.ts'

declare const entitlements: Entitlements
declare const server: McpServer

// The options know the input and the result of a tool, and a server takes it as its own.
const found = (query: string) => ({ content: [{ type: 'text' as const, text: query }] })
const search = meterTool(entitlements, async ({ query }: { query: string }) => found(query), {
  customer: ({ extra }) => extra.authInfo?.clientId,
  quantity: ({ content }, { query }) => ({ searches: content.length + query.length }),
  estimate: ({ query }) => ({ searches: query.length }),
})
server.registerTool('search', { inputSchema: { query: z.string() } }, search)
server.registerTool(
  'clock',
  {},
  meterTool(entitlements, () => found('noon'), { customer: 'acme' }),
)

const meter = new CallMeter<string[], { readonly city: string }>(entitlements, {
  quantity: (cats, { city }) => ({ searches: cats.length + city.length }),
  estimate: { searches: 9 },
})
expectTypeOf(meter.run({ input: { city: 'Oslo' }, facts: { city: 'Oslo' } }, () => ['cat'])).toEqualTypeOf<
  Promise<string[]>
>()
expectTypeOf(EntitlementDeniedError.find(new Error('no'))).toEqualTypeOf<EntitlementDeniedError | undefined>()

// @ts-expect-error a tool of another server has a result of its own
meterTool(entitlements, () => 7)
// @ts-expect-error a customer is a text
meterTool(entitlements, () => found('noon'), { customer: 7 })
// @ts-expect-error counts are numbers
new CallMeter(entitlements, { estimate: { searches: '9' } })
