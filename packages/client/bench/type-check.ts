import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const RUNS = 7

interface Cost {
  readonly instantiations: number
  readonly types: number
  readonly checkMs: number
}

/**
 * Measures the compiler's work for 20 lines that use the client, over that for the same lines on bare openapi-fetch.
 */
export function measureTypeCheck(): readonly string[] {
  const { plain, typed } = typeCheckCosts(RUNS)
  return (['instantiations', 'types', 'checkMs'] as const).map((name) => {
    const ratio = (typed[name] / plain[name]).toFixed(2)
    return `type check: ${name.padEnd(32)} ${ratio} x openapi-fetch (${plain[name]} and ${typed[name]})`
  })
}

/** The costs of both consumers; of several runs the quickest. */
export function typeCheckCosts(runs: number): { readonly plain: Cost; readonly typed: Cost } {
  const folder = mkdtempSync(join(tmpdir(), 'tallygate-types-'))
  try {
    // What users have: declarations, which the compiler reads and does not check.
    execFileSync('tsc', [
      '-p',
      path('../tsconfig.build.json'),
      '--outDir',
      join(folder, 'dist'),
      '--emitDeclarationOnly',
    ])
    const [plain, typed] = [configure(folder, 'with-openapi-fetch.ts'), configure(folder, 'with-client.ts')]
    // In turn: the machine does other things too.
    const costs = Array.from({ length: runs }, () => ({ plain: diagnose(plain), typed: diagnose(typed) }))
    return { plain: quickest(costs.map((cost) => cost.plain)), typed: quickest(costs.map((cost) => cost.typed)) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

/** Writes the compiler's configuration for one consumer and answers its path. */
function configure(folder: string, consumer: string): string {
  const config = join(folder, `${consumer}.json`)
  const content = {
    extends: path('../../../tsconfig.base.json'),
    compilerOptions: {
      typeRoots: [path('../node_modules/@types')],
      paths: { '@tallygate/client': ['./dist/index.d.ts'] },
    },
    files: [path(`consumers/${consumer}`)],
  }
  writeFileSync(config, JSON.stringify(content))
  return config
}

function quickest(runs: readonly Cost[]): Cost {
  return runs.reduce((best, run) => (run.checkMs < best.checkMs ? run : best))
}

function diagnose(config: string): Cost {
  const output = execFileSync('tsc', ['-p', config, '--extendedDiagnostics'], { encoding: 'utf8' })
  const number = (name: string): number => {
    const text = new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(output)?.[1]
    if (text === undefined) throw new Error(`tsc did not tell "${name}":\n${output}`)
    return Number(text)
  }
  return {
    instantiations: number('Instantiations'),
    types: number('Types'),
    checkMs: Math.round(number('Check time') * 1000),
  }
}
