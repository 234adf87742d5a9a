import { JournalError, memoryJournal, type Settlement, StoreUnavailableError } from '@tallygate/entitlements'
import { describe, expect, it } from 'vitest'
import { settleThroughOutages } from './settle-through-outages.ts'

const outage = () =>
  new JournalError({ message: 'The journal cannot be asked.', cause: new StoreUnavailableError({ message: 'gone' }) })

const settlement: Settlement = {
  intent: {
    id: 'a',
    customer: 'c',
    model: 'm',
    requestId: 'a',
    attempt: '1',
    at: 0,
    promptTokens: 1,
    completionTokens: 1,
    holds: [],
  },
  usage: { model: 'm', promptTokens: 1, completionTokens: 1, source: 'provider' },
  events: [],
  at: 0,
}

/** A journal whose settle does these things in turn, and then what a journal does. */
function journalThat(...turns: readonly ('is away' | 'records and loses the answer' | 'is broken')[]) {
  const journal = memoryJournal()
  const settle = journal.settle.bind(journal)
  const left = [...turns]
  journal.settle = async (given) => {
    const turn = left.shift()
    if (turn === 'is broken') throw new JournalError({ message: 'The disk is full.' })
    if (turn === 'is away') throw outage()
    const outcome = await settle(given)
    if (turn !== undefined) throw outage()
    return outcome
  }
  return journal
}

describe('settleThroughOutages', () => {
  it('tries again until the journal is back', async () => {
    const journal = settleThroughOutages(journalThat('is away', 'is away'))
    expect(await journal.settle(settlement)).toBe('settled')
    expect(await journal.settle(settlement)).toBe('repeated')
  })

  it('says settled when an earlier try had recorded it and only its answer was lost', async () => {
    const journal = settleThroughOutages(journalThat('records and loses the answer'))
    expect(await journal.settle(settlement)).toBe('settled')
  })

  it('gives up when the time is over, and at once for what is no outage', async () => {
    const away = settleThroughOutages(journalThat('is away', 'is away', 'is away'), 60)
    await expect(away.settle(settlement)).rejects.toSatisfy(JournalError.isInstance)
    const broken = settleThroughOutages(journalThat('is broken'))
    await expect(broken.settle(settlement)).rejects.toThrow('The disk is full.')
  })
})
