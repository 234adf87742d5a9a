import { formatInstant } from '@tallygate/billing-period'
import { eventReference } from './attempt-id.ts'
import type { MeterOptions } from './entitlements-options.ts'
import type { Intent, JournalEvent, JournalUsage } from './journal.ts'

/** The two events of an attempt, frozen: reference, timestamp and numbers never change again. Pure. */
export function toJournalEvents(intent: Intent, usage: JournalUsage, meters: Required<MeterOptions>): JournalEvent[] {
  return [
    new UsageEvent(intent, usage, meters, meters.prompt, usage.promptTokens),
    new UsageEvent(intent, usage, meters, meters.completion, usage.completionTokens),
  ]
}

/** Writes its body when it is asked for: a journal on disk asks at once, one in memory when the event is sent. All it is made of is frozen. */
class UsageEvent implements JournalEvent {
  readonly reference: string
  readonly meter: string
  readonly tokens: number
  readonly #intent: Intent
  readonly #usage: JournalUsage
  readonly #meters: Required<MeterOptions>

  constructor(intent: Intent, usage: JournalUsage, meters: Required<MeterOptions>, meter: string, tokens: number) {
    this.reference = eventReference(intent.id, meter)
    this.meter = meter
    this.tokens = tokens
    this.#intent = intent
    this.#usage = usage
    this.#meters = meters
  }

  get customer(): string {
    return this.#intent.customer
  }

  get at(): number {
    return this.#intent.at
  }

  get body(): string {
    const { model, source } = this.#usage
    const properties = [{ reference: this.#meters.model, value: model }]
    if (source !== 'provider') properties.push({ reference: this.#meters.source, value: source })
    return JSON.stringify({
      reference: this.reference,
      meter_reference: this.meter,
      customer_reference: this.customer,
      timestamp: instantText(this.at),
      meter_properties: properties,
      meter_values: [{ reference: this.#meters.value, number: String(this.tokens) }],
    })
  }
}

let lastAt = Number.NaN
let lastText = ''

/** Attempts of one second share their text. */
function instantText(at: number): string {
  if (at !== lastAt) {
    lastText = formatInstant(new Date(at))
    lastAt = at
  }
  return lastText
}
