import { tokensOfImages, tokensOfText } from '@tallygate/usage'
import type { Fields } from './fields.ts'
import { RefusedRequestError } from './refused-request-error.ts'

/** Most images of one request, as OpenAI has it. */
const MAX_IMAGES = 10

/** Tokens of sound for a token of spoken text: 150 words a minute, and OpenAI's 1,250 tokens of sound a minute. */
const SPOKEN_TOKENS = 6

/** Tokens of text for a token of sound: OpenAI counts 10 a second, and people speak 4. */
const TRANSCRIPT_SHARE = 0.4

/**
 * Reads how many images a request asks for.
 * @throws RefusedRequestError for a number that is not a whole one.
 */
export function imagesAsked(body: Fields): number {
  const count = body['n'] ?? 1
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 1 && count <= MAX_IMAGES) return count
  throw new RefusedRequestError(
    'n',
    `n must be a whole number from 1 to ${MAX_IMAGES}; it is ${String(count).slice(0, 40)}.`,
  )
}

/** Estimates the tokens of the images that a request asks for; 0 for models that are billed by the image. */
export function tokensOfAskedImages(body: Fields): number {
  const { size, quality } = body
  return tokensOfImages({
    model: String(body['model']),
    count: imagesAsked(body),
    ...(typeof size === 'string' ? { size } : {}),
    ...(typeof quality === 'string' ? { quality } : {}),
  })
}

/** Estimates the tokens of sound that a text becomes. */
export function tokensOfSpeech(body: Fields): number {
  const text = typeof body['input'] === 'string' ? body['input'] : ''
  return tokensOfText(text) * SPOKEN_TOKENS
}

/** Estimates the tokens of the text that a sound becomes. */
export function tokensOfTranscript(soundTokens: number): number {
  return Math.ceil(soundTokens * TRANSCRIPT_SHARE)
}
