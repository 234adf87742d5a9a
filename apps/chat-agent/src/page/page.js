// @ts-check
import { showAttempts, showBudget, showInvoice } from './account.js'
import { explain } from './denial.js'
import { showLimits } from './limits.js'
import { readEvents } from './server-sent-events.js'

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id))
const messages = byId('messages')
const log = byId('log')
const form = /** @type {HTMLFormElement} */ (byId('form'))
const input = /** @type {HTMLTextAreaElement} */ (byId('message'))
const model = /** @type {HTMLSelectElement} */ (byId('model'))
const ownKey = /** @type {HTMLInputElement} */ (byId('key'))
const send = /** @type {HTMLButtonElement} */ (byId('send'))
const stop = /** @type {HTMLButtonElement} */ (byId('stop'))

/**
 * The wait after an answer until the invoice is read: usage is delivered in the background, in a fraction of a second.
 */
const INVOICE_DELAYS_MS = [250, 1500]

/**
 * Pauses between two looks at a budget of which a part is held: what a stopped request used is known when its answer
 * has ended.
 */
const FIRST_HELD_PAUSE_MS = 500
const LAST_HELD_PAUSE_MS = 5_000
/** Longest that somebody waits for that: longer than an answer is read on for a reader who has gone. */
const HELD_WATCH_MS = 180_000

/**
 * The thread of each key: a customer's conversation goes on when the tier is chosen again.
 * @type {Map<string, string>}
 */
const threads = new Map()
/** @type {AbortController | undefined} */
let running

function currentKey() {
  const tier = /** @type {HTMLInputElement | null} */ (document.querySelector('input[name="tier"]:checked'))
  return tier?.value || ownKey.value.trim()
}

