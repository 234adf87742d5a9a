import { setTimeout as delay } from 'node:timers/promises'
import { freePort, waitFor } from '@tallygate/test-kit'
import { Cluster, type Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { redisJournal } from '../src/journal/redis-journal.ts'
import { redisStore } from '../src/store/redis-store.ts'
import { describeJournal } from './journal-conformance.ts'
import { hasRedisServer, OwnRedis } from './own-redis.ts'
import { newPrefix } from './redis-server.ts'
import { describeStore } from './store-conformance.ts'

const SLOTS = 16_384

if (hasRedisServer()) {
  const servers: OwnRedis[] = []
  const nodes: Redis[] = []
  let cluster: Cluster

  beforeAll(async () => {
    for (let index = 0; index < 3; index += 1) {
      const bus = String(await freePort())
      const server = await OwnRedis.start('--cluster-enabled', 'yes', '--cluster-port', bus)
      servers.push(server)
      nodes.push(server.connect())
      const from = Math.ceil((index * SLOTS) / 3)
      const to = Math.ceil(((index + 1) * SLOTS) / 3) - 1
      await nodes[index]?.call('CLUSTER', 'ADDSLOTSRANGE', from, to)
      if (index > 0) await nodes[0]?.call('CLUSTER', 'MEET', '127.0.0.1', server.port, bus)
    }
    for (const node of nodes)
      await waitFor(async () => String(await node.call('CLUSTER', 'INFO')).includes('cluster_state:ok'), {
        what: 'the cluster to form',
      })
    cluster = new Cluster(servers.map(({ port }) => ({ host: '127.0.0.1', port })))
    await cluster.ping()
  })
  afterAll(async () => {
    cluster?.disconnect()
    for (const node of nodes) node.disconnect()
    await Promise.all(servers.map((server) => server.end()))
  })

  describeStore('redisStore on a cluster of three', async () => ({
    store: redisStore(cluster, { prefix: newPrefix() }),
    pass: (ms) => delay(ms),
    end: async () => undefined,
  }))

  describeJournal('redisJournal on a cluster of three', async () => {
    const journal = redisJournal(cluster, { prefix: newPrefix() })
    return { journal, end: () => journal.close() }
  })

  it('keeps each customer on one node, and spreads customers over all of them', async () => {
    const prefix = newPrefix()
    const store = redisStore(cluster, { prefix })
    const endsAt = Date.now() + 60_000
    const customers = Array.from({ length: 50 }, (_, index) => `customer-${index}`)
    for (const customer of customers) {
      await store.load(customer, [{ key: 'b@0', used: 1, endsAt }])
      const reserved = await store.reserve({
        customer,
        id: 'a',
        accounts: [{ key: 'b@0', limit: 10, fixed: 1, perCompletionToken: 1, endsAt }],
        rates: [{ key: 'requests_per_minute', limit: 5, windowMs: 60_000, member: 'r' }],
        maxConcurrent: 3,
        wantedTokens: 1,
        minimumTokens: 1,
        leaseMs: 60_000,
      })
      expect(reserved.type).toBe('granted')
    }
    const keysByNode = await Promise.all(nodes.map((node) => node.keys(`${prefix}*`)))
    const nodesOf = (customer: string) => keysByNode.filter((keys) => keys.some((key) => key.includes(`{${customer}}`)))
    for (const customer of customers) expect(nodesOf(customer), customer).toHaveLength(1)
    for (const keys of keysByNode) expect(keys.length).toBeGreaterThan(0)
  })
}
