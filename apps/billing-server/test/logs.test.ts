import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const SECRETS = ['a-password-of-a-hook', 'ada@lovelace.example', 'Countess of Lovelace', 'hook-user']

describe.each(testEngines)('the log, on $name', (engine) => {
  let server: TestServer
  const lines: string[] = []
  beforeAll(async () => {
    server = await TestServer.start(engine, { logLevel: 'trace', logTo: { write: (line) => lines.push(line) } })
  })
  afterAll(() => server.stop())

  it.each<[name: string, table: string, path: string, body: object]>([
    [
      'a webhook',
      'webhooks',
      '/v1/webhooks',
      {
        name: 'hook',
        reference: 'hook',
        authentication_type: 'PASSWORD',
        url: 'http://127.0.0.1:1/in',
        username: 'hook-user',
        password: 'a-password-of-a-hook',
        active: true,
      },
    ],
    [
      'a customer',
      'customers',
      '/v1/customers',
      { type: 'INDIVIDUAL', reference: 'ada', email: 'ada@lovelace.example', legal_name: 'Countess of Lovelace' },
    ],
  ])('says that %s could not be stored, and nothing of what was sent', async (_, table, path, body) => {
    const { database } = server.server
    // A row that breaks a rule is what the database would print whole.
    await database.query(`alter table ${table} add constraint refuses_all check (id = 'none') not valid`)
    const before = lines.length
    const answer = await server.call('POST', path, body)
    await database.query(`alter table ${table} drop constraint refuses_all`)
    expect(answer.status).toBe(500)
    const said = lines.slice(before).join('')
    expect(said).toContain('refuses_all')
    for (const secret of SECRETS) expect(said).not.toContain(secret)
  })
})
