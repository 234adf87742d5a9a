import { expect, it } from 'vitest'
import type { Settlement } from '../journal/journal.ts'
import { AttemptReports } from './attempt-reports.ts'
import type { ReportsDropped } from './report-event.ts'

const LIMIT = 10_000

function settlement(number: number): Settlement {
  const id = `c:r${number}:1`
  const tokens = { promptTokens: 1, completionTokens: 1 }
  const intent = { id, customer: 'c', model: 'm', requestId: `r${number}`, attempt: '1', at: 0, holds: [], ...tokens }
  const event = { reference: `${id}:meter`, customer: 'c', meter: 'meter', at: 0, quantity: 1, body: '{}' }
  return { intent, usage: { model: 'm', source: 'provider', ...tokens }, events: [event], at: 0 }
}

function reportsTo(attempts: ConstructorParameters<typeof AttemptReports>[0]['api']['attempts']) {
  const dropped: ReportsDropped[] = []
  const reports = new AttemptReports({
    api: { isAbsent: false, attempts },
    traceId: () => undefined,
    emit: (event) => void (event.type === 'reports_dropped' && dropped.push(event)),
  })
  return { reports, dropped }
}

it('drops the oldest of too many attempts whose events are not acknowledged', async () => {
  const sent: string[] = []
  const { reports } = reportsTo(async (batch) => {
    sent.push(...batch.map(({ id }) => id))
    return { type: 'taken' }
  })
  for (let number = 0; number <= LIMIT; number += 1) {
    reports.begun(settlement(number))
    reports.recorded(settlement(number), {})
  }
  expect(reports.dropped).toBe(1)
  reports.acknowledged(['c:r0:1:meter', 'c:r1:1:meter'])
  await reports.stop(60_000)
  expect(sent).toEqual(['c:r1:1'])
})

it('drops the oldest of too many attempts that no server takes, and says how many', async () => {
  const { reports, dropped } = reportsTo(async () => ({ type: 'failed', error: new Error('away') }))
  for (let number = 0; number < LIMIT + 7; number += 1) {
    reports.begun(settlement(number))
    reports.recorded(settlement(number), {})
    reports.acknowledged([`c:r${number}:1:meter`])
  }
  expect(reports.dropped).toBe(7)
  await reports.stop(60_000)
  expect(dropped).toEqual([{ type: 'reports_dropped', attempts: 7 }])
})

it('reports nothing of a settlement that was forgotten, or that is acknowledged and not durable', async () => {
  const sent: string[] = []
  const { reports } = reportsTo(async (batch) => {
    sent.push(...batch.map(({ id }) => id))
    return { type: 'taken' }
  })
  for (const number of [1, 2, 3]) reports.begun(settlement(number))
  reports.forgotten('c:r1:1')
  reports.recorded(settlement(1), {})
  reports.recorded(settlement(3), {})
  reports.acknowledged(['c:r1:1:meter', 'c:r2:1:meter', 'c:r3:1:meter'])
  await reports.stop(60_000)
  expect(sent).toEqual(['c:r3:1'])
})
