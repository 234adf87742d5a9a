import { exportedNames } from '@tallygate/test-kit'
import { expect, test } from 'vitest'

test('the public names of the package', () => {
  expect(exportedNames(new URL('./index.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "AnswerTally",
      "DEFAULT_MODEL_IDS",
      "EventSplitter",
      "OversizedEventError",
      "StreamReader",
      "billedModelOf",
      "callOutcome",
      "estimatePromptTokens",
      "eventData",
      "isSameModel",
      "readUsage",
      "splitUsage",
      "textBytes",
      "tokensOfBytes",
      "tokensOfContent",
      "tokensOfImages",
      "tokensOfJson",
      "tokensOfText",
      "type AnswerQuantities",
      "type BilledModel",
      "type CallOutcome",
      "type ImagesAsked",
      "type ModelIds",
      "type SplitterOptions",
      "type StreamEvent",
      "type StreamFormat",
      "type TokenUsage",
      "type UsageOfAnswer",
      "type UsageOfAnswerOptions",
      "type UsagePools",
      "type UsageQuantities",
      "type UsageReading",
      "usageOfAnswer",
    ]
  `)
})
