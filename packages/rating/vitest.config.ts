import { defineProject } from 'vitest/config'

const conditions = ['@tallygate/source', 'module', 'node']

export default defineProject({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Thousands of random plans on a machine that may be busy.
  test: { testTimeout: 30_000, hookTimeout: 90_000 },
})
