import { textBytes } from '../estimate/tokens-of-text.ts'
import { type Fields, isFields } from '../reading/fields.ts'

/**
 * Returns the UTF-8 bytes that an event or a whole answer adds to what was produced: texts, thoughts, refusals, calls
 * of tools.
 */
export function producedBytes(event: Fields): number {
  const { type, delta, choices, candidates } = event
  if (Array.isArray(choices))
    return sumOf(choices, (choice) => partBytes(choice['delta'] ?? choice['message'] ?? choice))
  if (Array.isArray(candidates)) return sumOf(candidates, (candidate) => partBytes(candidate['content']))
  // Responses, and OpenAI's transcriptions. A delta of sound is base64, and no text.
  if (typeof delta === 'string')
    return typeof type === 'string' && type.includes('audio') && !type.includes('transcript') ? 0 : textBytes(delta)
  // Anthropic.
  if (isFields(delta)) return partBytes(delta)
  if (isFields(event['content_block'])) return partBytes(event['content_block'])
  // Bedrock.
  if (isFields(event['contentBlockDelta'])) return partBytes(event['contentBlockDelta']['delta'])
  const output = event['output']
  if (isFields(output)) return partBytes(output['message'])
  if (Array.isArray(output)) return sumOf(output, partBytes)
  // A whole message of Anthropic's; Ollama's.
  if (Array.isArray(event['content'])) return partBytes(event)
  if (type === undefined && isFields(event['message'])) return partBytes(event['message'])
  return 0
}

/** Members of a part that hold what was produced, as text. */
const TEXTS = [
  'content',
  'text',
  'thinking',
  'refusal',
  'reasoning_content',
  'reasoning',
  'arguments',
  'partial_json',
  'name',
  'transcript',
]

/** Members that hold further parts. */
const PARTS = ['content', 'parts', 'summary', 'tool_calls', 'toolUse', 'audio']

/** Members that hold the arguments of a call as JSON. */
const ARGUMENTS = ['input', 'args']

/** Parts are nested this deep at most: a choice, its calls, a call, its function. */
const MAX_DEPTH = 8

function partBytes(part: unknown, depth = 0): number {
  if (!isFields(part) || depth > MAX_DEPTH) return 0
  let bytes = 0
  for (const key of TEXTS) {
    const value = part[key]
    if (typeof value === 'string') bytes += textBytes(value)
  }
  for (const key of PARTS) {
    const value = part[key]
    if (Array.isArray(value)) for (const inner of value) bytes += partBytes(inner, depth + 1)
    else if (isFields(value)) bytes += partBytes(value, depth + 1)
  }
  for (const key of ['function', 'function_call', 'functionCall'])
    if (isFields(part[key])) bytes += partBytes(part[key], depth + 1)
  for (const key of ARGUMENTS) {
    const value = part[key]
    if (typeof value === 'string') bytes += textBytes(value)
    else if (isFields(value)) bytes += jsonBytes(value)
  }
  return bytes
}

function jsonBytes(value: Fields): number {
  try {
    return textBytes(JSON.stringify(value))
  } catch {
    // Nested too deep to be written: no model calls a tool so.
    return 0
  }
}

function sumOf(values: readonly unknown[], bytesOf: (fields: Fields) => number): number {
  let bytes = 0
  for (const value of values) if (isFields(value)) bytes += bytesOf(value)
  return bytes
}
