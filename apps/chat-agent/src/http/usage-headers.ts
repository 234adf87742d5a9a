import type { Response } from 'express'

export interface UsageHeaders {
  /** The model that is billed. */
  readonly model: string
  readonly promptTokens: number
  readonly completionTokens: number
  /** Tokens left of the budget, where that is known. */
  readonly remaining: number | undefined
}

/** Tells a caller in headers what its request used and what is left of the budget, also where the body is not ours to change. */
export function setUsageHeaders(
  response: Response,
  { model, promptTokens, completionTokens, remaining }: UsageHeaders,
): void {
  response.setHeader('tallygate-model', model)
  response.setHeader('tallygate-prompt-tokens', String(promptTokens))
  response.setHeader('tallygate-completion-tokens', String(completionTokens))
  if (remaining !== undefined) response.setHeader('tallygate-budget-remaining', String(Math.max(0, remaining)))
}
