import { defineProject } from 'vitest/config'

const conditions = ['@tallygate/source', 'module', 'node']

export default defineProject({
  // Real servers and processes, on machines that do other work too. No test asserts how long something takes.
  test: { testTimeout: 60_000, hookTimeout: 120_000 },
  resolve: { conditions },
  ssr: { resolve: { conditions } },
})
