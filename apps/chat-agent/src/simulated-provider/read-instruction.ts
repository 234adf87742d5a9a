import type { ChatCompletionRequest, ToolCall } from '@copilotkit/aimock'
import { messageText } from './count-tokens.ts'

/** Longest wait that a message may ask for: a minute is longer than any time limit under test. */
const MAX_WAIT_MS = 60_000
/** Most completion tokens that a message may ask to be reported, ten times the largest demo budget. */
const MAX_REPORTED_TOKENS = 100_000_000
/** The usage that "use up my budget" reports: the whole monthly budget of the demo plan Starter. */
const BUDGET_BURNING_TOKENS = 1_000_000

/** The behaviour that the words of a message ask of the simulated provider. */
export interface Instruction {
  /** Answer with this HTTP status instead of a completion. */
  readonly failWithStatus?: number
  /** Wait so many milliseconds before the first byte. */
  readonly waitMs?: number
  /** Report so many completion tokens, whatever the length of the answer. */
  readonly completionTokens?: number
  /** Ask for these tools. */
  readonly toolCalls?: readonly ToolCall[]
}

/**
 * Reads what the current turn asks of the simulated provider:
 *
 * | words | effect |
 * |---|---|
 * | "use up my budget" | reports 1,000,000 completion tokens |
 * | "use 40,000 tokens" | reports that many completion tokens |
 * | "take 300 ms", "take 2 seconds" | waits before it answers |
 * | "answer with status 500" | fails with that status (400 to 599) |
 * | "gpt-4o is down" | fails with 503 when asked as that model, answers as any other |
 * | "gpt-4o breaks off" | ends its stream before the first word when asked as that model |
 * | "cut the stream" | breaks the stream off after a few words |
 * | "answer slowly" | streams 20 chunks a second |
 * | "what is 17 * 23?" | calls the tool `calculator`, if it was offered |
 * | "how much have I used?" | calls the tool `my_usage`, if it was offered |
 * | "what time is it?" | calls the tool `current_time`, if it was offered |
 * | "call <name>" | calls the offered tool of that name with no arguments |
 */
export function readInstruction(request: ChatCompletionRequest): Instruction {
  const text = lastUserText(request)
  const waitMs = readWait(text)
  const failWithStatus = readFailure(text, request.model)
  const completionTokens = readReportedTokens(text)
  // A turn that already has tool results is answered, or the agent would ask for the same tool for ever.
  const toolCalls = currentToolResults(request).length > 0 ? [] : readToolCalls(text, offeredTools(request))
  return {
    ...(waitMs === undefined ? {} : { waitMs }),
    ...(failWithStatus === undefined ? {} : { failWithStatus }),
    ...(completionTokens === undefined ? {} : { completionTokens }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  }
}

/** The text of the last message of the user, '' if there is none. */
export function lastUserText(request: ChatCompletionRequest): string {
  const message = request.messages.findLast((candidate) => candidate.role === 'user')
  return message === undefined ? '' : messageText(message)
}

/** Returns what the tools of the current turn (after the user's last message) returned, oldest first. */
export function currentToolResults(request: ChatCompletionRequest): string[] {
  const lastUser = request.messages.findLastIndex((message) => message.role === 'user')
  return request.messages
    .slice(lastUser + 1)
    .filter((message) => message.role === 'tool')
    .map(messageText)
}

function readWait(text: string): number | undefined {
  const match = /\btake (\d{1,6}) ?(ms|milliseconds?|s|seconds?)\b/i.exec(text)
  if (match === null) return undefined
  const unit = match[2]?.toLowerCase().startsWith('m') === true ? 1 : 1000
  return Math.min(MAX_WAIT_MS, Number(match[1]) * unit)
}

function readFailure(text: string, model: string): number | undefined {
  const status = /\banswer with status ([45]\d\d)\b/i.exec(text)?.[1]
  if (status !== undefined) return Number(status)
  const down = /\b([a-z0-9][a-z0-9.-]*) is down\b/i.exec(text)?.[1]
  return down !== undefined && down.toLowerCase() === model.toLowerCase() ? 503 : undefined
}

function readReportedTokens(text: string): number | undefined {
  if (/\buse up my budget\b/i.test(text)) return BUDGET_BURNING_TOKENS
  const match = /\buse (\d[\d,]{0,12}) tokens\b/i.exec(text)
  return match === null ? undefined : Math.min(MAX_REPORTED_TOKENS, Number((match[1] ?? '').replaceAll(',', '')))
}

function offeredTools(request: ChatCompletionRequest): ReadonlySet<string> {
  return new Set((request.tools ?? []).map((tool) => tool.function.name))
}

function readToolCalls(text: string, offered: ReadonlySet<string>): ToolCall[] {
  const calls: ToolCall[] = []
  const expression = /-?\d+(?:\.\d+)?(?:\s*[-+*/×÷]\s*-?\d+(?:\.\d+)?)+/.exec(text)?.[0]
  if (expression !== undefined && offered.has('calculator')) {
    calls.push({
      name: 'calculator',
      arguments: JSON.stringify({ expression: expression.replaceAll('×', '*').replaceAll('÷', '/') }),
    })
  }
  if (
    /\b(my usage|have i used|tokens (are|have i|do i have) left|budget (is )?left)\b/i.test(text) &&
    offered.has('my_usage')
  ) {
    calls.push({ name: 'my_usage', arguments: '{}' })
  }
  if (/\b(what time|current time|what day|today's date)\b/i.test(text) && offered.has('current_time')) {
    calls.push({ name: 'current_time', arguments: '{}' })
  }
  const named = /\bcall ([a-z0-9_-]{1,64})\b/i.exec(text)?.[1]
  if (named !== undefined && offered.has(named)) calls.push({ name: named, arguments: '{}' })
  return calls
}
