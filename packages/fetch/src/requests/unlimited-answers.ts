import { tokensOfText } from '@tallygate/usage'
import type { Fields } from './fields.ts'
import { RefusedRequestError } from './refused-request-error.ts'

/** Most images of one request, as OpenAI has it. */
const MAX_IMAGES = 10

/**
 * Tokens of an image by quality and shape. Source: OpenAI's guide to image generation, "cost and latency", November
 * 2026.
 */
const IMAGE_TOKENS: Readonly<Record<string, readonly [square: number, portrait: number, landscape: number]>> = {
  low: [272, 408, 400],
  medium: [1056, 1584, 1568],
  high: [4160, 6240, 6208],
}

/** Models that are billed by the image, and state no tokens. */
const BY_THE_IMAGE = /^(?:[\w.-]+\/)?dall-e/

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
export function tokensOfImages(body: Fields): number {
  const count = imagesAsked(body)
  if (BY_THE_IMAGE.test(String(body['model']))) return 0
  const [square, portrait, landscape] = IMAGE_TOKENS[String(body['quality'])] ?? IMAGE_TOKENS['high'] ?? [0, 0, 0]
  const [width, height] = String(body['size'] ?? '')
    .split('x')
    .map(Number)
  if (!(width && height)) return count * Math.max(square, portrait, landscape)
  return count * (width === height ? square : width < height ? portrait : landscape)
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
