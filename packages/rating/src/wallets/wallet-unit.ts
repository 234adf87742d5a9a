/** What a wallet counts: credits of one type, or money of one currency. Both as the database has it. */
export type WalletUnit = `credits:${string}` | `money:${string}`

export const creditsUnit = (creditTypeId: string): WalletUnit => `credits:${creditTypeId}`
export const moneyUnit = (currency: string): WalletUnit => `money:${currency}`
