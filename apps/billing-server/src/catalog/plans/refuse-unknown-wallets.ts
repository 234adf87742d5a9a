import type { Schema } from '@tallygate/client'
import { configsOfItem, type PlacedConfig, readWalletGrants, unitOfGrant } from '@tallygate/rating'
import { unitOfWalletType } from '../../catalog/unit-of-wallet-type.ts'
import type { Queryable } from '../../database/database.ts'
import { invalidField, referenceNotFound } from '../../http/api-fault.ts'
import type { ResourceStores } from '../../resources/resource-stores.ts'

/** A pricing and where it stands. */
interface PlacedPricing {
  readonly pricing: Schema<'Pricing'>
  readonly field: string
}

/**
 * Throws naming the first member of a plan that speaks of credits or wallets which do not exist: the credits of a
 * price, the wallet type of a deposit, and a deposit of something else than wallets of that type hold.
 */
export async function refuseUnknownWallets(
  database: Queryable,
  stores: ResourceStores,
  placed: readonly PlacedPricing[],
): Promise<void> {
  const configs = placed.flatMap(({ pricing, field }) =>
    (pricing.items ?? []).flatMap((item, index) => configsOfItem(item, `${field}.items.${index}`)),
  )
  const priced = configs.flatMap(creditTypesIn)
  const creditTypes = await stores.creditTypes.byIds(
    database,
    priced.map(({ id }) => id),
  )
  for (const { id, field } of priced) {
    if (!creditTypes.has(id)) throw referenceNotFound(field, 'CREDIT_TYPE', id)
  }
  const grants = configs.flatMap(({ config, field }) =>
    readWalletGrants(config.wallet_grants ?? [], `${field}.wallet_grants`),
  )
  const walletTypes = await stores.walletTypes.byIds(
    database,
    grants.map(({ walletTypeId }) => walletTypeId),
  )
  for (const { walletTypeId, of, field } of grants) {
    const type = walletTypes.get(walletTypeId)
    if (type === undefined) throw referenceNotFound(`${field}.wallet_type_id`, 'WALLET_TYPE', walletTypeId)
    const unit = unitOfWalletType(type)
    // A share of the price is of the currency that is billed, which no plan knows: it is compared when it is deposited.
    const holdsIt = 'currency' in of && of.currency === null ? unit.startsWith('money:') : unit === unitOfGrant(of, '')
    if (holdsIt) continue
    const member = 'currency' in of ? 'amount_grant' : 'credits_grant'
    const held = unit.replace(':', ' ')
    throw invalidField(`${field}.${member}`, `wallets of this type hold ${held}`, 'WALLET_TYPE')
  }
}

function creditTypesIn({ config, field }: PlacedConfig): { readonly id: string; readonly field: string }[] {
  const places = [
    { bands: config.bands ?? [], at: `${field}.bands` },
    { bands: config.details?.bands ?? [], at: `${field}.details.bands` },
  ]
  return places.flatMap(({ bands, at }) =>
    bands.flatMap(({ credits }, index) =>
      credits?.credit_type_id === undefined
        ? []
        : [{ id: credits.credit_type_id, field: `${at}.${index}.credits.credit_type_id` }],
    ),
  )
}
