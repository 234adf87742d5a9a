import { describe, expect, it } from 'vitest'
import { filesBelow, readText, workspacePackages } from './workspace.ts'

/**
 * The packages that each package may use at run time. Apps may use every package that is listed for them here; packages
 * never use apps.
 */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  'packages/adapter-conformance': ['ai-sdk', 'catalog', 'client', 'entitlements', 'fetch', 'langchain', 'test-kit'],
  'packages/ai-sdk': ['entitlements', 'usage'],
  'packages/billing-period': [],
  'packages/catalog': ['client'],
  'packages/client': [],
  'packages/entitlements': ['billing-period', 'client', 'rating', 'usage'],
  'packages/fetch': ['entitlements', 'usage'],
  'packages/langchain': ['entitlements', 'usage'],
  'packages/rating': ['billing-period'],
  'packages/repository-rules': [],
  'packages/test-kit': ['catalog', 'client'],
  'packages/usage': [],
  'apps/billing-server': ['billing-period', 'catalog', 'client', 'openapi', 'rating'],
  'apps/chat-agent': ['client', 'entitlements', 'fetch', 'langchain', 'rating', 'usage'],
  'apps/desk': ['catalog', 'client', 'entitlements', 'rating'],
  'apps/local': ['catalog', 'client'],
  openapi: [],
}

/** Private support packages that tests may use beside what their package uses at run time. */
const testsMayUse = ['catalog', 'client', 'entitlements', 'openapi', 'test-kit']

const isSource = (path: string) => /\.tsx?$/.test(path)

const isTest = (path: string) => /\.(test|test-d|bench)\.ts$|\/(test|bench)\//.test(path)

function importedPackages(path: string): readonly string[] {
  const text = readText(path)
  const specifiers = text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)['"]@tallygate\/([a-z-]+)/g)
  return [...new Set([...specifiers].map((match) => match[1] ?? ''))]
}

describe('imports point one way', () => {
  const packages = workspacePackages()

  it('has a rule for every package', () => {
    const folders = packages.map((one) => one.folder).sort()
    expect(Object.keys(mayUse).sort()).toEqual(folders)
  })

  it.each(packages.map((one) => [one.folder, one] as const))('%s depends only on what it may use', (folder, one) => {
    const declared = Object.keys({ ...one.manifest.dependencies, ...one.manifest.peerDependencies })
      .filter((name) => name.startsWith('@tallygate/'))
      .map((name) => name.slice('@tallygate/'.length))
    expect(declared.filter((name) => !mayUse[folder]?.includes(name))).toEqual([])
  })

  it.each(packages.map((one) => [one.folder] as const))('%s imports only what it may use', (folder) => {
    const own = folder.split('/').at(-1) ?? ''
    const stray = filesBelow(folder)
      .filter((path) => isSource(path) && !path.includes('/generated/'))
      .flatMap((path) => {
        const allowed = [own, ...(mayUse[folder] ?? []), ...(isTest(path) ? testsMayUse : [])]
        return importedPackages(path)
          .filter((name) => !allowed.includes(name))
          .map((name) => `${path} imports ${name}`)
      })
    expect(stray).toEqual([])
  })

  it('has in Desk nothing of entitlements but the decision, which runs in a browser', () => {
    const others = filesBelow('apps/desk/src')
      .filter(isSource)
      .filter((path) => /['"]@tallygate\/entitlements(?!\/decide['"])/.test(readText(path)))
    expect(others).toEqual([])
  })

  it('reaches into no other package by a relative path', () => {
    const reaching = packages.flatMap((one) =>
      filesBelow(one.folder)
        .filter(isSource)
        .filter((path) => {
          const depth = path.split('/').length - one.folder.split('/').length
          // The root has the configuration that the tests of all packages share, and no other module.
          const outside = new RegExp(`from ['"](\\.\\./){${depth},}(?!(\\.\\./)*\\.vitest\\.[a-z]+\\.ts)`)
          return outside.test(readText(path))
        }),
    )
    expect(reaching).toEqual([])
  })
})
