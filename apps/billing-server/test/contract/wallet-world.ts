import { type Schema, unwrap } from '@tallygate/client'
import { type ContractWorld, stored } from './contract-world.ts'

/** Ways to credits and wallets, for the scenarios that need them. */
export class WalletWorld {
  readonly #world: ContractWorld

  constructor(world: ContractWorld) {
    this.#world = world
  }

  async creditType(given: Partial<Schema<'CreditTypeCreateRequest'>> = {}) {
    const reference = this.#world.reference('credit')
    const body = { reference, name: reference, ...given }
    return stored(await unwrap(this.#world.client.POST('/v1/credit-types', { body })))
  }

  /** A type of wallets that hold credits, by default of a type of their own. */
  async walletType(given: Partial<Schema<'WalletTypeCreateRequest'>> = {}) {
    const reference = this.#world.reference('wallet-type')
    const holdsCredits = given.type === undefined && given.credit === undefined
    const body: Schema<'WalletTypeCreateRequest'> = {
      reference,
      name: reference,
      type: 'CREDIT',
      ...(holdsCredits && { credit: await this.credits() }),
      ...given,
    }
    return stored(await unwrap(this.#world.client.POST('/v1/wallet-types', { body })))
  }

  async credits(): Promise<Schema<'WalletTypeCredit'>> {
    return { grant_type: 'CREDITS', credits_grant: { credit_type_id: (await this.creditType()).id } }
  }

  /** A DRAFT wallet, by default of a new customer and a new type. */
  async wallet(given: Partial<Schema<'WalletCreateRequest'>> = {}) {
    const body = {
      reference: this.#world.reference('wallet'),
      wallet_type_id: given.wallet_type_id ?? (await this.walletType()).id,
      customer_id: given.customer_id ?? (await this.#world.customer()).id,
    }
    return stored(await unwrap(this.#world.client.POST('/v1/wallets', { body })))
  }

  /** An ACTIVE wallet of credits with its credit type, its customer and who bills them. */
  async funded() {
    const creditType = await this.creditType()
    const credit = { grant_type: 'CREDITS', credits_grant: { credit_type_id: creditType.id } } as const
    const walletType = await this.walletType({ credit })
    const customer = await this.#world.customer()
    const draft = await this.wallet({ wallet_type_id: walletType.id, customer_id: customer.id })
    const params = { path: { idOrRef: draft.id } }
    const wallet = stored(await unwrap(this.#world.client.POST('/v1/wallets/{idOrRef}/activate', { params })))
    return { creditType, walletType, customer, wallet, entity: await this.#world.billingEntity() }
  }

  async grant(
    to: Awaited<ReturnType<WalletWorld['funded']>>,
    quantity: string,
    given: Partial<Schema<'WalletGrantCreateRequest'>> = {},
  ) {
    const body = {
      customer_id: to.customer.id,
      billing_entity_id: to.entity.id,
      wallet_id: to.wallet.id,
      grant_credits: { quantity, credit_type_id: to.creditType.id },
      ...given,
    }
    return stored(await unwrap(this.#world.client.POST('/v1/wallet-grants', { body })))
  }
}
