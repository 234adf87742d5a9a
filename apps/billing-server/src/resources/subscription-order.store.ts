/** The schedule of a subscription that begins first, and the one that begins last. */
const scheduleOf = (direction: 'asc' | 'desc', column: string, from = ''): string =>
  `(select ${column} from pricing_plan_schedules as s ${from} where s.pricing_plan_subscription_id = pricing_plan_subscriptions.id
    order by s.start_at ${direction} limit 1)`

/**
 * A subscription starts with its first schedule, and its plan is that of its last one. Months count 30 days, years 365.
 */
export const SUBSCRIPTION_ORDER = {
  start_at: scheduleOf('asc', 's.start_at'),
  pricing_plan_name: scheduleOf(
    'desc',
    `(p.body ->> 'name') collate "C"`,
    'join pricing_plan_versions as v on v.id = s.pricing_plan_version_id join pricing_plans as p on p.id = v.pricing_plan_id',
  ),
  billing_period: `(body -> 'billing_period' ->> 'value')::integer * case body -> 'billing_period' ->> 'type'
    when 'DAY' then 1 when 'WEEK' then 7 when 'MONTH' then 30 else 365 end`,
} as const

/** SQL for the start of a subscription: that of its first schedule. */
export const SUBSCRIPTION_START = SUBSCRIPTION_ORDER.start_at
