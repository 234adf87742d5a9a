import type { BaseMessage } from '@langchain/core/messages'
import { tokensOfText } from './tokens-of-text.ts'
import { tokensOfTools } from './tokens-of-tools.ts'

/** What a message costs beside its text: its frame and its role (OpenAI's cookbook counts 3, and 1 for a name). */
const TOKENS_PER_MESSAGE = 4
/** The frame of the answer that the prompt ends with. */
const TOKENS_PER_PROMPT = 3
/** A picture, a sound or a file, whatever its bytes: a picture of 1024 × 1024 in high detail is 765 tokens for gpt-4o. */
const TOKENS_PER_ATTACHMENT = 1000

/** What is about to be sent: the messages of a chat, or one text. `tools` is what the provider is given beside them. */
export type Prompt =
  | { readonly messages: readonly BaseMessage[]; readonly tools?: unknown }
  | { readonly text: string; readonly tools?: unknown }

/** Prompt tokens, as well as they are known before the call. Whole and not negative. */
export type EstimatePromptTokens = (prompt: Prompt) => number

/**
 * Default estimate of the hold: a quarter of the UTF-8 bytes of texts, tool calls and tool definitions, 4 tokens a message, 3 a prompt, 1,000 for each picture,
 * sound or file. Cheap (no tokenizer) and rough: a hold is replaced by the provider's own count when the call ends.
 */
export const estimatePromptTokens: EstimatePromptTokens = (prompt) => {
  let tokens = TOKENS_PER_PROMPT
  if ('text' in prompt) tokens += tokensOfText(prompt.text)
  else for (const message of prompt.messages) tokens += TOKENS_PER_MESSAGE + tokensOfMessage(message)
  if (prompt.tools !== undefined) tokens += tokensOfTools(prompt.tools)
  return tokens
}

function tokensOfMessage(message: BaseMessage): number {
  let tokens = 0
  if (typeof message.content === 'string') tokens += tokensOfText(message.content)
  else for (const block of message.content) tokens += tokensOfBlock(block)
  if ('tool_calls' in message && Array.isArray(message.tool_calls) && message.tool_calls.length > 0)
    tokens += tokensOfText(JSON.stringify(message.tool_calls))
  return tokens
}

function tokensOfBlock(block: { readonly type?: unknown; readonly text?: unknown }): number {
  if (typeof block === 'string') return tokensOfText(block)
  if (typeof block.text === 'string') return tokensOfText(block.text)
  return TOKENS_PER_ATTACHMENT
}
