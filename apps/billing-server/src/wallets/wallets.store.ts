import type { Queryable } from '../database/database.ts'
import { Decimal } from '../pricing/decimal.ts'
import type { WalletGrant } from './wallet-grant.ts'
import type { WalletUnit } from './wallet-unit.ts'

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

/** The grants of customers that invoices draw: those of ACTIVE and DEPRECATED wallets, or of all. */
export async function loadGrants(
  database: Queryable,
  customerIds: readonly string[],
  of: 'usable wallets' | 'all wallets' = 'usable wallets',
): Promise<StoredGrant[]> {
  const rows = await database.query<GrantRow>(
    `select g.id, g.customer_id, g.wallet_id, g.unit, g.promotional, g.quantity::text as quantity, g.drawn::text as drawn,
        g.start_at, g.expire_at, g.created_at
      from wallet_grants g join wallets w on w.id = g.wallet_id
      where g.customer_id = any($1::text[]) and ($2 or w.status in ('ACTIVE', 'DEPRECATED'))`,
    [customerIds, of === 'all wallets'],
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

/** What a FINAL invoice took from a grant, or used beyond what there was. */
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

/** What the FINAL invoices of customers took, in the order of time. */
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
