import { GeneratorError } from './generator-error.ts'
import { listOperations, type OpenApiDocument } from './open-api-document.ts'

export const tableStart = '<!-- operations:start (written by pnpm generate) -->'
export const tableEnd = '<!-- operations:end -->'

/**
 * One row an operation: method, path, operationId, and where our knowledge of it comes from. Aligned as the formatter
 * would.
 */
function renderOperationTable(document: OpenApiDocument): string {
  const rows = listOperations(document).map(({ method, path, node }) => [
    method.toUpperCase(),
    `\`${path}\``,
    `\`${String(node['operationId'])}\``,
    typeof node['x-source'] === 'string' ? node['x-source'] : 'documented',
  ])
  const titles = ['method', 'path', 'operationId', 'mark']
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** The README with a fresh table between its two markers. */
export function insertOperationTable(readme: string, document: OpenApiDocument): string {
  const start = readme.indexOf(tableStart)
  const end = readme.indexOf(tableEnd)
  if (start === -1 || end < start) {
    throw new GeneratorError(
      'invalid_input',
      `The README needs the lines ${tableStart} and ${tableEnd} around the table of operations.`,
    )
  }
  return `${readme.slice(0, start + tableStart.length)}\n\n${renderOperationTable(document)}\n\n${readme.slice(end)}`
}
