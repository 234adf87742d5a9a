import { faultOf } from '../http/fault-of.ts'
import { type AddRoutes, requireQueryNames } from '../http/route-family.ts'
import type { ServerContext } from '../server-context.ts'
import { readWhatIf } from './read-what-if.ts'
import { runWhatIf } from './run-what-if.ts'

/**
 * `POST /operator/what-if`: what stored events would have cost under other prices. With `Accept: application/x-ndjson`
 * the answer comes as lines, `{"progress": …}` while it works and `{"result": …}` or `{"error": …}` at the end.
 */
export function whatIfRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'logger' | 'readCuts' | 'readSoldUsage'>,
): AddRoutes {
  return (app) => {
    app.post('/operator/what-if', async (request, response) => {
      requireQueryNames(request, [])
      const question = readWhatIf(request.body)
      let gone = false
      response.on('close', () => {
        gone = true
      })
      if (request.get('accept')?.includes('application/x-ndjson') !== true) {
        const answer = await runWhatIf(context, question, { report: () => {}, cancelled: () => gone })
        if (!gone) response.json(answer)
        return
      }
      const write = (line: object): void => {
        if (!gone) response.write(`${JSON.stringify(line)}\n`)
      }
      response.type('application/x-ndjson')
      const report = (done: number, total: number): void => write({ progress: { done, total } })
      try {
        write({ result: await runWhatIf(context, question, { report, cancelled: () => gone }) })
      } catch (error) {
        const fault = faultOf(error)
        if (fault === undefined) context.logger.error({ err: error }, 'a what-if failed')
        write({ error: fault?.toApiError() ?? { type: 'API_ERROR', code: 'INTERNAL_ERROR' } })
      }
      response.end()
    })
  }
}