/** @param {string} path @param {RequestInit} [init] */
async function call(path, init = {}) {
  return await fetch(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${currentKey()}` } })
}

/** @param {string} text @param {string} [className] */
function addMessage(text, className = '') {
  byId('welcome').hidden = true
  const item = document.createElement('li')
  item.className = className
  item.textContent = text
  messages.append(item)
  log.scrollTop = log.scrollHeight
  return item
}

/** The choice of the tier whose plan has this name, where the page offers it. @param {string} plan */
function tierOf(plan) {
  for (const label of document.querySelectorAll('#tiers label:not([hidden])')) {
    const tier = label.querySelector('input')
    if (tier !== null && tier.value !== '' && label.textContent?.trim() === plan) return tier
  }
  return undefined
}

/** @param {HTMLInputElement} tier @param {string} plan @param {string} text */
function askAgain(tier, plan, text) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'again'
  button.textContent = `Ask as ${plan}`
  button.addEventListener('click', () => {
    if (running !== undefined) return
    tier.checked = true
    tier.dispatchEvent(new Event('change', { bubbles: true }))
    input.focus()
    void ask(text)
  })
  return button
}

/** @param {Record<string, any>} error @param {string} text What was asked. */
function addDenial(error, text) {
  const { title, reason, hint } = explain(error)
  const item = addMessage('', 'denied')
  const strong = document.createElement('strong')
  strong.textContent = title
  item.append(strong)
  for (const text of [reason, hint]) {
    if (text === '') continue
    const span = document.createElement('span')
    span.textContent = text
    item.append(span)
  }
  for (const plan of error.plans ?? []) {
    const tier = tierOf(plan)
    if (tier !== undefined) item.append(askAgain(tier, plan, text))
  }
  log.scrollTop = log.scrollHeight
  byId('status').textContent = `${title}. ${reason} ${hint}`
  if (error.usage) showAttempts(error.usage)
}

/** @param {string} text */
async function ask(text) {
  if (running !== undefined) return
  running = new AbortController()
  send.disabled = true
  stop.hidden = false
  addMessage(text, 'user')
  const answer = addMessage('', 'waiting')
  try {
    await stream(text, answer, running.signal)
  } catch (error) {
    answer.classList.remove('waiting')
    if (running.signal.aborted) answer.append(meta('Stopped. What the model had begun is still counted.'))
    else
      addDenial(
        { code: 'connection', message: error instanceof Error ? error.message : 'The agent did not answer' },
        text,
      )
  } finally {
    if (answer.textContent === '') answer.remove()
    running = undefined
    send.disabled = false
    stop.hidden = true
    // A button that was disabled or hidden has lost the focus, and the keyboard would start again at the top.
    if (document.activeElement === document.body) input.focus()
    await refresh()
  }
}

/** @param {string} text @param {HTMLElement} answer @param {AbortSignal} signal */
async function stream(text, answer, signal) {
  const key = currentKey()
  const body = {
    message: text,
    model: model.value,
    stream: true,
    ...(threads.has(key) ? { thread_id: threads.get(key) } : {}),
  }
  const response = await call('/v1/chat', {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok || response.body === null) {
    addDenial((await response.json()).error, text)
    return
  }
  for await (const { event, data } of readEvents(response.body)) {
    if (event === 'token') {
      answer.classList.remove('waiting')
      answer.append(data.text)
      log.scrollTop = log.scrollHeight
    } else if (event === 'usage') {
      showAttempts(data)
      if (data.budget !== null) showBudget(data.budget)
    } else if (event === 'done') {
      threads.set(key, data.thread_id)
      answer.classList.remove('waiting')
      answer.append(
        meta(
          `${data.model} · ${data.usage.total_tokens.toLocaleString('en-US')} tokens in ${data.usage.attempts.length === 1 ? 'one attempt' : `${data.usage.attempts.length} attempts`}`,
        ),
      )
      log.scrollTop = log.scrollHeight
      byId('status').textContent = data.message
    } else if (event === 'error') addDenial(data.error, text)
  }
}

/** @param {string} text */
function meta(text) {
  const element = document.createElement('small')
  element.className = 'meta'
  element.textContent = text
  return element
}

async function refreshBudget() {
  const response = await call('/v1/usage')
  const usage = response.ok ? await response.json() : null
  const budget = Object.values(usage?.budgets ?? {})[0] ?? null
  showBudget(budget)
  showLimits(usage)
  return budget
}

/** Looks at the budget until nothing of it is held, or something else is asked. */
async function refreshBudgetWhileHeld() {
  const key = currentKey()
  const endsAt = Date.now() + HELD_WATCH_MS
  for (let pause = FIRST_HELD_PAUSE_MS; ; pause = Math.min(LAST_HELD_PAUSE_MS, pause * 2)) {
    const budget = await refreshBudget()
    if (budget === null || budget.held === 0 || Date.now() > endsAt) return
    await new Promise((resolve) => setTimeout(resolve, pause))
    if (running !== undefined || currentKey() !== key) return
  }
}

/**
 * Marks the models that the plan does not include. They can be chosen all the same: the answer says what would help.
 */
async function refreshModels() {
  const response = await call('/v1/models')
  if (!response.ok) return
  const entitled = new Set((await response.json()).data.map((/** @type {{id: string}} */ { id }) => id))
  for (const option of model.options)
    option.textContent = entitled.has(option.value) ? option.value : `${option.value} (not in this plan)`
}

async function refreshInvoice() {
  const response = await call('/v1/invoice')
  showInvoice(response.ok ? (await response.json()).invoice : null)
}

async function refreshAccount() {
  await Promise.all([refreshBudget(), refreshInvoice(), refreshModels()])
}

async function refresh() {
  await refreshBudget()
  void refreshBudgetWhileHeld().then(refreshInvoiceSoon)
}

function refreshInvoiceSoon() {
  for (const delay of INVOICE_DELAYS_MS) setTimeout(() => void refreshInvoice(), delay)
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = input.value.trim()
  if (text === '' || running !== undefined) return
  input.value = ''
  void ask(text)
})
input.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  form.requestSubmit()
})
stop.addEventListener('click', () => running?.abort())
byId('suggestions').addEventListener('click', (event) => {
  if (event.target instanceof HTMLButtonElement) void ask(event.target.textContent ?? '')
})
byId('tiers').addEventListener('change', () => {
  const tier = /** @type {HTMLInputElement | null} */ (document.querySelector('input[name="tier"]:checked'))
  byId('own-key').hidden = tier?.value !== ''
  if (messages.childElementCount > 0)
    addMessage(`Asking as ${tier?.value === '' ? 'your own key' : tier?.parentElement?.textContent?.trim()}`, 'change')
  void refreshAccount()
})
ownKey.addEventListener('change', () => void refreshAccount())

const settings = await (await fetch('/page/settings.json')).json()
byId('simulated').hidden = !settings.simulated
if (!settings.demo_keys) {
  for (const label of document.querySelectorAll('#tiers label'))
    label.toggleAttribute('hidden', label.querySelector('input')?.value !== '')
  const own = /** @type {HTMLInputElement} */ (document.querySelector('input[name="tier"][value=""]'))
  own.checked = true
  byId('own-key').hidden = false
}
await refreshAccount()
