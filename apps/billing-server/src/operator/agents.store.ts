import type { Database, Queryable } from '../database/database.ts'
import type { ReportedAgent } from './read-agent.ts'

/** An agent's last report as it is stored. */
export interface AgentRow {
  readonly id: string
  readonly body: ReportedAgent
  readonly receivedAt: Date
}

/** Agents that are kept: with one more, the one that has been silent the longest goes. */
const MAX_AGENTS = 1_000

const COLUMNS = 'id, body, received_at as "receivedAt"'

/**
 * Stores the last report of an agent, and returns what stands now. A report that is older than the stored one changes
 * nothing, unless the stored one is ahead of this server's clock: the agent's was wrong then.
 */
export async function storeAgent(
  database: Database,
  id: string,
  body: ReportedAgent,
  receivedAt: Date,
): Promise<AgentRow | undefined> {
  return database.transaction(async (transaction) => {
    await transaction.query(
      `insert into operator_agents as a (id, reported_at, received_at, body) values ($1, $2, $3, $4::jsonb)
        on conflict (id) do update
          set reported_at = excluded.reported_at, received_at = excluded.received_at, body = excluded.body
          where a.reported_at <= excluded.reported_at or a.reported_at > excluded.received_at`,
      [id, body.reported_at, receivedAt, JSON.stringify(body)],
    )
    await transaction.query(
      `delete from operator_agents where id <> $1 and id in
        (select id from operator_agents where id <> $1 order by received_at desc, id offset $2)`,
      [id, MAX_AGENTS - 1],
    )
    const [stored] = await transaction.query<AgentRow>(`select ${COLUMNS} from operator_agents where id = $1`, [id])
    return stored
  })
}

/** Every agent, the one heard last first. */
export function listAgents(database: Queryable): Promise<AgentRow[]> {
  return database.query<AgentRow>(
    `select ${COLUMNS} from operator_agents order by received_at desc, id limit ${MAX_AGENTS}`,
    [],
  )
}
