import type { BaseMessage } from '@langchain/core/messages'
import { estimatePromptTokens as estimateRequest, tokensOfText } from '@tallygate/usage'
import { tokensOfTools } from './tokens-of-tools.ts'

/** What is about to be sent: the messages of a chat, or one text. `tools` is what the provider is given beside them. */
export type Prompt = PromptContent & {
  readonly tools?: unknown
  /** The id that is asked for: pictures are counted as its provider does. */
  readonly model?: string
}

type PromptContent = { readonly messages: readonly BaseMessage[] } | { readonly text: string }

/** Prompt tokens, as well as they are known before the call. Whole and not negative. */
export type EstimatePromptTokens = (prompt: Prompt) => number

/**
 * Estimates the prompt tokens of a hold as `estimatePromptTokens` of @tallygate/usage does: a quarter of the UTF-8 bytes of texts, tool calls and tool
 * definitions, 4 tokens a message, 3 a prompt, and pictures, sounds and documents as the provider of the model counts them. Cheap (no tokenizer) and rough: a
 * hold is replaced by the provider's own count when the call ends.
 */
export const estimatePromptTokens: EstimatePromptTokens = (prompt) => {
  const model = prompt.model === undefined ? {} : { model: prompt.model }
  const content =
    'text' in prompt ? textTokens(prompt.text) : estimateRequest({ messages: prompt.messages.map(sent) }, model)
  return prompt.tools === undefined ? content : content + tokensOfTools(prompt.tools)
}

const EMPTY = estimateRequest(undefined)

function textTokens(text: string): number {
  return EMPTY + tokensOfText(text)
}

/** The members of a message that its provider is sent. */
function sent(message: BaseMessage): object {
  const calls = 'tool_calls' in message && Array.isArray(message.tool_calls) ? message.tool_calls : []
  return calls.length === 0 ? { content: message.content } : { content: message.content, tool_calls: calls }
}
