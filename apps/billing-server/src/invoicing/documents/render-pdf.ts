import type { Fact, InvoiceText } from './describe-invoice.ts'
import { PdfSheet } from './pdf-sheet.ts'

const MARGIN = 50
const INK = '#1a1a1a'
const PALE = '#555555'
const RULE = '#bbbbbb'
const WARNING = '#8a4b00'
/** Left edges and widths of the columns, in points, on an A4 page: 495 between the margins. */
const COLUMNS = { description: [0, 190], quantity: [195, 75], price: [275, 120], amount: [400, 95] } as const
const WIDTH = 495
const GAP = 6
/** Said on an invoice with characters that no font could print. */
const UNPRINTED = 'Some characters cannot be printed with the fonts of this server and are shown as \u25a1.'
/** Totals stand to the right. */
const TOTALS_INDENT = 100

/**
 * The invoice as a PDF with real text, A4. The same invoice gives the same bytes.
 *
 * @param date what the file says of when it was made: the invoice's own last change, never the clock
 * @param fontPaths fonts for what DejaVu cannot print; what none of them can is printed as □, and the invoice says so
 */
export async function renderPdf(
  invoice: InvoiceText,
  date: Date,
  fontPaths: readonly string[] = [],
): Promise<{ readonly bytes: Buffer; readonly missing: readonly string[] }> {
  // Loaded with the first document: it takes longer to load than the rest of the server.
  const { default: PdfDocument } = await import('pdfkit')
  const name = `${invoice.title} ${invoice.number}`
  const document = new PdfDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + 20 },
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: name,
      Author: invoice.seller[0] ?? 'unknown',
      Creator: 'Tallygate',
      Producer: 'Tallygate',
      CreationDate: date,
      ModDate: date,
    },
  })
  const chunks: Buffer[] = []
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', resolve)
    document.on('error', reject)
  })
  const sheet = new PdfSheet(document, fontPaths)
  const missing = missingIn(sheet, invoice)
  drawHead(sheet, name, invoice, missing)
  for (const group of invoice.groups) drawGroup(sheet, group)
  drawTotals(sheet, invoice.totals)
  drawNotes(sheet, invoice.notes)
  drawFooters(sheet, name)
  document.end()
  await ended
  return { bytes: Buffer.concat(chunks), missing }
}

/** Returns what the fonts cannot print of all that the invoice says. */
function missingIn({ fonts }: PdfSheet, invoice: InvoiceText): readonly string[] {
  const left: unknown[] = [invoice]
  while (left.length > 0) {
    const value = left.pop()
    if (typeof value === 'string') fonts.runsOf(value, 'normal')
    else if (typeof value === 'object' && value !== null) left.push(...Object.values(value))
  }
  return fonts.missing
}

function drawHead(
  sheet: PdfSheet,
  name: string,
  { warning, seller, buyer, facts }: InvoiceText,
  missing: readonly string[],
): void {
  sheet.bold(18).text(name, { x: MARGIN, y: MARGIN, width: WIDTH })
  if (warning !== null) sheet.normal().in(WARNING).text(warning, { width: WIDTH })
  if (missing.length > 0) sheet.normal().in(WARNING).text(UNPRINTED, { width: WIDTH })
  sheet.y += 14
  const top = sheet.y
  const left = drawBlock(sheet, 'From', seller, MARGIN, top)
  const right = drawBlock(sheet, 'To', buyer, MARGIN + 255, top)
  sheet.y = Math.max(left, right) + 12
  for (const [label, text] of facts) {
    makeRoom(sheet, 14)
    const y = sheet.y
    sheet.normal().in(PALE).text(label, { x: MARGIN, y, width: 120 })
    sheet.normal().text(text, { x: MARGIN + 125, y, width: WIDTH - 125 })
  }
  sheet.y += 18
}

function drawBlock(sheet: PdfSheet, title: string, lines: readonly string[], x: number, y: number): number {
  sheet.bold(10).text(title, { x, y, width: 240 })
  for (const line of lines) sheet.normal().text(line, { x, y: sheet.y, width: 240 })
  return sheet.y
}

/** Begins a page where so many points no longer fit on this one. Says whether it did. */
function makeRoom(sheet: PdfSheet, height: number): boolean {
  if (sheet.y + height <= sheet.document.page.height - MARGIN - 20) return false
  sheet.document.addPage()
  sheet.y = MARGIN
  return true
}

interface Cells {
  readonly description: string
  readonly quantity: string
  readonly price: string
  readonly amount: string
}

const HEADINGS: Cells = { description: 'Description', quantity: 'Quantity', price: 'Price', amount: 'Amount' }

