import { Temporal } from 'temporal-polyfill'
import { type BillingSchedule, billingPeriodAt } from '../src/index.ts'

/** Calls in one measurement: enough to outlast the timer's grain, few enough for a run of seconds. */
const CALLS = 5_000
const ROUNDS = 20

const DAY_MS = 86_400_000
const AT = Date.UTC(2026, 0, 15)

const schedule: BillingSchedule = {
  billingTime: 'EXACT',
  period: { type: 'DAY', value: 1 },
  startAt: new Date(AT - DAY_MS),
  timeZone: 'Europe/Amsterdam',
}
const old: BillingSchedule = { ...schedule, startAt: new Date(AT - 365 * 1000 * DAY_MS) }
const start = Temporal.Instant.fromEpochMilliseconds(AT).toZonedDateTimeISO(schedule.timeZone)

const cases: readonly (readonly [name: string, call: (index: number) => unknown])[] = [
  ['adding days to a date with a time zone (yardstick)', (index) => start.add({ days: index }).epochMilliseconds],
  ['an instant in another period each time', (index) => billingPeriodAt(schedule, new Date(AT + index * DAY_MS))],
  ['the same, of a schedule of 1,000 years', (index) => billingPeriodAt(old, new Date(AT + index * DAY_MS))],
  ['instants in one period', (index) => billingPeriodAt(schedule, new Date(AT + index))],
]

// The rounds take turns, and the best of each case counts: a busy machine then slows all cases, or none.
const microseconds = cases.map(() => Number.POSITIVE_INFINITY)
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [place, [, call]] of cases.entries()) {
    const startedAt = performance.now()
    for (let index = 0; index < CALLS; index += 1) call(index)
    const perCall = ((performance.now() - startedAt) / CALLS) * 1000
    microseconds[place] = Math.min(microseconds[place] ?? perCall, perCall)
  }
}

const [yardstick = 1] = microseconds
for (const [place, [name]] of cases.entries()) {
  const time = microseconds[place] ?? 0
  process.stdout.write(`${name}: ${(time / yardstick).toFixed(2)} × the yardstick, ${time.toFixed(1)} µs\n`)
}
