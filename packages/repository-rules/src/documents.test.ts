import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, readText, repositoryRoot, workspacePackages } from './workspace.ts'

const documents = [
  'README.md',
  ...['.github', 'apps', 'packages', 'openapi'].flatMap((folder) =>
    filesBelow(folder).filter((path) => path.endsWith('.md') && !path.endsWith('CHANGELOG.md')),
  ),
]

/** Relative links of a Markdown text, code fences left out. */
function relativeLinks(text: string): readonly string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^(https?:|mailto:|#)/.test(target))
}

describe('documents', () => {
  it.each(documents.map((path) => [path] as const))(
    '%s has one first-level heading and links that lead somewhere',
    (path) => {
      const text = readText(path)
      const headings = text.replace(/```[\s\S]*?```/g, '').match(/^# /gm) ?? []
      expect(headings.length, 'first-level headings').toBe(1)
      const broken = relativeLinks(text).filter(
        (target) => !existsSync(join(repositoryRoot, dirname(path), target.replace(/#.*$/, ''))),
      )
      expect(broken).toEqual([])
    },
  )

  it('has a README for every published package and every app', () => {
    const missing = workspacePackages()
      .filter((one) => !one.private || one.folder.startsWith('apps/'))
      .filter((one) => !existsSync(join(repositoryRoot, one.folder, 'README.md')))
    expect(missing.map((one) => one.folder)).toEqual([])
  })
})
