import { AgentError } from '../http/agent-error.ts'
import { modelId } from '../http/model-id.ts'

/** Most models of one request. A gateway takes a handful. */
const MAX_NAMED_MODELS = 20

/** Members in which gateways take further models for a request. */
const MEMBERS = ['models', 'fallbacks'] as const

/**
 * Lists the models that a completion names beside `model`, so that each of them is checked: `models` and `fallbacks`
 * are lists of ids, of objects with a `model`, or, for `fallbacks`, of objects that map an id to a list of ids.
 * @throws AgentError `invalid_request` when a member is written in a way whose models cannot be told.
 */
export function namedModels(body: Readonly<Record<string, unknown>>): readonly string[] {
  const models = new Set<string>()
  for (const member of MEMBERS) {
    const value = body[member]
    if (value === undefined || value === null) continue
    if (!Array.isArray(value)) throw unreadable(member)
    for (const entry of value) for (const model of modelsOf(entry, member)) models.add(model)
  }
  if (models.size > MAX_NAMED_MODELS)
    throw new AgentError(
      'invalid_request',
      `models must name at most ${MAX_NAMED_MODELS} models; it is ${models.size}.`,
      {
        details: { field: 'models' },
      },
    )
  return [...models]
}

function modelsOf(entry: unknown, member: string): readonly string[] {
  if (isModel(entry)) return [entry]
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw unreadable(member)
  const members = Object.entries(entry)
  // What else stands beside the model could set anything of the request again.
  if ('model' in entry && members.length === 1 && isModel(entry.model)) return [entry.model]
  if (members.length === 0 || 'model' in entry) throw unreadable(member)
  return members.flatMap(([, list]) => {
    if (!Array.isArray(list) || !list.every(isModel)) throw unreadable(member)
    return list
  })
}

function isModel(value: unknown): value is string {
  return modelId.safeParse(value).success
}

function unreadable(member: string): AgentError {
  return new AgentError('invalid_request', `${member} must be a list of model ids.`, { details: { field: member } })
}
