import { parseArgs } from 'node:util'

/** The format in which the command writes its answer. */
export type WhatIfFormat = 'table' | 'csv' | 'json'

/** The question to the command. */
export interface WhatIfArguments {
  readonly url: string
  readonly format: WhatIfFormat
  /** Path of a catalog file, with `#name` for one of several exports. */
  readonly catalogFile: string | undefined
  /** The question, without the catalog of the file. */
  readonly question: Readonly<Record<string, unknown>>
}

export const WHAT_IF_USAGE = `What stored usage would have cost under other prices. Nothing is stored.

  what-if --from 2026-01-01 --to 2026-02-01 (--version <id> | --plan <reference>[@<number>] | --catalog <file>[#<export>])

  --from, --to     billing periods that begin in this range; an instant or a day in UTC, --to is exclusive
  --version        id of a plan version, a DRAFT too
  --plan           newest version of a plan, or the one with a number: pro@3
  --catalog        a catalog file (.ts, .js or .json), applied in a transaction that is rolled back
  --customer       id or reference of one customer, with the lines of the invoices; default: every customer
  --all-plans      price every subscription anew, not only those on the candidate's plan
  --lines          lines of the invoices also for every customer
  --events         from the raw events, also where totals suffice
  --top            customers that change most, default 10
  --format         table (default), csv or json, on stdout
  --url            of the billing server, default http://127.0.0.1:4000

BILLING_API_KEY is the server's key, default local-test-key.
`

/** Reads the arguments of the command. Throws with a sentence for what cannot be understood. */
export function readArguments(given: readonly string[]): WhatIfArguments {
  const { values } = parseArgs({
    args: [...given],
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      version: { type: 'string' },
      plan: { type: 'string' },
      catalog: { type: 'string' },
      customer: { type: 'string' },
      'all-plans': { type: 'boolean' },
      lines: { type: 'boolean' },
      events: { type: 'boolean' },
      top: { type: 'string' },
      format: { type: 'string', default: 'table' },
      url: { type: 'string', default: 'http://127.0.0.1:4000' },
    },
  })
  const { format } = values
  if (format !== 'table' && format !== 'csv' && format !== 'json') {
    throw new Error('--format is one of table, csv, json')
  }
  if ([values.version, values.plan, values.catalog].filter((one) => one !== undefined).length !== 1) {
    throw new Error('say one of --version, --plan and --catalog')
  }
  const [plan, number] = values.plan?.split('@') ?? []
  if (number !== undefined && !/^[1-9]\d*$/.test(number)) throw new Error('--plan takes a number after @, as in pro@3')
  if (values.top !== undefined && !/^\d+$/.test(values.top)) throw new Error('--top is a whole number')
  return {
    url: values.url.replace(/\/+$/, ''),
    format,
    catalogFile: values.catalog,
    question: {
      from: values.from,
      to: values.to,
      customer: values.customer,
      pricing_plan_version_id: values.version,
      pricing_plan_reference: plan,
      version: number === undefined ? undefined : Number(number),
      plans: values['all-plans'] === true ? 'all' : undefined,
      usage: values.events === true ? 'events' : undefined,
      lines: values.lines,
      top: values.top === undefined ? undefined : Number(values.top),
    },
  }
}
