// Asks a running billing server what stored usage would have cost under other prices:
// `pnpm --filter @tallygate/billing-server what-if`.

import { DEFAULT_API_KEY } from '../http/api-keys.ts'
import { askServer } from './ask-server.ts'
import { formatCsv } from './format-csv.ts'
import { formatTable } from './format-table.ts'
import { loadCatalogFile } from './load-catalog-file.ts'
import { progressBar } from './progress-bar.ts'
import { readArguments, WHAT_IF_USAGE } from './read-arguments.ts'

async function main(given: readonly string[]): Promise<void> {
  if (given.length === 0 || given.includes('--help')) {
    process.stdout.write(WHAT_IF_USAGE)
    return
  }
  const { url, format, catalogFile, question } = readArguments(given)
  const catalog = catalogFile === undefined ? undefined : await loadCatalogFile(catalogFile)
  const bar = progressBar(process.stderr)
  try {
    const apiKey = process.env['BILLING_API_KEY'] || DEFAULT_API_KEY
    const answer = await askServer({ url, apiKey }, { ...question, catalog }, bar.report)
    bar.stop()
    if (format === 'json') process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
    else process.stdout.write(format === 'csv' ? formatCsv(answer) : formatTable(answer))
  } catch (error) {
    bar.stop()
    throw error
  }
}

try {
  await main(process.argv.slice(2).filter((argument) => argument !== '--'))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
