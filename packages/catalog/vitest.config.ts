import { defineProject } from 'vitest/config'

const conditions = ['@tallygate/source', 'module', 'node']

export default defineProject({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Real servers on a machine that may be busy: a wait that is too long is seen, one that is too short is a flake.
  test: { testTimeout: 60_000, hookTimeout: 90_000 },
})
