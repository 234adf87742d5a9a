import { formatInstant } from '@tallygate/billing-period'
import type { TokenPart } from '../customers/feature-rules.ts'
import type { MeterOptions } from '../entitlements-options.ts'
import { eventReference } from '../journal/attempt-id.ts'
import type { Intent, JournalEvent, JournalUsage } from '../journal/journal.ts'

/** The two events of an attempt, frozen: reference, timestamp and numbers never change again. Pure. */
export function toJournalEvents(intent: Intent, usage: JournalUsage, meters: Required<MeterOptions>): JournalEvent[] {
  const attempt = { intent, usage, meters }
  return [new UsageEvent(attempt, 'prompt'), new UsageEvent(attempt, 'completion')]
}

interface SettledAttempt {
  readonly intent: Intent
  readonly usage: JournalUsage
  readonly meters: Required<MeterOptions>
}

/**
 * Works its members out when they are asked for: a journal on disk asks at once, one in memory when the event is sent. All it is made of is
 * frozen.
 */
class UsageEvent implements JournalEvent {
  readonly #attempt: SettledAttempt
  readonly #part: TokenPart

  constructor(attempt: SettledAttempt, part: TokenPart) {
    this.#attempt = attempt
    this.#part = part
  }

  get meter(): string {
    return this.#attempt.meters[this.#part]
  }

  get reference(): string {
    return eventReference(this.#attempt.intent.id, this.meter)
  }

  get tokens(): number {
    const { usage } = this.#attempt
    return this.#part === 'prompt' ? usage.promptTokens : usage.completionTokens
  }

  get customer(): string {
    return this.#attempt.intent.customer
  }

  get at(): number {
    return this.#attempt.intent.at
  }

  /** Written by hand: a fifth of the time that JSON.stringify takes for the same text. */
  get body(): string {
    const { intent, usage, meters } = this.#attempt
    const source = usage.source === 'provider' ? '' : `,${property(meters.source, JSON.stringify(usage.source))}`
    return (
      `{"reference":${JSON.stringify(this.reference)},"meter_reference":${JSON.stringify(this.meter)},` +
      `"customer_reference":${JSON.stringify(intent.customer)},"timestamp":"${instantText(intent.at)}",` +
      `"meter_properties":[${property(meters.model, JSON.stringify(usage.model))}${source}],` +
      `"meter_values":[{"reference":${JSON.stringify(meters.value)},"number":"${this.tokens}"}]}`
    )
  }
}

function property(reference: string, json: string): string {
  return `{"reference":${JSON.stringify(reference)},"value":${json}}`
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
