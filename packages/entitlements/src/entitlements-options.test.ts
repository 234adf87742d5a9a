import { expect, it } from 'vitest'
import { BillingStub } from '../test/billing-stub.ts'
import { createEntitlements } from './create-entitlements.ts'
import type { EntitlementsOptions } from './entitlements-options.ts'
import { InvalidOptionError } from './errors/invalid-option-error.ts'
import { memoryJournal } from './journal/memory-journal.ts'
import { memoryStore } from './store/memory-store.ts'

const good: EntitlementsOptions = {
  client: new BillingStub().client(),
  store: memoryStore(),
  journal: memoryJournal(),
  onUnavailable: 'deny',
}

const many = Array.from({ length: 65 }, (_, index) => index)

it.each<[name: string, options: Record<string, unknown>, option: string]>([
  ['no client', { client: undefined }, 'client'],
  ['no store', { store: undefined }, 'store'],
  ['no journal', { journal: null }, 'journal'],
  ['no policy for outages: it is a decision about money', { onUnavailable: undefined }, 'onUnavailable'],
  ['an unknown policy', { onUnavailable: 'retry' }, 'onUnavailable'],
  ['an option that does not exist', { leaseSeconds: 5 }, 'leaseSeconds'],
  ['an unknown whenShort', { whenShort: 'shrink' }, 'whenShort'],
  ['an unknown bill', { bill: 'always' }, 'bill'],
  ['a value with white space', { meters: { value: 'token count' } }, 'meters.value'],
  ['a property that does not exist', { meters: { cached: 'c' } }, 'meters.cached'],
  ['quantities that are no record', { quantities: ['images'] }, 'quantities'],
  ['a meter with white space', { quantities: { promptTokens: 'prompt tokens' } }, 'quantities.promptTokens'],
  ['a meter that is no text', { quantities: { images: 7 } }, 'quantities.images'],
  ['a quantity without a meter', { quantities: { images: { value: 'count' } } }, 'quantities.images.meter'],
  [
    'a value of a meter that is no text',
    { quantities: { images: { meter: 'm', value: '' } } },
    'quantities.images.value',
  ],
  ['an unknown member', { quantities: { images: { meter: 'm', unit: 'x' } } }, 'quantities.images.unit'],
  ['a name with a hyphen', { quantities: { 'big-images': 'm' } }, 'quantities.big-images'],
  ['too many quantities', { quantities: Object.fromEntries(many.map((n) => [`q${n}`, `m${n}`])) }, 'quantities'],
  [
    'a pool on the meter of its total',
    { quantities: { cachedPromptTokens: 'prompt_tokens' } },
    'quantities.cachedPromptTokens',
  ],
  [
    'two values on one meter',
    { quantities: { images: { meter: 'made', value: 'images' }, seconds: { meter: 'made', value: 'seconds' } } },
    'quantities.images.value',
  ],
  ['a budget of no part', { features: { budgets: { b: [] } } }, 'features.budgets.b'],
  ['a budget of an unknown part', { features: { budgets: { b: ['cached'] } } }, 'features.budgets.b'],
  [
    'a budget of one part where one meter counts both',
    { quantities: { promptTokens: 't', completionTokens: 't' }, features: { budgets: { b: ['prompt'] } } },
    'features.budgets.b',
  ],
  ['a rate without a window', { features: { rates: { r: {} } } }, 'features.rates.r.windowMs'],
  ['a rate per something else', { features: { rates: { r: { windowMs: 1, per: 'user' } } } }, 'features.rates.r.per'],
  [
    'a token rate of a window of 0',
    { features: { tokenRates: { t: { windowMs: 0 } } } },
    'features.tokenRates.t.windowMs',
  ],
  ['an unknown whenMissing', { features: { whenMissing: 'zero' } }, 'features.whenMissing'],
  ['a ceiling of 0', { modelCeilings: { m: 0 } }, 'modelCeilings.m'],
  ['a minimum below 0', { minCompletionTokens: -1 }, 'minCompletionTokens'],
  ['a lease of 0', { leaseMs: 0 }, 'leaseMs'],
  ['a fractional lease', { leaseMs: 1.5 }, 'leaseMs'],
  ['a comparison all the time', { reconcileMs: 99 }, 'reconcileMs'],
  ['no reservation at all', { maxOpenReservations: 0 }, 'maxOpenReservations'],
  ['an age limit below the fresh age', { cache: { freshMs: 10, maxAgeMs: 9 } }, 'cache.maxAgeMs'],
  ['a cache of nothing', { cache: { maxCustomers: 0 } }, 'cache.maxCustomers'],
  ['a batch beyond the limit of the API', { delivery: { batchSize: 1_001 } }, 'delivery.batchSize'],
  [
    'a longest wait below the first one',
    { delivery: { retryDelayMs: 10, maxRetryDelayMs: 9 } },
    'delivery.maxRetryDelayMs',
  ],
  ['a wait that no timer knows', { delivery: { maxRetryDelayMs: 2 ** 31 } }, 'delivery.maxRetryDelayMs'],
  ['a free tier that is no object', { withoutSubscription: 'allow' }, 'withoutSubscription'],
  ['a free tier below 0', { withoutSubscription: { numbers: { b: -1 } } }, 'withoutSubscription.numbers.b'],
  ['a hook that is no function', { onEvent: 'log' }, 'onEvent'],
  ['a clock that is no function', { now: 5 }, 'now'],
  ['randomness that is no function', { random: 0.5 }, 'random'],
])('refuses %s, and names the option', (_name, options, option) => {
  let thrown: unknown
  try {
    createEntitlements({ ...good, ...options } as EntitlementsOptions)
  } catch (error) {
    thrown = error
  }
  expect(InvalidOptionError.isInstance(thrown) && thrown.option).toBe(option)
  expect(String(thrown)).toMatch(/^InvalidOptionError: \S+ must be .+; it is .+\.$/)
  expect(String(thrown)).toContain(`: ${option} must be `)
})
