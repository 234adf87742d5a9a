import { type LimitName, nameLimit } from '../limits/limit-name.ts'
import type { StoreAccountState } from '../store/store.ts'
import type { Admission } from './admit.ts'

/** A limit that a request was granted beyond. Decimal text, in `currency`, where money is limited. */
export interface Overage extends LimitName {
  readonly limit: number | string
  /** Used and held beyond the limit, with this request. */
  readonly by: number | string
}

/**
 * The limits that a granted request passes.
 *
 * @param states the counts with the request in them, in the order of the admission's accounts
 */
export function overagesOf(
  { request, money }: Admission,
  states: readonly (Pick<StoreAccountState, 'used' | 'held'> | undefined)[],
): readonly Overage[] {
  let overages: Overage[] | undefined
  for (let index = 0; index < request.accounts.length; index += 1) {
    const account = request.accounts[index]
    const state = states[index]
    if (account?.softLimit === undefined || state === undefined) continue
    const by = state.used + state.held - account.softLimit
    if (by <= 0) continue
    const { name, show } = nameLimit(account.key, money?.limits ?? [])
    overages ??= []
    overages.push({ ...name, limit: show(account.softLimit), by: show(by) })
  }
  return overages ?? []
}
