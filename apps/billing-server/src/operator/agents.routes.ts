import { type AddRoutes, requireQueryNames } from '../http/route-family.ts'
import type { ServerContext } from '../server-context.ts'
import { type AgentRow, listAgents, storeAgent } from './agents.store.ts'
import { MAX_AGENT_ID_BYTES, readAgent } from './read-agent.ts'
import { refuse } from './read-members.ts'

/** `PUT /operator/agents/{id}`: how an agent is; the newest report wins. `GET /operator/agents`: all agents. */
export function agentRoutes({ database, clock }: Pick<ServerContext, 'database' | 'clock'>): AddRoutes {
  return (app) => {
    app.put('/operator/agents/:id', async (request, response) => {
      requireQueryNames(request, [])
      const { id } = request.params
      if (Buffer.byteLength(id) > MAX_AGENT_ID_BYTES) refuse('id', `a text of 1 to ${MAX_AGENT_ID_BYTES} bytes`, id)
      const stored = await storeAgent(database, id, readAgent(request.body), clock.date())
      response.json(stored === undefined ? {} : toWireAgent(stored))
    })
    app.get('/operator/agents', async (request, response) => {
      requireQueryNames(request, [])
      response.json({ data: (await listAgents(database)).map(toWireAgent) })
    })
  }
}

function toWireAgent({ id, body, receivedAt }: AgentRow): object {
  return { id, ...body, received_at: receivedAt.toISOString() }
}
