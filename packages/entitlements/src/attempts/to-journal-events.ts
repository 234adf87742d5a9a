import { formatInstant } from '@tallygate/billing-period'
import { eventReference } from '../journal/attempt-id.ts'
import type { Intent, JournalEvent, JournalUsage } from '../journal/journal.ts'

/** References of the meters of an attempt's events, of their value and of their properties. */
export interface AttemptMeters {
  readonly prompt: string
  readonly completion: string
  readonly value: string
  readonly model: string
  readonly source: string
}

/**
 * The events of an attempt, frozen: reference, timestamp and numbers never change again. One for each meter: a meter
 * for both kinds of token gets their sum as one event, since a reference counts once. Pure.
 */
export function toJournalEvents(intent: Intent, usage: JournalUsage, meters: AttemptMeters): JournalEvent[] {
  const attempt = { intent, usage, meters }
  if (meters.prompt === meters.completion) return [new UsageEvent(attempt, 'prompt')]
  return [new UsageEvent(attempt, 'prompt'), new UsageEvent(attempt, 'completion')]
}

interface SettledAttempt {
  readonly intent: Intent
  readonly usage: JournalUsage
  readonly meters: AttemptMeters
}

/**
 * Works its members out when they are asked for: a journal on disk asks at once, one in memory when the event is sent.
 * All it is made of is frozen.
 */
class UsageEvent implements JournalEvent {
  readonly #attempt: SettledAttempt
  readonly #part: 'prompt' | 'completion'

  constructor(attempt: SettledAttempt, part: 'prompt' | 'completion') {
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
    const { usage, meters } = this.#attempt
    if (meters.prompt === meters.completion) return usage.promptTokens + usage.completionTokens
    return this.#part === 'prompt' ? usage.promptTokens : usage.completionTokens
  }

  get customer(): string {
    return this.#attempt.intent.customer
  }

  get subscriptionId(): string | undefined {
    return this.#attempt.intent.subscriptionId
  }

  get at(): number {
    return this.#attempt.intent.at
  }

  /** Written by hand: a fifth of the time that JSON.stringify takes for the same text. */
  get body(): string {
    const { intent, usage, meters } = this.#attempt
    const source = usage.source === 'provider' ? '' : `,${property(meters.source, JSON.stringify(usage.source))}`
    const { subscriptionId } = intent
    const subscription =
      subscriptionId === undefined ? '' : `"pricing_plan_subscription_id":${JSON.stringify(subscriptionId)},`
    return (
      `{"reference":${JSON.stringify(this.reference)},"meter_reference":${JSON.stringify(this.meter)},` +
      `"customer_reference":${JSON.stringify(intent.customer)},${subscription}"timestamp":"${instantText(intent.at)}",` +
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
