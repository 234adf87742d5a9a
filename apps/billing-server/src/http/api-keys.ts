import { createHash, timingSafeEqual } from 'node:crypto'
import { ApiFault } from './api-fault.ts'

/** The key that works without any setup, and therefore only where nobody else can reach it. */
export const DEFAULT_API_KEY = 'local-test-key'

const digest = (key: string): Buffer => createHash('sha256').update(key, 'utf8').digest()

/** Knows valid keys by their digests only, so that no key can be read out of the running server. */
export class ApiKeys {
  readonly #digests: readonly Buffer[]

  constructor(keys: readonly string[]) {
    this.#digests = keys.map(digest)
  }

  /** Throws UNAUTHORISED (401) unless `key` is one of them. Takes the same time wherever the texts differ. */
  assertValid(key: string | undefined): void {
    if (key === undefined || key === '') throw unauthorised('An API key is required in the header X-API-KEY')
    const given = digest(key)
    let valid = false
    for (const known of this.#digests) valid = timingSafeEqual(known, given) || valid
    if (!valid) throw unauthorised('The API key is not valid')
  }
}

function unauthorised(message: string): ApiFault {
  return new ApiFault({ code: 'UNAUTHORISED', message })
}
