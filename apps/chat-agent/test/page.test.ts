import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { CHROMIUM, runsChromium } from '@tallygate/test-kit'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest } from './agent-under-test.ts'

/** A folder for pictures of the page, for people. */
const SCREENSHOTS = process.env['SCREENSHOTS']

/**
 * Chromium writes every answer of 400 and above to the console; a denial is such an answer. Anything else there is a
 * fault of the page.
 */
const DENIED = /^Failed to load resource: the server responded with a status of 40[23] /

describe.runIf(runsChromium)('the page', () => {
  let system: AgentUnderTest
  let agent: ChatAgent
  let browser: Browser
  let axe: string

  beforeAll(async () => {
    system = await AgentUnderTest.start()
    agent = await system.agent()
    browser = await chromium.launch(CHROMIUM)
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  })
  afterAll(async () => {
    await browser?.close()
    await system?.stop()
  })

  async function open(options: { colorScheme?: 'light' | 'dark'; width?: number } = {}) {
    const { colorScheme = 'light', width = 1200 } = options
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 850 } })
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !DENIED.test(message.text())) faults.push(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(agent.url)) faults.push(`asked for ${request.url()}`)
    })
    await page.goto(agent.url)
    await page.getByText('Budget of this month').waitFor()
    return { page, faults }
  }

  async function ask(page: Page, message: string): Promise<string> {
    const before = await page.locator('#messages > li').count()
    await page.getByLabel('Message').fill(message)
    await page.getByRole('button', { name: 'Send' }).click()
    await page
      .locator('#messages > li')
      .nth(before + 1)
      .waitFor()
    await page.locator('#send:not([disabled])').waitFor()
    return (await page.locator('#messages > li').last().textContent()) ?? ''
  }

  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe)
    // What axe-core leaves on the window of the page.
    return await page.evaluate(async () => {
      const { run } = (
        globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
        }
      ).axe
      return (await run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
    })
  }

  const used = async (page: Page) => Number((await page.locator('#used').textContent())?.replaceAll(',', ''))

  it.each([
    ['Free', '50,000'],
    ['Starter', '1,000,000'],
    ['Pro', '10,000,000'],
  ])('chats as %s, streaming, and the budget moves', async (tier, limit) => {
    const { page, faults } = await open()
    await page.getByText(tier, { exact: true }).click()
    await expect.poll(() => page.locator('#limit').textContent()).toBe(limit)
    const before = await used(page)
    expect(await ask(page, 'What is 17 * 23?')).toMatch(/^17 \* 23 = 391\s*gpt-4o-mini · [\d,]+ tokens in 2 attempts$/)
    expect(await used(page)).toBeGreaterThan(before)
    expect(await page.locator('#attempts tbody tr:not(.sum)').count()).toBe(2)
    await expect
      .poll(() => page.locator('#invoice tbody').textContent())
      .toMatch(/Completion tokens(gpt-4o-mini|all models)[\d,]+/)
    // What it costs to the last digit: a few hundred tokens are less than a cent.
    const exact = (await page.locator('#exact-total').textContent()) ?? ''
    expect(exact).toMatch(tier === 'Free' ? /^$/ : /^0\.\d+ before rounding$/)
    expect(faults).toEqual([])
    await page.close()
  })

  it('shows the answer while it comes, and can be stopped', async () => {
    const { page, faults } = await open()
    await page.getByLabel('Message').fill('Please answer slowly')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('#messages > li').nth(1).getByText('You wrote').waitFor()
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Stopped. What the model had begun is still counted.').waitFor()
    expect(await page.getByRole('button', { name: 'Send' }).isEnabled()).toBe(true)
    expect(Number((await page.locator('#held').textContent())?.replaceAll(',', ''))).toBeGreaterThan(0)
    // What it used is known when the answer has ended, and nobody has to ask again to see it.
    const before = await used(page)
    await expect.poll(() => page.locator('#held').textContent()).toBe('0')
    expect(await used(page)).toBeGreaterThan(before)
    expect(faults).toEqual([])
    await page.close()
  })

  it('greets on a phone with words and what can be asked, not with an empty box', async () => {
    const { page, faults } = await open()
    await page.setViewportSize({ width: 375, height: 667 })
    const box = await page.locator('#log').boundingBox()
    expect(box?.height).toBeLessThan(150)
    expect(await page.locator('#welcome').isVisible()).toBe(true)
    await ask(page, 'Hello')
    expect(await page.locator('#welcome').isVisible()).toBe(false)
    expect(faults).toEqual([])
    await page.close()
  })

  it('shows a denial with its reason and what would help, and the bar is full when the budget is', async () => {
    const { page, faults } = await open()
    await page.getByLabel('Model').selectOption('gpt-4o')
    expect(await ask(page, 'Hello')).toMatch(/not in the plan[\s\S]*Included in: Pro\./)

    expect(await page.locator('#model option[value="gpt-4o"]').textContent()).toBe('gpt-4o (not in this plan)')
    await page.getByRole('button', { name: 'Ask as Pro' }).click()
    await page.getByText('Asking as Pro').waitFor()
    await page.locator('#messages').getByText('This answer stands in for gpt-4o:').waitFor()
    await expect.poll(() => page.locator('#model option[value="gpt-4o"]').textContent()).toBe('gpt-4o')
    await page.locator('#send:not([disabled])').waitFor()

    await page.getByText('Free', { exact: true }).click()
    await page.getByLabel('Model').selectOption('gpt-4o-mini')
    await ask(page, 'Use up my budget')
    const bar = page.getByRole('progressbar', { name: 'Budget of this month' })
    expect(await bar.getAttribute('aria-valuenow')).toBe('100')
    expect(await ask(page, 'One more')).toMatch(
      /budget of this month is used up[\s\S]*of 50,000 tokens are used; 0 are left\.[\s\S]*Starter[\s\S]*resets on/,
    )
    expect(faults).toEqual([])
    await page.close()
  })

  it('shows what each attempt cost, and all of them together', async () => {
    const { page, faults } = await open()
    await page.getByText('Starter', { exact: true }).click()
    await ask(page, 'What is 17 * 23?')
    const costs = await page.locator('#attempts tbody tr td:nth-child(5)').allTextContents()
    expect(costs).toHaveLength(3)
    const amounts = costs.map((text) => /^0\.(\d+)USD$/.exec(text)?.[1]?.padEnd(12, '0'))
    expect(BigInt(amounts[0] ?? '') + BigInt(amounts[1] ?? '')).toBe(BigInt(amounts[2] ?? ''))
    expect(await page.locator('#limits').isVisible()).toBe(false)
    expect(faults).toEqual([])
    await page.close()
  })

  const MARKUP = '<img src=x onerror="document.title=1"><b>ada</b>'
  const RESET = '2030-02-01T00:00:00Z'
  const level = (
    kind: string,
    id: string,
    used: number | string,
    limit: number | string,
    of: string | object = 'tokens',
  ) => ({
    ...{ kind, id, of, per: 'period', limit, used, held: 0, remaining: 0, resets_at: RESET },
  })
  const usage = (more: object) => ({
    customer: `demo-team ${MARKUP}`,
    period: { start: '2030-01-01T00:00:00Z', end: RESET },
    budgets: { monthly_token_budget: { limit: 1_000, used: 10, held: 0, remaining: 990, resets_at: RESET } },
    as_of: '2030-01-01T00:00:00Z',
    ...more,
  })

  it.each([
    ['on a phone', 375],
    ['on a desk', 1280],
  ])('shows the tree of limits and warns from 80 % on, as text alone: %s', async (_, width) => {
    const money = { currency: 'USD', limit: '5', used: '4.05', held: '0.1', remaining: '0.85', resets_at: RESET }
    const scopes = [
      level('team', MARKUP, 799, 1_000),
      level('user', 'ada', '2.5', '2.5', { currency: 'USD' }),
      level('user', 'ada', 3, 100, 'requests'),
    ]
    const { page, faults } = await open({ width })
    await page.route('**/v1/usage', (route) =>
      route.fulfill({ json: usage({ spend: { monthly_spend_limit: money }, scopes }) }),
    )
    await page.getByText('Pro', { exact: true }).click()
    await page.locator('#limits').waitFor()
    const tree = page.locator('#limit-tree')
    // A level stands inside of the one above it.
    expect(await tree.locator('> li > strong').textContent()).toBe(`demo-team ${MARKUP}`)
    expect(await tree.locator('> li > ul > li > strong').textContent()).toBe(`team ${MARKUP}`)
    expect(await tree.locator('> li > ul > li > ul > li > strong').textContent()).toBe('user ada')
    expect(await tree.locator('.limit span').first().textContent()).toMatch(/^4\.05 of 5 USD, 0\.1 USD held, resets /)
    expect(await tree.getByRole('progressbar', { name: 'Money of this month' }).getAttribute('aria-valuenow')).toBe(
      '81',
    )
    expect(await page.locator('#warning').textContent()).toBe(
      'Money of this month: 81 % used. user ada, USD this month: used up.',
    )
    expect(await page.locator('#limits img, #limits b').count()).toBe(0)
    expect(await page.title()).toBe('Tallygate chat agent')
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    if (SCREENSHOTS !== undefined) await page.screenshot({ path: `${SCREENSHOTS}/limits-${width}.png`, fullPage: true })
    expect(faults).toEqual([])
    await page.close()
  })

  it('shows a wallet as it burns, and warns of it', async () => {
    const { page, faults } = await open({ width: 375 })
    let balance = '1000'
    const wallet = () => ({ id: 'wall_1', credit_type_id: 'crty_1', balance, held: '12.5', remaining: '0' })
    await page.route('**/v1/usage', (route) => route.fulfill({ json: usage({ wallets: [wallet()] }) }))
    await page.getByText('Pro', { exact: true }).click()
    const bar = page.getByRole('progressbar', { name: 'Credits' })
    await bar.waitFor()
    expect(await bar.getAttribute('aria-valuenow')).toBe('0')
    expect(await page.locator('#warning').isVisible()).toBe(false)
    balance = '150.25'
    await ask(page, 'Hello')
    await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('84')
    expect(await page.locator('.limit span').textContent()).toBe('150.25 credits are left, 12.5 credits held')
    expect(await page.locator('#warning').textContent()).toBe('Credits: 84 % used.')
    if (SCREENSHOTS !== undefined) await page.screenshot({ path: `${SCREENSHOTS}/wallet-375.png`, fullPage: true })
    expect(faults).toEqual([])
    await page.close()
  })

  it.each([
    ['light, wide', 'light', 1200],
    ['dark, wide', 'dark', 1200],
    ['light, phone', 'light', 360],
    ['dark, phone', 'dark', 360],
  ] as const)('has no accessibility violation and no sideways scrolling: %s', async (_, colorScheme, width) => {
    const { page, faults } = await open({ colorScheme, width })
    await ask(page, 'What is 17 * 23?')
    await page.getByLabel('Model').selectOption('gpt-4o')
    await ask(page, 'Hello')
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    expect(faults).toEqual([])
    await page.close()
  })

  it('can be used with the keyboard alone', async () => {
    const { page } = await open()
    // The link to the reference, then the tiers.
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowRight')
    expect(await page.locator('input[name=tier]:checked').getAttribute('value')).toBe('demo-pro-key')
    await page.getByLabel('Message').focus()
    await page.keyboard.type('What is 2 + 2?')
    await page.keyboard.press('Enter')
    await page.locator('#messages').getByText('2 + 2 = 4').waitFor()
    await page.locator('#send:not([disabled])').waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('message')
    await page.close()
  })

  it('has a reference that shows every operation, without an accessibility violation', async () => {
    const { page, faults } = await open({ width: 360 })
    await page.getByRole('link', { name: 'Reference' }).click()
    await page.getByText('POST /v1/chat/completions').waitFor()
    const document = (await (await fetch(`${agent.url}/openapi.json`)).json()) as { paths: Record<string, object> }
    const operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods))
    const headings = page.getByRole('heading', { level: 3 }).filter({ hasText: /^(GET|POST) / })
    expect(await headings.count()).toBe(operations.length)
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    expect(faults).toEqual([])
    await page.close()
  })

  it('takes nothing from elsewhere and runs nothing inline', async () => {
    const response = await fetch(agent.url)
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'/,
    )
    expect(await response.text()).not.toMatch(/<script>|style=|onclick=|https?:\/\//)
  })
})
