// @ts-check
// The limits of the asking customer as a tree: tokens, money and wallets of the customer, then the levels below.

const number = new Intl.NumberFormat('en-US')
const date = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' })

/** From this share of a limit on it is warned of. */
const WARN_SHARE = 0.8

/** What scopes count, in words; other quantities by their own name. */
const WORDS = /** @type {Record<string, string>} */ ({
  tokens: 'tokens',
  promptTokens: 'prompt tokens',
  completionTokens: 'completion tokens',
  requests: 'requests',
})
const TIMES = /** @type {Record<string, string>} */ ({ period: 'this month', day: 'today', life: 'in all' })

/**
 * The largest balance that this page has seen of each wallet: what the rest is measured against, as it burns.
 * @type {Map<string, number>}
 */
const fullest = new Map()

/**
 * @typedef {object} Limit
 * @property {string} name
 * @property {number} share Of what there is, from 0: the part that is used.
 * @property {string} text
 */

/**
 * Shows every limit beside the token budget, and warns of each that is nearly used up.
 * @param {Record<string, any> | null} usage The answer of `GET /v1/usage`.
 */
export function showLimits(usage) {
  const own = usage === null ? [] : [...spendOf(usage), ...walletsOf(usage)]
  const levels = usage === null ? [] : levelsOf(usage)
  const section = /** @type {HTMLElement} */ (document.getElementById('limits'))
  section.hidden = own.length + levels.length === 0
  const list = /** @type {HTMLElement} */ (document.getElementById('limit-tree'))
  list.replaceChildren(...(section.hidden ? [] : [branch(usage?.customer ?? '', own, levels)]))
  warn([...(usage === null ? [] : budgetsOf(usage)), ...own, ...levels.flatMap(({ limits }) => limits)])
}

/** @param {Record<string, any>} usage @returns {Limit[]} */
function budgetsOf({ budgets }) {
  return Object.values(budgets ?? {}).flatMap(({ limit, used }) =>
    limit === null ? [] : [{ name: 'The token budget of this month', share: shareOf(used, limit), text: '' }],
  )
}

/** @param {Record<string, any>} usage @returns {Limit[]} */
function spendOf({ spend }) {
  return Object.values(spend ?? {}).map(({ currency, limit, used, held, resets_at }) => ({
    name: 'Money of this month',
    share: shareOf(used, limit),
    text: `${amount(used)} of ${amount(limit)} ${currency}${heldText(held, currency)}${resetText(resets_at)}`,
  }))
}

/** @param {Record<string, any>} usage @returns {Limit[]} */
function walletsOf({ customer, wallets }) {
  return (wallets ?? []).map((/** @type {Record<string, any>} */ wallet) => {
    const { id, currency, credit_type_id, balance, held, overage } = wallet
    const key = JSON.stringify([customer, id, currency ?? credit_type_id])
    const full = Math.max(fullest.get(key) ?? 0, Number(balance))
    fullest.set(key, full)
    const unit = currency ?? 'credits'
    const sold = overage === undefined || Number(overage) === 0 ? '' : `, ${amount(overage)} beyond it are billed`
    return {
      name: currency === undefined ? 'Credits' : 'Wallet',
      // What is sold beyond the wallet stops nobody.
      share: overage === undefined ? shareOf(full - Number(balance), full) : 0,
      text: `${amount(balance)} ${unit} are left${heldText(held, unit)}${sold}`,
    }
  })
}

/**
 * @param {Record<string, any>} usage
 * @returns {{name: string, limits: Limit[]}[]} From the top.
 */
function levelsOf({ scopes }) {
  /** @type {Map<string, {name: string, limits: Limit[]}>} */
  const levels = new Map()
  for (const { kind, id, of, per, limit, used, held, resets_at } of scopes ?? []) {
    const name = `${kind} ${id}`
    const level = levels.get(name) ?? { name, limits: [] }
    const what = typeof of === 'string' ? (WORDS[of] ?? of) : (of.currency ?? 'credits')
    level.limits.push({
      name: `${name}, ${what} ${TIMES[per] ?? per}`,
      share: shareOf(used, limit),
      text: `${amount(used)} of ${amount(limit)} ${what} ${TIMES[per] ?? per}${heldText(held, what)}${resetText(resets_at)}`,
    })
    levels.set(name, level)
  }
  return [...levels.values()]
}

/**
 * One level with its limits, and the levels below it.
 * @param {string} name @param {Limit[]} limits @param {{name: string, limits: Limit[]}[]} below
 */
function branch(name, limits, below) {
  const item = document.createElement('li')
  const title = document.createElement('strong')
  title.textContent = name
  item.append(title)
  for (const limit of limits) item.append(bar(limit))
  const [first, ...rest] = below
  if (first !== undefined) {
    const list = document.createElement('ul')
    list.append(branch(first.name, first.limits, rest))
    item.append(list)
  }
  return item
}

/** @param {Limit} limit */
function bar({ name, share, text }) {
  const box = document.createElement('div')
  box.className = 'limit'
  const words = document.createElement('span')
  words.textContent = text
  const meter = document.createElement('div')
  meter.className = 'meter'
  meter.classList.toggle('high', share >= WARN_SHARE && share < 1)
  meter.classList.toggle('full', share >= 1)
  meter.setAttribute('role', 'progressbar')
  meter.setAttribute('aria-label', name)
  meter.setAttribute('aria-valuemin', '0')
  meter.setAttribute('aria-valuemax', '100')
  meter.setAttribute('aria-valuenow', String(percent(share)))
  const fill = document.createElement('div')
  fill.style.width = `${share * 100}%`
  meter.append(fill)
  box.append(words, meter)
  return box
}

/** @param {Limit[]} limits */
function warn(limits) {
  const element = /** @type {HTMLElement} */ (document.getElementById('warning'))
  const texts = limits
    .filter(({ share }) => share >= WARN_SHARE)
    .map(({ name, share }) => (share >= 1 ? `${name}: used up.` : `${name}: ${percent(share)} % used.`))
  const text = texts.join(' ')
  // Written only when it changes: it is read out.
  if (element.textContent !== text) element.textContent = text
  element.hidden = text === ''
}

/** Where nothing may be used, all is. @param {number | string} used @param {number | string} limit */
function shareOf(used, limit) {
  const most = Number(limit)
  return most <= 0 ? 1 : Math.min(1, Math.max(0, Number(used) / most))
}

/** Never 100 before all is used. @param {number} share */
function percent(share) {
  return Math.floor(share * 100)
}

/** Whole numbers with separators; decimals to their last digit. @param {number | string} value */
function amount(value) {
  return typeof value === 'number' ? number.format(value) : value
}

/** @param {number | string} held @param {string} unit */
function heldText(held, unit) {
  return Number(held) === 0 ? '' : `, ${amount(held)} ${unit} held`
}

/** @param {string | null} resetsAt */
function resetText(resetsAt) {
  return resetsAt === null ? '' : `, resets ${date.format(new Date(resetsAt))}`
}
