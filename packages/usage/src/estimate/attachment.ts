import { type Fields, isFields } from '../reading/fields.ts'
import { type ByteSource, base64Source, bytesSource } from './byte-source.ts'

/** A picture, a sound, a film or a document in a prompt: what is known of it without fetching it. */
export interface Attachment {
  readonly kind: 'picture' | 'sound' | 'film' | 'document'
  /** Its bytes; undefined where only an address or an id is known. */
  readonly source: ByteSource | undefined
  /** "image/png", "audio/wav", "application/pdf", where it is stated. */
  readonly mediaType: string | undefined
  /** OpenAI's `detail` of a picture. */
  readonly detail: string | undefined
}

/**
 * Reads a part of a message as an attachment: OpenAI's image_url, input_image, input_audio, file and input_file;
 * Anthropic's image and document with a source; Gemini's inlineData and fileData; Bedrock's image, document and video;
 * LangChain's standard blocks. Undefined for any other part, and for Anthropic's documents of text, which are read as
 * what they hold.
 */
export function readAttachment(part: Fields): Attachment | undefined {
  return readGeminiPart(part) ?? readBedrockPart(part) ?? readTypedPart(part)
}

const KINDS: Readonly<Record<string, Attachment['kind']>> = {
  image: 'picture',
  image_url: 'picture',
  input_image: 'picture',
  audio: 'sound',
  input_audio: 'sound',
  video: 'film',
  video_url: 'film',
  input_video: 'film',
  file: 'document',
  input_file: 'document',
  document: 'document',
}

function readTypedPart(part: Fields): Attachment | undefined {
  const holder = holderOf(part)
  const source = isFields(holder['source']) ? holder['source'] : undefined
  // Anthropic's document of text or of further parts is read as what it holds.
  if (source !== undefined && (source['type'] === 'text' || source['type'] === 'content')) return undefined
  if (typeof holder['text'] === 'string') return undefined
  const mediaType = mediaTypeOf(holder) ?? mediaTypeOf(source)
  const stated = dataOf(holder) ?? dataOf(source)
  const kind = KINDS[String(part['type'])]
  // A part of a type that is not known is an attachment where it has data of a stated media type.
  if (kind === undefined && (stated === undefined || mediaType?.includes('/') !== true)) return undefined
  return attachment(kindOf(mediaType, kind ?? 'document'), stated, mediaType, detailOf(part) ?? detailOf(holder))
}

/** The object that holds the data: `image_url`, `input_audio`, `file` of OpenAI; else the part itself. */
function holderOf(part: Fields): Fields {
  for (const key of ['image_url', 'input_audio', 'video_url', 'file']) {
    const held = part[key]
    if (isFields(held)) return held
    if (typeof held === 'string') return { url: held, detail: part['detail'] }
  }
  return part
}

function readGeminiPart(part: Fields): Attachment | undefined {
  const data = part['inlineData'] ?? part['inline_data']
  const held = data ?? part['fileData'] ?? part['file_data']
  if (!isFields(held)) return undefined
  const mediaType = mediaTypeOf(held)
  return attachment(kindOf(mediaType, 'document'), isFields(data) ? held['data'] : undefined, mediaType, undefined)
}

const BEDROCK_KINDS = { image: 'picture', document: 'document', video: 'film' } as const

function readBedrockPart(part: Fields): Attachment | undefined {
  for (const [key, kind] of Object.entries(BEDROCK_KINDS)) {
    const held = part[key]
    if (!isFields(held) || !isFields(held['source'])) continue
    const format = typeof held['format'] === 'string' ? held['format'] : undefined
    return attachment(kind, held['source']['bytes'], format, undefined)
  }
  return undefined
}

function attachment(
  kind: Attachment['kind'],
  data: unknown,
  mediaType: string | undefined,
  detail: string | undefined,
): Attachment {
  if (data instanceof Uint8Array) return { kind, source: bytesSource(data), mediaType, detail }
  if (typeof data !== 'string') return { kind, source: undefined, mediaType, detail }
  const url = /^data:([^;,]*)[^,]{0,200},/i.exec(data.slice(0, 400))
  if (url !== null) {
    const own = url[1] === '' ? undefined : url[1]
    return {
      kind: kindOf(own, kind),
      source: base64Source(data.slice(url[0].length)),
      mediaType: own ?? mediaType,
      detail,
    }
  }
  const isAddress = /^[a-z][a-z0-9+.-]*:/i.test(data.slice(0, 40))
  return { kind, source: isAddress ? undefined : base64Source(data), mediaType, detail }
}

const DATA_KEYS = ['data', 'file_data', 'fileData', 'url', 'image_url', 'bytes']

function dataOf(fields: Fields | undefined): unknown {
  if (fields === undefined) return undefined
  for (const key of DATA_KEYS) {
    const value = fields[key]
    if (typeof value === 'string' || value instanceof Uint8Array) return value
  }
  return undefined
}

const MEDIA_TYPE_KEYS = ['media_type', 'mediaType', 'mime_type', 'mimeType', 'format']

function mediaTypeOf(fields: Fields | undefined): string | undefined {
  if (fields === undefined) return undefined
  for (const key of MEDIA_TYPE_KEYS) {
    const value = fields[key]
    if (typeof value === 'string') return value
  }
  return undefined
}

function kindOf(mediaType: string | undefined, otherwise: Attachment['kind']): Attachment['kind'] {
  if (mediaType?.startsWith('image/')) return 'picture'
  if (mediaType?.startsWith('audio/')) return 'sound'
  if (mediaType?.startsWith('video/')) return 'film'
  return mediaType?.includes('/') ? 'document' : otherwise
}

function detailOf(fields: Fields): string | undefined {
  return typeof fields['detail'] === 'string' ? fields['detail'] : undefined
}
