import { AgentError } from '../http/agent-error.ts'

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
  enable_search: 'its searches are not in the plan',
  extra_body: 'what it holds is not checked',
  generation_config: 'what it holds is not checked',
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
  strategy: 'it may choose a model that is not checked',
  targets: 'they may choose a model that is not checked',
  use_beam_search: 'it multiplies what is computed',
  web_search: 'its searches are not in the plan',
  web_search_options: 'its searches are not in the plan',
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
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'max_new_tokens',
  'min_tokens',
  'n_predict',
  'num_predict',
  'thinking_budget',
  'best_of',
  'n',
  'options',
  'reasoning',
  'thinking',
  'prediction',
  'service_tier',
  'stream',
  'stream_options',
  'tools',
  'messages',
  'functions',
  ...READ_ROUTING,
]

/** Members inside of these that are read by their name. */
const READ_INSIDE: Readonly<Record<string, string>> = {
  options: 'num_predict',
  reasoning: 'max_tokens',
  thinking: 'budget_tokens',
  stream_options: 'include_usage',
}

/** Tiers that cost no more than the plain one. */
const SERVICE_TIERS = new Set<unknown>(['auto', 'default', 'standard', 'flex', null, undefined])

/** Kinds of tools that the caller runs. Any other is run by the provider, at a cost of its own. */
const TOOL_TYPES = new Set<unknown>(['function', 'custom'])

/** Members of a tool that the caller runs. Some servers take any other for a tool of their own. */
const TOOL_MEMBERS = new Set(['type', 'function', 'custom', 'strict', 'cache_control'])

const READ_BY_PLAIN_NAME = new Map([...READ_BY_NAME, ...Object.keys(REFUSED)].map((name) => [plain(name), name]))

/**
 * Refuses the members of a completion that would make the provider spend beyond what is counted, or choose a model that
 * is not checked.
 * @throws AgentError `invalid_request` that names the first of them.
 */
export function assertNoRefusedMember(body: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(body)) {
    if (value === null) continue
    const reason = REFUSED[name]
    if (reason !== undefined) throw refused(name, 'be absent', reason)
    const known = READ_BY_PLAIN_NAME.get(plain(name))
    if (known !== undefined && known !== name)
      throw refused(name, `be written ${known}`, 'a provider may take it for that')
    if (ROUTING.test(plain(name)) && !READ_ROUTING.has(name))
      throw refused(name, 'be absent', 'it may choose a model that is not checked')
  }
  for (const [member, inside] of Object.entries(READ_INSIDE)) assertWritten(body[member], member, inside)
  if (!SERVICE_TIERS.has(body['service_tier']))
    throw refused('service_tier', 'be auto, default, standard or flex', 'other tiers are not in the plan')
  assertOwnTools(body['tools'])
}

function assertWritten(value: unknown, member: string, inside: string): void {
  if (typeof value !== 'object' || value === null) return
  for (const name of Object.keys(value)) {
    if (name === inside || plain(name) !== plain(inside)) continue
    throw refused(`${member}.${name}`, `be written ${member}.${inside}`, 'a provider may take it for that')
  }
}

function assertOwnTools(tools: unknown): void {
  if (tools === undefined || tools === null) return
  if (!Array.isArray(tools)) throw refused('tools', 'be a list', 'what the provider runs itself is not in the plan')
  tools.forEach((tool: unknown, index) => {
    const type = typeof tool === 'object' && tool !== null && 'type' in tool ? tool.type : undefined
    if (!TOOL_TYPES.has(type))
      throw refused(`tools.${index}.type`, 'be function or custom', 'what the provider runs itself is not in the plan')
    const other = Object.keys(tool as object).find((name) => !TOOL_MEMBERS.has(name))
    if (other !== undefined)
      throw refused(`tools.${index}.${other}`, 'be absent', 'what the provider runs itself is not in the plan')
  })
}

/** A name as the most lenient of servers reads it: Go's JSON takes any case, and others camel case. */
function plain(name: string): string {
  return name
    .toUpperCase()
    .toLowerCase()
    .replaceAll(/[_\-\s]/g, '')
}

function refused(field: string, rule: string, reason: string): AgentError {
  const shown = field.slice(0, 100)
  return new AgentError('invalid_request', `${shown} must ${rule}: ${reason}.`, { details: { field: shown } })
}
