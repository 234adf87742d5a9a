import type { BillingFetch } from '@tallygate/client'
import { faultOf } from '../http/fault-of.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { OperationPipeline } from '../http/operation-pipeline.ts'
import { readTarget } from '../http/request-target.ts'

/** Nobody but this process sees the answers. */
const UNSEEN = { headers: {}, requestId: '', setHeader: () => {}, loseAnswer: () => {} }

/** A `fetch` that hands requests to handlers in this process: the client of the API without a connection. */
export function handlerFetch(handlers: OperationHandlers): BillingFetch {
  const pipeline = new OperationPipeline({ handlers, wrappers: [] })
  return async (url, init) => {
    try {
      const { pathname, search } = readTarget({ originalUrl: url })
      const route = pipeline.route(init.method, pathname)
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      const answer = await pipeline.answer(route, { ...UNSEEN, target: pathname, search, body })
      return Response.json(answer, { status: route.operation.successStatus })
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined) throw error
      return Response.json(fault.toApiError(), { status: fault.status })
    }
  }
}
