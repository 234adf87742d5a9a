import { type Fields, isFields } from '../reading/fields.ts'
import { readAttachment } from './attachment.ts'
import { tokensOfAttachment } from './tokens-of-attachment.ts'
import { textBytes, tokensOfBytes } from './tokens-of-text.ts'

/** The frame of a message and its role (OpenAI's cookbook counts 3, and 1 for a name). */
const TOKENS_PER_MESSAGE = 4
/** The frame of the answer that the prompt ends with. */
const TOKENS_PER_PROMPT = 3
/** Quotes and a colon of a member of JSON. */
const MEMBER_BYTES = 3
/** Both brackets of a list or an object. */
const BRACKET_BYTES = 2
/** One token of a prompt that is given as numbers. */
const BYTES_PER_TOKEN = 4

/**
 * Members of a request that hold messages or texts: OpenAI's chat, Responses, embeddings and images, Anthropic, Gemini
 * (`content` and `requests` of its embeddings), Bedrock.
 */
const MESSAGES = ['messages', 'input', 'contents', 'content', 'requests', 'prompt']
const TEXTS = ['system', 'instructions', 'systemInstruction', 'system_instruction']
/** Members that a model is given as JSON. */
const DEFINITIONS = ['tools', 'functions', 'toolConfig', 'response_format', 'output_config', 'output_format']
/** Members that hold the schema of the answer beside settings that no prompt has. */
const SCHEMAS = [
  ['text', 'format'],
  ['generationConfig', 'responseSchema'],
  ['generationConfig', 'responseJsonSchema'],
] as const

/** Members of a message or a part that the model is not given as text. */
const STRUCTURE: ReadonlySet<string> = new Set([
  'type',
  'role',
  'id',
  'status',
  'index',
  'object',
  'detail',
  'cache_control',
  'cachePoint',
  'call_id',
  'tool_call_id',
  'tool_use_id',
  'toolUseId',
  'annotations',
  'signature',
  'thoughtSignature',
  'encrypted_content',
  'is_error',
])

/** Members of a message or a part that hold JSON. */
const JSON_MEMBERS: ReadonlySet<string> = new Set([
  'tool_calls',
  'function_call',
  'input',
  'args',
  'function',
  'functionCall',
  'functionResponse',
  'json',
])

/**
 * Estimates the prompt tokens of a request in the wire format of its provider: OpenAI's chat, Responses, completions,
 * embeddings and images, Anthropic's messages, Gemini, Bedrock Converse. Texts and definitions of tools count a token
 * for four UTF-8 bytes, a message 4 more and a prompt 3; a picture as its provider counts it, by size and detail, or as
 * 1024 × 1024 where only its address is known; a sound by its seconds, a document by its pages.
 *
 * Cheap and rough: there is no tokenizer. Members that do not reach the model's prompt do not count. Takes any value,
 * and is linear in its size.
 *
 * @param options.model decides how pictures count. Default: the `model` of the request.
 */
export function estimatePromptTokens(request: unknown, options: { readonly model?: string } = {}): number {
  if (!isFields(request)) return TOKENS_PER_PROMPT
  const model = options.model ?? (typeof request['model'] === 'string' ? request['model'] : '')
  let tokens = TOKENS_PER_PROMPT
  for (const key of MESSAGES) {
    const value = request[key]
    if (value === undefined) continue
    tokens += tokensOfContent(value, { model })
    if (Array.isArray(value)) tokens += TOKENS_PER_MESSAGE * value.filter(isFields).length
  }
  for (const key of TEXTS) if (request[key] !== undefined) tokens += tokensOfContent(request[key], { model })
  for (const key of DEFINITIONS) if (request[key] !== undefined) tokens += tokensOfJson(request[key])
  for (const [key, member] of SCHEMAS) {
    const settings = request[key]
    if (isFields(settings)) tokens += tokensOfJson(settings[member])
  }
  return tokens
}

/**
 * Estimates the tokens of messages, of one message, or of the content of one: texts, calls of tools and attachments,
 * without the frame of a message.
 */
export function tokensOfContent(content: unknown, options: { readonly model?: string } = {}): number {
  return new Walk(options.model ?? '').tokens(content, false)
}

/** Estimates the tokens of a value that the model is given as JSON, such as the definitions of tools. */
export function tokensOfJson(value: unknown): number {
  return value === undefined ? 0 : new Walk('').tokens(value, true)
}

/** Goes through a value without recursion: a request may be nested deeper than a stack. */
class Walk {
  readonly #model: string
  #bytes = 0
  #attachmentTokens = 0
  /** Values that are still to be read, each followed by whether it is JSON. */
  readonly #open: unknown[] = []

  constructor(model: string) {
    this.#model = model
  }

  tokens(value: unknown, isJson: boolean): number {
    this.#open.push(value, isJson)
    while (this.#open.length > 0) {
      const json = this.#open.pop() === true
      this.#read(this.#open.pop(), json)
    }
    return this.#attachmentTokens + tokensOfBytes(this.#bytes)
  }

  #read(value: unknown, isJson: boolean): void {
    if (typeof value === 'string') this.#bytes += textBytes(value) + (isJson ? 2 : 0)
    // A number beside texts is a token of a prompt that was tokenized before.
    else if (typeof value === 'number') this.#bytes += isJson ? String(value).length : BYTES_PER_TOKEN
    else if (typeof value === 'boolean' || value === null) this.#bytes += isJson ? String(value).length : 0
    else if (Array.isArray(value)) {
      if (isJson) this.#bytes += BRACKET_BYTES + commas(value.length)
      for (const item of value) this.#open.push(item, isJson)
    } else if (isFields(value)) {
      if (isJson) this.#readJson(value)
      else this.#readPart(value)
    }
  }

  #readJson(value: Fields): void {
    let members = 0
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined || typeof member === 'function') continue
      members += 1
      this.#bytes += textBytes(key) + MEMBER_BYTES
      this.#open.push(member, true)
    }
    this.#bytes += BRACKET_BYTES + commas(members)
  }

  #readPart(value: Fields): void {
    const attachment = readAttachment(value)
    if (attachment !== undefined) {
      this.#attachmentTokens += tokensOfAttachment(attachment, this.#model)
      return
    }
    for (const [key, member] of Object.entries(value))
      if (!STRUCTURE.has(key) && typeof member !== 'boolean')
        this.#open.push(member, JSON_MEMBERS.has(key) && typeof member === 'object')
  }
}

function commas(members: number): number {
  return Math.max(0, members - 1)
}
