/**
 * Reads the properties of a request's usage events: the members of its `metadata` that are on the list. What is no
 * text, and what no meter has, is refused by its name when the call is admitted.
 */
export function metadataProperties(
  content: Readonly<Record<string, unknown>> | FormData,
  allowed: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (allowed.length === 0 || content instanceof FormData) return undefined
  const { metadata } = content
  if (typeof metadata !== 'object' || metadata === null) return undefined
  const given = Object.entries(metadata).filter(([name, value]) => allowed.includes(name) && value !== null)
  return given.length === 0 ? undefined : Object.fromEntries(given)
}
