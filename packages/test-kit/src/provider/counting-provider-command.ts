import { CountingProvider } from './counting-provider.ts'

// A provider in a process of its own, for programs that are no tests.
const provider = await CountingProvider.start()
process.stdout.write(`${JSON.stringify({ url: provider.url })}\n`)
