import { estimatePromptTokens } from '@tallygate/usage'
import { type Fields, isFields } from './fields.ts'

/** Members of a call of a language model that reach its prompt, in the AI SDK's format. */
export interface PromptOfCall {
  readonly prompt: unknown
  readonly tools?: unknown
  readonly responseFormat?: unknown
}

/** Estimates the prompt tokens of a call of a language model: texts, calls and results of tools, files, schemas. */
export function promptTokensOf({ prompt, tools, responseFormat }: PromptOfCall, model: string): number {
  const schema = isFields(responseFormat) ? responseFormat['schema'] : undefined
  const request = {
    messages: Array.isArray(prompt) ? prompt.map(messageOf) : [],
    ...(Array.isArray(tools) && tools.length > 0 ? { tools: tools.map(withoutOptions) } : {}),
    ...(schema === undefined ? {} : { response_format: schema }),
  }
  return estimatePromptTokens(request, { model })
}

function messageOf(message: unknown): unknown {
  if (!isFields(message)) return message
  const { content } = message
  return { content: Array.isArray(content) ? content.map(partOf) : content }
}

/** A part as the estimate reads it: what the provider is told beside the prompt, such as signatures, is left out. */
function partOf(part: unknown): unknown {
  if (!isFields(part)) return part
  if (part['type'] === 'file' || part['type'] === 'reasoning-file') return fileOf(part)
  if (part['type'] === 'tool-call') return { name: part['toolName'], input: part['input'] }
  if (part['type'] === 'tool-result') return { name: part['toolName'], ...outputOf(part['output']) }
  return { text: part['text'] }
}

/** A file whose bytes or address stand in it, or in an object of the newer specification that says which of them. */
function fileOf(part: Fields): unknown {
  const { data: held, mediaType } = part
  const inner = isFields(held) && !(held instanceof Uint8Array) && !(held instanceof URL) ? held : undefined
  if (inner?.['type'] === 'text') return { text: inner['text'] }
  const data = inner === undefined ? held : (inner['data'] ?? inner['url'])
  return { type: 'file', mediaType, ...(data instanceof Uint8Array ? { data } : textOf(data)) }
}

function textOf(data: unknown): object {
  return typeof data === 'string' || data instanceof URL ? { data: String(data) } : {}
}

function outputOf(output: unknown): object {
  if (!isFields(output)) return {}
  const { type, value } = output
  if (type === 'content') return { content: Array.isArray(value) ? value.map(partOf) : [] }
  if (typeof value === 'string') return { text: value }
  return value === undefined ? { text: output['reason'] } : { json: value }
}

function withoutOptions(tool: unknown): unknown {
  if (!isFields(tool)) return tool
  const { providerOptions: _told, ...defined } = tool
  return defined
}
