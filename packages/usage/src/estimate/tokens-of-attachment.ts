import type { Attachment } from './attachment.ts'
import type { ByteSource } from './byte-source.ts'
import { pictureSize } from './picture-size.ts'
import { tokensOfPicture } from './tokens-of-picture.ts'
import { tokensOfBytes } from './tokens-of-text.ts'

/** Seconds of a sound or film of which only the address is known. */
const UNSEEN_SECONDS = 60

/** Bytes of a second: of a sound that says nothing about itself (MP3 with 128 kbit/s), and of a film (1 Mbit/s). */
const SOUND_BYTES_PER_SECOND = 16_000
const FILM_BYTES_PER_SECOND = 125_000

/**
 * Tokens of a second. OpenAI counts 10 for sound; Gemini 32, and 258 more for a film's picture. Sources: their guides
 * to sound and to tokens.
 */
const OPENAI_SOUND_TOKENS = 10
const GEMINI_SOUND_TOKENS = 32
const FILM_TOKENS = 290

/** Pages of a document of which only the address or id is known. */
const UNSEEN_PAGES = 10
/** A page of PDF that does not say how many it has, in bytes. */
const BYTES_PER_PAGE = 50_000
/** More bytes are not looked through for pages. */
const MAX_SCANNED_BYTES = 8 * 1024 * 1024

/**
 * Tokens of a page of PDF: its text and its picture. Gemini counts the picture alone. Sources: docs.anthropic.com, PDF
 * support; ai.google.dev, documents.
 */
const PAGE_TOKENS = 2_000
const GEMINI_PAGE_TOKENS = 258

/**
 * Estimates the tokens of an attachment as the provider of the model counts it. Its bytes are never taken for tokens,
 * but for those of a document that is text.
 */
export function tokensOfAttachment(attachment: Attachment, model: string): number {
  const { kind, source } = attachment
  if (kind === 'picture')
    return tokensOfPicture({ size: source && pictureSize(source), detail: attachment.detail }, model)
  if (kind === 'sound') return Math.ceil(soundSeconds(source) * soundTokens(model))
  if (kind === 'film')
    return Math.ceil((source === undefined ? UNSEEN_SECONDS : source.length / FILM_BYTES_PER_SECOND) * FILM_TOKENS)
  return documentTokens(attachment, model)
}

function soundTokens(model: string): number {
  return isGemini(model) ? GEMINI_SOUND_TOKENS : OPENAI_SOUND_TOKENS
}

/** A WAV says its bytes a second in its header. */
function soundSeconds(source: ByteSource | undefined): number {
  if (source === undefined) return UNSEEN_SECONDS
  const isWav = textAt(source, 0, 4) === 'RIFF' && textAt(source, 8, 4) === 'WAVE'
  const stated = isWav
    ? source.at(28) + source.at(29) * 2 ** 8 + source.at(30) * 2 ** 16 + source.at(31) * 2 ** 24
    : SOUND_BYTES_PER_SECOND
  return source.length / (stated > 0 ? stated : SOUND_BYTES_PER_SECOND)
}

function documentTokens({ source, mediaType }: Attachment, model: string): number {
  const perPage = isGemini(model) ? GEMINI_PAGE_TOKENS : PAGE_TOKENS
  if (source === undefined) return UNSEEN_PAGES * perPage
  const isPdf = textAt(source, 0, 5) === '%PDF-'
  if (!isPdf && isText(mediaType)) return tokensOfBytes(source.length)
  return Math.max(isPdf ? statedPages(source) : 0, Math.ceil(source.length / BYTES_PER_PAGE), 1) * perPage
}

function isText(mediaType: string | undefined): boolean {
  return mediaType === undefined || /^text\/|json|xml|csv|^(txt|md|html)$/.test(mediaType)
}

/** Counts "/Type /Page": files that compress their objects show fewer, and count by their bytes. */
function statedPages(source: ByteSource): number {
  const end = Math.min(source.length, MAX_SCANNED_BYTES)
  let pages = 0
  for (let position = 0; position < end; position += 1) {
    if (source.at(position) !== SLASH || textAt(source, position, 5) !== '/Type') continue
    const after = textAt(source, position + 5, 7).trimStart()
    if (after.startsWith('/Page') && !after.startsWith('/Pages')) pages += 1
  }
  return pages
}

const SLASH = '/'.charCodeAt(0)

function textAt(source: ByteSource, position: number, length: number): string {
  let text = ''
  for (let index = 0; index < length; index += 1) text += String.fromCharCode(Math.max(0, source.at(position + index)))
  return text
}

function isGemini(model: string): boolean {
  return /gemini/i.test(model)
}
