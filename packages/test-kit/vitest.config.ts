import { defineProject } from 'vitest/config'

const conditions = ['@tallygate/source', 'module', 'node']

export default defineProject({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Real processes on a machine that may be busy.
  test: { testTimeout: 60_000, hookTimeout: 90_000 },
})
