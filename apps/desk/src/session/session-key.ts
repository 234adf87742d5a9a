/** The place of the key: the tab alone. Another tab, and this one after it was closed, asks again. */
const STORAGE_KEY = 'tallygate-desk-key'

interface Session {
  readonly apiKey: string | undefined
  /** The words in which the server refused the last key. */
  readonly refusal: string | undefined
}

let session: Session = { apiKey: stored(), refusal: undefined }
const listeners = new Set<() => void>()

function stored(): string | undefined {
  try {
    return sessionStorage.getItem(STORAGE_KEY) ?? undefined
  } catch {
    // A browser may forbid storage: then the key lives as long as the page.
    return undefined
  }
}

function change(next: Session): void {
  session = next
  try {
    if (next.apiKey === undefined) sessionStorage.removeItem(STORAGE_KEY)
    else sessionStorage.setItem(STORAGE_KEY, next.apiKey)
  } catch {
    // As above.
  }
  for (const listener of listeners) listener()
}

export const readSession = (): Session => session

export function watchSession(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const signIn = (apiKey: string): void => change({ apiKey, refusal: undefined })

/** Forgets the key. The address stays, so that signing in again leads back to the same page. */
export const signOut = (refusal?: string): void => change({ apiKey: undefined, refusal })
