import { Decimal, type WalletGrant, type WalletUnit } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'

export interface WalletRow {
  readonly id: string
  readonly customer_id: string
  readonly status: string
  readonly unit: WalletUnit
}

/** The wallet of an id, which no invoice that is being closed draws until the transaction ends. */
export async function lockWallet(database: Queryable, id: string): Promise<WalletRow | undefined> {
  const [row] = await database.query<WalletRow>(
    'select id, customer_id, status, unit from wallets where id = $1 for share',
    [id],
  )
  return row
}

/** The wallets of a customer, the oldest first. */
export function loadWallets(database: Queryable, customerId: string): Promise<WalletRow[]> {
  return database.query<WalletRow>(
    'select id, customer_id, status, unit from wallets where customer_id = $1 order by created_at, id',
    [customerId],
  )
}

/** As `loadWallets`; no grant is added to them until the transaction ends. Locked in the order of their ids. */
export async function lockWallets(database: Queryable, customerId: string): Promise<void> {
  await database.query('select id from wallets where customer_id = $1 order by id for update', [customerId])
}

interface GrantRow {
  readonly id: string
  readonly customer_id: string
  readonly wallet_id: string
  readonly unit: WalletUnit
  readonly promotional: boolean
  readonly quantity: string
  readonly drawn: string
  readonly start_at: Date
  readonly expire_at: Date | null
  readonly created_at: Date
}

/** A grant with what it is counted in. */
export interface StoredGrant extends WalletGrant {
  readonly customerId: string
  readonly unit: WalletUnit
}

/**
 * The grants of customers that invoices draw: those of ACTIVE and DEPRECATED wallets, or of all; of one unit, or of
 * each.
 */
export async function loadGrants(
  database: Queryable,
  customerIds: readonly string[],
  of: 'usable wallets' | 'all wallets' = 'usable wallets',
  unit: WalletUnit | null = null,
): Promise<StoredGrant[]> {
  const rows = await database.query<GrantRow>(
    `select g.id, g.customer_id, g.wallet_id, g.unit, g.promotional, g.quantity::text as quantity, g.drawn::text as drawn,
        g.start_at, g.expire_at, g.created_at
      from wallet_grants g join wallets w on w.id = g.wallet_id
      where g.customer_id = any($1::text[]) and ($2 or w.status in ('ACTIVE', 'DEPRECATED')) and ($3::text is null or g.unit = $3)`,
    [customerIds, of === 'all wallets', unit],
  )
  return rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    walletId: row.wallet_id,
    unit: row.unit,
    promotional: row.promotional,
    quantity: Decimal.parse(row.quantity),
    drawn: Decimal.parse(row.drawn),
    startAt: row.start_at,
    expireAt: row.expire_at,
    createdAt: row.created_at,
  }))
}

/** A quantity that a FINAL invoice took from a grant, or used beyond all grants. */
export interface WalletEntry {
  readonly customerId: string
  readonly unit: WalletUnit
  readonly invoiceId: string
  readonly lineId: string
  readonly kind: 'DRAW' | 'OVERAGE_BILLED' | 'OVERAGE_OWED'
  readonly grantId: string | null
  readonly fromAt: Date
  readonly quantity: Decimal
}

/** Returns what the FINAL invoices of customers took, in the order of time. */
export async function loadEntries(database: Queryable, customerIds: readonly string[]): Promise<WalletEntry[]> {
  const rows = await database.query<{
    customer_id: string
    unit: WalletUnit
    invoice_id: string
    line_id: string
    kind: WalletEntry['kind']
    grant_id: string | null
    from_at: Date
    quantity: string
  }>(
    `select customer_id, unit, invoice_id, line_id, kind, grant_id, from_at, quantity::text as quantity
      from wallet_entries where customer_id = any($1::text[]) order by from_at, kind, id`,
    [customerIds],
  )
  return rows.map((row) => ({
    customerId: row.customer_id,
    unit: row.unit,
    invoiceId: row.invoice_id,
    lineId: row.line_id,
    kind: row.kind,
    grantId: row.grant_id,
    fromAt: row.from_at,
    quantity: Decimal.parse(row.quantity),
  }))
}

