import type { BaseMessage } from '@langchain/core/messages'
import type { Scope } from '@tallygate/entitlements'
import type { EstimatePromptTokens, Prompt } from '../usage/estimate-prompt-tokens.ts'
import { isFields } from '../usage/fields.ts'

/** Keys of a run's metadata that name the customer and the request, where the handler's options do not. */
export const CUSTOMER_KEY = 'tallygate_customer'
export const REQUEST_ID_KEY = 'tallygate_request_id'
/** Key of a run's metadata with the properties of its usage events: texts by the references of meter properties. */
export const PROPERTIES_KEY = 'tallygate_properties'
/** Key of a run's metadata with the levels below the customer that it belongs to: a team, a user, a run. */
export const SCOPES_KEY = 'tallygate_scopes'
/** Set by the middleware: the reservation that the run takes over. */
export const RESERVATION_KEY = 'tallygate_reservation'

/**
 * Names of the limit on completion tokens in the parameters of the integrations: OpenAI (old, new, Responses), Google,
 * Ollama.
 */
const LIMIT_KEYS = [
  'max_completion_tokens',
  'max_tokens',
  'max_output_tokens',
  'maxOutputTokens',
  'maxTokens',
  'num_predict',
]

/** Each choice may be as long as the limit; OpenAI generates best_of choices and answers n of them. */
const CHOICE_KEYS = ['n', 'best_of', 'candidateCount']

/**
 * The facts of one model call before it is made, out of what LangChain hands to handleChatModelStart and
 * handleLLMStart.
 */
export interface RunRequest {
  /** As asked for: "gpt-4o-2024-08-06". */
  readonly model: string | undefined
  /** LangChain's name of the provider. */
  readonly provider?: string
  readonly promptTokens: number
  /** The most that is asked for, over all choices; undefined where the call sets no limit. */
  readonly completionTokens?: number
  readonly customer: string | undefined
  readonly requestId: string | undefined
  /** As the run names them; the reservation refuses what cannot be a property. */
  readonly properties?: Readonly<Record<string, string>>
  readonly scopes?: readonly Scope[]
  readonly signal?: AbortSignal
}

export interface RunStart {
  readonly prompt: readonly BaseMessage[] | string
  readonly extraParams: Readonly<Record<string, unknown>> | undefined
  readonly metadata: Readonly<Record<string, unknown>> | undefined
}

/** The reservation that a run takes over, where the middleware made one. */
export function reservationOf({ metadata }: RunStart): string | undefined {
  return textAt(metadata, RESERVATION_KEY)
}

/** The customer that the run names. */
export function customerOf({ metadata }: RunStart): string | undefined {
  return textAt(metadata, CUSTOMER_KEY)
}

/** The properties that the run names. */
function propertiesOf({ metadata }: RunStart): Pick<RunRequest, 'properties'> {
  const properties = metadata?.[PROPERTIES_KEY]
  // What is no text is refused by name when the run is admitted.
  return properties === undefined ? {} : { properties: properties as Readonly<Record<string, string>> }
}

/** The scopes that the run names. */
function scopesOf({ metadata }: RunStart): Pick<RunRequest, 'scopes'> {
  const scopes = metadata?.[SCOPES_KEY]
  // What is no list of scopes is refused by name when the run is admitted.
  return scopes === undefined ? {} : { scopes: scopes as readonly Scope[] }
}

export function readRunRequest(start: RunStart, estimate: EstimatePromptTokens): RunRequest {
  const parameters = isFields(start.extraParams?.['invocation_params']) ? start.extraParams['invocation_params'] : {}
  const options = isFields(start.extraParams?.['options']) ? start.extraParams['options'] : {}
  const tools = parameters['tools'] ?? options['tools']
  const prompt: Prompt = typeof start.prompt === 'string' ? { text: start.prompt } : { messages: start.prompt }
  const completionTokens = completionLimit(parameters)
  const provider = textAt(start.metadata, 'ls_provider')
  const model =
    textAt(start.metadata, 'ls_model_name') ?? textAt(parameters, 'model') ?? textAt(parameters, 'model_name')
  return {
    model,
    ...(provider === undefined ? {} : { provider }),
    promptTokens: estimate({
      ...prompt,
      ...(tools === undefined ? {} : { tools }),
      ...(model === undefined ? {} : { model }),
    }),
    ...(completionTokens === undefined ? {} : { completionTokens }),
    customer: customerOf(start),
    requestId: textAt(start.metadata, REQUEST_ID_KEY),
    ...propertiesOf(start),
    ...scopesOf(start),
    ...(options['signal'] instanceof AbortSignal ? { signal: options['signal'] } : {}),
  }
}

function completionLimit(parameters: Readonly<Record<string, unknown>>): number | undefined {
  const nested = parameters['generationConfig']
  const found = positiveAt(parameters, LIMIT_KEYS) ?? (isFields(nested) ? positiveAt(nested, LIMIT_KEYS) : undefined)
  if (found === undefined) return undefined
  const choices = CHOICE_KEYS.map((key) => positiveAt(parameters, [key]) ?? 1)
  return found * Math.max(...choices)
}

function positiveAt(fields: Readonly<Record<string, unknown>>, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = fields[key]
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
  }
  return undefined
}

function textAt(fields: Readonly<Record<string, unknown>> | undefined, key: string): string | undefined {
  const value = fields?.[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}
