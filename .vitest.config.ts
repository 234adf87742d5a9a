import { defineConfig } from 'vitest/config'

// One run over every workspace package. Each package has a vitest.config.ts of its own for what it needs beside this.
export default defineConfig({
  test: {
    projects: ['packages/*', 'apps/*', 'openapi'],
    reporters: ['default'],
    // Two cores, and suites that start real servers: more workers only make each other slow.
    maxWorkers: 2,
  },
})
