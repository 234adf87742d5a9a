import { exportedNames } from '@tallygate/test-kit'
import { expect, test } from 'vitest'

test('the public names of the package', () => {
  expect(exportedNames(new URL('./index.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "CUSTOMER_KEY",
      "ConflictingCustomersError",
      "EntitlementDeniedError",
      "PROPERTIES_KEY",
      "REQUEST_ID_KEY",
      "SCOPES_KEY",
      "UnidentifiedRunError",
      "UsageCallbackHandler",
      "drained",
      "estimatePromptTokens",
      "meterEmbeddings",
      "meterStream",
      "meterTool",
      "type AbandonOptions",
      "type DrainOptions",
      "type EmbeddingCall",
      "type EstimatePromptTokens",
      "type MeterEmbeddingsOptions",
      "type MeterStreamOptions",
      "type MeterToolOptions",
      "type Prompt",
      "type RecordedAttempt",
      "type ToolCall",
      "type UsageOptions",
    ]
  `)
})

test('the public names of the middleware', () => {
  expect(exportedNames(new URL('./middleware.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "entitlementsMiddleware",
      "limitCompletionTokens",
      "type EntitlementsMiddlewareOptions",
      "type LimitCompletionTokens",
    ]
  `)
})
