import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { readText, repositoryRoot, workspacePackages } from './workspace.ts'

const allowedAtTheTop = [
  'LICENSE',
  'README.md',
  'apps',
  'openapi',
  'package.json',
  'packages',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'tsconfig.base.json',
  'turbo.json',
]

/** Lists what git tracks or would track: a file that is ignored is nobody's business. */
function filesOfTheRepository(): readonly string[] {
  const listing = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repositoryRoot,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return listing.split('\0').filter((path) => path !== '')
}

describe('the repository', () => {
  it('has exactly the documented names at the top level, and dotfiles', () => {
    const names = new Set(filesOfTheRepository().map((path) => path.split('/')[0] ?? ''))
    expect([...names].filter((name) => !name.startsWith('.')).sort()).toEqual(allowedAtTheTop)
  })

  it('names every source file in kebab-case, after one thing', () => {
    const vague = /(^|[/.-])(utils?|helpers?|common|misc|types|v2)(\.|\/|-|$)/
    const odd = filesOfTheRepository().filter((path) => {
      if (!/\/(src|test|bench)\/.*\.tsx?$/.test(path)) return false
      const withinPackage = path.replace(/^.*?\/(src|test|bench)\//, '')
      return !/^[a-z0-9./-]+$/.test(withinPackage) || vague.test(withinPackage)
    })
    expect(odd).toEqual([])
  })

  it('carries no mark of a merge that was not finished', () => {
    const marked = filesOfTheRepository().filter(
      (path) => /\.(tsx?|js|json|ya?ml|md|html|css|sql)$/.test(path) && /^(<{7}|>{7}) /m.test(readText(path)),
    )
    expect(marked).toEqual([])
  })

  it('carries no path of one machine and no registry host', () => {
    const leaks = filesOfTheRepository().filter((path) => {
      if (!/\.(tsx?|json|ya?ml|md|html|css|sql)$|\/run$/.test(path)) return false
      return /(^|[^A-Za-z0-9_.-])\/(root|home|work|Users)\/|https?:\/\/registry\./.test(readText(path))
    })
    expect(leaks.filter((path) => path !== 'packages/repository-rules/src/layout.test.ts')).toEqual([])
  })
})

describe('each package', () => {
  const packages = workspacePackages()

  it.each(packages.map((one) => [one.folder, one] as const))('%s is named after its folder', (folder, one) => {
    expect(one.name).toBe(`@tallygate/${folder.split('/').at(-1)}`)
  })

  it.each(packages.map((one) => [one.folder, one] as const))('%s takes its versions from the catalog', (_, one) => {
    const versions = Object.entries({ ...one.manifest.dependencies, ...one.manifest.devDependencies })
    const own = versions.filter(([, version]) => !version.startsWith('catalog:') && version !== 'workspace:^')
    expect(own).toEqual([])
  })

  it('is private when it is an app, and declares Node 22 when it is published', () => {
    for (const one of packages) {
      if (one.folder.startsWith('apps/')) expect(one.private, one.folder).toBe(true)
      if (!one.private) expect(one.manifest.engines?.['node'], one.folder).toMatch(/^>=22/)
    }
  })

  it('has closed exports with types first, and an allow-list of files, when it is published', () => {
    for (const one of packages.filter((candidate) => !candidate.private)) {
      expect(one.manifest.files?.slice(0, 2), one.folder).toEqual(['dist', 'src'])
      for (const [path, target] of Object.entries(one.manifest.exports ?? {})) {
        expect(path, one.folder).not.toContain('*')
        if (typeof target === 'string') continue
        expect(Object.keys(target as object), `${one.folder} ${path}`).toEqual([
          '@tallygate/source',
          'types',
          'default',
        ])
      }
    }
  })
})

describe('turbo', () => {
  it('names the outputs of every cached task, so that a cache hit restores what the task wrote', () => {
    const { tasks } = JSON.parse(readText('turbo.json')) as {
      tasks: Record<string, { cache?: boolean; outputs?: string[] }>
    }
    const silent = Object.entries(tasks).filter(([, task]) => task.cache !== false && task.outputs === undefined)
    expect(silent.map(([name]) => name)).toEqual([])
  })
})
