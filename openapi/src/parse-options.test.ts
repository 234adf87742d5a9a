import { describe, expect, it } from 'vitest'
import { parseOptions } from './parse-options.ts'

describe('parseOptions', () => {
  it.each([
    ['nothing writes', [], { task: 'write' }],
    ['a separator of pnpm is skipped', ['--', '--check'], { task: 'check' }],
    ['--check checks', ['--check'], { task: 'check' }],
    ['--help wins', ['--help', '--check'], { task: 'help' }],
    ['--breaking compares with the release', ['--breaking'], { task: 'breaking', base: undefined }],
    ['--base names another document', ['--breaking', '--base', 'a.json'], { task: 'breaking', base: 'a.json' }],
    ['--record-release keeps the document', ['--record-release'], { task: 'record-release' }],
    ['--spec and --output', ['--spec', 'a.yaml', '--output', 'a.ts'], { task: 'spec', spec: 'a.yaml', output: 'a.ts' }],
    ['with equals signs', ['--spec=a.yaml', '--output=a.ts'], { task: 'spec', spec: 'a.yaml', output: 'a.ts' }],
  ])('%s', (_name, given, want) => {
    expect(parseOptions(given)).toEqual(want)
  })

  it.each([
    ['an unknown option', ['--chekc'], "Unknown option '--chekc'"],
    ['a stray word', ['openapi.yaml'], "Unexpected argument 'openapi.yaml'"],
    ['--spec without a value', ['--spec'], "Option '--spec <value>' argument missing"],
    ['--spec without --output', ['--spec', 'a.yaml'], '--spec needs --output <file>'],
    ['--output without --spec', ['--output', 'a.ts'], '--output needs --spec'],
    ['an empty --spec', ['--spec', '', '--output', 'a.ts'], '--spec is empty'],
    ['an empty --output', ['--spec', 'a.yaml', '--output', ' '], '--output is empty'],
    ['two tasks', ['--check', '--breaking'], '--check and --breaking cannot be combined'],
    ['--base alone', ['--base', 'a.json'], '--base needs --breaking'],
  ])('%s is refused, and the message says what to give', (_name, given, want) => {
    expect(() => parseOptions(given)).toThrowError(
      expect.objectContaining({ code: 'invalid_option', message: expect.stringContaining(want) }),
    )
    expect(() => parseOptions(given)).toThrowError(/Usage: pnpm generate/)
  })
})
