import { describe, expect, it } from 'vitest'
import { type Admission, FairQueue, type QueueClass } from './fair-queue.ts'

/** A queue with one place that is taken, and a log of who is let in when that place comes free again and again. */
async function occupied() {
  const queue = new FairQueue({ maxConcurrency: 1 })
  const first = await queue.enter('first', 'standard')
  if (!first.admitted) throw new Error('The first place was not free')
  const order: string[] = []
  const all: Promise<void>[] = []
  const wait = (name: string, customer: string, queueClass: QueueClass) => {
    all.push(
      queue.enter(customer, queueClass).then((admission) => {
        order.push(name)
        if (admission.admitted) admission.leave()
      }),
    )
  }
  const release = async () => {
    first.leave()
    await Promise.all(all)
    return order
  }
  return { queue, wait, release }
}

const reasonOf = (admission: Admission) => (admission.admitted ? 'admitted' : admission.reason)

describe('FairQueue', () => {
  it('never lets in more than its places, and loses none of them', async () => {
    const queue = new FairQueue({ maxConcurrency: 3 })
    let active = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const admission = await queue.enter(`customer ${index % 7}`, index % 2 === 0 ? 'priority' : 'standard')
        if (!admission.admitted) throw new Error('not admitted')
        active += 1
        most = Math.max(most, active)
        await new Promise((resolve) => setImmediate(resolve))
        active -= 1
        admission.leave()
        admission.leave()
      }),
    )
    expect([most, queue.counts]).toEqual([3, { active: 0, priority: 0, standard: 0 }])
  })

  it('lets a priority request overtake waiting standard ones, which still get every fifth place', async () => {
    const { wait, release } = await occupied()
    for (let index = 1; index <= 3; index += 1) wait(`s${index}`, 'starter', 'standard')
    for (let index = 1; index <= 9; index += 1) wait(`p${index}`, 'pro', 'priority')
    expect((await release()).join(' ')).toBe('p1 p2 p3 p4 s1 p5 p6 p7 p8 s2 p9 s3')
  })

  it('gives the customers of a line turns', async () => {
    const { wait, release } = await occupied()
    for (let index = 1; index <= 4; index += 1) wait(`a${index}`, 'a', 'standard')
    wait('b1', 'b', 'standard')
    wait('c1', 'c', 'standard')
    expect((await release()).join(' ')).toBe('a1 b1 c1 a2 a3 a4')
  })

  it('leaves others a share of the places, whatever one customer asks for', async () => {
    const queue = new FairQueue({ maxConcurrency: 4 })
    const entered: string[] = []
    const leaving: (() => void)[] = []
    const all = ['loud', 'loud', 'loud', 'loud', 'quiet', 'third'].map(async (customer) => {
      const admission = await queue.enter(customer, 'standard')
      if (!admission.admitted) throw new Error('not admitted')
      entered.push(customer)
      leaving.push(admission.leave)
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(entered).toEqual(['loud', 'loud', 'quiet', 'third'])
    expect(queue.tryEnter('fourth')).toBeUndefined()
    // A place of another is none for the one who has all of a share; an own one is.
    leaving[2]?.()
    await new Promise((resolve) => setImmediate(resolve))
    expect(entered).toHaveLength(4)
    leaving[0]?.()
    leaving[1]?.()
    await Promise.all(all)
    expect(entered).toEqual(['loud', 'loud', 'quiet', 'third', 'loud', 'loud'])
    for (const leave of leaving) leave()
    expect(queue.counts).toEqual({ active: 0, priority: 0, standard: 0 })
  })

  it('lets the standard line in while those of the priority line have their shares', async () => {
    const queue = new FairQueue({ maxConcurrency: 3, maxConcurrencyPerCustomer: 1 })
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((customer) => queue.enter(customer, 'priority')))
    const order: string[] = []
    const wait = async (customer: string, line: QueueClass) => {
      await queue.enter(customer, line)
      order.push(customer)
    }
    const waiting = [wait('a', 'priority'), wait('d', 'standard'), wait('e', 'standard')]
    for (const admission of [b, c, a]) if (admission?.admitted === true) admission.leave()
    await Promise.all(waiting)
    expect(order).toEqual(['d', 'e', 'a'])
  })

  it('turns away a customer with too many waiting, and nobody else', async () => {
    const { queue, wait, release } = await occupied()
    for (let index = 0; index < 100; index += 1) wait('x', 'loud', 'standard')
    expect(reasonOf(await queue.enter('loud', 'standard'))).toBe('full')
    wait('quiet', 'quiet', 'standard')
    expect((await release()).indexOf('quiet')).toBe(1)
  })

  it('turns away everybody when too many wait in all', async () => {
    const { queue, wait, release } = await occupied()
    for (let index = 0; index < 1000; index += 1) wait('x', `customer ${index % 10}`, 'standard')
    expect(reasonOf(await queue.enter('another', 'priority'))).toBe('full')
    await release()
  })

  it('forgets who left the line or waited too long', async () => {
    const queue = new FairQueue({ maxConcurrency: 1, maxWaitMs: 20 })
    const first = await queue.enter('a', 'standard')
    const leaving = new AbortController()
    const left = queue.enter('b', 'priority', leaving.signal)
    const late = queue.enter('c', 'standard')
    leaving.abort()
    expect([
      reasonOf(await left),
      reasonOf(await late),
      reasonOf(await queue.enter('d', 'standard', leaving.signal)),
    ]).toEqual(['left', 'timeout', 'left'])
    expect(queue.counts).toEqual({ active: 1, priority: 0, standard: 0 })
    if (first.admitted) first.leave()
    expect(reasonOf(await queue.enter('e', 'standard'))).toBe('admitted')
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses %d places', (maxConcurrency) => {
    expect(() => new FairQueue({ maxConcurrency })).toThrow(/maxConcurrency/)
    expect(() => new FairQueue({ maxConcurrency: 2, maxConcurrencyPerCustomer: maxConcurrency })).toThrow(
      /maxConcurrencyPerCustomer/,
    )
  })
})
