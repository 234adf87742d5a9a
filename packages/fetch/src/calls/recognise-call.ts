import type { CallKind } from '../requests/call-kind.ts'

/** A call that costs, by its path. */
export interface RecognisedCall {
  readonly kind: CallKind
  /** The model, for providers that name it in the path: Gemini, and deployments of Azure. */
  readonly modelInPath: string | undefined
  /** True where the path says that the answer comes in parts. */
  readonly isStream: boolean
}

/** Ends of paths, under whatever root a provider or a gateway has. */
const KINDS: readonly (readonly [end: string, kind: CallKind])[] = [
  ['/chat/completions', 'chat'],
  ['/completions', 'completions'],
  ['/responses', 'responses'],
  ['/embeddings', 'embeddings'],
  ['/images/generations', 'images'],
  ['/images/edits', 'images'],
  ['/images/variations', 'images'],
  ['/audio/speech', 'speech'],
  ['/audio/transcriptions', 'transcriptions'],
  ['/audio/translations', 'transcriptions'],
  ['/messages', 'messages'],
]

/** Methods of Gemini, behind the colon of its paths. */
const GEMINI: Readonly<Record<string, CallKind>> = {
  generateContent: 'generate',
  streamGenerateContent: 'generate',
  embedContent: 'embed',
  batchEmbedContents: 'embed',
}

/** Calls that cost nothing by the providers' documentation: counts of tokens, moderations. */
const FREE = /\/messages\/count_tokens$|:countTokens$|\/responses\/input_tokens$|\/moderations$/

/** Methods that read or delete what is there. They run no model. */
const READS = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE'])

/**
 * Tells a call that costs from its method and path. `free` costs nothing; `unknown` may cost: batches, fine-tuning,
 * uploads, and what a provider has added since.
 */
export function recogniseCall(method: string, { pathname }: URL): RecognisedCall | 'free' | 'unknown' {
  if (READS.has(method) || FREE.test(pathname)) return 'free'
  if (method !== 'POST') return 'unknown'
  const path = pathname.replace(/\/+$/, '')
  const gemini = /\/(?:models|tunedModels|endpoints)\/([^/:]+):([A-Za-z]+)$/.exec(path)
  if (gemini !== null) {
    const [, model = '', action = ''] = gemini
    const kind = GEMINI[action]
    return kind === undefined
      ? 'unknown'
      : { kind, modelInPath: decoded(model), isStream: action === 'streamGenerateContent' }
  }
  const kind = KINDS.find(([end]) => path.endsWith(end))?.[1]
  if (kind === undefined) return 'unknown'
  const deployment = /\/deployments\/([^/]+)\//.exec(path)?.[1]
  return { kind, modelInPath: deployment === undefined ? undefined : decoded(deployment), isStream: false }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
