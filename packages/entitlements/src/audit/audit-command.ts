import { parseArgs } from 'node:util'
import { parseInstant } from '@tallygate/billing-period'
import { createBillingClient } from '@tallygate/client'
import { loadCustomer } from '../customers/load-customer.ts'
import { MeterCatalog } from '../customers/meter-catalog.ts'
import { sqliteJournal } from '../journal/sqlite-journal.ts'
import { auditPeriod } from './audit-period.ts'

const USAGE = `Compares what journals recorded for a customer with what the billing API has.

tallygate-audit --journal <file> [--journal <file> …] --customer <reference> --base-url <url> [--from <instant> --to <instant>]

The key is read from BILLING_API_KEY. Without --from and --to: the customer's current billing period.
Prints the report as JSON. Exit status: 0 clean, 1 differences or unsettled attempts, 2 it could not be made.
`

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      journal: { type: 'string', multiple: true },
      customer: { type: 'string' },
      'base-url': { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  const { journal: paths, customer, 'base-url': baseUrl, from, to } = values
  const apiKey = process.env['BILLING_API_KEY']
  if (values.help === true) {
    process.stdout.write(USAGE)
    return 0
  }
  if (
    paths === undefined ||
    customer === undefined ||
    baseUrl === undefined ||
    apiKey === undefined ||
    (from === undefined) !== (to === undefined)
  ) {
    process.stderr.write(USAGE)
    return 2
  }
  const client = createBillingClient({ apiKey, baseUrl })
  let period: { readonly start: number; readonly end: number } | undefined
  if (from !== undefined && to !== undefined) {
    period = { start: parseInstant(from).getTime(), end: parseInstant(to).getTime() }
  } else {
    const snapshot = await loadCustomer(customer, {
      client,
      catalog: new MeterCatalog(client, () => 'token_count', Date.now),
      meters: ['prompt_tokens', 'completion_tokens'],
      modelsFeature: null,
      freeTier: undefined,
      now: Date.now,
    })
    period = snapshot.periodAt(Date.now())
  }
  if (period === undefined) {
    process.stderr.write(`Customer "${customer}" has no active subscription: say --from and --to.\n`)
    return 2
  }
  const journals = paths.map((path) => sqliteJournal({ path, readOnly: true }))
  const report = await auditPeriod({
    client,
    journals,
    customer,
    from: new Date(period.start),
    to: new Date(period.end),
  })
  await Promise.all(journals.map((journal) => journal.close()))
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  return report.clean ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
