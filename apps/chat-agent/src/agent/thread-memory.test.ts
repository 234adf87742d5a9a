import { AIMessage, HumanMessage } from '@langchain/core/messages'
import { describe, expect, it } from 'vitest'
import { ThreadMemory } from './thread-memory.ts'

const turn = (question: string, answer = 'Yes') => [new HumanMessage(question), new AIMessage(answer)]
const texts = (memory: ThreadMemory, customer: string, thread: string) =>
  memory.history(customer, thread).map((message) => message.text)

describe('ThreadMemory', () => {
  it('keeps the turns of a thread in order', () => {
    const memory = new ThreadMemory()
    memory.remember('a', 't', turn('1'))
    memory.remember('a', 't', turn('2', 'No'))
    expect(texts(memory, 'a', 't')).toEqual(['1', 'Yes', '2', 'No'])
  })

  it('gives the same id under another customer as another thread', () => {
    const memory = new ThreadMemory()
    memory.remember('a', 't', turn('my secret'))
    expect(texts(memory, 'b', 't')).toEqual([])
    memory.remember('b', 't', turn('mine'))
    expect(texts(memory, 'a', 't')).toEqual(['my secret', 'Yes'])
  })

  it('forgets the oldest turns whole when a thread grows past its turns or its characters', () => {
    const memory = new ThreadMemory()
    for (let index = 1; index <= 25; index += 1) memory.remember('a', 'many', turn(`${index}`))
    expect(texts(memory, 'a', 'many').filter((_, index) => index % 2 === 0)).toEqual(
      Array.from({ length: 20 }, (_, index) => `${index + 6}`),
    )

    for (const letter of ['x', 'y', 'z']) memory.remember('a', 'long', turn(letter.repeat(30_000)))
    expect(texts(memory, 'a', 'long').map((text) => text[0])).toEqual(['y', 'Y', 'z', 'Y'])
  })

  it('forgets the thread of a customer that was unused for longest', () => {
    const memory = new ThreadMemory()
    for (let index = 0; index < 100; index += 1) memory.remember('a', `t${index}`, turn('hello'))
    memory.history('a', 't0')
    memory.remember('a', 'one more', turn('hello'))
    expect([memory.size, texts(memory, 'a', 't0').length, texts(memory, 'a', 't1').length]).toEqual([100, 2, 0])
  })

  it('takes no thread from one customer for another before all of them are too many', () => {
    const memory = new ThreadMemory()
    memory.remember('quiet', 't', turn('hello'))
    for (let index = 0; index < 5_000; index += 1) memory.remember('loud', `t${index}`, turn('hello'))
    expect(texts(memory, 'quiet', 't')).toEqual(['hello', 'Yes'])
    for (let index = 0; index < 10_000; index += 1) memory.remember(`customer ${index}`, 't', turn('hello'))
    expect([memory.size, texts(memory, 'quiet', 't')]).toEqual([10_000, []])
  })
})
