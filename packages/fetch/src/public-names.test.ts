import { exportedNames } from '@tallygate/test-kit'
import { expect, test } from 'vitest'

test('the public names of the package', () => {
  expect(exportedNames(new URL('./index.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "Drains",
      "findDenial",
      "meteredFetch",
      "parsedBody",
      "type AskedCall",
      "type CallContext",
      "type CallFacts",
      "type DrainOptions",
      "type Fetch",
      "type MeteredAttempt",
      "type MeteredFetch",
      "type MeteredFetchOptions",
      "type Refusal",
    ]
  `)
  expect(exportedNames(new URL('./context.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "type CallContext",
      "withCustomer",
    ]
  `)
  expect(exportedNames(new URL('./requests.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "RefusedRequestError",
      "assertNoRefusedMember",
      "canBeLimitedTo",
      "choices",
      "completionTokensAsked",
      "isolatedRequest",
      "limitCompletion",
      "namedModels",
      "readModelRequest",
      "type CallKind",
      "type Isolation",
      "type ModelRequest",
      "type Protocol",
      "type ProviderDialect",
      "type ReadOptions",
    ]
  `)
})
