import type { BaseMessage } from '@langchain/core/messages'
import { estimatePromptTokens as estimateRequest, tokensOfContent, tokensOfText } from '@tallygate/usage'
import { tokensOfTools } from './tokens-of-tools.ts'

/**
 * A prompt before it is sent: the messages of a chat, or one text. `tools` are those that the provider is given beside
 * it.
 */
export type Prompt = PromptContent & {
  readonly tools?: unknown
  /** The id that is asked for: pictures are counted as its provider does. */
  readonly model?: string
}

type PromptContent = { readonly messages: readonly BaseMessage[] } | { readonly text: string }

/** Prompt tokens, as well as they are known before the call. Whole and not negative. */
export type EstimatePromptTokens = (prompt: Prompt) => number

/**
 * Estimates the prompt tokens of a hold as `estimatePromptTokens` of @tallygate/usage does: a quarter of the UTF-8
 * bytes of texts, tool calls and tool definitions, 4 tokens a message, 3 a prompt, and pictures, sounds and documents
 * as the provider of the model counts them. Cheap (no tokenizer) and rough: a hold is replaced by the provider's own
 * count when the call ends.
 */
export const estimatePromptTokens: EstimatePromptTokens = (prompt) => {
  let tokens = PROMPT_TOKENS
  if ('text' in prompt) tokens += tokensOfText(prompt.text)
  else for (const message of prompt.messages) tokens += MESSAGE_TOKENS + tokensOfMessage(message, prompt.model)
  return prompt.tools === undefined ? tokens : tokens + tokensOfTools(prompt.tools)
}

/** The frame of a prompt, and of a message in it. */
const PROMPT_TOKENS = estimateRequest(undefined)
const MESSAGE_TOKENS = estimateRequest({ messages: [{}] }) - PROMPT_TOKENS

/** Most messages are a text: they are counted without going through them. */
function tokensOfMessage(message: BaseMessage, model: string | undefined): number {
  const { content } = message
  let tokens =
    typeof content === 'string' ? tokensOfText(content) : tokensOfContent(content, model === undefined ? {} : { model })
  if ('tool_calls' in message && Array.isArray(message.tool_calls) && message.tool_calls.length > 0)
    tokens += tokensOfContent({ tool_calls: message.tool_calls })
  return tokens
}
