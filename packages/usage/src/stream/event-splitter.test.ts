import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventSplitter, eventData, OversizedEventError } from './event-splitter.ts'

const SEED = 20_260_301

function split(chunks: readonly Buffer[]) {
  const splitter = new EventSplitter()
  const events = chunks.flatMap((chunk) => splitter.push(chunk))
  return { events, rest: splitter.rest }
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

describe('EventSplitter', () => {
  it.each([
    ['line feeds', 'data: a\n\ndata: b\n\n', ['data: a\n\n', 'data: b\n\n']],
    ['carriage returns too', 'data: a\r\n\r\ndata: b\r\n\r\n', ['data: a\r\n\r\n', 'data: b\r\n\r\n']],
    ['several lines in an event', 'event: x\ndata: a\ndata: b\n\n', ['event: x\ndata: a\ndata: b\n\n']],
    ['comments', ': keep alive\n\ndata: a\n\n', [': keep alive\n\n', 'data: a\n\n']],
  ])('cuts at empty lines, with %s', (_, given, want) => {
    const { events, rest } = split([Buffer.from(given)])
    expect([events.map(text), rest.length]).toEqual([want, 0])
  })

  it('gives the same events wherever the bytes are cut, and loses none of them', () => {
    const line = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => `data: ${text.replaceAll(/[\r\n]/g, ' ')}`)
    const stream = fc.array(fc.tuple(fc.array(line, { minLength: 1, maxLength: 3 }), fc.constantFrom('\n', '\r\n')), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(stream, fc.array(fc.nat(400), { maxLength: 10 }), (blocks, cuts) => {
        const bytes = Buffer.from(blocks.map(([lines, end]) => lines.map((one) => one + end).join('') + end).join(''))
        const places = [...new Set(cuts.map((cut) => Math.min(cut, bytes.length)))].sort((a, b) => a - b)
        const pieces = [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length))
        const whole = split([bytes])
        const cut = split(pieces)
        expect(cut.events.map(text)).toEqual(whole.events.map(text))
        expect(Buffer.concat([...cut.events, cut.rest]).equals(bytes)).toBe(true)
        expect(whole.events.length).toBe(blocks.length)
      }),
      { seed: SEED, numRuns: 100 },
    )
  })

  it('keeps what is not an event yet, up to a bound', () => {
    expect(text(split([Buffer.from('data: a\n\ndata: b\n')]).rest)).toBe('data: b\n')
    expect(() => split([Buffer.alloc(1024 * 1024 + 1, 'x')])).toThrow(OversizedEventError)
  })
})

describe('eventData', () => {
  it.each([
    ['with a space', 'data: {"a":1}\n\n', '{"a":1}'],
    ['without one', 'data:{"a":1}\r\n\r\n', '{"a":1}'],
    ['over several lines', 'id: 7\ndata: a\ndata: b\n\n', 'a\nb'],
    ['not there', ': comment\n\n', ''],
  ])('reads data %s', (_, event, want) => {
    expect(eventData(Buffer.from(event))).toBe(want)
  })
})
