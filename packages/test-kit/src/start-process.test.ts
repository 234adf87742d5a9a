import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { freePort } from './free-port.ts'
import { urlOfLogLine } from './start-billing-server.ts'
import { startProcess } from './start-process.ts'
import { waitFor } from './wait-for.ts'

const program = (source: string) => ['--input-type=module', '--eval', source]

const SERVER = `
  import { createServer } from 'node:net'
  const server = createServer().listen(0, '127.0.0.1', () => console.log('port ' + server.address().port))
`

function portOfLine(line: string): number | undefined {
  const port = /^port (\d+)$/.exec(line)?.[1]
  return port === undefined ? undefined : Number(port)
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

describe('startProcess', () => {
  test('gives what the line said that means ready, and keeps the output', async () => {
    const running = await startProcess({ name: 'server', args: program(SERVER), ready: portOfLine })
    expect(await listens(running.ready)).toBe(true)
    expect(running.logs).toEqual([`port ${running.ready}`])
    expect(await running.kill()).toEqual({ code: null, signal: 'SIGKILL' })
    expect(await listens(running.ready)).toBe(false)
  })

  test('stop lets a program end by itself, and is harmless afterwards', async () => {
    const running = await startProcess({
      name: 'server',
      args: program(`${SERVER}; process.on('SIGTERM', () => process.exit(7))`),
      ready: portOfLine,
    })
    expect(await running.stop()).toEqual({ code: 7, signal: null })
    expect(await running.stop()).toEqual({ code: 7, signal: null })
  })

  test('a program that ends before it is ready is an error with its output', async () => {
    const start = startProcess({
      name: 'server',
      args: program(`console.error('no such folder'); process.exit(3)`),
      ready: portOfLine,
    })
    await expect(start).rejects.toThrow(/The server ended with code 3 before it was ready[\s\S]*no such folder/)
  })

  test('a program that is never ready is killed and an error', async () => {
    const start = startProcess({
      name: 'server',
      args: program(`console.log('thinking'); setInterval(() => {}, 1000)`),
      ready: portOfLine,
      readyTimeoutMs: 5000,
    })
    await expect(start).rejects.toThrow(/was not ready after 5000 ms[\s\S]*thinking/)
  })

  test('hands down only the environment that was named', async () => {
    process.env['TEST_KIT_SECRET'] = 'inherited'
    const running = await startProcess({
      name: 'printer',
      args: program(`console.log('env ' + process.env.TEST_KIT_SECRET + ' ' + process.env.NAMED)`),
      env: { NAMED: 'yes' },
      ready: (line) => (line.startsWith('env ') ? line : undefined),
    })
    expect(running.ready).toBe('env undefined yes')
    expect(await running.exited).toEqual({ code: 0, signal: null })
  })

  test('a program is gone after the process that started it was killed', async () => {
    const parent = await startProcess({
      name: 'parent',
      args: program(`
        const { startProcess } = await import(${JSON.stringify(new URL('./start-process.ts', import.meta.url).href)})
        const child = await startProcess({
          name: 'child',
          args: ['--input-type=module', '--eval', ${JSON.stringify(SERVER)}],
          ready: (line) => line,
        })
        console.log(child.ready)
        setInterval(() => {}, 1000)
      `),
      ready: portOfLine,
    })
    expect(await listens(parent.ready)).toBe(true)
    await parent.kill('SIGKILL')
    await waitFor(async () => !(await listens(parent.ready)), { what: 'the child to be gone' })
  })
})

describe('waitFor', () => {
  test('answers the first value that counts', async () => {
    const answers = [undefined, null, false, 0]
    expect(await waitFor(() => answers.shift(), { intervalMs: 1 })).toBe(0)
    expect(answers).toEqual([])
  })

  test('says what it waited for, and why not', async () => {
    const waiting = waitFor(() => Promise.reject(new Error('refused')), {
      what: 'the server',
      timeoutMs: 20,
      intervalMs: 1,
    })
    await expect(waiting).rejects.toThrow('Waited 20 ms in vain for the server')
    await expect(waiting).rejects.toMatchObject({ cause: new Error('refused') })
  })
})

describe('freePort', () => {
  test('gives a port that nothing listens on', async () => {
    expect(await listens(await freePort())).toBe(false)
  })
})

describe('urlOfLogLine', () => {
  test.each([
    ['a line of JSON with a url', '{"level":30,"url":"http://127.0.0.1:4000"}', 'http://127.0.0.1:4000'],
    ['a slash at the end', '{"url":"http://127.0.0.1:4000/"}', 'http://127.0.0.1:4000'],
    ['a line of JSON without one', '{"level":30}', undefined],
    ['a url that is no text', '{"url":4000}', undefined],
    ['a broken line', '{"url":', undefined],
    ['a line of words', 'listening on http://127.0.0.1:4000', undefined],
  ])('%s', (_name, given, want) => {
    expect(urlOfLogLine(given)).toBe(want)
  })
})
