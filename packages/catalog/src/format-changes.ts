import type { CatalogChange, Difference } from './catalog-change.ts'
import { isTree } from './compare/differences.ts'

const SIGN = { create: '+', update: '~', activate: '!' } as const

/**
 * Changes as text for people, a line for each and one for each member that differs, as `path: before → after`. For logs
 * and reviews; programs read the changes themselves.
 */
export function formatChanges(changes: readonly CatalogChange[]): string {
  if (changes.length === 0) return 'No changes.'
  return changes.map(formatChange).join('\n')
}

function formatChange({ action, kind, reference, differences }: CatalogChange): string {
  const lines = differences.flatMap(leaves).map(({ path, from, to }) => {
    if (from === undefined) return `    ${path}: ${JSON.stringify(to)}`
    return `    ${path}: ${JSON.stringify(from)} → ${to === undefined ? 'nothing' : JSON.stringify(to)}`
  })
  return [`${SIGN[action]} ${action} ${kind} ${reference}`, ...lines].join('\n')
}

/** A tree that appears or goes, as its leaves. */
function leaves({ path, from, to }: Difference): Difference[] {
  const tree = from === undefined ? to : to === undefined ? from : undefined
  if (!isTree(tree)) return [{ path, from, to }]
  return Object.entries(tree).flatMap(([name, value]) =>
    leaves({ path: `${path}.${name}`, from: from && value, to: to && value }),
  )
}
