import { measureCalls } from './calls.ts'
import { measureTypeCheck } from './type-check.ts'

for (const line of [...measureTypeCheck(), ...(await measureCalls())]) process.stdout.write(`${line}\n`)
