import type { SettleResult } from '@tallygate/entitlements'
import { type AnswerTally, type UsageOfAnswer, usageOfAnswer } from '@tallygate/usage'
import type { RelayContext } from './relay.ts'

/** Settles a relayed completion with what its answer used. When it resolves, the usage is in the journal. */
export async function settleAnswer(
  context: RelayContext,
  answer: AnswerTally,
): Promise<{ readonly usage: UsageOfAnswer['usage']; readonly settled: SettleResult }> {
  const { reservation, request, estimatedPromptTokens, billedModel, requestId, customer } = context
  const { usage, doubt } = usageOfAnswer(answer, { askedModel: request.model, estimatedPromptTokens, billedModel })
  if (doubt !== undefined) context.onDoubt({ requestId, customer, model: usage.model, doubt })
  return { usage, settled: await reservation.settle(usage) }
}