/** Writes down for good what an invoice takes. The database refuses what its grants do not have. */
export async function insertEntries(
  database: Queryable,
  entries: readonly (WalletEntry & { readonly id: string })[],
  now: Date,
): Promise<void> {
  if (entries.length === 0) return
  await database.query(
    `insert into wallet_entries (id, customer_id, unit, invoice_id, line_id, kind, grant_id, from_at, quantity, created_at)
      select id, customer_id, unit, invoice_id, line_id, kind, grant_id, from_at, quantity, $10::timestamptz
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::numeric[])
        as t (id, customer_id, unit, invoice_id, line_id, kind, grant_id, from_at, quantity)
      order by grant_id, id`,
    [
      entries.map(({ id }) => id),
      entries.map(({ customerId }) => customerId),
      entries.map(({ unit }) => unit),
      entries.map(({ invoiceId }) => invoiceId),
      entries.map(({ lineId }) => lineId),
      entries.map(({ kind }) => kind),
      entries.map(({ grantId }) => grantId),
      entries.map(({ fromAt }) => fromAt),
      entries.map(({ quantity }) => quantity.toString()),
      now,
    ],
  )
}

/**
 * The first of the numbers by which wallets are opened one after the other; nothing else in this database uses them.
 */
const FIRST_LOCK = 7_411_320_000

/** Until the transaction ends, no other opens a wallet for the customer because a plan deposits into it. */
export async function holdWalletsOf(database: Queryable, customerId: string): Promise<void> {
  await database.query('select pg_advisory_xact_lock($1::bigint + (hashtext($2) & 1023))', [FIRST_LOCK, customerId])
}

/** Schedules of a subscription whose plan, or whose own prices, deposit into wallets. */
export async function loadDepositingSchedules(database: Queryable, subscriptionId: string): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select h.id from pricing_plan_schedules h join pricing_plan_versions v on v.id = h.pricing_plan_version_id
      where h.pricing_plan_subscription_id = $1 and (v.deposits or h.deposits)`,
    [subscriptionId],
  )
  return rows.map(({ id }) => id)
}

/** Subscriptions with a schedule that has started in a running period and has deposited nothing yet. */
export async function findDepositsDue(database: Queryable, now: Date, limit: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select s.id from pricing_plan_schedules h
      join pricing_plan_versions v on v.id = h.pricing_plan_version_id
      join pricing_plan_subscriptions s on s.id = h.pricing_plan_subscription_id
      where (v.deposits or h.deposits) and s.status = 'ACTIVE' and h.start_at <= $1
        and coalesce(h.end_at, 'infinity') > h.start_at and coalesce(s.ends_at, 'infinity') > h.start_at
        and not exists (select 1 from wallet_deposits d where d.schedule_id = h.id)
        and exists (select 1 from invoices i where i.subscription_id = s.id and i.status in ('OPEN', 'DRAFT')
          and i.period_start <= h.start_at and i.period_end > h.start_at)
      group by s.id order by max(h.start_at) desc, s.id limit $2`,
    [now, limit],
  )
  return rows.map(({ id }) => id)
}

/** In the place of an add-on: what the plan always sells. */
export const PLAN_ITSELF = ''

/**
 * Claims the deposits of a schedule for a period, apart for what the plan always sells and for each add-on. Returns
 * those that are the caller's to make: each once.
 */
export async function claimDeposits(
  database: Queryable,
  { scheduleId, periodStart }: { readonly scheduleId: string; readonly periodStart: Date },
  addOns: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const claimed = await database.query<{ add_on: string }>(
    `insert into wallet_deposits (schedule_id, period_start, add_on, created_at)
      select $1, $2, add_on, $4 from unnest($3::text[]) as given (add_on) order by add_on
      on conflict do nothing returning add_on`,
    [scheduleId, periodStart, addOns, now],
  )
  return new Set(claimed.map(({ add_on: addOn }) => addOn))
}

/** Reads the rules of a schedule that have deposited for a period. */
export async function loadDepositedRules(
  database: Queryable,
  { scheduleId, periodStart }: { readonly scheduleId: string; readonly periodStart: Date },
): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ rule: string }>(
    'select rule from wallet_grants where schedule_id = $1 and period_start = $2',
    [scheduleId, periodStart],
  )
  return new Set(rows.map(({ rule }) => rule))
}

/** The customer's wallet of a type that a plan deposits into: an ACTIVE one before others, the oldest of those. */
export async function findWalletOfType(
  database: Queryable,
  customerId: string,
  walletTypeId: string,
  unit: WalletUnit,
): Promise<string | undefined> {
  const [row] = await database.query<{ id: string }>(
    `select id from wallets where customer_id = $1 and wallet_type_id = $2 and unit = $3
      order by (status = 'ACTIVE') desc, created_at, id limit 1 for share`,
    [customerId, walletTypeId, unit],
  )
  return row?.id
}
