import type { EntitlementsEvent } from '@tallygate/entitlements'
import type { Logger } from 'pino'
import type { UsageDoubt } from './pass-through/passed-call.ts'

/**
 * Writes to the log what somebody may have to act on: usage that is not known, not delivered, refused, or decided by
 * policy.
 */
export function logEvent(logger: Logger, event: EntitlementsEvent): void {
  switch (event.type) {
    case 'denied':
      logger.info(
        {
          customer: event.denial.customer,
          model: event.denial.model,
          reason: event.denial.reason,
          feature: event.denial.feature,
        },
        'Denied',
      )
      return
    case 'unsettled':
      logger.warn(
        { attempt: event.id, customer: event.customer, model: event.model, cause: event.cause },
        'The usage of an attempt is not known',
      )
      return
    case 'settled':
      if (event.usage.model !== event.model)
        logger.warn(
          { attempt: event.id, customer: event.customer, model: event.model, billed_model: event.usage.model },
          'An attempt is billed as another model than it was checked for; MODEL_IDS names ids that are the same model',
        )
      return
    case 'settle_conflict':
      logger.error(
        { attempt: event.id, customer: event.customer },
        'An attempt was settled twice with different numbers; the first ones count',
      )
      return
    case 'delivery_failed':
      logger.warn(
        { events: event.events, retry_in_ms: event.retryInMs, err: event.error },
        'Usage could not be delivered; trying again',
      )
      return
    case 'usage_unrecorded':
      logger.error(
        { attempt: event.id, customer: event.customer, model: event.usage.model, err: event.error },
        'The journal cannot write what an attempt used; it is kept in memory and tried again until the process ends',
      )
      return
    case 'event_unbilled':
      logger.warn(
        { reference: event.reference, customer: event.customer, outcome: event.outcome },
        'The billing API stored a usage event that no invoice bills',
      )
      return
    case 'event_postponed':
      logger.warn(
        { reference: event.reference, customer: event.customer, retry_in_ms: event.retryInMs, err: event.error },
        'The billing API refuses a usage event for now; it is kept and sent again',
      )
      return
    case 'event_rejected':
      logger.error(
        { reference: event.reference, customer: event.customer, err: event.error },
        'The billing API refuses a usage event; it is kept',
      )
      return
    case 'reports_dropped':
      logger.warn({ attempts: event.attempts }, 'Attempts were not reported to operators; their usage is billed')
      return
    case 'unavailable':
      logger.warn(
        { customer: event.customer, policy: event.policy, part: event.part, err: event.error },
        'Entitlements cannot be known; the policy decides',
      )
      return
    case 'background_failed':
      logger.warn(
        { what: event.what, customer: event.customer, err: event.error },
        'Background work failed; trying again',
      )
      return
    default:
      logger.debug({ event: event.type }, 'Entitlements')
  }
}

/** Writes to the log that the counts of an answer leave open what was used. */
export function logDoubt(logger: Logger, { requestId, customer, model, doubt }: UsageDoubt): void {
  logger.warn({ request_id: requestId, customer, model, doubt }, 'The counts of an answer contradict each other')
}
