import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
/**
 * DejaVu covers Latin, Greek, Cyrillic and many other scripts; the fonts that PDF readers bring along only Western
 * Latin.
 */
const OWN_FONTS = {
  normal: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const

/** Stands for what no font can print. */
const SUBSTITUTE = '\u25a1'
/** Code points that print nothing by themselves: joiners, variation selectors. */
const IGNORABLE = /^\p{Default_Ignorable_Code_Point}$/u

export type FontStyle = keyof typeof OWN_FONTS

/** A part of a text that one font prints. */
export interface FontRun {
  readonly font: string
  readonly text: string
}

type Pdf = PDFKit.PDFDocument

/** The font of a document as pdfkit holds it: the font file knows which code points it can print. */
interface OpenFont {
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean }
}

/**
 * The fonts of one document: its own two, then those that the operator has listed, each asked only for what the ones
 * before it cannot print. What none of them can print is printed as □, so that nobody takes a name for complete that is
 * not.
 */
export class PdfFonts {
  readonly #pdf: Pdf
  readonly #more: readonly string[]
  readonly #missing = new Set<string>()
  readonly #known = new Map<string, string | undefined>()
  readonly #graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

  /** `paths` are files; of a collection (`.ttc`) with the name of the font: `fonts.ttc#NotoSansCJKjp-Regular`. */
  constructor(pdf: Pdf, paths: readonly string[]) {
    this.#pdf = pdf
    for (const [style, path] of Object.entries(OWN_FONTS)) pdf.registerFont(style, path)
    this.#more = paths.map((path, index) => {
      const name = `more-${index}`
      const [file = '', family] = path.split('#')
      pdf.registerFont(name, file, family)
      return name
    })
  }

  /** Returns what no font could print so far, each once. */
  get missing(): readonly string[] {
    return [...this.#missing]
  }

  /** Splits a text into parts of one font each. */
  runsOf(text: string, style: FontStyle): readonly FontRun[] {
    const runs: { font: string; text: string }[] = []
    for (const { segment } of this.#graphemes.segment(text)) {
      const font = this.#fontOf(segment, style)
      if (font === undefined) this.#missing.add(segment)
      const part = font === undefined ? { font: style, text: SUBSTITUTE } : { font, text: segment }
      const last = runs.at(-1)
      if (last?.font === part.font) last.text += part.text
      else runs.push(part)
    }
    return runs
  }

  #fontOf(grapheme: string, style: FontStyle): string | undefined {
    const key = `${style} ${grapheme}`
    if (!this.#known.has(key)) {
      this.#known.set(
        key,
        [style, 'normal', ...this.#more].find((font) => this.#prints(font, grapheme)),
      )
    }
    return this.#known.get(key)
  }

  #prints(font: string, grapheme: string): boolean {
    this.#pdf.font(font)
    const { font: file } = (this.#pdf as unknown as { readonly _font: OpenFont })._font
    return [...grapheme].every(
      (character) =>
        /\s/.test(character) || IGNORABLE.test(character) || file.hasGlyphForCodePoint(character.codePointAt(0) ?? 0),
    )
  }
}
