import { count, type Fields, isFields } from './fields.ts'
import { reconcile } from './reconcile.ts'
import type { UsageReading } from './token-usage.ts'

/**
 * Reads Gemini and Vertex. Cached tokens are inside promptTokenCount; tool-use prompts and thoughts are beside their
 * halves.
 */
export function readGemini(value: Fields): UsageReading {
  if (!('promptTokenCount' in value || 'candidatesTokenCount' in value || 'responseTokenCount' in value))
    return undefined
  const prompt = count(value, 'promptTokenCount')
  // A field that is zero is left out of Gemini's JSON. The Live API calls its candidates a response.
  const candidates = count(value, 'candidatesTokenCount') ?? count(value, 'responseTokenCount')
  if (prompt === undefined && candidates === undefined) return undefined
  const thoughts = count(value, 'thoughtsTokenCount')
  const cached = count(value, 'cachedContentTokenCount')
  const completion = value['candidatesTokensDetails'] ?? value['responseTokensDetails']
  return reconcile({
    prompt: prompt ?? 0,
    completion: candidates ?? 0,
    total: count(value, 'totalTokenCount'),
    pools: [
      { half: 'prompt', tokens: cached, documented: 'inside' },
      { half: 'prompt', tokens: count(value, 'toolUsePromptTokenCount'), documented: 'beside' },
      { half: 'completion', tokens: thoughts, documented: 'beside' },
    ],
    details: {
      cachedPromptTokens: cached,
      audioPromptTokens: uncached(value, 'AUDIO'),
      imagePromptTokens: uncached(value, 'IMAGE'),
      reasoningTokens: thoughts,
      audioCompletionTokens: ofModality(completion, 'AUDIO'),
      imageCompletionTokens: ofModality(completion, 'IMAGE'),
    },
  })
}

function uncached(value: Fields, modality: string): number {
  return Math.max(
    0,
    ofModality(value['promptTokensDetails'], modality) - ofModality(value['cacheTokensDetails'], modality),
  )
}

function ofModality(details: unknown, modality: string): number {
  if (!Array.isArray(details)) return 0
  let tokens = 0
  for (const part of details)
    if (isFields(part) && part['modality'] === modality) tokens += count(part, 'tokenCount') ?? 0
  return tokens
}
