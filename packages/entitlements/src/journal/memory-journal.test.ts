import { describeJournal } from '../../test/journal-conformance.ts'
import { memoryJournal } from './memory-journal.ts'

describeJournal('memoryJournal', async () => {
  const journal = memoryJournal()
  return { journal, end: () => journal.close() }
})
