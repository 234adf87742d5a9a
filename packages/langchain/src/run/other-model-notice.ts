/**
 * Pairs that were told: an application asks for a few models, and a provider that answers with an id of its own each
 * time must not fill the memory.
 */
const MAX_PAIRS = 1000

const told = new Set<string>()

/** Warns once for each pair that a call is billed as another model than the one that it was held and priced as. */
export function noticeOtherModel(askedModel: string, billedModel: string): void {
  const pair = `${askedModel} ${billedModel}`
  if (told.has(pair) || told.size >= MAX_PAIRS) return
  told.add(pair)
  process.emitWarning(
    `A call that was held as the model "${askedModel}" was answered by "${billedModel}", and is billed as that. Where both are one model, name it in modelIds.`,
    { code: 'TALLYGATE_OTHER_MODEL' },
  )
}
