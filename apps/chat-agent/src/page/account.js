// @ts-check
// The right half of the page: budget, attempts of the last request, invoice so far.

const number = new Intl.NumberFormat('en-US')
const date = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' })

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id))

/** Above this share of the budget the bar changes its colour. */
const HIGH_SHARE = 0.8

/**
 * @param {{limit: number | null, used: number, held: number, remaining: number | null,
 *   resets_at: string | null} | null} budget
 */
export function showBudget(budget) {
  const limit = budget?.limit ?? null
  const share = budget === null || limit === null ? 0 : limit === 0 ? 1 : Math.min(1, budget.used / limit)
  byId('used').textContent = budget === null ? '–' : number.format(budget.used)
  byId('limit').textContent = budget === null ? '–' : limit === null ? 'none' : number.format(limit)
  byId('held').textContent = budget === null ? '–' : number.format(budget.held)
  byId('remaining').textContent = budget?.remaining == null ? '–' : number.format(budget.remaining)
  byId('resets').textContent = budget?.resets_at == null ? '–' : date.format(new Date(budget.resets_at))
  byId('budget-fill').style.width = `${share * 100}%`
  const bar = byId('budget-bar')
  bar.classList.toggle('high', share >= HIGH_SHARE && share < 1)
  bar.classList.toggle('full', share >= 1)
  bar.setAttribute('aria-valuenow', String(Math.round(share * 100)))
  bar.setAttribute('aria-valuetext', budget === null ? 'unknown' : `${Math.round(share * 100)} % used`)
}

/**
 * @typedef {{amount: string, currency?: string, credit_type_id?: string}} Cost
 */

/**
 * @param {{cost?: Cost, attempts: {attempt: number, model: string, prompt_tokens: number, completion_tokens: number,
 *   details?: Record<string, number>, source: string, cost?: Cost, costs?: Cost[]}[]}} usage
 */
export function showAttempts(usage) {
  const rows = usage.attempts.map(
    ({ attempt, model, prompt_tokens, completion_tokens, details = {}, source, cost, costs }) =>
      row([
        String(attempt),
        source === 'provider' ? model : `${model} (estimate)`,
        [number.format(prompt_tokens), partsOf(details, PROMPT_PARTS)],
        [number.format(completion_tokens), partsOf(details, COMPLETION_PARTS)],
        costs === undefined ? costCell(cost) : [costs.map((one) => costCell(one).join(' ')).join(', '), ''],
      ]),
  )
  if (usage.attempts.length > 1 && usage.cost !== undefined) {
    const sum = row(['', 'All attempts', '', '', costCell(usage.cost)])
    sum.className = 'sum'
    rows.push(sum)
  }
  byId('attempts')
    .querySelector('tbody')
    ?.replaceChildren(...(rows.length === 0 ? [empty(5, 'Nothing was used')] : rows))
}

/** Parts of the totals that have prices of their own, in words. */
const PROMPT_PARTS = /** @type {const} */ ([
  ['cached_prompt_tokens', 'cached'],
  ['cache_write_tokens', 'written to the cache'],
  ['audio_prompt_tokens', 'audio'],
  ['image_prompt_tokens', 'image'],
])
const COMPLETION_PARTS = /** @type {const} */ ([
  ['reasoning_tokens', 'reasoning'],
  ['audio_completion_tokens', 'audio'],
  ['image_completion_tokens', 'image'],
])

/** @param {Record<string, number>} details @param {readonly (readonly [string, string])[]} parts */
function partsOf(details, parts) {
  return parts.flatMap(([name, word]) => (details[name] ? [`${number.format(details[name])} ${word}`] : [])).join(', ')
}

/** @param {Cost | undefined} cost @returns {[string, string]} */
function costCell(cost) {
  return cost === undefined ? ['–', ''] : [cost.amount, cost.currency ?? 'credits']
}

/**
 * @param {{currency: string, total: string, lines: {description: string, model: string | null, tokens: string,
 *   amount: string, exact_amount: string | null}[]} | null} invoice
 */
export function showInvoice(invoice) {
  byId('total').textContent = invoice === null ? '–' : `${invoice.currency} ${invoice.total}`
  const lines = invoice?.lines ?? []
  // Amounts are rounded line by line; what a few requests cost is often less than a cent.
  const exact = sumOfDecimals(lines.map(({ exact_amount, amount }) => exact_amount ?? amount))
  byId('exact-total').textContent =
    invoice === null || exact === '0' || Number(exact) === Number(invoice.total) ? '' : `${exact} before rounding`
  const others = lines.some((line) => line.model !== null) ? 'other models' : 'all models'
  const rows = lines.map(({ description, model, tokens, amount, exact_amount }) =>
    row([
      [description, model ?? others],
      number.format(Number(tokens)),
      [amount, exact_amount === null ? '' : exact_amount],
    ]),
  )
  byId('invoice')
    .querySelector('tbody')
    ?.replaceChildren(...(rows.length === 0 ? [empty(3, 'No usage yet')] : rows))
}

/**
 * The exact sum of decimal numbers, without zeros at its end. Money is never a binary floating-point number.
 * @param {string[]} decimals
 */
function sumOfDecimals(decimals) {
  const places = Math.max(0, ...decimals.map((decimal) => decimal.split('.')[1]?.length ?? 0))
  let sum = 0n
  for (const decimal of decimals) {
    const [whole = '0', fraction = ''] = decimal.split('.')
    sum += BigInt(whole + fraction.padEnd(places, '0'))
  }
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0')
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  const whole = digits.slice(0, digits.length - places)
  return `${sum < 0n ? '-' : ''}${whole}${places === 0 || fraction === '' ? '' : `.${fraction}`}`
}

/** @param {(string | [string, string])[]} cells A pair has its second text small below the first. */
function row(cells) {
  const tr = document.createElement('tr')
  for (const cell of cells) {
    const td = document.createElement('td')
    const [text, small] = typeof cell === 'string' ? [cell, ''] : cell
    td.textContent = text
    if (small !== '' && small !== text) {
      const element = document.createElement('small')
      element.textContent = small
      td.append(element)
    }
    tr.append(td)
  }
  return tr
}

/** @param {number} columns @param {string} text */
function empty(columns, text) {
  const tr = row([text])
  const td = /** @type {HTMLTableCellElement} */ (tr.firstElementChild)
  td.colSpan = columns
  td.className = 'empty'
  return tr
}
