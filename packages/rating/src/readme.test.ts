import { examplesOf, runExample } from '@tallygate/test-kit'
import { expect, test } from 'vitest'

test('the examples of the README, one program, print what the README says', async () => {
  const folder = new URL('../', import.meta.url)
  const examples = await examplesOf(folder, 'README.md')
  expect(examples.length).toBe(2)
  const { documented, printed } = await runExample(folder, {
    heading: 'README',
    source: examples.map(({ source }) => source).join('\n'),
    documented: examples.map((example) => example.documented).join(''),
  })
  expect(printed).toBe(documented)
})
