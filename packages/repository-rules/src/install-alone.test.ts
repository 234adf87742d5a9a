import { describe, expect, it } from 'vitest'
import { ownComplaints, packagesToPack, readExample } from './install-alone.ts'
import { type Manifest, type WorkspacePackage, workspacePackages } from './workspace.ts'

const fence = '```'

describe('the example of a README', () => {
  it('is its first block of ts with the text that follows', () => {
    const readme = `# x\n${fence}sh\nnpm\n${fence}\n${fence}ts\nprint()\n${fence}\nprints\n${fence}text\n1\n2\n${fence}\n${fence}ts\nother\n${fence}`
    expect(readExample(readme)).toEqual({ source: 'print()\n', prints: '1\n2\n' })
  })

  it.each([
    ['no code', '# x'],
    ['no output', `${fence}ts\nprint()\n${fence}`],
    ['the output first', `${fence}text\n1\n${fence}\n${fence}ts\nprint()\n${fence}`],
  ])('must be there: %s', (_, readme) => {
    expect(() => readExample(readme)).toThrow('no block of ts')
  })
})

describe('what is packed', () => {
  const one = (name: string, manifest: Partial<Manifest> = {}): WorkspacePackage => ({
    folder: `packages/${name}`,
    name,
    private: false,
    manifest: { name, ...manifest },
  })
  const workspace = [
    one('a', { dependencies: { b: 'workspace:^', outside: '1.0.0' }, devDependencies: { d: 'workspace:^' } }),
    one('b', { peerDependencies: { c: 'workspace:^' } }),
    one('c', { dependencies: { b: 'workspace:^' } }),
    one('d'),
  ]

  it('is the package, then what it needs at run time, once each and through peers too', () => {
    expect(packagesToPack('a', workspace).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })

  it('is nothing else for a package that needs nothing', () => {
    expect(packagesToPack('d', workspace).map(({ name }) => name)).toEqual(['d'])
  })

  it('is never a private package, which could not be installed later', () => {
    const published = workspacePackages().filter((candidate) => !candidate.private)
    expect(published.length).toBeGreaterThan(3)
    for (const { name } of published) {
      expect(packagesToPack(name, workspacePackages()).filter((needed) => needed.private)).toEqual([])
    }
  })
})

it('complaints about the example and our declarations count, those about others do not', () => {
  const output = [
    "example.ts(1,2): error TS2322: Type 'x' is not assignable",
    'node_modules/@tallygate/client/dist/index.d.ts(1,1): error TS2307: Cannot find module',
    'node_modules/other/index.d.ts(1,1): error TS2307: Cannot find module',
    "error TS5023: Unknown compiler option 'x'",
    '  a line that goes on',
  ]
  expect(ownComplaints(output.join('\n'))).toEqual([output[0], output[1], output[3]])
})
