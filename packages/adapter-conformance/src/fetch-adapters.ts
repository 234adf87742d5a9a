import { findDenial, type MeteredFetch, meteredFetch } from '@tallygate/fetch'
import { type Adapter, type Caller, DRAIN, MODEL_IDS, type Parts } from './adapter.ts'
import { SDKS } from './sdk-sessions.ts'

function metered({ entitlements }: Parts, { customer, requestId, isAttachedTwice = false }: Caller): MeteredFetch {
  const options = { customer, requestId, modelIds: MODEL_IDS, drain: DRAIN }
  const fetch = meteredFetch(entitlements, options)
  return isAttachedTwice ? meteredFetch(entitlements, { ...options, fetch }) : fetch
}

/** The metered fetch under each SDK that takes one. */
export const FETCH_ADAPTERS: readonly Adapter[] = Object.values(SDKS).map((sdk) => ({
  name: `fetch: ${sdk.name}`,
  open: (parts, caller) => ({
    ...sdk.open({ fetch: metered(parts, caller), url: parts.providerUrl }),
    denialOf: findDenial,
  }),
}))
