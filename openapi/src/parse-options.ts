import { parseArgs } from 'node:util'
import { GeneratorError } from './generator-error.ts'

export type GeneratorOptions =
  | { readonly task: 'write' }
  | { readonly task: 'check' }
  | { readonly task: 'spec'; readonly spec: string; readonly output: string }
  | { readonly task: 'breaking'; readonly base: string | undefined }
  | { readonly task: 'record-release' }
  | { readonly task: 'help' }

export const usage = `Usage: pnpm generate [options]

  (no option)                          write the document, the types of the client and the table of the README
  --check                              write nothing; exit 1 and name each file that is out of date
  --spec <file or url> --output <file> types for another OpenAPI 3.0 or 3.1 document, JSON or YAML
  --breaking [--base <file>]           name each breaking change since the released document; exit 1 if there is one
  --record-release                     keep the document as the released one: with a release, or a deliberate break
  --help                               this text
`

/** Reads the command line. Throws a GeneratorError that says which option to change. */
export function parseOptions(argv: readonly string[]): GeneratorOptions {
  const values = read(argv)
  const { check, spec, output, breaking, base, help } = values
  const recordRelease = values['record-release']
  if (help) return { task: 'help' }

  const tasks = [
    check && '--check',
    spec !== undefined && '--spec',
    breaking && '--breaking',
    recordRelease && '--record-release',
  ].filter(Boolean)
  if (tasks.length > 1) throw invalid(`${tasks.join(' and ')} cannot be combined; give one of them.`)
  if (output !== undefined && spec === undefined)
    throw invalid('--output needs --spec; the files of the contract have fixed places.')
  if (base !== undefined && !breaking) throw invalid('--base needs --breaking.')

  if (check) return { task: 'check' }
  if (recordRelease) return { task: 'record-release' }
  if (breaking) return { task: 'breaking', base: base === undefined ? undefined : nonEmpty('--base', base) }
  if (spec === undefined) return { task: 'write' }
  if (output === undefined) throw invalid('--spec needs --output <file>, the file to write the types to.')
  return { task: 'spec', spec: nonEmpty('--spec', spec), output: nonEmpty('--output', output) }
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      // pnpm hands a separating -- on to the script.
      args: argv.filter((argument) => argument !== '--'),
      strict: true,
      allowPositionals: false,
      options: {
        check: { type: 'boolean' },
        spec: { type: 'string' },
        output: { type: 'string' },
        breaking: { type: 'boolean' },
        base: { type: 'string' },
        'record-release': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause), cause)
  }
}

function nonEmpty(option: string, value: string): string {
  if (value.trim() === '') throw invalid(`${option} is empty.`)
  return value
}

function invalid(message: string, cause?: unknown): GeneratorError {
  return new GeneratorError('invalid_option', `${message}\n\n${usage}`, { cause })
}
