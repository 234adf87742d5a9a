import { setTimeout as wait } from 'node:timers/promises'
import type { ChatCompletionRequest, FixtureResponse } from '@copilotkit/aimock'
import { countPromptTokens, countTextTokens } from './count-tokens.ts'
import { currentToolResults, lastUserText, readInstruction } from './read-instruction.ts'
import { servedModelId } from './simulated-models.ts'
import type { UsageLedger } from './usage-ledger.ts'

/** The longest part of the question that an answer repeats. */
const QUOTED_CHARACTERS = 200
const CHARACTERS_PER_TOKEN = 4

/**
 * One answer of the simulated provider: a completion, tool calls or an error, with the dated id of the model and usage
 * set outright, so that no count depends on how the answer is cut into chunks. Every completion is written to the
 * ledger.
 *
 * `max_tokens` and `max_completion_tokens` cut the answer as at a real provider, except where the message asks for a
 * usage of its own: such a message stands for a provider that spends more than was asked of it.
 */
export async function answerRequest(request: ChatCompletionRequest, ledger: UsageLedger): Promise<FixtureResponse> {
  const instruction = readInstruction(request)
  if (instruction.waitMs !== undefined) await wait(instruction.waitMs)
  if (instruction.failWithStatus !== undefined) return failure(instruction.failWithStatus)

  const model = servedModelId(request.model)
  const promptTokens = countPromptTokens(request)
  if (instruction.toolCalls !== undefined) {
    const toolCalls = [...instruction.toolCalls]
    const completionTokens = instruction.completionTokens ?? countTextTokens(JSON.stringify(toolCalls))
    return { toolCalls, model, usage: ledger.record(model, promptTokens, completionTokens) }
  }
  const limit = completionLimit(request)
  const answer = composeAnswer(request)
  const content = limit === undefined ? answer : answer.slice(0, limit * CHARACTERS_PER_TOKEN)
  const completionTokens = instruction.completionTokens ?? countTextTokens(content)
  return {
    content,
    model,
    finishReason: content.length < answer.length ? 'length' : 'stop',
    usage: ledger.record(model, promptTokens, completionTokens),
  }
}

function composeAnswer(request: ChatCompletionRequest): string {
  const results = currentToolResults(request)
  if (results.length > 0) return results.join('\n')
  const question = lastUserText(request).trim()
  const quoted = question.length > QUOTED_CHARACTERS ? `${question.slice(0, QUOTED_CHARACTERS)}…` : question
  return (
    `You wrote: “${quoted}”. ` +
    `This answer stands in for ${request.model}: it is written by a simulated provider, but its tokens are checked against your plan, ` +
    'counted and put on your invoice like real ones. ' +
    'Ask “what is 17 * 23?” to see the agent use a tool, “how much have I used?” to see your usage, or say “use up my budget” to see a denial.'
  )
}

function completionLimit(request: ChatCompletionRequest): number | undefined {
  const limit = request['max_completion_tokens'] ?? request.max_tokens
  return typeof limit === 'number' && Number.isInteger(limit) && limit > 0 ? limit : undefined
}

function failure(status: number): FixtureResponse {
  const type = status === 429 ? 'rate_limit_error' : status < 500 ? 'invalid_request_error' : 'server_error'
  return { status, error: { message: `Simulated failure with status ${status}`, type, code: `simulated_${status}` } }
}
