import { type FontStyle, PdfFonts } from './pdf-fonts.ts'

type Pdf = PDFKit.PDFDocument
type TextOptions = PDFKit.Mixins.TextOptions

const INK = '#1a1a1a'

/** A document that is written from top to bottom, in whatever fonts its texts need. */
export class PdfSheet {
  readonly document: Pdf
  readonly fonts: PdfFonts

  constructor(document: Pdf, fontPaths: readonly string[]) {
    this.document = document
    this.fonts = new PdfFonts(document, fontPaths)
  }

  /** The start of the next text, in points from the top of the page. */
  get y(): number {
    return this.document.y
  }

  set y(y: number) {
    this.document.y = y
  }

  normal(size = 9): Pen {
    return new Pen(this, 'normal', size, INK)
  }

  bold(size = 9): Pen {
    return new Pen(this, 'bold', size, INK)
  }
}

/** Writes in one style, size and colour. */
export class Pen {
  readonly #sheet: PdfSheet
  readonly #style: FontStyle
  readonly #size: number
  readonly #color: string

  constructor(sheet: PdfSheet, style: FontStyle, size: number, color: string) {
    this.#sheet = sheet
    this.#style = style
    this.#size = size
    this.#color = color
  }

  in(color: string): Pen {
    return new Pen(this.#sheet, this.#style, this.#size, color)
  }

  /**
   * Writes at a place, or below the last text. Text to the right or in the middle stands in one font, where it is no
   * prose.
   */
  text(text: string, place: { readonly x?: number; readonly y?: number } & TextOptions): void {
    const { x, y, ...options } = place
    const { document, fonts } = this.#sheet
    const runs = fonts.runsOf(text, this.#style)
    if (x !== undefined) document.x = x
    if (y !== undefined) document.y = y
    if (runs.length > 1 && options.align !== undefined && options.align !== 'left') {
      this.#aligned(runs, options)
      return
    }
    for (const [index, run] of (runs.length === 0 ? [{ font: this.#style, text: '' }] : runs).entries()) {
      const continued = index < runs.length - 1
      document
        .font(run.font)
        .fontSize(this.#size)
        .fillColor(this.#color)
        .text(run.text, { ...options, continued })
    }
  }

  /** Tells how high a text stands in a column: at least as high as its words need. */
  heightOf(text: string, width: number): number {
    const { document, fonts } = this.#sheet
    const runs = fonts.runsOf(text, this.#style)
    const [only = { text: '', font: this.#style }] = runs
    if (runs.length <= 1) {
      return document.font(only.font).fontSize(this.#size).heightOfString(only.text, { width })
    }
    const line = Math.max(...runs.map(({ font }) => document.font(font).fontSize(this.#size).currentLineHeight(true)))
    // A line ends at a word, so that lines are not full: one more than the widths would fill.
    return line * (Math.ceil(this.#widthOf(runs) / width) + (this.#widthOf(runs) > width ? 1 : 0))
  }

  #widthOf(runs: ReturnType<PdfFonts['runsOf']>): number {
    const { document } = this.#sheet
    return runs.reduce((sum, { font, text }) => sum + document.font(font).fontSize(this.#size).widthOfString(text), 0)
  }

  /** Runs of several fonts on one line, moved to the right or the middle together. */
  #aligned(runs: ReturnType<PdfFonts['runsOf']>, { align, width = 0, ...options }: TextOptions): void {
    const { document } = this.#sheet
    const room = Math.max(width - this.#widthOf(runs), 0)
    document.x += align === 'center' ? room / 2 : room
    for (const [index, { font, text }] of runs.entries()) {
      const continued = index < runs.length - 1
      document.font(font).fontSize(this.#size).fillColor(this.#color)
      document.text(text, { ...options, lineBreak: false, continued })
    }
  }
}
