import type { Database, Queryable } from './database.ts'

/** Nothing is lost with what only looks: those who write come first. */
const GIVES_WAY = { givesWay: true }

/**
 * Runs `work` in a transaction that is rolled back whatever happens: it may write to find something out, and leaves
 * nothing.
 */
export async function withoutTrace<Result>(
  database: Database,
  work: (queryable: Queryable) => Promise<Result>,
): Promise<Result> {
  const outcome: { result?: { readonly value: Result } } = {}
  const undo = new Error('a preview is rolled back')
  try {
    await database.transaction(async (transaction) => {
      outcome.result = { value: await work(transaction) }
      throw undo
    }, GIVES_WAY)
  } catch (error) {
    if (error !== undo) throw error
  }
  if (outcome.result === undefined) throw undo
  return outcome.result.value
}
