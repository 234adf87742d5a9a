import type { BillingFetch } from '@tallygate/client'
import { ApiFault } from '../http/api-fault.ts'
import { contractOperations } from '../http/contract.ts'
import { checkBody, checkTexts, readQuery } from '../http/contract-validator.ts'
import { knownMembers } from '../http/known-members.ts'
import type { AnyOperationHandler, OperationHandlers } from '../http/operation-handlers.ts'
import { OperationRouter } from '../http/operation-router.ts'

/** A `fetch` that hands requests to handlers in this process: the client of the API without a connection. */
export function handlerFetch(handlers: OperationHandlers): BillingFetch {
  const router = new OperationRouter(contractOperations)
  return async (url, init) => {
    try {
      const { pathname, searchParams } = new URL(url)
      const match = router.match(init.method, pathname)
      if (match === undefined || 'allowed' in match)
        return answer(404, { type: 'INVALID_REQUEST', code: 'BAD_REQUEST' })
      const { operation, path } = match
      checkTexts(operation, 'path', path)
      const query = readQuery(operation, searchParams)
      const given: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      checkBody(operation, given)
      const handler = handlers[operation.id as keyof OperationHandlers] as AnyOperationHandler | undefined
      if (handler === undefined) return answer(501, { type: 'INVALID_REQUEST', code: 'INVALID_OPERATION' })
      const body = operation.body && knownMembers(operation.body.schema, given)
      return answer(operation.successStatus, await handler({ path, query, body, requestId: '' }))
    } catch (error) {
      if (ApiFault.isInstance(error)) return answer(error.status, error.toApiError())
      throw error
    }
  }
}

const answer = (status: number, body: unknown): Response => Response.json(body, { status })
