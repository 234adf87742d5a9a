import { estimatePromptTokens } from '@tallygate/usage'
import type { CallKind } from './call-kind.ts'
import { completionTokensAsked } from './completion-limits.ts'
import type { Fields } from './fields.ts'
import { isModelId, namedModels } from './named-models.ts'
import { assertNoRefusedMember } from './refused-members.ts'
import { RefusedRequestError } from './refused-request-error.ts'
import { imagesAsked, tokensOfAskedImages, tokensOfSpeech, tokensOfTranscript } from './unlimited-answers.ts'

/** The request of a call that costs, as far as the gate needs it. */
export interface ModelRequest {
  readonly kind: CallKind
  readonly body: Fields
  /** As it is asked for. */
  readonly model: string
  /** Further models that a gateway may answer with. */
  readonly otherModels: readonly string[]
  readonly estimate: {
    readonly promptTokens: number
    readonly completionTokens?: number
    readonly quantities?: { readonly images: number }
  }
  /** True where nothing keeps the answer to fewer tokens than it asks for: images, sounds. */
  readonly isUnlimited: boolean
}

export interface ReadOptions {
  /** The model that the path names, for providers that name it there. */
  readonly modelInPath?: string | undefined
  readonly allowedMembers?: ReadonlySet<string>
}

/**
 * Reads a request: its models, what it may cost, and whether everything that it asks for is counted.
 * @throws RefusedRequestError that names the member at fault.
 */
export function readModelRequest(kind: CallKind, body: Fields, options: ReadOptions = {}): ModelRequest {
  const model = body['model'] ?? options.modelInPath
  if (!isModelId(model))
    throw new RefusedRequestError('model', 'model must be the id of a model, of 1 to 100 characters.')
  assertNoRefusedMember(kind, body, options.allowedMembers)
  assertStreamIsTold(kind, body)
  const promptTokens = estimatePromptTokens(body, { model })
  const fixed = answerTokens(kind, body, promptTokens)
  const completionTokens = fixed ?? completionTokensAsked(kind, body)
  return {
    kind,
    body,
    model,
    otherModels: namedModels(body),
    estimate: {
      promptTokens,
      ...(completionTokens === undefined ? {} : { completionTokens }),
      ...(kind === 'images' ? { quantities: { images: imagesAsked(body) } } : {}),
    },
    isUnlimited: fixed !== undefined && fixed > 0,
  }
}

/** Refuses a stream that a lenient provider may begin and that would not be asked for its usage. Forms hold texts. */
function assertStreamIsTold(kind: CallKind, { stream }: Fields): void {
  if (stream === undefined || stream === null || typeof stream === 'boolean' || kind === 'transcriptions') return
  if (kind === 'images' && (stream === 'true' || stream === 'false')) return
  throw new RefusedRequestError('stream', `stream must be true or false; it is ${JSON.stringify(stream).slice(0, 40)}.`)
}

/** The tokens of an answer that no member limits; undefined where one does. */
function answerTokens(kind: CallKind, body: Fields, promptTokens: number): number | undefined {
  if (kind === 'embeddings' || kind === 'embed') return 0
  if (kind === 'images') return tokensOfAskedImages(body)
  if (kind === 'speech') return tokensOfSpeech(body)
  return kind === 'transcriptions' ? tokensOfTranscript(promptTokens) : undefined
}
