import { type Fields, isFields } from '../usage/fields.ts'

/** The facts that a chat model gives about itself before it is called. */
export interface ModelFacts {
  /** As it asks its provider for: "gpt-4o-2024-08-06". */
  readonly id: string | undefined
  /** LangChain's name of the provider. */
  readonly provider?: string
  /** Its own limit on an answer's tokens, where it has one. */
  readonly maxCompletionTokens?: number
}

const LIMIT_FIELDS = ['maxTokens', 'maxOutputTokens', 'numPredict']

/** Reads a chat model, or the one inside a binding. */
export function modelFacts(model: object): ModelFacts {
  const inner = 'bound' in model && typeof model.bound === 'object' && model.bound !== null ? model.bound : model
  const fields = inner as Readonly<Record<string, unknown>>
  const limit = LIMIT_FIELDS.map((field) => fields[field]).find(
    (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0,
  )
  const traced = tracedFacts(inner)
  const provider = text(traced?.['ls_provider'])
  return {
    ...(provider === undefined ? {} : { provider }),
    id: text(traced?.['ls_model_name']) ?? text(fields['model']) ?? text(fields['modelName']),
    ...(typeof limit === 'number' ? { maxCompletionTokens: limit } : {}),
  }
}

/** LangChain's own names of the model and its provider, the ones that the callbacks of its calls carry. */
function tracedFacts(model: object): Fields | undefined {
  if (!('getLsParams' in model) || typeof model.getLsParams !== 'function') return undefined
  const traced: unknown = model.getLsParams({})
  return isFields(traced) ? traced : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
