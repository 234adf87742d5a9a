// @ts-check

const number = new Intl.NumberFormat('en-US')
const date = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' })

const TITLES = /** @type {Record<string, string>} */ ({
  unauthenticated: 'This key is not known',
  no_subscription: 'No subscription',
  model_not_entitled: 'This model is not in the plan',
  feature_not_entitled: 'Not in the plan',
  budget_exhausted: 'The budget of this month is used up',
  credits_exhausted: 'The credits are used up',
  rate_limited: 'Too many requests',
  too_many_concurrent: 'Too many requests at the same time',
  plan_faulty: 'The plan charges tokens twice',
  entitlements_unavailable: 'The plan cannot be checked at the moment',
  provider_error: 'The model could not answer',
})

/**
 * What a person should know about an error of the agent: a title, the reason, and what would help.
 * @param {Record<string, any>} error
 * @returns {{title: string, reason: string, hint: string}}
 */
export function explain(error) {
  const title = TITLES[error.code] ?? 'That did not work'
  const reason =
    error.code === 'budget_exhausted'
      ? `${shown(error.used)} of ${shown(error.limit)} ${unitOf(error)} are used; ${shown(error.remaining)} are left.`
      : error.message
  return { title, reason, hint: hintOf(error) }
}

/** Decimals to their last digit. @param {number | string} value */
function shown(value) {
  return typeof value === 'number' ? number.format(value) : value
}

/** @param {Record<string, any>} error */
function unitOf(error) {
  const of = error.scope?.of
  if (typeof of === 'string') return of
  return error.currency ?? of?.currency ?? (typeof error.used === 'string' ? 'credits' : 'tokens')
}

/** @param {Record<string, any>} error */
function hintOf(error) {
  const hints = []
  if (Array.isArray(error.plans) && error.plans.length > 0)
    hints.push(
      `${error.code === 'budget_exhausted' ? 'A larger budget comes with' : 'Included in'}: ${error.plans.join(', ')}.`,
    )
  if (typeof error.retry_after_ms === 'number') hints.push(`Try again in ${Math.ceil(error.retry_after_ms / 1000)} s.`)
  else if (typeof error.resets_at === 'string') hints.push(`It resets on ${date.format(new Date(error.resets_at))}.`)
  return hints.join(' ')
}
