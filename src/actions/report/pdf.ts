/** A report as PDF: A4, Chinese in an embedded font, the words of every block in order, page numbers below. */
import PDFDocument from 'pdfkit'
import type { Locale } from '../../base/public.ts'
import { fontFile, sliceOf, type Weight } from './fonts.ts'
import type { Block } from './model.ts'

const MARGIN = 56
const BOTTOM = 64
const INK = '#14201d'
const GREY = '#5f6c68'
const LINE = '#bfc8c5'
/** Set where no font has a character: the printer's mark for a missing sort. */
const MISSING = '〓'

type Doc = InstanceType<typeof PDFDocument>
type Run = { font: string; text: string }
type Glyphs = { font: { hasGlyphForCodePoint(codePoint: number): boolean } }

/** Chooses a font for every character: the one with simplified Chinese, else the slice that has it. */
class Typesetter {
  readonly doc: Doc
  readonly width: number
  private readonly has = new Map<string, (codePoint: number) => boolean>()

  constructor(doc: Doc) {
    this.doc = doc
    this.width = doc.page.width - 2 * MARGIN
  }

  private font(part: string, weight: Weight): string {
    const name = `${part}-${weight}`
    if (!this.has.has(name)) {
      this.doc.registerFont(name, fontFile(part, weight))
      const { font } = (this.doc.font(name) as unknown as { _font: Glyphs })._font
      this.has.set(name, (codePoint) => font.hasGlyphForCodePoint(codePoint))
    }
    return name
  }

  private runs(text: string, weight: Weight): Run[] {
    const main = this.font('chinese-simplified', weight)
    const runs: Run[] = []
    const add = (font: string, character: string): void => {
      const last = runs.at(-1)
      if (last?.font === font) last.text += character
      else runs.push({ font, text: character })
    }
    for (const character of text) {
      const codePoint = character.codePointAt(0)!
      const slice = this.has.get(main)!(codePoint) ? undefined : sliceOf(codePoint)
      if (slice === undefined) add(main, this.has.get(main)!(codePoint) ? character : MISSING)
      else add(this.font(slice, weight), character)
    }
    return runs.length === 0 ? [{ font: main, text: '' }] : runs
  }

  heightOf(text: string, size: number, width: number, weight: Weight = 400): number {
    const main = this.font('chinese-simplified', weight)
    return this.doc
      .font(main)
      .fontSize(size)
      .heightOfString(text, { width, lineGap: size * 0.35 })
  }

  /** At a place, or where the document stands. */
  put(
    text: string,
    options: {
      size: number
      weight?: Weight
      color?: string
      x?: number
      y?: number
      width?: number
      align?: 'center'
    },
  ): void {
    const { size, weight = 400, color = INK, width = this.width, align } = options
    const runs = this.runs(text, weight)
    this.doc.fontSize(size).fillColor(color)
    for (const [i, run] of runs.entries()) {
      this.doc.font(run.font)
      const layout = { width, lineGap: size * 0.35, continued: i < runs.length - 1, ...(align ? { align } : {}) }
      if (i === 0) this.doc.text(run.text, options.x ?? MARGIN, options.y ?? this.doc.y, layout)
      else this.doc.text(run.text, layout)
    }
  }

  /** Begins a page where so much would no longer fit. */
  need(height: number): void {
    if (this.doc.y + height > this.doc.page.height - BOTTOM) this.doc.addPage()
  }

  rule(): void {
    const { y } = this.doc
    this.doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + this.width, y)
      .lineWidth(0.5)
      .strokeColor(LINE)
      .stroke()
  }
}

/** Columns as wide as their longest words need, between an eighth and a half of the width; Chinese counts two. */
const columnWidths = (rows: readonly (readonly string[])[], width: number): number[] => {
  const columns = Math.max(...rows.map((row) => row.length))
  const wide = (text: string): number => [...text].reduce((sum, one) => sum + (one > '\u2e80' ? 2 : 1), 0)
  const wanted = Array.from({ length: columns }, (_, i) =>
    Math.min(60, Math.max(8, ...rows.map((row) => wide(row[i] ?? '')))),
  )
  const all = wanted.reduce((sum, one) => sum + one, 0)
  return wanted.map((one) => (one / all) * width)
}

const CELL_GAP = 8

const table = (set: Typesetter, rows: readonly (readonly string[])[], headed: boolean): void => {
  const { doc } = set
  const size = 9.5
  const widths = headed ? columnWidths(rows, set.width) : [84, set.width - 84]
  for (const [i, row] of rows.entries()) {
    const weight: Weight = headed && i === 0 ? 600 : 400
    const height = Math.max(...row.map((cell, j) => set.heightOf(cell, size, widths[j]! - CELL_GAP, weight)))
    set.need(height + 8)
    const top = doc.y + 3
    let x = MARGIN
    for (const [j, cell] of row.entries()) {
      const color = !headed && j === 0 ? GREY : INK
      set.put(cell, { size, weight, color, x, y: top, width: widths[j]! - CELL_GAP })
      x += widths[j]!
    }
    doc.y = top + height + 3
    set.rule()
  }
  doc.x = MARGIN
  doc.y += 6
}

const draw = (set: Typesetter, block: Block): void => {
  const { doc } = set
  switch (block.kind) {
    case 'notice':
      set.put(block.text, { size: 9.5, color: GREY, align: 'center' })
      return
    case 'title':
      doc.y += 8
      set.put(block.text, { size: 18, weight: 600, align: 'center' })
      doc.y += 10
      return
    case 'facts':
      table(set, block.rows, false)
      return
    case 'heading':
      set.need(64)
      doc.y += 10
      set.put(block.text, { size: 12.5, weight: 600 })
      if (block.mark !== '') set.put(block.mark, { size: 8.5, color: GREY })
      doc.y += 4
      return
    case 'paragraph':
      set.put(block.text, { size: 10.5 })
      doc.y += 3
      return
    case 'table':
      table(set, [block.head, ...block.rows], true)
      return
    case 'note':
      doc.y += 12
      set.put(block.text, { size: 8.5, color: GREY })
  }
}

const pageWords = (locale: Locale, page: number, of: number): string =>
  locale === 'zh' ? `第 ${page} 页，共 ${of} 页` : `Page ${page} of ${of}`

/** `below`: beside the page number on every page, so that a single sheet still says what it belongs to. */
export const pdfOf = async (
  blocks: readonly Block[],
  about: { title: string; below: string; locale: Locale; at: Date },
): Promise<Buffer> => {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, bottom: BOTTOM, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: about.locale === 'zh' ? 'zh-CN' : 'en',
    displayTitle: true,
    info: { Title: about.title, CreationDate: about.at, ModDate: about.at, Producer: 'Tongguan', Creator: 'Tongguan' },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve)
    doc.on('error', reject)
  })
  const set = new Typesetter(doc)
  for (const block of blocks) draw(set, block)
  const { count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page)
    // Below the margin: without this a page would be added for every footer.
    doc.page.margins.bottom = 0
    const words = [about.below, pageWords(about.locale, page + 1, count)].filter((one) => one !== '').join(' · ')
    set.put(words, { size: 8, color: GREY, y: doc.page.height - 40, align: 'center' })
  }
  doc.end()
  await ended
  return Buffer.concat(chunks)
}
