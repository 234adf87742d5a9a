import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { exportedNames } from '@tallygate/test-kit'
import { rolldown } from 'rolldown'
import { beforeAll, describe, expect, test } from 'vitest'
import { typeCheckCosts } from '../bench/type-check.ts'
import * as client from '../src/index.ts'
import { type MisbehavingServer, startMisbehavingServer, works } from './misbehaving-server.ts'

test('the public names are these, values and types', () => {
  const names = exportedNames(new URL('../src/index.ts', import.meta.url))
  expect(Object.keys(client).sort()).toEqual(names.filter((name) => !name.startsWith('type ')))
  expect(names).toMatchInlineSnapshot(`
    [
      "BillingApiError",
      "BillingConfigurationError",
      "BillingConnectionError",
      "LIVE_BASE_URL",
      "LOCAL_BASE_URL",
      "PaginationLimitError",
      "TEST_BASE_URL",
      "WebhookVerificationError",
      "createBillingClient",
      "dateRange",
      "isWebhookEventOf",
      "paginate",
      "type BillingApiErrorCode",
      "type BillingClient",
      "type BillingClientOptions",
      "type BillingConnectionErrorCode",
      "type BillingFetch",
      "type BillingFetchInit",
      "type CallResult",
      "type PaginateOptions",
      "type RetryReport",
      "type Schema",
      "type VerifyWebhookOptions",
      "type WebhookEvent",
      "type WebhookEventOf",
      "type WebhookResources",
      "type WebhookVerificationErrorCode",
      "type components",
      "type operations",
      "type paths",
      "unwrap",
      "verifyWebhook",
    ]
  `)
})

// A count, not a time: it is the same on every machine. It was a fifth at the first release; were a type here to
// distribute over every path, it would be more than a half and the number of types a multiple.
test('20 lines that use the client cost the compiler less than the same lines on bare openapi-fetch', () => {
  const { plain, typed } = typeCheckCosts(1)
  expect(typed.instantiations).toBeGreaterThan(0)
  expect(typed.instantiations).toBeLessThan(plain.instantiations / 2)
  expect(typed.types).toBeLessThan(plain.types)
})

async function bundle(format: 'esm' | 'iife'): Promise<{ readonly code: string; readonly imports: readonly string[] }> {
  const build = await rolldown({
    input: new URL('../src/index.ts', import.meta.url).pathname,
    // Neither Node's nor a browser's modules are known: an import of one would be left standing and be seen below.
    platform: 'neutral',
    resolve: { conditionNames: ['import', 'default'] },
  })
  const { output } = await build.generate({ format, minify: true, name: 'tallygate' })
  await build.close()
  return { code: output[0].code, imports: [...output[0].imports, ...output[0].dynamicImports] }
}

describe('the bundle of everything that is exported', () => {
  let esm: Awaited<ReturnType<typeof bundle>>
  beforeAll(async () => {
    esm = await bundle('esm')
  })

  // A page that makes two calls can carry this for them without a second thought. Raise it with a reason only.
  test('is below 8 kB, minified and compressed', () => {
    const bytes = gzipSync(esm.code, { level: 9 }).byteLength
    expect(bytes).toBeLessThan(8_000)
    // A bundle that lost its content would be small too.
    expect(bytes).toBeGreaterThan(4_000)
  })

  test('imports nothing', () => {
    expect(esm.imports).toEqual([])
    expect(esm.code).not.toMatch(/\bnode:|\brequire\(/)
  })

  test('does not carry the contract, which is types only', () => {
    expect(esm.code).not.toContain('/v1/meters')
  })
})

test('the client works in a runtime that has the web platform and nothing of Node', async () => {
  const { code } = await bundle('iife')
  const { fetch, URL, Headers, Response, Blob, FormData, AbortController, DOMException, TextDecoder, TextEncoder } =
    globalThis
  const web = { fetch, URL, Headers, Response, Blob, FormData, AbortController, DOMException, TextDecoder, TextEncoder }
  const { setTimeout, clearTimeout, performance, crypto } = globalThis
  const context = createContext({ ...web, setTimeout, clearTimeout, performance, crypto })
  const server: MisbehavingServer = await startMisbehavingServer(({ request }) => request.socket.destroy(), works)
  try {
    const source = `${code};
      const client = tallygate.createBillingClient({ apiKey: 'key', baseUrl: '${server.url}', retryDelayMs: 1 })
      tallygate.unwrap(client.POST('/v1/meters', { body: { reference: 'tokens' } }))`
    expect(await runInContext(source, context)).toMatchObject({ id: 'metr_1' })
    expect(server.arrivals.map(({ headers }) => headers['x-api-key'])).toEqual(['key', 'key'])
    expect(runInContext('typeof process + typeof Buffer + typeof require', context)).toBe('undefined'.repeat(3))
  } finally {
    await server.close()
  }
})
