/**
 * CSV in and out (RFC 4180, with `;` and tab as well). Reading is ours because of one need that common parsers do not meet:
 * a quote that is never closed must cost one row, not the rest of the file. A record whose quoting is broken is reported
 * with the row where it began, and reading goes on at the next physical line.
 */

export type CsvRecord = {
  /** Row of the file as a spreadsheet counts, the header being row 1: records, not physical lines. */
  row: number
  /** Physical line where the record begins, from 1. */
  line: number
  /** The record as it stood in the file. */
  raw: string
} & ({ cells: string[]; fault: null } | { cells: null; fault: 'quote' | 'too_long' })

/** A record may span this many physical lines before its opening quote counts as a mistake; judgement, not validated. */
const MAX_LINES_PER_RECORD = 20
/** Characters of one record; judgement, not validated. */
const MAX_RECORD_LENGTH = 65_536

export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** The delimiter that cuts the header into most cells; a comma where there is only one column. */
export const detectDelimiter = (header: string): Delimiter => {
  let best: Delimiter = ','
  let most = 0
  const plain = header.replaceAll(/"[^"]*"/g, '')
  for (const one of DELIMITERS) {
    const count = plain.split(one).length - 1
    if (count > most) {
      most = count
      best = one
    }
  }
  return best
}

/**
 * Cells of one record; undefined while a quoted cell is still open, null where a closing quote is followed by other text.
 * Quotes inside an unquoted cell are taken as they are.
 */
const cutRecord = (text: string, delimiter: string): string[] | undefined | null => {
  if (!text.includes('"')) return text.split(delimiter)
  const cells: string[] = []
  let i = 0
  for (;;) {
    if (text[i] === '"') {
      let cell = ''
      let from = i + 1
      for (;;) {
        const end = text.indexOf('"', from)
        if (end < 0) return undefined
        cell += text.slice(from, end)
        if (text[end + 1] === '"') {
          cell += '"'
          from = end + 2
          continue
        }
        i = end + 1
        break
      }
      if (i < text.length && text[i] !== delimiter) return null
      cells.push(cell)
    } else {
      const end = text.indexOf(delimiter, i)
      cells.push(end < 0 ? text.slice(i) : text.slice(i, end))
      i = end < 0 ? text.length : end
    }
    if (i >= text.length) return cells
    i++
    if (i === text.length) {
      cells.push('')
      return cells
    }
  }
}

/** Physical lines of a stream of text, without their ends: \n, \r\n or \r. */
export async function* linesOf(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const text = rest + chunk
    let from = 0
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code !== 10 && code !== 13) continue
      // A \r at the very end may be half of \r\n: wait for the next chunk.
      if (code === 13 && i === text.length - 1) break
      yield text.slice(from, i)
      if (code === 13 && text.charCodeAt(i + 1) === 10) i++
      from = i + 1
    }
    rest = text.slice(from)
    if (rest.length > MAX_RECORD_LENGTH * 4) {
      yield rest
      rest = ''
    }
  }
  if (rest.endsWith('\r')) rest = rest.slice(0, -1)
  if (rest !== '') yield rest
}

/** Records of a stream of text, the header included. Empty lines are passed over and not counted. */
export async function* recordsOf(
  chunks: AsyncIterable<string> | Iterable<string>,
  delimiter?: Delimiter,
): AsyncGenerator<CsvRecord> {
  type Line = { text: string; no: number }
  let row = 0
  let cut: string | undefined = delimiter
  // Lines of a record whose quoted cell is still open, at most MAX_LINES_PER_RECORD of them.
  let open: Line[] = []

  /** Takes a line; lines that a broken quote had swallowed come round again, each as a line of its own. */
  const take = function* (first: Line | undefined): Generator<CsvRecord> {
    const waiting: Line[] = first ? [first] : []
    const atEnd = first === undefined
    for (;;) {
      const line = waiting.shift()
      if (!line) {
        if (!atEnd || open.length === 0) return
        const [broken, ...rest] = open
        yield { row: ++row, line: broken!.no, raw: broken!.text, cells: null, fault: 'quote' }
        waiting.push(...rest)
        open = []
        continue
      }
      if (open.length === 0 && line.text.trim() === '') continue
      cut ??= detectDelimiter(line.text)
      open.push(line)
      const text = open.length === 1 ? line.text : open.map((one) => one.text).join('\n')
      const [begin] = open
      const cells = text.length > MAX_RECORD_LENGTH ? null : cutRecord(text, cut)
      if (cells) {
        open = []
        yield { row: ++row, line: begin!.no, raw: text, cells, fault: null }
      } else if (cells === null || open.length >= MAX_LINES_PER_RECORD) {
        const tooLong = begin!.text.length > MAX_RECORD_LENGTH
        yield {
          row: ++row,
          line: begin!.no,
          raw: tooLong ? `${begin!.text.slice(0, 200)}…` : begin!.text,
          cells: null,
          fault: tooLong ? 'too_long' : 'quote',
        }
        waiting.unshift(...open.slice(1))
        open = []
      }
    }
  }

  let no = 0
  for await (const text of linesOf(chunks)) {
    no++
    yield* take({ text: no === 1 ? text.replace(/^\uFEFF/, '') : text, no })
  }
  yield* take(undefined)
}

const NEEDS_QUOTES = /[",;\t\r\n|]/
/** Spreadsheets run a cell that begins with one of these as a formula (OWASP, CSV Injection), some of them in full width too. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?$/

/** One cell for export. What a spreadsheet would run as a formula gets a leading apostrophe; plain numbers do not. */
export const csvCell = (value: string | number | boolean | null | undefined): string => {
  if (value === null || value === undefined) return ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const text = String(value).replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
  const safe = FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: readonly (string | number | boolean | null | undefined)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`
