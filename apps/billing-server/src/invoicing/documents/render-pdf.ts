import { createRequire } from 'node:module'
import type { Fact, InvoiceText } from './describe-invoice.ts'

const require = createRequire(import.meta.url)
/** DejaVu covers Latin, Greek, Cyrillic and many other scripts; the fonts that PDF readers bring along only Western Latin. */
const FONTS = {
  normal: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const

const MARGIN = 50
const INK = '#1a1a1a'
const PALE = '#555555'
const RULE = '#bbbbbb'
/** Left edges and widths of the columns, in points, on an A4 page: 495 between the margins. */
const COLUMNS = { description: [0, 190], quantity: [195, 75], price: [275, 120], amount: [400, 95] } as const
const WIDTH = 495
const GAP = 6
/** Totals stand to the right. */
const TOTALS_INDENT = 100

type Pdf = PDFKit.PDFDocument

/**
 * The invoice as a PDF with real text, A4. The same invoice gives the same bytes.
 *
 * @param date what the file says of when it was made: the invoice's own last change, never the clock
 */
export async function renderPdf(invoice: InvoiceText, date: Date): Promise<Buffer> {
  // Loaded with the first document: it takes longer to load than the rest of the server.
  const { default: PdfDocument } = await import('pdfkit')
  const name = `${invoice.title} ${invoice.number}`
  const pdf = new PdfDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + 20 },
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: name,
      Author: invoice.seller[0] ?? '',
      Creator: 'Tallygate',
      Producer: 'Tallygate',
      CreationDate: date,
      ModDate: date,
    },
  })
  const chunks: Buffer[] = []
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', resolve)
    pdf.on('error', reject)
  })
  pdf.registerFont('normal', FONTS.normal)
  pdf.registerFont('bold', FONTS.bold)
  drawHead(pdf, name, invoice)
  for (const group of invoice.groups) drawGroup(pdf, group)
  drawTotals(pdf, invoice.totals)
  drawNotes(pdf, invoice.notes)
  drawFooters(pdf, name)
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}

const normal = (pdf: Pdf, size = 9) => pdf.font('normal').fontSize(size).fillColor(INK)
const bold = (pdf: Pdf, size = 9) => pdf.font('bold').fontSize(size).fillColor(INK)

function drawHead(pdf: Pdf, name: string, { warning, seller, buyer, facts }: InvoiceText): void {
  bold(pdf, 18).text(name, MARGIN, MARGIN, { width: WIDTH })
  if (warning !== null) normal(pdf).fillColor('#8a4b00').text(warning, { width: WIDTH })
  pdf.moveDown(1)
  const top = pdf.y
  const left = drawBlock(pdf, 'From', seller, MARGIN, top)
  const right = drawBlock(pdf, 'To', buyer, MARGIN + 255, top)
  pdf.y = Math.max(left, right) + 12
  for (const [label, text] of facts) {
    makeRoom(pdf, 14)
    const y = pdf.y
    normal(pdf).fillColor(PALE).text(label, MARGIN, y, { width: 120 })
    normal(pdf).text(text, MARGIN + 125, y, { width: WIDTH - 125 })
  }
  pdf.y += 18
}

function drawBlock(pdf: Pdf, title: string, lines: readonly string[], x: number, y: number): number {
  bold(pdf, 10).text(title, x, y, { width: 240 })
  for (const line of lines) normal(pdf).text(line, x, pdf.y, { width: 240 })
  return pdf.y
}

/** Begins a page where so many points no longer fit on this one. Says whether it did. */
function makeRoom(pdf: Pdf, height: number): boolean {
  if (pdf.y + height <= pdf.page.height - MARGIN - 20) return false
  pdf.addPage()
  pdf.y = MARGIN
  return true
}

interface Cells {
  readonly description: string
  readonly quantity: string
  readonly price: string
  readonly amount: string
}

const HEADINGS: Cells = { description: 'Description', quantity: 'Quantity', price: 'Price', amount: 'Amount' }

