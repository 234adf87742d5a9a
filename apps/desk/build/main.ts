// Builds Desk into `dist`, unless it is there already.

import { buildDesk } from './build-desk.ts'

try {
  const { isNew, firstLoadBytes } = await buildDesk()
  const size = `${Math.ceil(firstLoadBytes / 1000)} kB compressed in the first load`
  process.stdout.write(isNew ? `Desk is built: ${size}.\n` : `Desk was built before: ${size}.\n`)
} catch (error) {
  process.stderr.write(`Desk cannot be built: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
