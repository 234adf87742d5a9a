export type { Denial, DenialReason, ShortWallet } from './admission/denial.ts'
export type { Overage } from './admission/overage.ts'
export type {
  CheckDecision,
  ReleaseResult,
  Reservation,
  ReserveDecision,
  ReserveGrant,
  SettleResult,
} from './admission/reservation.ts'
export type { AttemptEstimate, CheckRequest, ReserveRequest } from './admission/reserve-request.ts'
export type { AttemptUsage } from './attempts/attempt-event.ts'
export type { UnsettledAttempt } from './attempts/unsettled-attempt.ts'
export { type AuditDifference, type AuditOptions, type AuditReport, auditPeriod } from './audit/audit-period.ts'
export { createEntitlements } from './create-entitlements.ts'
export type { BudgetState } from './customers/budget-state.ts'
export type { EntitlementValue } from './customers/entitlement-value.ts'
export type { FeatureOptions, RateOptions, TokenPart, TokenRateOptions } from './customers/feature-rules.ts'
export type { FreeTier } from './customers/load-customer.ts'
export type { DeliveryOptions } from './delivery/delivery.ts'
export type {
  CloseReport,
  CustomerFeatures,
  CustomerUsage,
  Entitlements,
  EntitlementsCounts,
  RefusedUsage,
} from './entitlements.ts'
export type { EntitlementsEvent } from './entitlements-event.ts'
export type { CacheOptions, EntitlementsOptions } from './entitlements-options.ts'
export { DuplicateAttemptError } from './errors/duplicate-attempt-error.ts'
export { EntitlementsClosedError } from './errors/entitlements-closed-error.ts'
export { EntitlementsInvalidError } from './errors/entitlements-invalid-error.ts'
export { FlushIncompleteError } from './errors/flush-incomplete-error.ts'
export { InvalidOptionError } from './errors/invalid-option-error.ts'
export { InvalidRequestError } from './errors/invalid-request-error.ts'
export { JournalError } from './errors/journal-error.ts'
export { JournalLockedError } from './errors/journal-locked-error.ts'
export { StoreUnavailableError } from './errors/store-unavailable-error.ts'
export { TooManyReservationsError } from './errors/too-many-reservations-error.ts'
export { UsageUnreadableError } from './errors/usage-unreadable-error.ts'
export type {
  DeliveryOutcome,
  Intent,
  Journal,
  JournalAttempt,
  JournalCounts,
  JournalEvent,
  JournalReleaseOutcome,
  JournalSettleOutcome,
  JournalUsage,
  PendingEvent,
  RefusedEvent,
  ScopeCounts,
  Settlement,
  UndeliveredUsage,
  UnsettledIntent,
} from './journal/journal.ts'
export { memoryJournal } from './journal/memory-journal.ts'
export { type RedisJournalOptions, redisJournal } from './journal/redis-journal.ts'
export { sqliteJournal } from './journal/sqlite-journal.ts'
export type { SqliteJournalOptions } from './journal/sqlite-journal-options.ts'
export type { OtherUsed, TokensUsed, Usage, UsageSource } from './journal/usage.ts'
export type { Beyond } from './limits/beyond.ts'
export type { LimitEvent } from './limits/limit-event.ts'
export type { LimitName, ScopeLevel } from './limits/limit-name.ts'
export type { Cost, CostFacts, CreditCost, MoneyCost } from './money/cost.ts'
export type { LimitStates } from './money/limit-states.ts'
export type { PriceUnknown } from './money/money.ts'
export type { SpendState } from './money/spend-limits.ts'
export type { MaxCosts } from './money/told-cost.ts'
export type { WalletState } from './money/wallet-limits.ts'
export type { EventMeter, QuantityMeter } from './quantities/quantity-meters.ts'
export type { QuantityCounts } from './quantities/quantity-names.ts'
export type { MeterOptions, QuantityOptions } from './quantities/resolve-meters.ts'
export type { ReportOptions } from './reports/report-options.ts'
export { assertScopes } from './scopes/read-scopes.ts'
export type {
  AppliedScopeLimit,
  LimitedScope,
  PricedQuantity,
  Scope,
  ScopeLimit,
  ScopeOptions,
  ScopeQuantity,
  ScopeQuestion,
  ScopeState,
  ScopeTime,
} from './scopes/scope.ts'
export { type MemoryStoreOptions, memoryStore } from './store/memory-store.ts'
export type { RedisClient, RedisOptions } from './store/redis-connection.ts'
export { redisStore } from './store/redis-store.ts'
export type {
  Store,
  StoreAccount,
  StoreAccountState,
  StoreLoad,
  StoreMark,
  StoreRate,
  StoreReadResult,
  StoreReleaseOutcome,
  StoreRenewOutcome,
  StoreReserveRequest,
  StoreReserveResult,
  StoreSettleOutcome,
  StoreSettleResult,
  StoreUnits,
  StoreWindow,
} from './store/store.ts'
