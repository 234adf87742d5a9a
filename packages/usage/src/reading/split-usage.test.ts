import { expect, test } from 'vitest'
import { splitUsage } from './split-usage.ts'

test('the pools of a half and what is in none of them sum to the half', () => {
  const split = splitUsage({
    promptTokens: 1000,
    completionTokens: 400,
    details: {
      cachedPromptTokens: 500,
      cacheWriteTokens: 100,
      audioPromptTokens: 60,
      imagePromptTokens: 40,
      reasoningTokens: 250,
      audioCompletionTokens: 50,
      imageCompletionTokens: 10,
    },
  })
  expect(split).toEqual({
    promptTokens: 1000,
    uncachedPromptTokens: 300,
    cachedPromptTokens: 500,
    cacheWriteTokens: 100,
    audioPromptTokens: 60,
    imagePromptTokens: 40,
    completionTokens: 400,
    textCompletionTokens: 90,
    reasoningTokens: 250,
    audioCompletionTokens: 50,
    imageCompletionTokens: 10,
  })
})

test('a usage without pools is text', () => {
  expect(splitUsage({ promptTokens: 7, completionTokens: 0 })).toMatchObject({
    uncachedPromptTokens: 7,
    cachedPromptTokens: 0,
    textCompletionTokens: 0,
  })
})
