import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

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

/** The keys of the demo catalog's customers. They are public, so the agent takes them on a loopback address only. */
export const DEMO_KEYS: Readonly<Record<string, string>> = {
  'demo-free-key': 'demo-free',
  'demo-starter-key': 'demo-starter',
  'demo-pro-key': 'demo-pro',
  'demo-prepaid-key': 'demo-prepaid',
}

/**
 * The customers' keys. Only hashes are kept, keyed with a secret that this process makes for itself, and a presented
 * key is looked up by that hash: the time a look-up takes says nothing about any key.
 */
export class CustomerKeys {
  readonly #secret = randomBytes(32).toString('hex')
  readonly #customers = new Map<string, { readonly digest: Buffer; readonly customer: string }>()

  /** @param keys customer reference by key, or by `sha256:<hex>` of the key. */
  constructor(keys: Readonly<Record<string, string>>) {
    for (const [key, customer] of Object.entries(keys)) {
      const digest = this.#digest(HASHED_KEY.exec(key)?.[1] ?? sha256(key))
      this.#customers.set(digest.toString('base64'), { digest, customer })
    }
  }

  /** The customer whose key this is. */
  customerOf(key: string): string | undefined {
    if (key.length > MAX_KEY_CHARACTERS) return undefined
    const digest = this.#digest(sha256(key))
    const found = this.#customers.get(digest.toString('base64'))
    return found !== undefined && timingSafeEqual(found.digest, digest) ? found.customer : undefined
  }

  /** Tells whether all of the public demo keys open this agent. */
  get hasDemoKeys(): boolean {
    return Object.entries(DEMO_KEYS).every(([key, customer]) => this.customerOf(key) === customer)
  }

  /** Tells how many keys there are. */
  get size(): number {
    return this.#customers.size
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
  entries.forEach(([key, customer], index) => {
    const entry = `entry ${index + 1}`
    if (!HASHED_KEY.test(key) && (key.length < MIN_KEY_CHARACTERS || key.length > MAX_KEY_CHARACTERS)) {
      faults.push(
        `${entry}: a key has ${MIN_KEY_CHARACTERS} to ${MAX_KEY_CHARACTERS} characters, or is "sha256:" and 64 lowercase hexadecimal digits`,
      )
    }
    if (typeof customer !== 'string' || customer.trim() === '')
      faults.push(`${entry}: the customer reference must be a non-empty string`)
  })
  return faults
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}
