import type { OpenApiDocument } from './open-api-document.ts'

// Paths and components, one a line: a change shows in the lines of what changed, and a page of it is not two thousand
// lines.
const DEPTHS: Readonly<Record<string, number>> = { paths: 1, components: 2 }

/** Writes a document as JSON with a line for each path and each component. */
export function renderDocument(document: OpenApiDocument): string {
  const members = Object.entries(document).map(([name, value]) => member(name, value, DEPTHS[name] ?? 0))
  return `{\n${members.join(',\n')}\n}\n`
}

function member(name: string, value: unknown, depth: number): string {
  const key = `${JSON.stringify(name)}:`
  if (depth === 0 || typeof value !== 'object' || value === null) return key + JSON.stringify(value)
  const members = Object.entries(value).map(([inner, content]) => member(inner, content, depth - 1))
  return members.length === 0 ? `${key}{}` : `${key}{\n${members.join(',\n')}\n}`
}
