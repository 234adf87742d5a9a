import { z } from 'zod'
import { AgentError } from '../http/agent-error.ts'
import { invalidRequest } from '../http/chat-request.ts'
import { modelId } from '../http/model-id.ts'
import type { PassedRoute } from './passed-routes.ts'

type Fields = Readonly<Record<string, unknown>>

const messages = z.array(z.looseObject({})).min(1)
const text = z.string().min(1)
const list = z.array(z.unknown()).min(1)

/** The members without which no call is made. Everything else is checked where it is metered, or by the provider. */
const SHAPES = {
  chat: z.looseObject({ model: modelId, messages }),
  messages: z.looseObject({ model: modelId, messages, max_tokens: z.int().min(1) }),
  responses: z.looseObject({ model: modelId, input: z.union([text, list]) }),
  embeddings: z.looseObject({ model: modelId, input: z.union([text, list]) }),
  images: z.looseObject({ model: modelId, prompt: text }),
  speech: z.looseObject({ model: modelId, input: text }),
  transcriptions: z.looseObject({ model: modelId, file: z.instanceof(Blob) }),
} as const

/** Forms of a transcription that state what it used. */
const COUNTED_TRANSCRIPTIONS = new Set<unknown>(['json', 'verbose_json', 'diarized_json', undefined])

/** Models that state seconds or images, and no tokens. */
const BY_SECONDS = /whisper/
const BY_IMAGES = /dall-e/

export interface ShapeOptions {
  /** Quantities beside tokens that are billed. */
  readonly quantities: ReadonlySet<string>
  /** True where a call that states no usage is billed by its estimate. */
  readonly billsEstimates: boolean
}

/**
 * Checks that a request is one of its route, and that its answer will state a usage that is billed.
 * @throws AgentError `invalid_request` that names the field.
 */
export function assertShape({ kind }: PassedRoute, fields: Fields, options: ShapeOptions): void {
  if (!isShaped(kind)) return
  const result = SHAPES[kind].safeParse(fields)
  if (!result.success) throw invalidRequest(result.error)
  const model = String(fields['model'])
  if (kind === 'images' && BY_IMAGES.test(model)) assertQuantity('images', model, options)
  if (kind === 'transcriptions' && BY_SECONDS.test(model)) assertQuantity('seconds', model, options)
  if (options.billsEstimates) return
  if (kind === 'speech' && fields['stream_format'] !== 'sse')
    throw refused('stream_format', 'be sse: no other form of speech states what it used')
  if (kind === 'transcriptions' && !COUNTED_TRANSCRIPTIONS.has(fields['response_format']))
    throw refused('response_format', 'be json, verbose_json or diarized_json: no other states what it used')
}

function isShaped(kind: PassedRoute['kind']): kind is keyof typeof SHAPES {
  return kind in SHAPES
}

function assertQuantity(quantity: string, model: string, { quantities }: ShapeOptions): void {
  if (quantities.has(quantity)) return
  throw refused('model', `be billed by tokens: ${model} states ${quantity}, and QUANTITIES maps no meter for these`)
}

function refused(field: string, rule: string): AgentError {
  return new AgentError('invalid_request', `${field} must ${rule}.`, { details: { field } })
}
