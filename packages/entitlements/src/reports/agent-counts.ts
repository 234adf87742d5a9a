import type { EntitlementsEvent } from '../entitlements-event.ts'

/** Counts of what happened in this process since its start, by the names that operators see. */
export class AgentCounts {
  readonly #counts = {
    attempts_reserved: 0,
    attempts_settled: 0,
    attempts_released: 0,
    attempts_unsettled: 0,
    attempts_denied: 0,
    events_delivered: 0,
    events_unbilled: 0,
  }
  readonly #denials = new Map<string, number>()

  observe(event: EntitlementsEvent): void {
    switch (event.type) {
      case 'reserved':
      case 'settled':
      case 'released':
      case 'unsettled':
        this.#counts[`attempts_${event.type}`] += 1
        return
      case 'denied': {
        if (event.by === 'check') return
        const { reason } = event.denial
        this.#counts.attempts_denied += 1
        this.#denials.set(reason, (this.#denials.get(reason) ?? 0) + 1)
        return
      }
      case 'delivered':
        this.#counts.events_delivered += event.events
        this.#counts.events_unbilled += event.unbilled
        return
      default:
    }
  }

  get counts(): Readonly<Record<string, number>> {
    return { ...this.#counts }
  }

  get denials(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#denials)
  }
}
