import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Everything that a build of Desk depends on, as paths relative to the root of the repository. */
const INPUTS = [
  'apps/desk/{index.html,package.json}',
  'apps/desk/{src,build}/**/*.*',
  'packages/client/src/**/*.ts',
  'pnpm-lock.yaml',
]

/** A hash of all that Desk is built from: two trees with the same key give the same build. */
export function contentKey(root: string): string {
  const hash = createHash('sha256')
  for (const path of globSync(INPUTS, { cwd: root }).sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex').slice(0, 32)
}
