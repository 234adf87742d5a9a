import { convertToOpenAITool, isLangChainTool } from '@langchain/core/utils/function_calling'
import { tokensOfJson } from '@tallygate/usage'

/**
 * A LangChain tool does not change, and making its JSON schema anew for each call would cost more than the rest of the
 * estimate.
 */
const known = new WeakMap<object, number>()

/**
 * Estimates the definitions of tools in a prompt. A LangChain tool counts as the definition that its provider is given,
 * anything else as its JSON.
 */
export function tokensOfTools(tools: unknown): number {
  if (!Array.isArray(tools)) return tokensOfJson(tools)
  let tokens = 0
  for (const tool of tools) tokens += tokensOfTool(tool)
  return tokens
}

function tokensOfTool(tool: unknown): number {
  if (!isLangChainTool(tool)) return tokensOfJson(tool)
  let tokens = known.get(tool)
  if (tokens === undefined) {
    tokens = tokensOfJson(definitionOf(tool))
    known.set(tool, tokens)
  }
  return tokens
}

function definitionOf(tool: Parameters<typeof convertToOpenAITool>[0]): unknown {
  try {
    return convertToOpenAITool(tool)
  } catch {
    // A schema that has no JSON form fails where the model is called. An estimate is no place to fail.
    return { name: tool.name, description: tool.description }
  }
}
