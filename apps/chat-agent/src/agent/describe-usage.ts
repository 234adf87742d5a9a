import type { CustomerUsage } from '@tallygate/entitlements'

const NUMBER = new Intl.NumberFormat('en-US')

/** A customer's usage in sentences, as a tool tells it to the model. */
export function describeUsage(usage: CustomerUsage): string {
  const sentences = usage.budgets.map((budget) => {
    // Not known while the customer's subscription cannot be read, or when it has ended.
    const reset = Number.isNaN(budget.resetsAt.getTime())
      ? ''
      : ` It resets on ${budget.resetsAt.toISOString().slice(0, 10)}.`
    if (budget.limit === undefined)
      return `You have used ${NUMBER.format(budget.used)} tokens; there is no limit.${reset}`
    const left = NUMBER.format(Math.max(0, budget.remaining ?? 0))
    return `You have used ${NUMBER.format(budget.used)} of ${NUMBER.format(budget.limit)} tokens; ${left} are left.${reset}`
  })
  return sentences.length === 0 ? 'Your plan has no token budget.' : sentences.join(' ')
}
