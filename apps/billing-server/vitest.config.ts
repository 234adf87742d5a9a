import { defineProject } from 'vitest/config'

// `import` and `default` hold without being named. Naming `import` would hand it on to node, where it also applies to
// `require`: then pg finds an ES module where it needs a class.
const conditions = ['@tallygate/source', 'module', 'node']

export default defineProject({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Real servers and databases: a busy machine takes its time, and no test is about how much.
  test: { testTimeout: 60_000, hookTimeout: 120_000 },
})
