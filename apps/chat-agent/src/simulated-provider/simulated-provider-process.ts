// The simulated provider's own process. It lives exactly as long as the channel to the process that forked it: the
// channel closes when the parent ends in any way, `kill -9` included, so no run leaves a provider behind.
import { createSimulatedProvider } from './simulated-provider.ts'

// Ctrl+C reaches the whole process group. The agent finishes its streams first and then closes the channel.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
process.on('disconnect', () => process.exit(0))

const provider = await createSimulatedProvider()
// `connected` is false when the parent ended while this process was starting: then 'disconnect' has come and gone.
if (!process.connected || process.send === undefined) process.exit(0)
process.send({ url: provider.url })
