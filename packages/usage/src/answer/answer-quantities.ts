import { type Fields, isFields } from '../reading/fields.ts'

/** Counts of an answer that are not tokens. Whole, and more than zero where they are there. */
export interface AnswerQuantities {
  /** Images that were made. */
  readonly images?: number
  /** Seconds of sound that were transcribed, rounded up. */
  readonly seconds?: number
  /** Searches of the web that the provider made for it. */
  readonly searches?: number
}

/** More than a week of sound in one request is a mistake. */
const MAX_SECONDS = 7 * 86_400

/** Events that carry one image that is complete; others carry images that are still being drawn. */
const IMAGE_EVENTS: ReadonlySet<unknown> = new Set(['image_generation.completed', 'image_edit.completed'])

/** Counts the images in an answer of OpenAI's image endpoints or the AI SDK's models, or in one event of a stream. */
export function imagesIn(event: Fields): number {
  if (IMAGE_EVENTS.has(event['type'])) return 1
  const { data, images } = event
  if (Array.isArray(images)) return images.filter((one) => typeof one === 'string' || one instanceof Uint8Array).length
  if (!Array.isArray(data)) return 0
  return data.filter((one) => isFields(one) && (typeof one['b64_json'] === 'string' || typeof one['url'] === 'string'))
    .length
}

/**
 * Reads the seconds of a transcription: of its usage where that is a duration, else of the `duration` of a verbose
 * answer, which some servers write as a text.
 */
export function secondsIn(event: Fields): number | undefined {
  const usage = event['usage']
  if (isFields(usage) && usage['type'] === 'duration') return wholeSeconds(usage['seconds'])
  return typeof event['text'] === 'string' ? wholeSeconds(event['duration']) : undefined
}

function wholeSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof seconds !== 'number' || !(seconds > 0) || seconds > MAX_SECONDS) return undefined
  return Math.ceil(seconds)
}

/**
 * Counts the searches of the web in an answer or in one event of it: Anthropic states them in its usage, so far;
 * Responses lists its calls, of which those that only open a page that was found cost nothing.
 */
export function searchesIn(event: Fields): number {
  const usage = event['usage']
  const stated = isFields(usage) && isFields(usage['server_tool_use']) ? usage['server_tool_use'] : {}
  const count = stated['web_search_requests']
  if (typeof count === 'number' && Number.isSafeInteger(count) && count > 0) return count
  const { output } = event
  return Array.isArray(output) ? output.filter(isSearch).length : 0
}

function isSearch(item: unknown): boolean {
  if (!isFields(item) || item['type'] !== 'web_search_call') return false
  const action = item['action']
  return !isFields(action) || action['type'] === undefined || action['type'] === 'search'
}
