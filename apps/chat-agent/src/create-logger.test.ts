import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { createLogger } from './create-logger.ts'

it('writes no secret, whoever repeats it in a message, a cause or a stack', () => {
  let written = ''
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      written += String(chunk)
      done()
    },
  })
  const configuration = {
    logLevel: 'info',
    billing: { url: 'http://127.0.0.1:4000', apiKey: 'billing-secret' },
    provider: { apiKey: 'sk-secret', baseUrl: 'http://127.0.0.1:9/v1' },
    redis: { url: 'redis://agent:p%40ss-secret@cache.example', prefix: 'tallygate' },
  } as const
  const logger = createLogger(configuration, output)
  const cause = new Error('401 for billing-secret')
  logger.warn(
    { err: new Error(`AUTH p@ss-secret failed at ${configuration.redis.url} with sk-secret`, { cause }) },
    'It failed',
  )
  expect(written).toContain('It failed')
  expect(written).toContain('[secret]')
  expect(written).not.toMatch(/billing-secret|sk-secret|ss-secret/)
})
