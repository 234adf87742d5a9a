import { expectTypeOf } from 'vitest'
import {
  type AnswerQuantities,
  AnswerTally,
  billedModelOf,
  type CallOutcome,
  callOutcome,
  estimatePromptTokens,
  readUsage,
  type StreamEvent,
  StreamReader,
  splitUsage,
  type TokenUsage,
  type UsageQuantities,
  type UsageReading,
  usageOfAnswer,
} from './index.ts'

expectTypeOf(readUsage({})).toEqualTypeOf<UsageReading>()
expectTypeOf(new AnswerTally().usage).toEqualTypeOf<UsageReading>()
expectTypeOf(splitUsage({ promptTokens: 1, completionTokens: 2 })).toEqualTypeOf<UsageQuantities>()
expectTypeOf(estimatePromptTokens({ messages: [] }, { model: 'gpt-4o' })).toEqualTypeOf<number>()
expectTypeOf(billedModelOf({ a: 'b' })('a', 'c')).toEqualTypeOf<string>()

const reading = readUsage({})
// @ts-expect-error it may be absent or invalid
reading.usage
if (reading !== undefined && 'usage' in reading) {
  expectTypeOf(reading.usage).toEqualTypeOf<TokenUsage>()
  expectTypeOf(reading.doubt).toEqualTypeOf<string | undefined>()
  // @ts-expect-error counts cannot be changed
  reading.usage.promptTokens = 1
}

// @ts-expect-error both totals are required
splitUsage({ promptTokens: 1 })
// @ts-expect-error not an option
estimatePromptTokens({}, { tokenizer: 'o200k' })
// @ts-expect-error billed ids are texts
billedModelOf({ a: 1 })

expectTypeOf(new AnswerTally().quantities).toEqualTypeOf<AnswerQuantities>()
expectTypeOf(callOutcome(new Error('x'))).toEqualTypeOf<CallOutcome>()
expectTypeOf(new StreamReader('events').push(new Uint8Array())).toEqualTypeOf<readonly StreamEvent[]>()
// @ts-expect-error not a format
new StreamReader('xml')
const { usage } = usageOfAnswer(new AnswerTally(), {
  askedModel: 'a',
  estimatedPromptTokens: 1,
  billedModel: billedModelOf(),
})
expectTypeOf(usage.source).toEqualTypeOf<'provider' | 'estimate'>()
