import { resolve } from 'node:path'
import { exit, stderr, stdout } from 'node:process'
import { runGenerator } from './run-generator.ts'

const code = await runGenerator(process.argv.slice(2), {
  // pnpm runs a script in the package's folder and keeps the caller's in INIT_CWD; relative paths mean the caller's.
  workingDirectory: resolve(process.env['INIT_CWD'] ?? process.cwd()),
  out: (text) => stdout.write(text),
  err: (text) => stderr.write(text),
})
exit(code)
