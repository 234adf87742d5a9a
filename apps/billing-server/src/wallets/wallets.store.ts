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
  readonly unit: WalletUnit
}

/** The grants of a customer. */
export async function loadGrants(database: Queryable, customerId: string): Promise<StoredGrant[]> {
  const rows = await database.query<GrantRow>(
    `select id, wallet_id, unit, promotional, quantity::text as quantity, drawn::text as drawn, start_at, expire_at, created_at
      from wallet_grants where customer_id = $1`,
    [customerId],
  )
  return rows.map((row) => ({
    id: row.id,
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
