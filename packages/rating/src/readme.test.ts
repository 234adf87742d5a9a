import { runReadmeExample } from '@tallygate/test-kit'
import { expect, test } from 'vitest'

test('the example of the README prints what the README says', async () => {
  const { documented, printed } = await runReadmeExample(new URL('../', import.meta.url))
  expect(printed).toBe(documented)
})
