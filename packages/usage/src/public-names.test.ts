import { exportedNames } from '@tallygate/test-kit'
import { expect, test } from 'vitest'

test('the public names of the package', () => {
  expect(exportedNames(new URL('./index.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "AnswerTally",
      "DEFAULT_MODEL_IDS",
      "billedModelOf",
      "estimatePromptTokens",
      "isSameModel",
      "readUsage",
      "splitUsage",
      "textBytes",
      "tokensOfBytes",
      "tokensOfContent",
      "tokensOfJson",
      "tokensOfText",
      "type BilledModel",
      "type ModelIds",
      "type TokenUsage",
      "type UsagePools",
      "type UsageQuantities",
      "type UsageReading",
    ]
  `)
})
