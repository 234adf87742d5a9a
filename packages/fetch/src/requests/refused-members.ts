import type { CallKind } from './call-kind.ts'
import { protocolOf } from './call-kind.ts'
import { type Fields, isFields, type Path, plainName } from './fields.ts'
import { LIMITS } from './limits.ts'
import { RefusedRequestError } from './refused-request-error.ts'

/**
 * Members that make a provider do more than answer with tokens of the model that was gated: calls that cost by
 * themselves, retries inside a gateway, and where a request is sent.
 */
const REFUSED: Readonly<Record<string, string>> = {
  api_base: 'it sends the request elsewhere',
  api_key: 'it uses another account',
  base_url: 'it sends the request elsewhere',
  beam_width: 'it multiplies what is computed',
  candidate_count: 'use n, which is counted',
  config: 'what it holds is not checked',
  container: 'what runs in it is not in the plan',
  enable_search: 'its searches are not in the plan',
  extra_body: 'what it holds is not checked',
  generation_config: 'what it holds is not checked',
  inference_geo: 'where it runs has a price of its own',
  max_gen_len: 'use max_tokens, which is counted',
  max_length: 'use max_tokens, which is counted',
  max_tokens_to_sample: 'use max_tokens, which is counted',
  mcp_servers: 'what its servers do is not in the plan',
  num_generations: 'use n, which is counted',
  num_retries: 'its retries are not counted',
  num_return_sequences: 'use n, which is counted',
  override_params: 'what it holds is not checked',
  parameters: 'what it holds is not checked',
  plugins: 'what they do is not in the plan',
  search_parameters: 'its searches are not in the plan',
  speed: 'faster answers are not in the plan',
  strategy: 'it may choose a model that is not checked',
  targets: 'they may choose a model that is not checked',
  use_beam_search: 'it multiplies what is computed',
  web_search: 'its searches are not in the plan',
  web_search_options: 'its searches are not in the plan',
}

/** Members that one kind of call has, and others have another meaning for. */
const OF_KIND: Partial<Readonly<Record<CallKind, readonly string[]>>> = {
  generate: ['generation_config'],
  speech: ['speed'],
}

/** Names that speak of another model or another way to one, in whatever gateway's dialect. */
const ROUTING = /model|fallback|^rout(e|er|es|ing)$|provider|preset|deployment|^engine$/

/** Members that choose models and are read: each model that they name is checked. */
const READ_ROUTING = new Set(['model', 'models', 'fallbacks'])

/**
 * Members that limit or multiply what is spent; written in another way they would pass unread, and a lenient server
 * would still take them.
 */
const READ_BY_NAME = [
  'thinking_budget',
  'options',
  'reasoning',
  'thinking',
  'prediction',
  'service_tier',
  'background',
  'stream',
  'stream_options',
  'tools',
  'messages',
  'functions',
  ...READ_ROUTING,
]

/** Members inside of others that are read by their name. */
const READ_INSIDE: readonly Path[] = [['stream_options', 'include_usage']]

/** Tiers that cost no more than the plain one. */
const SERVICE_TIERS = new Set<unknown>([
  'auto',
  'default',
  'standard',
  'standard_only',
  'flex',
  'SERVICE_TIER_UNSPECIFIED',
  null,
  undefined,
])

/** Kinds of tools that the caller runs. Any other is run by the provider, at a cost of its own. */
const CALLERS_TOOLS: Readonly<Partial<Record<CallKind, RegExp>>> = {
  chat: /^(function|custom)$/,
  responses: /^(function|custom|local_shell|apply_patch|computer|computer_use_preview)$/,
  // Anthropic's own tools that the caller runs have a date in their type; a tool without a type is the caller's.
  messages: /^(custom|(bash|text_editor|computer|memory)_\d+)$/,
}

/** Members of a tool of a chat that the caller runs. Some servers take any other for a tool of their own. */
const TOOL_MEMBERS = new Set(['type', 'function', 'custom', 'strict', 'cache_control'])

/** Members of Gemini's tools that hold functions of the caller. */
const GEMINI_TOOL_MEMBERS = new Set(['functionDeclarations', 'function_declarations'])

/**
 * Refuses the members of a request that would make the provider spend beyond what is counted, or choose a model that
 * is not checked.
 * @param allowed members that the application takes the cost of, by the names that refusals give: `web_search_options`,
 * `tools.web_search`.
 * @throws RefusedRequestError that names the first of them.
 */
