import {
  compilePlan,
  type InvoiceInput,
  type PlannedInvoice,
  type PlannedLine,
  planInvoice,
  type UsageTotal,
  type WireSchedule,
  type WireVersion,
} from '../src/index.ts'
import { catalogFixture, proVersion } from './plan-fixture.ts'

// One billing period for tests: January 2026 in UTC, in US dollars.

export const JANUARY = { start: new Date('2026-01-01T00:00:00Z'), end: new Date('2026-02-01T00:00:00Z') }

/** The subject of a test. */
export interface JanuaryOptions extends Partial<Omit<InvoiceInput, 'segments'>> {
  readonly version?: WireVersion
  readonly schedule?: WireSchedule
  readonly usage?: readonly UsageTotal[]
  /** Instants and what was used before them. */
  readonly usageUntil?: InvoiceInput['segments'][number]['usageUntil']
  readonly catalog?: typeof catalogFixture
}

/** The input of an invoice of January under one plan. */
export function januaryInput({
  version = proVersion,
  schedule = {},
  usage = [],
  usageUntil,
  catalog = catalogFixture,
  ...input
}: JanuaryOptions = {}): InvoiceInput {
  const period = input.period ?? { ...JANUARY, full: JANUARY }
  const plan = compilePlan({
    version,
    schedule: {
      id: 'ppsc_1',
      start_at: '2026-01-01T00:00:00Z',
      billing_period: { type: 'MONTH', value: 1 },
      ...schedule,
    },
    catalog,
    currency: 'USD',
  })
  const { start, end } = period
  return {
    currency: 'USD',
    subscriptionId: 'ppsu_1',
    ...input,
    period,
    segments: [{ start, end, plan, usage, ...(usageUntil && { usageUntil }) }],
  }
}

/** An invoice of January. */
export const planJanuary = (options: JanuaryOptions = {}): PlannedInvoice => planInvoice(januaryInput(options))

/** All lines of an invoice, in their order. */
export const linesOf = ({ groups }: PlannedInvoice): PlannedLine[] => groups.flatMap(({ lines }) => lines)

/** The description and the amount of each line. */
export const shownLines = (planned: PlannedInvoice): string[] =>
  linesOf(planned).map(({ description, amount }) => `${description} ${amount.toFixed(2)}`)
