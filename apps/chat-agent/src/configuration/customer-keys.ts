import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { assertScopes, InvalidRequestError, type Scope } from '@tallygate/entitlements'

/**
 * Keys are long enough not to be guessed; the demo keys are the shortest in use. Longer ones than this are refused
 * unread.
 */
export const MIN_KEY_CHARACTERS = 8
export const MAX_KEY_CHARACTERS = 256
/** Most keys of a file: one agent serves a product, not a directory. */
const MAX_KEYS = 100_000

/** A key may be given by its hash, `sha256:` and 64 hexadecimal digits, so that the file holds no secret. */
const HASHED_KEY = /^sha256:([0-9a-f]{64})$/

/** The holder of a key: a customer, or somebody below it whose requests have limits of their own. */
export interface KeyHolder {
  /** Reference of the customer in the billing API. */
  readonly customer: string
  /** The levels below the customer that the key's requests belong to, with their limits. */
  readonly scopes?: readonly Scope[]
}

/** Holders by their keys, or by `sha256:<hex>` of these; a text is the reference of a customer. */
export type HeldKeys = Readonly<Record<string, string | KeyHolder>>

/** The keys of the demo catalog's customers. They are public, so the agent takes them on a loopback address only. */
export const DEMO_KEYS: HeldKeys = {
  'demo-free-key': 'demo-free',
  'demo-starter-key': 'demo-starter',
  'demo-pro-key': 'demo-pro',
  'demo-prepaid-key': 'demo-prepaid',
  'demo-team-ada-key': {
    customer: 'demo-team',
    scopes: [{ kind: 'user', id: 'ada', limits: [{ limit: '0.50', of: { currency: 'USD' }, per: 'day' }] }],
  },
  'demo-team-lin-key': {
    customer: 'demo-team',
    scopes: [
      {
        kind: 'user',
        id: 'lin',
        limits: [
          { limit: '0.05', of: { currency: 'USD' }, per: 'day' },
          { limit: 20, of: 'requests', per: 'day' },
        ],
      },
    ],
  },
}

/**
 * The customers' keys. Only hashes are kept, keyed with a secret that this process makes for itself, and a presented
 * key is looked up by that hash: the time a look-up takes says nothing about any key.
 */
export class CustomerKeys {
  readonly #secret = randomBytes(32).toString('hex')
  readonly #holders = new Map<string, { readonly digest: Buffer; readonly holder: KeyHolder }>()

  constructor(keys: HeldKeys) {
    for (const [key, holder] of Object.entries(keys)) {
      const digest = this.#digest(HASHED_KEY.exec(key)?.[1] ?? sha256(key))
      const held = typeof holder === 'string' ? { customer: holder } : holder
      this.#holders.set(digest.toString('base64'), { digest, holder: held })
    }
  }

  /** The customer whose key this is. */
  customerOf(key: string): string | undefined {
    return this.holderOf(key)?.customer
  }

  /** The customer whose key this is, with the levels below it that the key belongs to. */
  holderOf(key: string): KeyHolder | undefined {
    if (key.length > MAX_KEY_CHARACTERS) return undefined
    const digest = this.#digest(sha256(key))
    const found = this.#holders.get(digest.toString('base64'))
    return found !== undefined && timingSafeEqual(found.digest, digest) ? found.holder : undefined
  }

  /** Tells whether a key belongs to a level below a customer. */
  get haveScopes(): boolean {
    for (const { holder } of this.#holders.values()) if (holder.scopes !== undefined) return true
    return false
  }

  /** Tells whether the public keys of the demo's customers open this agent. */
  get hasDemoKeys(): boolean {
    return Object.entries(DEMO_KEYS).every(
      ([key, holder]) => typeof holder !== 'string' || this.customerOf(key) === holder,
    )
  }

  /** Tells how many keys there are. */
  get size(): number {
    return this.#holders.size
  }

  #digest(hashOfKey: string): Buffer {
    // The text has always the same length, so a prefix is as good as an HMAC, at a third of its cost; this runs for
    // every request.
    return hash('sha256', this.#secret + hashOfKey, 'buffer')
  }
}

/**
 * Returns what is wrong with the parsed content of a key file: sentences, none when it is sound. They never contain a
 * key.
 */
export function customerKeyFaults(content: unknown): string[] {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return ['must hold one JSON object: {"<customer key>": "<customer reference>", …}']
  }
  const entries = Object.entries(content)
  if (entries.length === 0) return ['names no customer']
  if (entries.length > MAX_KEYS) return [`has ${entries.length} keys; the limit is ${MAX_KEYS}`]
  const faults: string[] = []
  entries.forEach(([key, holder], index) => {
    const entry = `entry ${index + 1}`
    if (!HASHED_KEY.test(key) && (key.length < MIN_KEY_CHARACTERS || key.length > MAX_KEY_CHARACTERS)) {
      faults.push(
        `${entry}: a key has ${MIN_KEY_CHARACTERS} to ${MAX_KEY_CHARACTERS} characters, or is "sha256:" and 64 lowercase hexadecimal digits`,
      )
    }
    const { customer, scopes } = typeof holder === 'object' && holder !== null ? holder : { customer: holder }
    if (typeof customer !== 'string' || customer.trim() === '')
      faults.push(`${entry}: the customer reference must be a non-empty string`)
    if (scopes !== undefined) faults.push(...scopeFaults(scopes).map((fault) => `${entry}: ${fault}`))
  })
  return faults
}

function scopeFaults(scopes: readonly Scope[]): string[] {
  try {
    assertScopes(scopes)
    return []
  } catch (error) {
    if (!InvalidRequestError.isInstance(error)) throw error
    return [error.message]
  }
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}
