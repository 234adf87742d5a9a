import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
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

describe('what may be somebody else’s stays out', () => {
  const prompt = 'my diagnosis is private'
  const answer = () =>
    Object.assign(new Error(`400 content policy: "${prompt}"`), {
      status: 400,
      headers: new Headers(),
      error: { prompt },
    })

  it.each<[string, () => Error]>([
    ['what a provider said', answer],
    [
      'an error that repeats what a provider said',
      () => new Error(`Call failed: ${answer().message}`, { cause: answer() }),
    ],
    ['a text that could not be parsed', () => syntaxErrorOf(`${prompt}{`)],
    ['a body as a cause', () => new Error('No JSON', { cause: `<html>${prompt}</html>` })],
    [
      'parameters of a statement',
      () => Object.assign(new Error('insert failed'), { parameters: [prompt], detail: prompt }),
    ],
    [
      'credentials in a URL',
      () => new Error(`connect redis://agent:${prompt.replaceAll(' ', '')}@cache.example failed`),
    ],
    ['a header', () => new Error('sent Authorization: Bearer my-diagnosis.is-private')],
  ])('%s', (_, error) => {
    const line = written('info', error())
    expect(line).not.toMatch(/my.?diagnosis/)
    expect(line).toContain('"stack":"    at ')
  })

  it('but what a provider said is told to who asks for it', () => {
    expect(written('debug', answer())).toContain('content policy')
  })

  function syntaxErrorOf(text: string): Error {
    try {
      JSON.parse(text)
    } catch (error) {
      if (error instanceof Error) return error
    }
    throw new Error('It was parsed')
  }

  function written(logLevel: 'info' | 'debug', err: Error): string {
    let text = ''
    const output = new Writable({
      write: (chunk, _encoding, done) => {
        text += String(chunk)
        done()
      },
    })
    createLogger({ logLevel, billing: { url: 'http://127.0.0.1:4000', apiKey: 'billing-secret' } }, output).error(
      { err },
      'It failed',
    )
    return text
  }
})