function drawGroup(sheet: PdfSheet, { title, dates, lines, total }: InvoiceText['groups'][number]): void {
  makeRoom(sheet, 70)
  sheet.bold(10).text(title, { x: MARGIN, y: sheet.y, width: WIDTH })
  if (dates !== '') sheet.normal(8).in(PALE).text(dates, { x: MARGIN, y: sheet.y, width: WIDTH })
  sheet.y += 4
  drawHeadings(sheet)
  for (const line of lines) {
    if (makeRoom(sheet, heightOf(sheet, line) + GAP)) drawHeadings(sheet)
    drawRow(sheet, line, 'normal')
    for (const part of line.parts) {
      if (makeRoom(sheet, 14)) drawHeadings(sheet)
      sheet
        .normal(8)
        .in(PALE)
        .text(part, { x: MARGIN + 8, y: sheet.y, width: COLUMNS.description[1] + 160 })
    }
    if (line.parts.length > 0) sheet.y += 3
    drawRule(sheet, RULE, 0.5)
  }
  makeRoom(sheet, 20)
  drawSum(sheet, 'Sum excluding tax', total, { indent: 0, size: 9, isBold: true })
  sheet.y += 12
}

function drawHeadings(sheet: PdfSheet): void {
  drawRow(sheet, HEADINGS, 'bold')
  drawRule(sheet, INK, 1)
}

const NAMES = ['description', 'quantity', 'price', 'amount'] as const

function heightOf(sheet: PdfSheet, cells: Cells): number {
  return Math.max(...NAMES.map((name) => sheet.normal().heightOf(cells[name], COLUMNS[name][1])))
}

function drawRow(sheet: PdfSheet, cells: Cells, font: 'normal' | 'bold'): void {
  const y = sheet.y
  const height = heightOf(sheet, cells)
  for (const name of NAMES) {
    if (cells[name] === '') continue
    const [x, width] = COLUMNS[name]
    const write = font === 'bold' ? sheet.bold() : sheet.normal()
    write.text(cells[name], { x: MARGIN + x, y, width, align: name === 'description' ? 'left' : 'right' })
  }
  sheet.y = y + height + 3
}

function drawRule(sheet: PdfSheet, color: string, width: number, indent = 0): void {
  sheet.document
    .moveTo(MARGIN + indent, sheet.y)
    .lineTo(MARGIN + WIDTH, sheet.y)
    .lineWidth(width)
    .strokeColor(color)
    .stroke()
  sheet.y += 4
}

function drawTotals(sheet: PdfSheet, totals: readonly Fact[]): void {
  makeRoom(sheet, 18 * totals.length + 10)
  totals.forEach(([label, amount], index) => {
    const isLast = index === totals.length - 1
    if (isLast) drawRule(sheet, INK, 1, TOTALS_INDENT)
    drawSum(sheet, label, amount, { indent: TOTALS_INDENT, size: isLast ? 11 : 9, isBold: isLast })
  })
  sheet.y += 16
}

/** A label on the left and money on the right, which has room for the largest amounts. */
function drawSum(
  sheet: PdfSheet,
  label: string,
  amount: string,
  { indent, size, isBold }: { readonly indent: number; readonly size: number; readonly isBold: boolean },
): void {
  const y = sheet.y
  const write = () => (isBold ? sheet.bold(size) : sheet.normal(size))
  const half = (WIDTH - indent) / 2
  write().text(label, { x: MARGIN + indent, y, width: half + 40 })
  const bottom = sheet.y
  write().text(amount, { x: MARGIN + WIDTH - half + 45, y, width: half - 45, align: 'right' })
  sheet.y = Math.max(bottom, sheet.y) + 3
}

function drawNotes(sheet: PdfSheet, notes: readonly string[]): void {
  if (notes.length === 0) return
  makeRoom(sheet, 40)
  sheet.bold(10).text('Notes', { x: MARGIN, y: sheet.y, width: WIDTH })
  for (const note of notes) sheet.normal().text(note, { x: MARGIN, y: sheet.y, width: WIDTH, paragraphGap: 4 })
}

function drawFooters(sheet: PdfSheet, name: string): void {
  const { count } = sheet.document.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    sheet.document.switchToPage(page)
    // Below the lower margin, where writing would otherwise begin a page.
    sheet.document.page.margins.bottom = 0
    const text = `${name}, page ${page + 1} of ${count}`
    sheet
      .normal(8)
      .in(PALE)
      .text(text, {
        x: MARGIN,
        y: sheet.document.page.height - MARGIN,
        width: WIDTH,
        align: 'center',
        lineBreak: false,
      })
  }
}
