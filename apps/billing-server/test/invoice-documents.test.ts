import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, chromium } from 'playwright-core'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { apiKey, completionEvent, TestServer } from './test-server.ts'

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = process.env['CHROMIUM_PATH'] ?? BROWSERS.find((path) => existsSync(path))
const EVIL = '<script>alert("1")</script> & \'Zażółć\' Ελλάδα'

describe.each(testEngines)('documents of an invoice on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  // Time stands still but for the moves of the clock.
  const start = Date.parse('2026-01-20T00:00:00Z')

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server, { startAt: '2026-01-01T00:00:00Z' })
  })

  const pdf = async (id: string) => {
    const response = await fetch(`${server.server.url}/v1/invoices/${id}/pdf`, { headers: { 'x-api-key': apiKey } })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    return new Uint8Array(await response.arrayBuffer())
  }
  const textOf = async (bytes: Uint8Array) => {
    // The reader takes the bytes for itself.
    const { text, totalPages } = await extractText(await getDocumentProxy(bytes.slice()), { mergePages: true })
    return { text: text.replace(/\s+/g, ' '), totalPages }
  }
  const html = async (id: string) => {
    const response = await fetch(`${server.server.url}/operator/invoices/${id}.html`, {
      headers: { 'x-api-key': apiKey },
    })
    return { response, text: await response.text() }
  }

  /** The guide's worked example, FINAL, with 8.25 percent of tax and a note that is no markup. */
  const worked = async () => {
    await server.must('PATCH', `/v1/customers/${guide.customerId}`, {
      organization: { legal_name: EVIL, registered_address: { line1: 'Main Street 1', city: 'Kraków', country: 'PL' } },
    })
    const tokens: Readonly<Record<string, string>> = {
      'gpt-4o': '1234567',
      'gpt-4o-mini': '89012',
      'o3-unlisted': '333',
    }
    for (const [model, count] of Object.entries(tokens)) {
      const meter_properties = [{ reference: 'model_id', value: model }]
      const event = { meter_properties, timestamp: '2026-01-10T00:00:00Z' }
      await server.must('POST', '/v1/ingest/meter-data', completionEvent(`worked-${model}`, count, event))
    }
    await server.must('POST', '/local/clock', { now: '2026-02-01T01:00:00Z' })
    const [{ id }] = (await server.must('GET', '/v1/invoices?statuses[]=DRAFT')).data
    const change = { sales_tax_percentage: '8.25', notes: ['Thank you <b>very</b> much'], status: 'FINAL' }
    return server.must('PATCH', `/v1/invoices/${id}`, change)
  }

  it('are a PDF with real text in any script, the same bytes each time, whatever becomes of the customer', async () => {
    const invoice = await worked()
    const first = await pdf(invoice.id)
    const { text, totalPages } = await textOf(first)
    expect(totalPages).toBe(1)
    for (const part of [
      'Invoice 2026-0001',
      'Our Company',
      EVIL,
      'Main Street 1',
      'Kraków',
      '1 January 2026 to 31 January 2026',
      '1,234,567',
      'USD 0.015 per 1,000',
      'USD 18.52',
      'Tax 8.25 % on USD 18.57 (standard)',
      'USD 20.10',
      'Thank you <b>very</b> much',
      'page 1 of 1',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).not.toContain('not an invoice yet')
    await server.must('PATCH', `/v1/customers/${guide.customerId}`, { organization: { legal_name: 'Renamed' } })
    await server.must('POST', '/local/clock', { advance: 'P1D' })
    expect(Buffer.from(await pdf(invoice.id)).equals(Buffer.from(first))).toBe(true)
  })

  it('say of a draft and of a credit what they are, and go on over pages', async () => {
    const { id } = await server.must('POST', '/v1/invoices', { type: 'ONE_OFF', customer_id: guide.customerId })
    const line = {
      pricing_type: 'FLAT',
      pricing_band: { amount: { quantity: '1.25', currency: 'USD' } },
      volume: { number: '2' },
    }
    for (let index = 1; index <= 60; index += 1) {
      await server.must('POST', `/v1/invoices/${id}/lines`, { ...line, pricing_name: `Item number ${index}` })
    }
    const draft = await textOf(await pdf(id))
    expect(draft.totalPages).toBeGreaterThan(1)
    expect(draft.text).toContain('This is not an invoice yet: it is DRAFT and may change.')
    expect(draft.text).toContain('page 2 of')
    for (let index = 1; index <= 60; index += 1)
      expect(draft.text).toContain(`Item number ${index} 2 USD 1.25 USD 2.50`)
    await server.must('PATCH', `/v1/invoices/${id}`, { status: 'FINAL' })
    const credit = await server.must('POST', `/v1/invoices/${id}/credit`, { note: 'Returned' })
    const { text } = await textOf(await pdf(credit.id))
    for (const part of ['Credit invoice', 'Credit of invoice', '2026-0001', 'USD -150.00', 'Returned']) {
      expect(text).toContain(part)
    }
  })

  it('are a page that escapes everything and takes nothing from elsewhere', async () => {
    const { id } = await worked()
    const { response, text } = await html(id)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).not.toMatch(/<script|<b>|src=|href=|url\(|@import/)
    expect(text).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;Zażółć&#39;')
    expect((await html('nothing_00000000000000000000')).response.status).toBe(404)
    expect((await server.call('GET', `/operator/invoices/${id}`)).status).toBe(404)
  })

  // The page is the same on both engines.
  if (engine.kind !== 'pglite') return
  it('read well in a browser, by eye, by screen reader, on paper and on a phone', async () => {
    const { id } = await worked()
    const browser: Browser = await chromium.launch({
      executablePath: executablePath ?? 'chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    })
    try {
      // The page allows no script; the checker is one.
      const page = await browser.newPage({
        bypassCSP: true,
        viewport: { width: 360, height: 740 },
        extraHTTPHeaders: { 'x-api-key': apiKey },
      })
      await page.goto(`${server.server.url}/operator/invoices/${id}.html`)
      expect(await page.title()).toBe('Invoice 2026-0001')
      const heading = page.getByRole('heading', { level: 1 })
      expect(await heading.textContent()).toBe('Invoice 2026-0001')
      const table = page.getByRole('table').first()
      expect(await table.getByRole('columnheader').allTextContents()).toEqual([
        'Description',
        'Quantity',
        'Price',
        'Amount',
      ])
      expect(await table.getByRole('rowheader').count()).toBe(4)
      expect(await page.getByRole('row', { name: /^Total USD 20\.10$/ }).count()).toBe(1)
      const isWide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
      expect(isWide, 'the page scrolls sideways on a phone').toBe(false)
      await page.addScriptTag({ content: axe.source })
      const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string }[] }
      expect(violations.map((violation) => violation.id)).toEqual([])
      await page.setViewportSize({ width: 900, height: 1000 })
      const printed = await textOf(new Uint8Array(await page.pdf({ format: 'A4' })))
      expect(printed.totalPages).toBe(1)
      expect(printed.text).toContain('USD 20.10')
    } finally {
      await browser.close()
    }
  })
})
