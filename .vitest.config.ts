import { defineConfig } from 'vitest/config'
import { ProgressReporter } from './.vitest.progress.ts'

/** Where a report of every test is written as JSON, for whoever looks for slow files. */
const report = process.env['TEST_REPORT']

// One run over every workspace package. Each package has a vitest.config.ts of its own for what it needs beside this.
export default defineConfig({
  test: {
    projects: ['packages/*', 'apps/*', 'openapi'],
    reporters: ['default', new ProgressReporter(), ...(report === undefined ? [] : ['json'])],
    ...(report !== undefined && { outputFile: { json: report } }),
  },
})
