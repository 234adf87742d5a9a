import { exportedNames } from '@tallygate/test-kit'
import { expect, test } from 'vitest'

test('the public names of the package', () => {
  expect(exportedNames(new URL('./index.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "EntitlementDeniedError",
      "embeddingEntitlementsMiddleware",
      "entitlementsMiddleware",
      "imageEntitlementsMiddleware",
      "meterTool",
      "type CallContext",
      "type CallFacts",
      "type CallOptions",
      "type DrainOptions",
      "type EmbeddingEntitlementsMiddleware",
      "type EntitlementsMiddleware",
      "type EntitlementsMiddlewareOptions",
      "type ImageEntitlementsMiddleware",
      "type MeteredAttempt",
      "type ModelOptions",
      "type Quantities",
      "type RunnableTool",
      "type ToolCall",
      "type ToolOptions",
    ]
  `)
})
