import type { Cost } from '@tallygate/entitlements'
import { unitOf } from './cost-to-wire.ts'

export interface UsageFacts {
  /** The model that is billed. */
  readonly model: string
  readonly promptTokens: number
  readonly completionTokens: number
  /** Tokens left of the budget, where that is known. */
  readonly remaining: number | undefined
  /** The price of the request, where it is known. */
  readonly cost: Cost | undefined
}

/**
 * Headers that tell a caller what its request used and cost, and what is left of the budget, also where the body is
 * not ours to change.
 */
export function usageHeaders({
  model,
  promptTokens,
  completionTokens,
  remaining,
  cost,
}: UsageFacts): Record<string, string> {
  return {
    'tallygate-model': model,
    'tallygate-prompt-tokens': String(promptTokens),
    'tallygate-completion-tokens': String(completionTokens),
    ...(remaining === undefined ? {} : { 'tallygate-budget-remaining': String(Math.max(0, remaining)) }),
    ...(cost === undefined ? {} : { 'tallygate-cost': `${cost.amount} ${unitOf(cost)}` }),
  }
}
