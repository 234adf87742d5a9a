import { z } from 'zod'

/** Longest id of a model. */
const MAX_MODEL_CHARACTERS = 100

/** Control characters, and halves of a pair that stand alone: no store, header or log takes these. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u

/** The id of a model, as a caller writes it. */
export const modelId = z.string().min(1).max(MAX_MODEL_CHARACTERS).refine(isPrintable, 'must be printable text')

/** Tells whether a text has only characters that can be stored and shown. */
function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text)
}
