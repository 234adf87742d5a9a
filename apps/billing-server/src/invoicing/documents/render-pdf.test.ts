import { createRequire } from 'node:module'
import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import type { InvoiceText } from './describe-invoice.ts'
import { renderPdf } from './render-pdf.ts'

/** A font with letters that DejaVu Sans does not have: the mathematical ones. */
const MORE = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuMathTeXGyre.ttf')
const DATE = new Date('2026-02-01T00:00:00Z')
const UNPRINTED = 'Some characters cannot be printed'

const invoiceTo = (name: string, quantity = '12'): InvoiceText => ({
  title: 'Invoice',
  number: '2026-0001',
  warning: null,
  seller: ['Our Company'],
  buyer: [name, 'Main Street 1'],
  facts: [['Period', '1 January 2026 to 31 January 2026']],
  groups: [
    {
      title: 'Usage',
      dates: '',
      lines: [{ description: `Tokens of ${name}`, quantity, price: 'USD 1', amount: 'USD 12.00', parts: [name] }],
      total: 'USD 12.00',
    },
  ],
  totals: [['Total', 'USD 12.00']],
  notes: [],
})

async function printed(invoice: InvoiceText, fontPaths: readonly string[] = []) {
  const { bytes, missing } = await renderPdf(invoice, DATE, fontPaths)
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  return { text: text.replace(/\s+/g, ' '), missing }
}

describe('an invoice as a PDF', () => {
  it('prints names of scripts that DejaVu has as they are', async () => {
    const { text, missing } = await printed(invoiceTo('Zażółć Ελλάδα Київ'))
    expect(text).toContain('Zażółć Ελλάδα Київ')
    expect(text).not.toContain(UNPRINTED)
    expect(missing).toEqual([])
  })

  it.each([
    ['Chinese', '株式会社', 4],
    ['Thai', 'ไทย', 3],
    ['Hindi', 'भारत', 3],
    ['an emoji of several code points', '👩\u200d🔬', 1],
  ])('shows that something is missing of a name in %s', async (_, name, graphemes) => {
    const { text, missing } = await printed(invoiceTo(`${name} Acme`))
    expect(text).toContain(`${'□'.repeat(graphemes)} Acme`)
    expect(text).toContain(UNPRINTED)
    expect(missing).toHaveLength(graphemes)
  })

  it('prints it in a font that the operator has listed, among the others and on both sides of a column', async () => {
    const { text, missing } = await printed(invoiceTo('Acme 𝒜𝒞 Company', '12 𝒜'), [MORE])
    expect(text).toContain('Acme 𝒜𝒞 Company')
    expect(text).toContain('12 𝒜')
    expect(text).toContain('Tokens of Acme 𝒜𝒞 Company')
    expect(text).not.toContain(UNPRINTED)
    expect(missing).toEqual([])
  })

  it('gives the same bytes for the same invoice', async () => {
    const invoice = invoiceTo('Acme 𝒜 株')
    const [first, second] = [await renderPdf(invoice, DATE, [MORE]), await renderPdf(invoice, DATE, [MORE])]
    expect(first.bytes.equals(second.bytes)).toBe(true)
  })
})
