/** Reads what the server wrote into the shell of the page. */
const fact = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="desk-${name}"]`)?.content ?? ''

/** The word by which the policy of this page knows its own styles. */
export const styleNonce = (): string => fact('nonce')

/** The key of a server for development on this machine; undefined where the server has a key of its own. */
export const localKey = (): string | undefined => fact('local-key') || undefined
