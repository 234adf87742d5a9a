import type { LLMResult } from '@langchain/core/outputs'
import { readUsage, type UsageReading } from '@tallygate/usage'
import { type Fields, isFields } from './fields.ts'

/**
 * Keys under which integrations keep the provider's own usage object in response_metadata, generationInfo and
 * llmOutput.
 */
const USAGE_KEYS = [
  'tokenUsage',
  'usage',
  'token_usage',
  'usage_metadata',
  'usageMetadata',
  'amazon-bedrock-invocationMetrics',
]

/** Keys under which they keep the model that answered. */
const MODEL_KEYS = ['model_name', 'model', 'modelName', 'model_id', 'model_version', 'modelVersion']

/**
 * The usage of one run from its result. One run is one request to a provider, whatever the number of its generations:
 * the first place that has usage counts, and the generations are never added up (with `n: 2`, LangChain repeats the
 * request's total on both).
 */
export function usageOfResult(output: LLMResult): UsageReading {
  let invalid: UsageReading
  for (const candidate of candidates(output)) {
    const found = readCandidate(candidate)
    if (found === undefined) continue
    if ('usage' in found) return found
    invalid ??= found
  }
  return invalid ?? (isStatedZero(output) ? { usage: { promptTokens: 0, completionTokens: 0 } } : undefined)
}

/** A usage object, and whether LangChain made it or the provider did. */
interface Candidate {
  readonly value: Fields
  readonly made: 'by LangChain' | 'by the provider'
}

/**
 * A provider's zero is a count. LangChain's is none: some integrations fill zeros in where the provider reported
 * nothing, and no prompt has no tokens.
 */
function readCandidate({ value, made }: Candidate): UsageReading {
  const found = readUsage(value)
  if (found === undefined || !('usage' in found) || made === 'by the provider') return found
  return found.usage.promptTokens === 0 && found.usage.completionTokens === 0 ? undefined : found
}

/**
 * Returns true where OpenAI's Responses stated zeros. Its integration fills zeros in where nothing was stated too, but
 * makes an estimatedTokenUsage only from what was; that of other integrations is a guess, and never zero for a prompt.
 */
function isStatedZero(output: LLMResult): boolean {
  const copied: unknown = output.llmOutput?.['estimatedTokenUsage']
  return isFields(copied) && copied['promptTokens'] === 0 && copied['completionTokens'] === 0
}

/**
 * Tells whether the result is one of several that one request served: LangChain reports its usage with the first of
 * them.
 */
export function isReportedElsewhere(output: LLMResult): boolean {
  const usage: unknown = output.llmOutput?.['tokenUsage']
  return isFields(usage) && Object.keys(usage).length === 0
}

/** The model that answered, as the provider says it; undefined where nothing does. */
export function modelOfResult(output: LLMResult): string | undefined {
  for (const generation of output.generations.flat()) {
    const found = modelIn(metadataOf(generation)) ?? modelIn(generation?.generationInfo)
    if (found !== undefined) return found
  }
  return modelIn(output.llmOutput)
}

/** The model in response_metadata, generationInfo or llmOutput. */
export function modelIn(fields: unknown): string | undefined {
  if (!isFields(fields)) return undefined
  for (const key of MODEL_KEYS) {
    const value = fields[key]
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}

/**
 * The usage of one chunk, or of one message. Called for every chunk of every stream, most of which have none: so
 * without the generators below, which read the same places in the same order.
 */
export function usageOfMessage(message: Fields): UsageReading {
  const metadata = message['usage_metadata']
  if (isFields(metadata)) {
    const found = readCandidate({ value: metadata, made: 'by LangChain' })
    if (found !== undefined) return found
  }
  const response = message['response_metadata']
  if (!isFields(response)) return undefined
  for (const key of USAGE_KEYS) {
    const value = response[key]
    if (value === undefined || !isFields(value) || isEmpty(value)) continue
    const found = readCandidate({ value, made: madeOf(key) })
    if (found !== undefined) return found
  }
  return 'eval_count' in response ? readUsage(response) : undefined
}

function isEmpty(fields: Fields): boolean {
  for (const _key in fields) return false
  return true
}

function madeOf(key: string): Candidate['made'] {
  return key === 'tokenUsage' ? 'by LangChain' : 'by the provider'
}

function* usageIn(holder: unknown): Generator<Candidate> {
  if (!isFields(holder)) return
  const metadata = holder['usage_metadata']
  if (isFields(metadata)) yield { value: metadata, made: 'by LangChain' }
  yield* usageUnder(holder['response_metadata'])
}

function* candidates(output: LLMResult): Generator<Candidate> {
  for (const generation of output.generations.flat()) if (isFields(generation)) yield* usageIn(generation['message'])
  yield* usageUnder(output.llmOutput)
  for (const generation of output.generations.flat()) yield* usageUnder(generation?.generationInfo)
}

function* usageUnder(fields: unknown): Generator<Candidate> {
  if (!isFields(fields)) return
  for (const key of USAGE_KEYS) {
    const value = fields[key]
    if (isFields(value)) yield { value, made: madeOf(key) }
  }
  // Ollama's counts stand beside its other fields.
  if ('eval_count' in fields) yield { value: fields, made: 'by the provider' }
}

function metadataOf(generation: unknown): Fields | undefined {
  if (!isFields(generation) || !isFields(generation['message'])) return undefined
  const metadata = generation['message']['response_metadata']
  return isFields(metadata) ? metadata : undefined
}
