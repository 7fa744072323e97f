/**
 * Files of signals of one kind, row by row: CSV with its header, or JSON lines. Pure but for the stream of bytes it is given. The
 * same file always gives the same rows in the same order: an import that was interrupted counts on it.
 */
import type { Bilingual, FieldFault } from '../../base/public.ts'
import { DomainError } from '../../base/public.ts'
import { linesOf, recordsOf } from './csv.ts'
import { decoderName, type Encoding } from './encoding.ts'
import { cellsOfObject, type Mapping, mapHeader } from './kinds/header.ts'
import { personKeysOf } from './kinds/read.ts'
import type { SignalKind } from './kinds/registry.ts'
import { blankPersonPatterns } from './person-patterns.ts'

export type FileRow = {
  /** Row of the file, the header being row 1; for JSON lines the line. */
  row: number
  /** What to keep of the row if it is refused: parties and personal data blanked. */
  line: string
} & ({ cells: Record<string, string>; faults: null } | { cells: null; faults: FieldFault[] })

/** How the rows of a file are cut, and of which kind of signal they are. */
export type FileForm = { cut: 'csv'; kind: SignalKind; mapping: Mapping } | { cut: 'json'; kind: SignalKind }

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROL = /[\u0000-\u001F\u007F]/g
const KEPT_LINE = 2000
const BLANK = '＊＊＊＊'

export async function* decoded(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  // Validity was checked before; a byte that is wrong all the same becomes U+FFFD and its row is refused.
  const decoder = new TextDecoder(decoderName(encoding))
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
  const rest = decoder.decode()
  if (rest) yield rest
}

const keptLine = (text: string): string =>
  blankPersonPatterns(text.replaceAll(CONTROL, '�').toWellFormed()).slice(0, KEPT_LINE)

const rowFault = (field: string, zh: string, en: string): FieldFault[] => [{ field, zh, en }]

const QUOTE_FAULT = rowFault(
  'row',
  '引号不成对，或引号后有多余字符；请改正此行的引号（文中的引号写两遍）',
  'quotes do not match, or text follows a closing quote; mend the quotes of this row (write a quote inside a cell twice)',
)
const LENGTH_FAULT = rowFault('row', '此行过长（超过 65,536 字符）', 'the row is too long (over 65,536 characters)')

/** The form of a file from its beginning. @throws DomainError `invalid` naming every fault of the header. */
export const formOf = async (kind: SignalKind, text: AsyncIterable<string>): Promise<FileForm> => {
  for await (const record of recordsOf(text)) {
    if (record.raw.trimStart().startsWith('{')) return { cut: 'json', kind }
    if (!record.cells)
      throw new DomainError(
        'invalid',
        { zh: '标题行的引号不成对。', en: 'The quotes of the header do not match.' },
        { fields: QUOTE_FAULT },
      )
    const { mapping, faults } = mapHeader(kind, record.cells)
    if (faults.length > 0)
      throw new DomainError(
        'invalid',
        { zh: '文件的标题行不符合要求。', en: 'The header of the file is not as required.' },
        { fields: faults },
      )
    return { cut: 'csv', kind, mapping }
  }
  throw new DomainError('invalid', { zh: '文件中没有内容。', en: 'The file holds no rows.' })
}

async function* csvRows(
  text: AsyncIterable<string>,
  kind: SignalKind,
  { keys, width }: Mapping,
): AsyncGenerator<FileRow> {
  const persons = personKeysOf(kind)
  for await (const record of recordsOf(text)) {
    if (record.row === 1) continue
    const { row, cells } = record
    // A record that could not be cut may hold a party's code anywhere: nothing of it is kept.
    if (!cells) {
      yield { row, line: '', cells: null, faults: record.fault === 'quote' ? QUOTE_FAULT : LENGTH_FAULT }
      continue
    }
    const named: Record<string, string> = {}
    const kept = cells.map((cell, i) => {
      const key = keys[i]
      if (key !== undefined) named[key] = cell
      // What a column that is not read holds is not known: it may be a name.
      return (key === undefined || persons.has(key)) && cell !== '' ? BLANK : cell
    })
    if (cells.length !== width) {
      // Columns have slipped: what stands in a party's column is not known, so nothing is kept either.
      const faults = rowFault(
        'row',
        `有 ${cells.length} 列，标题行有 ${width} 列；请检查分隔符和引号`,
        `has ${cells.length} cells where the header has ${width}; check delimiters and quotes`,
      )
      yield { row, line: '', cells: null, faults }
      continue
    }
    yield { row, line: keptLine(kept.join(',')), cells: named, faults: null }
  }
}

async function* jsonRows(text: AsyncIterable<string>, kind: SignalKind): AsyncGenerator<FileRow> {
  const persons = personKeysOf(kind)
  let row = 0
  for await (const raw of linesOf(text)) {
    row++
    const line = row === 1 ? raw.replace(/^\uFEFF/, '') : raw
    if (line.trim() === '') continue
    let object: unknown
    try {
      object = JSON.parse(line)
    } catch {
      object = undefined
    }
    if (typeof object !== 'object' || object === null || Array.isArray(object)) {
      yield {
        row,
        line: '',
        cells: null,
        faults: rowFault('row', '此行不是 JSON 对象', 'the line is not a JSON object'),
      }
      continue
    }
    const { cells, faults } = cellsOfObject(kind, object as Record<string, unknown>)
    const kept = JSON.stringify(
      Object.fromEntries(
        Object.entries(cells).map(([key, cell]) => [key, persons.has(key) && cell !== '' ? BLANK : cell]),
      ),
    )
    if (faults.length > 0) yield { row, line: keptLine(kept), cells: null, faults }
    else yield { row, line: keptLine(kept), cells, faults: null }
  }
}

export const fileRows = (text: AsyncIterable<string>, form: FileForm): AsyncGenerator<FileRow> =>
  form.cut === 'csv' ? csvRows(text, form.kind, form.mapping) : jsonRows(text, form.kind)

export const noticesOf = (form: FileForm): readonly Bilingual[] => (form.cut === 'csv' ? form.mapping.notices : [])
