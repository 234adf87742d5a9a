/** The protocols that the counting provider speaks, by the ends of their paths. */
export type ProviderProtocol = 'chat' | 'responses' | 'embeddings' | 'images' | 'messages' | 'generate'

/**
 * The behaviours that a prompt can ask for by the words "please <behaviour>":
 *
 * | word | effect |
 * |---|---|
 * | refuse | 400 |
 * | overload | 503, always |
 * | stumble | 503 the first time, an answer after it |
 * | cut | two parts of a stream, then the connection is cut; before any answer where it is no stream |
 * | hang | two parts of a stream, then nothing; no answer where it is no stream |
 * | wait | half a second before the first byte |
 * | slow | ten milliseconds before each part |
 * | silent | no usage |
 * | cumulative | the usage so far with each part |
 * | twice | the usage in the last choice, and alone after it |
 * | undone | no [DONE] |
 * | cached | cached prompt tokens and reasoning |
 * | tools | two calls of tools, where tools are offered and none was called |
 * | json | an object of JSON as the text |
 */
const BEHAVIOURS = [
  'refuse',
  'overload',
  'stumble',
  'cut',
  'hang',
  'wait',
  'slow',
  'silent',
  'cumulative',
  'twice',
  'undone',
  'cached',
  'tools',
  'json',
] as const
export type Behaviour = (typeof BEHAVIOURS)[number]

export type Body = Readonly<Record<string, unknown>>

/** The counts of one answer, as the provider has them. */
export interface ProviderCount {
  readonly prompt: number
  readonly completion: number
  readonly cached: number
  readonly reasoning: number
}

/** An answer before it is written in a protocol. */
export interface ScriptedAnswer {
  readonly behaviours: ReadonlySet<Behaviour>
  readonly model: string
  readonly words: readonly string[]
  /** Names of the tools that are called. */
  readonly toolCalls: readonly string[]
  readonly count: ProviderCount
  /** False where the request limited the answer to fewer tokens. */
  readonly isWhole: boolean
}

/** Tokens of an answer where the request allows as many. */
const ANSWER_TOKENS = 20
/** Tokens of a prompt. No estimate comes to the same. */
const PROMPT_TOKENS = 17
const CACHED_TOKENS = 1000
const REASONING_TOKENS = 5
const EMBEDDING_TOKENS = 9
const IMAGE_TOKENS = 272

/** Ids under which the provider answers: those of the models with a date, as real ones do. */
const DATED_IDS: Readonly<Record<string, string>> = {
  'gpt-4o': 'gpt-4o-2024-08-06',
  'gpt-4o-mini': 'gpt-4o-mini-2024-07-18',
}

export function behavioursOf(text: string): ReadonlySet<Behaviour> {
  return new Set(BEHAVIOURS.filter((word) => text.includes(`please ${word}`)))
}

/** Decides the answer to a request. */
export function scriptAnswer(protocol: ProviderProtocol, body: Body, modelInPath: string | undefined): ScriptedAnswer {
  const text = JSON.stringify(body)
  const behaviours = behavioursOf(text)
  const asked = String(body['model'] ?? modelInPath ?? '')
  const model = DATED_IDS[asked] ?? asked
  const cached = behaviours.has('cached') ? CACHED_TOKENS : 0
  const prompt = PROMPT_TOKENS + cached
  if (protocol === 'embeddings')
    return {
      ...EMPTY,
      behaviours,
      model,
      words: Array.isArray(body['input']) ? body['input'].map(String) : [String(body['input'])],
      count: { prompt: EMBEDDING_TOKENS, completion: 0, cached: 0, reasoning: 0 },
    }
  if (protocol === 'images')
    return { ...EMPTY, behaviours, model, count: { prompt, completion: IMAGE_TOKENS, cached: 0, reasoning: 0 } }
  const reasoning = behaviours.has('cached') ? REASONING_TOKENS : 0
  const wanted = ANSWER_TOKENS + reasoning
  const completion = Math.min(wanted, limitOf(body))
  const toolCalls =
    behaviours.has('tools') && !/"tool(_result)?"|function_call_output|functionResponse|tool-result/.test(text)
      ? toolNames(body)
      : []
  const words = behaviours.has('json')
    ? ['{"city":', '"Oslo"}']
    : Array.from({ length: Math.max(0, completion - reasoning) }, (_, index) => `word${index} `)
  return {
    behaviours,
    model,
    words: toolCalls.length > 0 ? [] : words,
    toolCalls,
    count: { prompt, completion, cached, reasoning },
    isWhole: completion === wanted,
  }
}

const EMPTY = { words: [], toolCalls: [], isWhole: true } as const

/** The smallest limit of the request, under any name. */
function limitOf(body: Body): number {
  const config = body['generationConfig'] as Body | undefined
  const limits = [
    body['max_tokens'],
    body['max_completion_tokens'],
    body['max_output_tokens'],
    config?.['maxOutputTokens'],
  ]
  return Math.min(...limits.filter((limit) => typeof limit === 'number'), Number.MAX_SAFE_INTEGER)
}

/** The first two tools that are offered, in any protocol. */
function toolNames(body: Body): readonly string[] {
  const tools = Array.isArray(body['tools']) ? (body['tools'] as readonly Body[]) : []
  const names = tools.flatMap((tool) => {
    const declarations = tool['functionDeclarations'] as readonly Body[] | undefined
    const own = (tool['function'] as Body | undefined) ?? tool
    return (declarations ?? [own]).map((one) => one['name'])
  })
  return names.filter((name) => typeof name === 'string').slice(0, 2)
}
