import { dirname, join } from 'node:path'
import { filesBelow, readText } from './workspace.ts'

/** An import of one file of the repository by another. Paths are relative to the root. */
export interface Import {
  readonly from: string
  readonly to: string
}

/** Tests and what they are made of may import what they prove. */
export const isProduction = (path: string): boolean =>
  /\.tsx?$/.test(path) &&
  !/\.(test|test-d|bench)\.ts$|-(fixture|arbitraries)\.ts$|\/(generated|test|bench)\//.test(path)

/** Lists the relative imports between the production files below a folder. */
export function importsBelow(folder: string): readonly Import[] {
  return filesBelow(folder)
    .filter(isProduction)
    .flatMap((from) =>
      [...readText(from).matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+\.tsx?)['"]/g)].map(([, target]) => ({
        from,
        to: join(dirname(from), target ?? ''),
      })),
    )
}

/** Finds the circles of a graph of imports: each as the names in it, sorted. */
export function circlesIn(imports: readonly Import[]): readonly (readonly string[])[] {
  const targets = new Map<string, Set<string>>()
  for (const { from, to } of imports) {
    const known = targets.get(from) ?? new Set()
    targets.set(from, known.add(to))
  }
  const reachable = (start: string): ReadonlySet<string> => {
    const seen = new Set<string>()
    const waiting = [start]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const to of targets.get(next) ?? []) {
        if (seen.has(to)) continue
        seen.add(to)
        waiting.push(to)
      }
    }
    return seen
  }
  const reaches = new Map([...targets.keys()].map((name) => [name, reachable(name)]))
  const circles = new Map<string, readonly string[]>()
  for (const [name, reached] of reaches) {
    if (!reached.has(name)) continue
    const circle = [...reached].filter((other) => reaches.get(other)?.has(name)).sort()
    circles.set(circle.join(' '), circle)
  }
  return [...circles.values()]
}
