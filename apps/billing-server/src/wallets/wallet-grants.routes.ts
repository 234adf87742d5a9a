import { formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { creditsUnit, Decimal, moneyUnit, scaleOf, type WalletUnit } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { ApiFault, invalidField, invalidOperation, missingField, referenceNotFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { toWholeSecond } from '../http/read-instant.ts'
import { lockWallet, type WalletRow } from '../invoicing/wallets.store.ts'
import { resourceRoutes } from '../resources/resource-routes.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { findGrantByKey } from './wallet-requests.store.ts'

type Grant = Stored<'WalletGrant'>
type GrantRequest = Schema<'WalletGrantCreateRequest'>

/** Grants: deposits into wallets. They are added and never changed. */
export function walletGrantRoutes(context: Pick<ServerContext, 'clock' | 'database' | 'stores'>): OperationHandlers {
  const { database } = context
  return {
    ...resourceRoutes(context, 'walletGrants'),
    createWalletGrant: ({ body, idempotencyKey }) =>
      database.transaction((transaction) => createGrant(context, transaction, body, idempotencyKey)),
  }
}

/**
 * Deposits once for each Idempotency-Key, however long ago the first request was: the key is stored with the grant, in
 * the same transaction, so that not even a server that died before it could answer makes a second one.
 */
async function createGrant(
  { clock, stores }: Pick<ServerContext, 'stores' | 'clock'>,
  transaction: Queryable,
  body: GrantRequest,
  idempotencyKey: string | undefined,
): Promise<Grant> {
  const earlier = idempotencyKey === undefined ? undefined : await findGrantByKey(transaction, idempotencyKey)
  if (earlier !== undefined) {
    if (earlier.requested === requestedOf(body)) return stores.walletGrants.get(transaction, earlier.id)
    const message = 'The Idempotency-Key was used for another grant'
    throw new ApiFault({ status: 409, code: 'IDEMPOTENCY_CHECK_FAILED', field: 'Idempotency-Key', message })
  }
  const entity = await stores.billingEntities.find(transaction, body.billing_entity_id)
  if (entity?.id !== body.billing_entity_id) {
    throw referenceNotFound('billing_entity_id', 'BILLING_ENTITY', body.billing_entity_id)
  }
  const customer = await stores.customers.find(transaction, body.customer_id)
  if (customer?.id !== body.customer_id) throw referenceNotFound('customer_id', 'CUSTOMER', body.customer_id)
  const wallet = await lockWallet(transaction, body.wallet_id)
  if (wallet === undefined) throw referenceNotFound('wallet_id', 'WALLET', body.wallet_id)
  checkGrant(body, wallet)
  const startAt = body.start_at == null ? toWholeSecond(clock.date()) : parseInstant(body.start_at)
  const expireAt = body.expire_at == null ? null : parseInstant(body.expire_at)
  if (expireAt !== null && expireAt <= startAt) {
    throw invalidField('expire_at', 'a grant expires after its start', 'WALLET_GRANT')
  }
  const grant = { ...body, type: body.type ?? 'DEFAULT', start_at: formatInstant(startAt) }
  return stores.walletGrants.insert(transaction, grant, {
    start_at: startAt,
    expire_at: expireAt,
    ...(idempotencyKey !== undefined && {
      idempotency_key: idempotencyKey,
      requested: requestedOf(body),
    }),
  })
}

/** Returns what was asked for, as text that is the same when it is asked again. */
const requestedOf = (body: GrantRequest): string => JSON.stringify(body)

/** The wallet is the customer's and takes grants; the deposit is more than nothing, and of what the wallet holds. */
function checkGrant(body: GrantRequest, wallet: WalletRow): void {
  const ofWallet = { field: 'wallet_id', resourceType: 'WALLET', resourceId: wallet.id } as const
  if (wallet.customer_id !== body.customer_id) {
    throw invalidOperation('The wallet belongs to another customer', ofWallet)
  }
  if (wallet.status !== 'ACTIVE') {
    throw invalidOperation(`The wallet is ${wallet.status}; activate it first`, ofWallet)
  }
  const [member, unit, quantity] = depositOf(body)
  if (unit !== wallet.unit) {
    throw invalidField(member, `the wallet holds ${wallet.unit.replace(':', ' ')}`, 'WALLET_GRANT')
  }
  const value = Decimal.parse(quantity, `${member}.quantity`)
  if (!value.isPositive()) throw invalidField(`${member}.quantity`, 'a grant is more than zero', 'WALLET_GRANT')
  requireWalletScale(value, unit, `${member}.quantity`)
  const paid = body.paid_amount
  if (paid?.quantity !== undefined && Decimal.parse(paid.quantity).isNegative()) {
    throw invalidField('paid_amount.quantity', 'may not be negative', 'WALLET_GRANT')
  }
}

function depositOf(body: GrantRequest): readonly [member: string, unit: WalletUnit, quantity: string] {
  const { grant_credits: credits, grant_amount: amount } = body
  if (credits !== undefined && amount !== undefined) {
    throw invalidField('grant_amount', 'give either grant_credits or grant_amount', 'WALLET_GRANT')
  }
  if (credits !== undefined) {
    if (credits.credit_type_id === undefined) throw missingField('grant_credits.credit_type_id', 'WALLET_GRANT')
    if (credits.quantity === undefined) throw missingField('grant_credits.quantity', 'WALLET_GRANT')
    return ['grant_credits', creditsUnit(credits.credit_type_id), credits.quantity]
  }
  if (amount === undefined) throw missingField('grant_credits', 'WALLET_GRANT')
  if (amount.currency === undefined) throw missingField('grant_amount.currency', 'WALLET_GRANT')
  if (amount.quantity === undefined) throw missingField('grant_amount.quantity', 'WALLET_GRANT')
  return ['grant_amount', moneyUnit(amount.currency), amount.quantity]
}

/** Throws naming the member when a quantity is finer than its wallet counts: it could never be used up. */
function requireWalletScale(quantity: Decimal, unit: WalletUnit, field: string): void {
  const scale = scaleOf(unit)
  if (quantity.roundedTo(scale).equals(quantity)) return
  throw invalidField(field, `a wallet of this kind counts ${scale} decimals`, 'WALLET_GRANT')
}
