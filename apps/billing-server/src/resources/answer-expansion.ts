import type { Queryable } from '../database/database.ts'
import { resourceOf } from '../http/contract-members.ts'
import type { OperationWrapper } from '../http/operation-pipeline.ts'
import { type ExpansionSources, expand } from './expand.ts'
import { readExpand } from './read-expand.ts'

const PARAMETER = 'expand[]'

/**
 * `expand[]` for every operation whose contract has it. Values that cannot be expanded are refused before anything is
 * done, so that a request that fails by them stores nothing.
 */
export function answerExpansion(database: Queryable, sources: ExpansionSources): OperationWrapper {
  const kinds: ReadonlySet<string> = new Set(sources.keys())
  return async ({ operation, query }, answer) => {
    const values = query[PARAMETER] as readonly string[] | undefined
    if (values === undefined || values.length === 0 || operation.successSchema === undefined) return answer()
    const plan = readExpand(resourceOf(operation.successSchema), values, kinds)
    const result = await answer()
    const data = (result as { readonly data?: unknown } | undefined)?.data
    await expand(database, sources, plan, Array.isArray(data) ? data : [result])
    return result
  }
}
