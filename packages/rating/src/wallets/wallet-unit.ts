/** The unit of a wallet: credits of one type, or money of one currency. */
export type WalletUnit = `credits:${string}` | `money:${string}`

export const creditsUnit = (creditTypeId: string): WalletUnit => `credits:${creditTypeId}`
export const moneyUnit = (currency: string): WalletUnit => `money:${currency}`
