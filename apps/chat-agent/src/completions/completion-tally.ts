import type { Usage } from '@tallygate/entitlements'
import { billedUsage } from './billed-usage.ts'

/** Characters of a token, roughly, where the provider's count never came. */
const CHARACTERS_PER_TOKEN = 4

/** The members of a streamed chunk that say what was produced; the rest is passed on unread. */
interface ChunkChoice {
  readonly delta?: {
    readonly content?: unknown
    readonly refusal?: unknown
    readonly reasoning_content?: unknown
    readonly tool_calls?: readonly { readonly function?: { readonly name?: unknown; readonly arguments?: unknown } }[]
  }
}

/** Reads along with a streamed completion and knows at its end what it used. */
export class CompletionTally {
  #model: string
  #usage: unknown
  #characters = 0

  constructor(requestedModel: string) {
    this.#model = requestedModel
  }

  /** Takes one chunk of the stream, parsed. */
  add(chunk: Readonly<Record<string, unknown>>): void {
    if (typeof chunk['model'] === 'string' && chunk['model'] !== '') this.#model = chunk['model']
    // Where a provider sends usage with every chunk it counts up: the last one holds.
    if (chunk['usage'] !== undefined && chunk['usage'] !== null) this.#usage = chunk['usage']
    const choices = chunk['choices']
    if (Array.isArray(choices)) for (const choice of choices) this.#characters += charactersOf(choice)
  }

  /** What the completion used: the provider's own count, else an estimate from what was seen of it. */
  usage(estimatedPromptTokens: number): Usage {
    return billedUsage(this.#model, this.#usage, {
      promptTokens: estimatedPromptTokens,
      completionTokens: Math.ceil(this.#characters / CHARACTERS_PER_TOKEN),
    })
  }
}

function charactersOf(choice: ChunkChoice | null): number {
  const delta = choice?.delta
  if (typeof delta !== 'object' || delta === null) return 0
  let characters = lengthOf(delta.content) + lengthOf(delta.refusal) + lengthOf(delta.reasoning_content)
  if (Array.isArray(delta.tool_calls)) {
    for (const call of delta.tool_calls)
      characters += lengthOf(call?.function?.name) + lengthOf(call?.function?.arguments)
  }
  return characters
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0
}
