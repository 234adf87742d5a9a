import { type ContractOperation, type ContractParameter, contractOperations } from './contract.ts'
import { membersOf } from './contract-members.ts'

/** Entries of a page where nothing is said: the most that a page of any list has. */
const PAGE_SIZE = 100

const pagingOf = ({ parameters }: ContractOperation): readonly ContractParameter[] =>
  parameters.filter(({ name, in: place }) => place === 'query' && (name === 'page' || name === 'limit'))

/** The contract's own `page` and `limit`, without their defaults. */
const paging: readonly ContractParameter[] =
  contractOperations
    .map(pagingOf)
    .find(({ length }) => length === 2)
    ?.map(({ name, in: place, schema: { default: _, ...schema } }) => ({ name, in: place, schema })) ?? []

const isWholeList = (operation: ContractOperation): boolean =>
  operation.method === 'get' &&
  operation.successSchema !== undefined &&
  'data' in (membersOf(operation.successSchema) ?? {}) &&
  pagingOf(operation).length === 0

/**
 * `page` and `limit` of a list that the contract gives whole. Callers that page through every list alike send them to
 * it, too.
 */
export function pagingOfWholeList(operation: ContractOperation): readonly ContractParameter[] {
  return isWholeList(operation) ? paging : []
}

/** The page of a whole list that the query asks for; the list itself where it asks for none. */
export function pageOfWholeList(
  operation: ContractOperation,
  { page, limit }: { readonly page?: unknown; readonly limit?: unknown },
  answer: unknown,
): unknown {
  if ((page === undefined && limit === undefined) || !isWholeList(operation)) return answer
  const { data } = answer as { readonly data: readonly unknown[] }
  const [size, number] = [Number(limit ?? PAGE_SIZE), Number(page ?? 1)]
  return { ...(answer as object), data: data.slice(size * (number - 1), size * number) }
}
