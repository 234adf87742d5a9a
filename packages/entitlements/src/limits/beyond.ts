import type { StoreAccount } from '../store/store.ts'

/** The decision on a request that goes beyond a limit. */
export type Beyond = 'deny' | 'allow'

/** The decisions by feature, and for every other feature and for scopes. */
export interface BeyondRule {
  readonly otherwise: Beyond
  readonly features: ReadonlyMap<string, Beyond>
}

export function passesBeyond({ otherwise, features }: BeyondRule, feature: string): boolean {
  return (features.get(feature) ?? otherwise) === 'allow'
}

/** The account with a limit that requests may pass. */
export function soften({ limit, ...account }: StoreAccount): StoreAccount {
  return limit === undefined ? { ...account, limit } : { ...account, limit: undefined, softLimit: limit }
}
