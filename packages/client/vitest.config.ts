import { defineProject } from 'vitest/config'

const conditions = ['@tallygate/source', 'module', 'node']

export default defineProject({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Servers, timeouts and bundles, on machines that do other things too.
    testTimeout: 60_000,
    typecheck: { enabled: true, include: ['src/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
  },
})
