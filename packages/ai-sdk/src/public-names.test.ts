import { exportedNames } from '@tallygate/test-kit'
import { expect, test } from 'vitest'

test('the public names of the package', () => {
  expect(exportedNames(new URL('./index.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "EntitlementDeniedError",
      "embeddingEntitlementsMiddleware",
      "entitlementsMiddleware",
      "imageEntitlementsMiddleware",
      "type CallContext",
      "type CallFacts",
      "type DrainOptions",
      "type EmbeddingEntitlementsMiddleware",
      "type EntitlementsMiddleware",
      "type EntitlementsMiddlewareOptions",
      "type ImageEntitlementsMiddleware",
      "type MeteredAttempt",
      "type ModelOptions",
    ]
  `)
})