export function assertNoRefusedMember(kind: CallKind, body: Fields, allowed: ReadonlySet<string> = NOTHING): void {
  const ownOfKind = OF_KIND[kind] ?? []
  const known = readNames(kind)
  for (const [name, value] of Object.entries(body)) {
    if (value === null || allowed.has(name)) continue
    const reason = ownOfKind.includes(name) ? undefined : REFUSED[name]
    if (reason !== undefined) throw refused(name, 'be absent', reason)
    const spellings = known.get(plainName(name))
    if (spellings !== undefined && !spellings.includes(name))
      throw refused(name, `be written ${spellings[0]}`, 'a provider may take it for that')
    if (ROUTING.test(plainName(name)) && !READ_ROUTING.has(name))
      throw refused(name, 'be absent', 'it may choose a model that is not checked')
  }
  for (const path of pathsInside(kind)) assertWritten(kind, body, path)
  const tier = body['service_tier'] ?? body['serviceTier']
  if (!SERVICE_TIERS.has(tier) && !allowed.has('service_tier'))
    throw refused('service_tier', 'be auto, default, standard or flex', 'other tiers are not in the plan')
  if (body['background'] === true && !allowed.has('background'))
    throw refused('background', 'be false', 'what an answer used is not known before it is fetched')
  assertOwnTools(kind, body['tools'], allowed)
}

const NOTHING: ReadonlySet<string> = new Set()

const namesOfKind = new Map<CallKind, ReadonlyMap<string, readonly string[]>>()

/** The members that are read, and how they may be written, by the plain form of their names. */
function readNames(kind: CallKind): ReadonlyMap<string, readonly string[]> {
  const cached = namesOfKind.get(kind)
  if (cached !== undefined) return cached
  const { caps, shares, least, choices } = LIMITS[kind]
  const limits = [...caps, ...shares, ...least, ...choices].map(([member]) => member)
  const names = new Map<string, readonly string[]>()
  const refusedNames = Object.keys(REFUSED).filter((name) => OF_KIND[kind]?.includes(name) !== true)
  const gemini = protocolOf(kind) === 'gemini' ? ['generationConfig', 'serviceTier'] : []
  for (const name of [...gemini, ...limits, ...READ_BY_NAME, ...refusedNames]) {
    const spellings = names.get(plainName(name)) ?? []
    if (!spellings.includes(name)) names.set(plainName(name), [...spellings, name])
  }
  namesOfKind.set(kind, names)
  return names
}

/** The paths of more than one member that are read. */
function pathsInside(kind: CallKind): readonly Path[] {
  const { caps, shares, least, choices } = LIMITS[kind]
  return [...READ_INSIDE, ...caps, ...shares, ...least, ...choices].filter((path) => path.length > 1)
}

/** Refuses another spelling of a member that is read inside of others. */
function assertWritten(kind: CallKind, body: Fields, path: Path): void {
  let current: unknown = body
  for (const [index, member] of path.entries()) {
    if (!isFields(current)) return
    if (index > 0) assertSpelled(kind, current, path.slice(0, index), member)
    current = current[member]
  }
}

function assertSpelled(kind: CallKind, fields: Fields, before: readonly string[], member: string): void {
  const spellings = pathsInside(kind)
    .filter((path) => before.every((name, index) => path[index] === name))
    .map((path) => path[before.length])
  for (const name of Object.keys(fields)) {
    if (spellings.includes(name) || plainName(name) !== plainName(member)) continue
    const place = before.join('.')
    throw refused(`${place}.${name}`, `be written ${place}.${member}`, 'a provider may take it for that')
  }
}

function assertOwnTools(kind: CallKind, tools: unknown, allowed: ReadonlySet<string>): void {
  if (tools === undefined || tools === null) return
  if (!Array.isArray(tools)) throw refused('tools', 'be a list', PROVIDER_RUNS)
  tools.forEach((tool: unknown, index) => {
    if (kind === 'generate') assertGeminiTool(tool, index, allowed)
    else assertOwnTool(kind, tool, index, allowed)
  })
}

const PROVIDER_RUNS = 'what the provider runs itself is not in the plan'

function assertOwnTool(kind: CallKind, tool: unknown, index: number, allowed: ReadonlySet<string>): void {
  const type = isFields(tool) ? tool['type'] : undefined
  const own = CALLERS_TOOLS[kind]
  if (own === undefined || (typeof type === 'string' && allowed.has(`tools.${type}`))) return
  const isCallers = typeof type === 'string' ? own.test(type) : kind === 'messages' && type === undefined
  if (!isCallers)
    throw refused(`tools.${index}.type`, 'be a tool that the caller runs, such as function', PROVIDER_RUNS)
  const other = kind === 'chat' ? Object.keys(tool as object).find((name) => !TOOL_MEMBERS.has(name)) : undefined
  if (other !== undefined) throw refused(`tools.${index}.${other}`, 'be absent', PROVIDER_RUNS)
}

function assertGeminiTool(tool: unknown, index: number, allowed: ReadonlySet<string>): void {
  if (!isFields(tool)) throw refused(`tools.${index}`, 'be an object', PROVIDER_RUNS)
  for (const [name, value] of Object.entries(tool))
    if (value !== null && value !== undefined && !GEMINI_TOOL_MEMBERS.has(name) && !allowed.has(`tools.${name}`))
      throw refused(`tools.${index}.${name}`, 'be absent', PROVIDER_RUNS)
}

function refused(field: string, rule: string, reason: string): RefusedRequestError {
  const shown = field.slice(0, 100)
  return new RefusedRequestError(shown, `${shown} must ${rule}: ${reason}.`)
}
