import { defineProject } from 'vitest/config'

// Vitest hands these to Node as `--conditions`, where they hold for `require` too: with `import` among them Node would give CommonJS packages
// the ES modules of their dependencies. Vite adds `import` by itself where it is meant.
const conditions = ['@tallygate/source', 'module', 'node']

export default defineProject({
  // These tests run real processes beside each other; the default of 5 s is a bound for a machine with nothing else to do.
  test: { testTimeout: 30_000 },
  resolve: { conditions },
  ssr: { resolve: { conditions } },
})
