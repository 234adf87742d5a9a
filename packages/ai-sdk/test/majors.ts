import { createAnthropic } from '@ai-sdk/anthropic'
import { createAnthropic as createAnthropic6 } from '@ai-sdk/anthropic-6'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAI as createOpenAI6 } from '@ai-sdk/openai-6'
import * as ai from 'ai'
import * as ai6 from 'ai-6'

/** The part of the AI SDK that the tests use, which is the same in both majors. */
export type AiSdk = Pick<
  typeof ai,
  | 'embedMany'
  | 'generateImage'
  | 'generateObject'
  | 'generateText'
  | 'jsonSchema'
  | 'RetryError'
  | 'streamText'
  | 'tool'
  | 'wrapEmbeddingModel'
  | 'wrapImageModel'
  | 'wrapLanguageModel'
> & { readonly isStepCount: typeof ai.stepCountIs }

/** One major of the AI SDK with its providers. */
export interface Major {
  readonly ai: AiSdk
  readonly openai: (baseURL: string) => ReturnType<typeof createOpenAI>
  readonly anthropic: (baseURL: string) => ReturnType<typeof createAnthropic>
}

/** By their names. The types of both differ in what no test reads. */
export const MAJORS: Readonly<Record<string, Major>> = {
  'ai 7': {
    ai: { ...ai, isStepCount: ai.stepCountIs },
    openai: (baseURL) => createOpenAI({ baseURL, apiKey: 'none' }),
    anthropic: (baseURL) => createAnthropic({ baseURL, apiKey: 'none' }),
  },
  'ai 6': {
    ai: { ...(ai6 as unknown as AiSdk), isStepCount: ai6.stepCountIs as unknown as AiSdk['isStepCount'] },
    openai: (baseURL) => createOpenAI6({ baseURL, apiKey: 'none' }) as unknown as ReturnType<typeof createOpenAI>,
    anthropic: (baseURL) =>
      createAnthropic6({ baseURL, apiKey: 'none' }) as unknown as ReturnType<typeof createAnthropic>,
  },
}
