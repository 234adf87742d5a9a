import type { Answer, TestServer } from './test-server.ts'

/** Money of customers: wallets of USD of both kinds, grants, and short texts of what invoices and balances say. */
export class Money {
  readonly #server: TestServer
  readonly #entityId: string
  readonly #types: Readonly<Record<string, string>>
  #wallets = 0

  private constructor(server: TestServer, entityId: string, types: Readonly<Record<string, string>>) {
    this.#server = server
    this.#entityId = entityId
    this.#types = types
  }

  static async open(server: TestServer): Promise<Money> {
    const entity = await server.must('POST', '/v1/billing-entities', {
      reference: 'money-seller',
      legal_name: 'Us',
    })
    const type = async (reference: string, members: object) =>
      (await server.must('POST', '/v1/wallet-types', { reference, name: reference, ...members })).id
    const granted = { grant_type: 'AMOUNT', amount_grant: { default_currency: 'USD' } }
    const types = {
      balance: await type('balance', { type: 'BALANCE', balance: { default_currency: 'USD' } }),
      euros: await type('euros', { type: 'BALANCE', balance: { default_currency: 'EUR' } }),
      granted: await type('granted', { type: 'CREDIT', credit: granted }),
    }
    return new Money(server, entity.id, types)
  }

  /** The id of a type of wallet: for what a plan deposits. */
  typeOf(kind: 'balance' | 'euros' | 'granted'): string {
    return this.#types[kind] ?? ''
  }

  /** An ACTIVE wallet; resolves with its id. */
  async wallet(customerId: string, kind: 'balance' | 'euros' | 'granted' = 'balance'): Promise<string> {
    this.#wallets += 1
    const reference = `money-${this.#wallets}`
    const body = { reference, wallet_type_id: this.#types[kind], customer_id: customerId }
    await this.#server.must('POST', '/v1/wallets', body)
    return (await this.#server.must('POST', `/v1/wallets/${reference}/activate`)).id
  }

  /** The body of a grant of money. */
  grantOf(customerId: string, walletId: string, quantity: string, members: object = {}) {
    const grant_amount = { quantity, currency: 'USD' }
    return { customer_id: customerId, billing_entity_id: this.#entityId, wallet_id: walletId, grant_amount, ...members }
  }

  grant(customerId: string, walletId: string, quantity: string, members: object = {}): Promise<Answer['body']> {
    return this.#server.must('POST', '/v1/wallet-grants', this.grantOf(customerId, walletId, quantity, members))
  }

  /** `balance reserved open` of a wallet, at an instant or now. */
  async balanceOf(walletId: string, at?: string): Promise<string> {
    const body = at === undefined ? {} : { balance_at: at }
    const answer = await this.#server.must('POST', `/v1/wallets/${walletId}/balance`, body)
    return [answer.balance, answer.reserved_balance, answer.open_balance].map(({ amount }) => amount.quantity).join(' ')
  }

  /** A one-off DRAFT with one line of a fixed amount; resolves with the id. */
  async oneOff(customerId: string, amount: string, members: object = {}): Promise<string> {
    const { id } = await this.#server.must('POST', '/v1/invoices', {
      type: 'ONE_OFF',
      customer_id: customerId,
      ...members,
    })
    await this.#server.must('POST', `/v1/invoices/${id}/lines`, lineOf(amount))
    return id
  }
}

/** A line of a one-off invoice that costs a fixed amount. */
export const lineOf = (quantity: string) => ({
  pricing_name: 'Work',
  pricing_type: 'FIXED',
  pricing_band: { fixed_amount: { quantity, currency: 'USD' } },
  start_at: '2026-01-20T00:00:00Z',
  end_at: '2026-01-21T00:00:00Z',
})

/** Returns what an invoice says of its payment: `PARTIALLY_PAID: 15.00 of 21.65 paid, 6.65 open`. */
export function paymentOf(invoice: Answer['body']): string {
  const { payment_status: status, paid_invoice_amount: paid, open_invoice_amount: open, paid: isPaid } = invoice
  if (isPaid !== (status === 'PAID')) throw new Error(`paid is ${isPaid} and payment_status ${status}`)
  if (paid.quantity !== invoice.closed_invoice_amount.quantity) throw new Error('what is closed is not what was paid')
  return `${status}: ${paid.quantity} of ${invoice.invoice_amount_including_tax.quantity} paid, ${open.quantity} open`
}
