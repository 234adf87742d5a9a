/** Keeps what was typed for the tab, so that a reload or signing in again does not lose it. */
export function keepDraft(name: string, draft: unknown): void {
  try {
    sessionStorage.setItem(`tallygate-desk-draft:${name}`, JSON.stringify(draft))
  } catch {
    // A browser may forbid storage, or it is full: then the draft lives as long as the page.
  }
}

export function forgetDraft(name: string): void {
  try {
    sessionStorage.removeItem(`tallygate-desk-draft:${name}`)
  } catch {
    // As above.
  }
}

/** Returns what was kept, where it has the members of `empty`. */
export function keptDraft<Draft extends object>(name: string, empty: Draft): Draft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(`tallygate-desk-draft:${name}`) ?? 'null')
    const isWhole = typeof kept === 'object' && kept !== null && Object.keys(empty).every((member) => member in kept)
    return isWhole ? (kept as Draft) : empty
  } catch {
    return empty
  }
}
