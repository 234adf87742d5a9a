import { expect, it } from 'vitest'
import { describeStore, type StoreHarness } from '../../test/store-conformance.ts'
import { compareWithModel } from '../../test/store-model.ts'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import { type MemoryStoreOptions, memoryStore } from './memory-store.ts'

async function start(): Promise<StoreHarness> {
  let now = Date.UTC(2030, 0, 1)
  const store = memoryStore({ now: () => now })
  return {
    store,
    pass: async (ms) => {
      now += ms
    },
    end: () => store.close(),
  }
}

describeStore('memoryStore', start)

it('does what the plainest model does, in any order of steps', () =>
  compareWithModel(start, { runs: 500, movesClock: true }))

it('forgets the least recently used customer without holds when it is full', async () => {
  const store = memoryStore({ maxCustomers: 2 })
  const account = { key: 'b@0', used: 1, endsAt: Date.UTC(2100, 0, 1) }
  for (const customer of ['first', 'second']) await store.load(customer, [account])
  await store.keep('first', 'x', [{ key: 'b@0', units: 1 }])
  await store.load('third', [account])
  const known = async (customer: string) => (await store.read(customer, [{ key: 'b@0' }], [])).accounts[0] !== undefined
  expect([await known('first'), await known('second'), await known('third')]).toEqual([true, false, true])
})

it.each([
  ['an unknown option', { maxCustomer: 1 }, 'maxCustomer'],
  ['no customers', { maxCustomers: 0 }, 'maxCustomers'],
  ['half a customer', { maxCustomers: 1.5 }, 'maxCustomers'],
])('refuses %s and names it', (_name, options, option) => {
  let thrown: unknown
  try {
    memoryStore(options as MemoryStoreOptions)
  } catch (error) {
    thrown = error
  }
  expect(InvalidOptionError.isInstance(thrown) && thrown.option).toBe(option)
})
