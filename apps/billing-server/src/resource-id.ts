const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** Eight base62 digits hold milliseconds until the year 8888. */
const TIME_DIGITS = 8
/** Two digits tell apart what is made within a millisecond; after 3,844 ids the next millisecond is begun early. */
const SEQUENCE_DIGITS = 2
const MAX_SEQUENCE = 62 ** SEQUENCE_DIGITS
const RANDOM_DIGITS = 10

/** Prefixes of ids. Those without a mark in the reference (feature, meter data, grant, alert, …) are our choice. */
export const ID_PREFIXES = {
  meters: 'metr',
  meter_values: 'metv',
  meter_properties: 'metp',
  meter_value_calculations: 'bmet',
  features: 'feat',
  product_categories: 'proc',
  products: 'prod',
  product_items: 'proi',
  pricing_plans: 'ppl',
  pricing_plan_versions: 'ppve',
  pricing_categories: 'prct',
  pricing_groups: 'prig',
  pricings: 'pric',
  pricing_items: 'pit',
  pricing_item_configs: 'pico',
  billing_entities: 'bent',
  customers: 'cust',
  pricing_plan_subscriptions: 'ppsu',
  pricing_plan_schedules: 'ppsc',
  meter_data: 'mdat',
  persist_data: 'peda',
  event_traces: 'evtr',
  event_trace_links: 'evtl',
  invoices: 'invo',
  invoice_lines: 'invl',
  alert_rules: 'alru',
  alerts: 'aler',
  credit_types: 'ctyp',
  wallet_types: 'wtyp',
  wallets: 'wall',
  wallet_grants: 'wagr',
  wallet_entries: 'waen',
  bulk_actions: 'bulk',
  reprocess: 'repr',
  webhooks: 'whk',
  webhook_events: 'whev',
  requests: 'reqr',
} as const

export type IdKind = keyof typeof ID_PREFIXES
export type MakeId = (kind: IdKind) => string

/**
 * Ids as the API shapes them, a prefix and 20 base62 characters: here 8 of time, 2 of sequence and 10 of chance (59
 * bits). Those of one process sort in the order in which they were made, which keeps the indexes of large tables local
 * and gives lists their order.
 */
export function idMaker(options: { readonly now: () => number; readonly random: () => number }): MakeId {
  let time = 0
  let sequence = 0
  return (kind) => {
    const now = options.now()
    if (now > time) {
      time = now
      sequence = 0
    } else {
      // Never backwards, whatever the clock does: ids of one process keep their order.
      sequence += 1
      if (sequence === MAX_SEQUENCE) {
        time += 1
        sequence = 0
      }
    }
    let chance = ''
    for (let digit = 0; digit < RANDOM_DIGITS; digit += 1) chance += ALPHABET.charAt(Math.floor(options.random() * 62))
    return `${ID_PREFIXES[kind]}_${inBase62(time, TIME_DIGITS)}${inBase62(sequence, SEQUENCE_DIGITS)}${chance}`
  }
}

function inBase62(value: number, digits: number): string {
  let text = ''
  for (let rest = value, digit = 0; digit < digits; digit += 1, rest = Math.floor(rest / 62)) {
    text = ALPHABET.charAt(rest % 62) + text
  }
  return text
}
