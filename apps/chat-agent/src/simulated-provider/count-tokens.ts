import type { ChatCompletionRequest, ChatMessage } from '@copilotkit/aimock'

/**
 * English text has about four characters to a token; the count only has to be plausible and to grow with the prompt.
 */
const CHARACTERS_PER_TOKEN = 4
/** The tokens that chat formats add around each message (role and separators), and around the whole prompt. */
const TOKENS_PER_MESSAGE = 4
const TOKENS_PER_PROMPT = 3

/** Tokens of a text; the empty text has none. */
export function countTextTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN)
}

/** Tokens of the whole prompt: every message, the tool calls in it, and the tool definitions sent along. */
export function countPromptTokens(request: ChatCompletionRequest): number {
  let tokens = TOKENS_PER_PROMPT
  for (const message of request.messages) {
    tokens += TOKENS_PER_MESSAGE + countTextTokens(messageText(message))
    if (message.tool_calls !== undefined) tokens += countTextTokens(JSON.stringify(message.tool_calls))
  }
  if (request.tools !== undefined) tokens += countTextTokens(JSON.stringify(request.tools))
  return tokens
}

/** The text of a message; parts that are not text (images, files) have none. */
export function messageText(message: ChatMessage): string {
  if (typeof message.content === 'string') return message.content
  if (!Array.isArray(message.content)) return ''
  return message.content.map((part) => part.text ?? '').join('')
}
