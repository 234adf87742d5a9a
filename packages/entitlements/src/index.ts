export { type AuditDifference, type AuditOptions, type AuditReport, auditPeriod } from './audit-period.ts'
export type { BudgetState } from './budget-state.ts'
export { createEntitlements } from './create-entitlements.ts'
export type { Denial, DenialReason } from './denial.ts'
export type { EntitlementValue } from './entitlement-value.ts'
export type { CloseReport, CustomerFeatures, CustomerUsage, Entitlements, UnsettledAttempt } from './entitlements.ts'
export type { EntitlementsEvent } from './entitlements-event.ts'
export type {
  CacheOptions,
  DeliveryOptions,
  EntitlementsOptions,
  FreeTier,
  MeterOptions,
} from './entitlements-options.ts'
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
export type { FeatureOptions, RateOptions, TokenPart, TokenRateOptions } from './feature-rules.ts'
export type {
  Intent,
  Journal,
  JournalAttempt,
  JournalCounts,
  JournalEvent,
  JournalReleaseOutcome,
  JournalSettleOutcome,
  JournalUsage,
  PendingEvent,
  Settlement,
  UnsettledIntent,
} from './journal.ts'
export { memoryJournal } from './memory-journal.ts'
export { type MemoryStoreOptions, memoryStore } from './memory-store.ts'
export type { RedisClient, RedisOptions } from './redis-connection.ts'
export { type RedisJournalOptions, redisJournal } from './redis-journal.ts'
export { redisStore } from './redis-store.ts'
export type {
  CheckDecision,
  ReleaseResult,
  Reservation,
  ReserveDecision,
  ReserveGrant,
  SettleResult,
} from './reservation.ts'
export type { CheckRequest, ReserveRequest } from './reserve-request.ts'
export { sqliteJournal } from './sqlite-journal.ts'
export type { SqliteJournalOptions } from './sqlite-journal-options.ts'
export type {
  Store,
  StoreAccount,
  StoreAccountState,
  StoreRate,
  StoreReadResult,
  StoreReleaseOutcome,
  StoreRenewOutcome,
  StoreReserveRequest,
  StoreReserveResult,
  StoreSettleOutcome,
  StoreSettleResult,
  StoreTokens,
} from './store.ts'
export type { Usage, UsageDetails, UsageSource } from './usage.ts'