function drawGroup(pdf: Pdf, { title, stretch, lines, total }: InvoiceText['groups'][number]): void {
  makeRoom(pdf, 70)
  bold(pdf, 10).text(title, MARGIN, pdf.y, { width: WIDTH })
  if (stretch !== '') normal(pdf, 8).fillColor(PALE).text(stretch, MARGIN, pdf.y, { width: WIDTH })
  pdf.y += 4
  drawHeadings(pdf)
  for (const line of lines) {
    if (makeRoom(pdf, heightOf(pdf, line) + GAP)) drawHeadings(pdf)
    drawRow(pdf, line, 'normal')
    for (const part of line.parts) {
      if (makeRoom(pdf, 14)) drawHeadings(pdf)
      normal(pdf, 8)
        .fillColor(PALE)
        .text(part, MARGIN + 8, pdf.y, { width: COLUMNS.description[1] + 160 })
    }
    if (line.parts.length > 0) pdf.y += 3
    drawRule(pdf, RULE, 0.5)
  }
  makeRoom(pdf, 20)
  drawSum(pdf, 'Sum excluding tax', total, { indent: 0, size: 9, isBold: true })
  pdf.y += 12
}

function drawHeadings(pdf: Pdf): void {
  drawRow(pdf, HEADINGS, 'bold')
  drawRule(pdf, INK, 1)
}

const NAMES = ['description', 'quantity', 'price', 'amount'] as const

function heightOf(pdf: Pdf, cells: Cells): number {
  normal(pdf)
  return Math.max(...NAMES.map((name) => pdf.heightOfString(cells[name], { width: COLUMNS[name][1] })))
}

function drawRow(pdf: Pdf, cells: Cells, font: 'normal' | 'bold'): void {
  const y = pdf.y
  const height = heightOf(pdf, cells)
  for (const name of NAMES) {
    if (cells[name] === '') continue
    const [x, width] = COLUMNS[name]
    const write = font === 'bold' ? bold(pdf) : normal(pdf)
    write.text(cells[name], MARGIN + x, y, { width, align: name === 'description' ? 'left' : 'right' })
  }
  pdf.y = y + height + 3
}

function drawRule(pdf: Pdf, color: string, width: number, indent = 0): void {
  pdf
    .moveTo(MARGIN + indent, pdf.y)
    .lineTo(MARGIN + WIDTH, pdf.y)
    .lineWidth(width)
    .strokeColor(color)
    .stroke()
  pdf.y += 4
}

function drawTotals(pdf: Pdf, totals: readonly Fact[]): void {
  makeRoom(pdf, 18 * totals.length + 10)
  totals.forEach(([label, amount], index) => {
    const isLast = index === totals.length - 1
    if (isLast) drawRule(pdf, INK, 1, TOTALS_INDENT)
    drawSum(pdf, label, amount, { indent: TOTALS_INDENT, size: isLast ? 11 : 9, isBold: isLast })
  })
  pdf.y += 16
}

/** A label on the left and money on the right, which has room for the largest amounts. */
function drawSum(
  pdf: Pdf,
  label: string,
  amount: string,
  { indent, size, isBold }: { readonly indent: number; readonly size: number; readonly isBold: boolean },
): void {
  const y = pdf.y
  const write = () => (isBold ? bold(pdf, size) : normal(pdf, size))
  const half = (WIDTH - indent) / 2
  write().text(label, MARGIN + indent, y, { width: half + 40 })
  const bottom = pdf.y
  write().text(amount, MARGIN + WIDTH - half + 45, y, { width: half - 45, align: 'right' })
  pdf.y = Math.max(bottom, pdf.y) + 3
}

function drawNotes(pdf: Pdf, notes: readonly string[]): void {
  if (notes.length === 0) return
  makeRoom(pdf, 40)
  bold(pdf, 10).text('Notes', MARGIN, pdf.y, { width: WIDTH })
  for (const note of notes) normal(pdf).text(note, MARGIN, pdf.y, { width: WIDTH, paragraphGap: 4 })
}

function drawFooters(pdf: Pdf, name: string): void {
  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page)
    // Below the lower margin, where writing would otherwise begin a page.
    pdf.page.margins.bottom = 0
    const text = `${name}, page ${page + 1} of ${count}`
    normal(pdf, 8)
      .fillColor(PALE)
      .text(text, MARGIN, pdf.page.height - MARGIN, { width: WIDTH, align: 'center', lineBreak: false })
  }
}
