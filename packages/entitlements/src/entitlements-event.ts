import type { AdmissionEvent } from './admission/admission-event.ts'
import type { AttemptEvent } from './attempts/attempt-event.ts'
import type { PropertyValuesExceeded } from './attempts/property-values.ts'
import type { DeliveryEvent } from './delivery/delivery-event.ts'
import type { BackgroundFailed } from './errors/background-failed.ts'
import type { LimitEvent } from './limits/limit-event.ts'
import type { PriceUnknown } from './money/money.ts'
import type { ReportsDropped } from './reports/report-event.ts'

/** Something that happened, for logs, metrics and traces. A hook that throws is ignored with a process warning. */
export type EntitlementsEvent =
  | AdmissionEvent
  | AttemptEvent
  | DeliveryEvent
  | BackgroundFailed
  | LimitEvent
  | PriceUnknown
  | PropertyValuesExceeded
  | ReportsDropped
