import { availableParallelism } from 'node:os'
import { defineProject, type UserWorkspaceConfig } from 'vitest/config'

/**
 * The longest time of a test, or of a hook that starts servers and databases. It is no measure of speed: it only ends
 * what hangs, on machines that do other work too.
 */
const TEST_TIMEOUT_MS = process.env['SOAK'] === '1' ? 6 * 3_600_000 : 300_000
/** The longest time that `expect.poll` looks; below the limit of a test, so that its own message is seen. */
const POLL_TIMEOUT_MS = 60_000
const POLL_INTERVAL_MS = 20
/** The most files that run at once: each has servers and databases of its own beside it. */
const MAX_WORKERS = 4

/**
 * Source runs without a build under this condition. `import` and `default` hold without being named. Naming `import`
 * would hand it on to Node, where it also applies to `require`: then CommonJS packages get ES modules of what they
 * depend on.
 */
const conditions = ['@tallygate/source', 'module', 'node']

/**
 * The configuration that the tests of every package share. Each core has a process, which runs files of one package one
 * after the other and loads its modules once; `isolate: true` is for a package whose files change what they share. The
 * number of processes is said to each package: one that says none leaves a core idle, whatever the whole run says.
 */
export function packageTests(test: UserWorkspaceConfig['test'] = {}): UserWorkspaceConfig {
  return defineProject({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      isolate: false,
      maxWorkers: Math.min(availableParallelism() + 1, MAX_WORKERS),
      testTimeout: TEST_TIMEOUT_MS,
      hookTimeout: TEST_TIMEOUT_MS,
      expect: { poll: { timeout: POLL_TIMEOUT_MS, interval: POLL_INTERVAL_MS } },
      ...test,
    },
  })
}
