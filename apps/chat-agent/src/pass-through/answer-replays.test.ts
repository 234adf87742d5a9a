import { describe, expect, it } from 'vitest'
import { AgentError } from '../http/agent-error.ts'
import { type AnswerRecorder, AnswerReplays, type KeptAnswer } from './answer-replays.ts'

const MINUTE_MS = 60_000
const MEGABYTE = 1024 * 1024
const HEADERS = { 'content-type': 'application/json' }

function setUp() {
  let now = 0
  const replays = new AnswerReplays(() => now)
  /**
   * Begins a request under this id. Returns the code of a refusal, the text of an answer, or `new` where the answer is
   * to be made.
   */
  const ask = (id: string, content = 'x'): string => {
    try {
      const begun = replays.begin('customer', id, content)
      if ('body' in begun) return begun.body.toString()
      begun.end()
      return 'new'
    } catch (error) {
      return AgentError.isInstance(error) ? `${error.status} ${error.code}` : String(error)
    }
  }
  const start = (id: string): AnswerRecorder => recorderOf(replays.begin('customer', id, 'x'))
  const answer = (id: string, ...parts: readonly Buffer[]) => {
    const recorder = start(id)
    for (const part of parts) recorder.add(part)
    recorder.keep(HEADERS)
    recorder.end()
  }
  return { ask, start, answer, pass: (ms: number) => (now += ms), replays }
}

function recorderOf(begun: KeptAnswer | AnswerRecorder): AnswerRecorder {
  if ('body' in begun) throw new Error('It was answered before')
  return begun
}

describe('AnswerReplays', () => {
  it('gives the answer again, whole and with its headers, to the same customer', () => {
    const { answer, ask, replays } = setUp()
    answer('a', Buffer.from('Good '), Buffer.from('morning'))
    expect(replays.begin('customer', 'a', 'x')).toEqual({ headers: HEADERS, body: Buffer.from('Good morning') })
    expect(ask('b')).toBe('new')
    expect('body' in replays.begin('another', 'a', 'x')).toBe(false)
  })

  it('refuses a repeat while the first runs, and other content at any time', () => {
    const { start, ask } = setUp()
    const running = start('a')
    expect([ask('a'), ask('a', 'y')]).toEqual(['409 request_in_flight', '409 request_id_reused'])
    running.keep(HEADERS)
    running.end()
    expect([ask('a'), ask('a', 'y')]).toEqual(['', '409 request_id_reused'])
  })

  it('forgets a request that failed', () => {
    const { start, ask } = setUp()
    const failing = start('a')
    failing.add(Buffer.from('half of an ans'))
    failing.end()
    expect(ask('a')).toBe('new')
  })

  it('refuses a repeat of an answer that was too large to be kept', () => {
    const { answer, ask } = setUp()
    answer('a', Buffer.alloc(3 * MEGABYTE), Buffer.alloc(3 * MEGABYTE))
    expect(ask('a')).toBe('409 request_answered')
  })

  it('keeps for ten minutes, at most 500 answers and 16 MiB of a customer, the newest; one that runs stays', () => {
    const { start, answer, ask, pass } = setUp()
    start('running')
    answer('old', Buffer.from('old'))
    pass(9 * MINUTE_MS)
    expect(ask('old')).toBe('old')
    pass(2 * MINUTE_MS)
    expect([ask('old'), ask('running')]).toEqual(['new', '409 request_in_flight'])

    for (let index = 0; index < 2_500; index += 1) answer(`small ${index}`, Buffer.from('small'))
    expect([ask('small 2499'), ask('small 0'), ask('running')]).toEqual(['small', 'new', '409 request_in_flight'])

    answer('first', Buffer.from('first'))
    for (let index = 0; index < 20; index += 1) answer(`large ${index}`, Buffer.alloc(4 * MEGABYTE, 'l'))
    expect([ask('first'), ask('large 0'), ask('large 19').length]).toEqual(['new', 'new', 4 * MEGABYTE])
  })

  it('takes no answer from another customer for it', () => {
    const { answer, replays } = setUp()
    const other = recorderOf(replays.begin('another', 'a', 'x'))
    other.add(Buffer.from('mine'))
    other.keep(HEADERS)
    other.end()
    for (let index = 0; index < 3_000; index += 1) answer(`${index}`, Buffer.alloc(100_000))
    expect(replays.begin('another', 'a', 'x')).toEqual({ headers: HEADERS, body: Buffer.from('mine') })
  })
})
