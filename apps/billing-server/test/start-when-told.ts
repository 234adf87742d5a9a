// Preloaded into a server process (`node --import`): loads the modules of the server, and lets `main.ts` begin when the
// first byte comes in. A process that is loaded while another one still serves takes its place in a moment.

import { flushCompileCache } from 'node:module'

await import('../src/billing-server.ts')
// A process that is killed writes nothing at its end; the next one loads in half the time.
flushCompileCache()
await new Promise<void>((resolve) => {
  process.stdin.once('data', () => resolve())
  // Whoever should have told it is gone.
  process.stdin.once('end', () => process.exit(0))
})
process.stdin.removeAllListeners('end').destroy()
