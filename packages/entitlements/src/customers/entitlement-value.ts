/** The value of one feature for one customer. The API names no type: it is the member that is set. */
export type EntitlementValue =
  | { readonly type: 'number'; readonly number: number }
  | { readonly type: 'switch'; readonly switch: boolean }
  | { readonly type: 'enums'; readonly enums: readonly string[] }
  | { readonly type: 'strings'; readonly strings: readonly string[] }
  | { readonly type: 'amount'; readonly quantity: string; readonly currency: string }
  /** Over several subscriptions whose amounts have different currencies. */
  | { readonly type: 'amounts'; readonly amounts: readonly { readonly quantity: string; readonly currency: string }[] }
