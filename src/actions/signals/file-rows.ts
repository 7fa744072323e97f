/**
 * Files of signals of one kind, row by row: CSV with its header, a sheet of a workbook, or JSON lines. Pure but for the stream of
 * bytes it is given. The same file and choices always give the same rows in the same order: an import that was interrupted
 * counts on it.
 */
import type { Bilingual, FieldFault } from '../../base/public.ts'
import { DomainError } from '../../base/public.ts'
import { linesOf, recordsOf } from './csv.ts'
import { decoderName, type Encoding } from './encoding.ts'
import {
  type Choices,
  cellsOfObject,
  columnNames,
  columnOfName,
  type Mapping,
  mapHeader,
  nameKey,
  noticesOfColumns,
} from './kinds/header.ts'
import { personKeysOf } from './kinds/read.ts'
import { columnsOf, type SignalKind } from './kinds/registry.ts'
import { blankPersonPatterns } from './person-patterns.ts'
import { type SheetRecord, sheetRecordsOf } from './sheet-file.ts'

export type FileRow = {
  /** Row of the file, the header being row 1; for JSON lines the line. */
  row: number
  /** What to keep of the row if it is refused: parties and personal data blanked. */
  line: string
} & ({ cells: Record<string, string>; faults: null } | { cells: null; faults: FieldFault[] })

/** How the rows of a file are cut, of which kind of signal they are, and what its columns hold. */
export type FileForm =
  | { cut: 'csv' | 'sheet'; kind: SignalKind; mapping: Mapping }
  | { cut: 'json'; kind: SignalKind; mapping: Mapping; chosen: Choices | undefined }

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

/** Objects of JSON lines need not have the same members: those of so many are taken for the file's columns. */
const JSON_LOOKED_AT = 50

const noRows = (): DomainError => new DomainError('invalid', { zh: '文件中没有内容。', en: 'The file holds no rows.' })

const objectOf = (line: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** Lines of JSON with their numbers, without the empty ones. */
async function* jsonLines(text: AsyncIterable<string>): AsyncGenerator<{ row: number; line: string }> {
  let row = 0
  for await (const raw of linesOf(text)) {
    row++
    const line = row === 1 ? raw.replace(/^\uFEFF/, '') : raw
    if (line.trim() !== '') yield { row, line }
  }
}

/** Objects of JSON lines as they stand; undefined for a line that is none. */
export async function* objectsOf(text: AsyncIterable<string>): AsyncGenerator<Record<string, unknown> | undefined> {
  for await (const { line } of jsonLines(text)) yield objectOf(line)
}

const jsonForm = async (
  kind: SignalKind,
  text: AsyncIterable<string>,
  chosen: Choices | undefined,
): Promise<FileForm> => {
  const names = new Map<string, string>()
  let looked = 0
  for await (const { line } of jsonLines(text)) {
    for (const name of Object.keys(objectOf(line) ?? {})) if (!names.has(nameKey(name))) names.set(nameKey(name), name)
    if (++looked === JSON_LOOKED_AT) break
  }
  const list = columnNames([...names.values()])
  const keys = list.map((name) => {
    const choice = chosen?.get(nameKey(name))
    return choice ? (choice.field ?? undefined) : columnOfName(kind, name)?.key
  })
  const notices = noticesOfColumns(kind, list, (index) => keys[index] !== undefined, chosen)
  return { cut: 'json', kind, mapping: { keys, names: list, width: list.length, notices }, chosen }
}

/** The first of a stream, which can be begun again: what the file's columns are, and what is wrong with them. */
export const lookAt = async (
  kind: SignalKind,
  open: () => AsyncIterable<string>,
  encoding: Encoding,
  chosen?: Choices,
): Promise<{ form: FileForm; faults: FieldFault[] }> => {
  const cut = encoding === 'xlsx' ? 'sheet' : 'csv'
  for await (const record of cut === 'sheet' ? sheetRecordsOf(open()) : recordsOf(open())) {
    if (cut === 'csv' && record.raw.trimStart().startsWith('{'))
      return { form: await jsonForm(kind, open(), chosen), faults: [] }
    if (cut === 'csv' && /^\s*\[\s*(\{|$)/.test(record.raw))
      throw new DomainError('invalid', {
        zh: '这是 JSON 数组；请改为 JSON 行：每行一个对象，不加方括号和行尾逗号。',
        en: 'This is a JSON array; make it JSON lines: one object a line, without brackets or commas between them.',
      })
    if (!record.cells)
      throw new DomainError(
        'invalid',
        { zh: '标题行无法读取。', en: 'The header cannot be read.' },
        { fields: record.fault === 'quote' ? QUOTE_FAULT : LENGTH_FAULT },
      )
    const { mapping, faults } = mapHeader(kind, record.cells, chosen)
    return { form: { cut, kind, mapping }, faults }
  }
  throw noRows()
}

/** The form of a file from its beginning. @throws DomainError `invalid` naming every fault of the header. */
export const formOf = async (
  kind: SignalKind,
  open: () => AsyncIterable<string>,
  encoding: Encoding,
  chosen?: Choices,
): Promise<FileForm> => {
  const { form, faults } = await lookAt(kind, open, encoding, chosen)
  if (faults.length > 0)
    throw new DomainError(
      'invalid',
      {
        zh: '文件的标题行不符合要求。可在“数据导入”页核对各列对应的字段。',
        en: 'The header of the file is not as required. The Import page lets you say which column is which field.',
      },
      { fields: faults },
    )
  return form
}

const errorFault = (label: Bilingual, error: string): FieldFault => ({
  field: label.en,
  zh:
    error === ''
      ? `${label.zh}：公式没有计算结果，请在电子表格中打开并保存后再导入`
      : `${label.zh}：单元格为错误值 ${error}，请改正`,
  en:
    error === ''
      ? `${label.en}: the formula holds no value; open the workbook in a spreadsheet, save it and import it again`
      : `${label.en}: the cell holds the error ${error}; mend it`,
})

/** In a sheet a share of 0.085 that reads 8.5% is 8.5 of a field whose unit is the per cent. */
const withoutPercent = (cell: string): string => (cell.endsWith('%') ? cell.slice(0, -1) : cell)

async function* tableRows(
  records: AsyncIterable<SheetRecord>,
  kind: SignalKind,
  { keys, width }: Mapping,
  isSheet: boolean,
): AsyncGenerator<FileRow> {
  const persons = personKeysOf(kind)
  const columns = keys.map((key) => columnsOf(kind).find((one) => one.key === key))
  let isHeader = true
  for await (const { row, cells, fault, errors } of records) {
    if (isHeader) {
      isHeader = false
      continue
    }
    // A record that could not be cut may hold a party's code anywhere: nothing of it is kept.
    if (!cells) {
      yield { row, line: '', cells: null, faults: fault === 'quote' ? QUOTE_FAULT : LENGTH_FAULT }
      continue
    }
    // A sheet ends each row with its last cell.
    while (isSheet && cells.length < width) cells.push('')
    const named: Record<string, string> = {}
    const faults: FieldFault[] = []
    const kept = cells.map((cell, i) => {
      const column = columns[i]
      if (column) named[column.key] = isSheet && column.unit?.en === '%' ? withoutPercent(cell) : cell
      if (column && errors?.[i] !== undefined) faults.push(errorFault(column.label, errors[i]))
      // What a column that is not read holds is not known: it may be a name.
      return (!column || persons.has(column.key)) && cell !== '' ? BLANK : cell
    })
    if (cells.length !== width) {
      // Columns have slipped: what stands in a party's column is not known, so nothing is kept either.
      const slipped = rowFault(
        'row',
        `有 ${cells.length} 列，标题行有 ${width} 列；请检查分隔符和引号`,
        `has ${cells.length} cells where the header has ${width}; check delimiters and quotes`,
      )
      yield { row, line: '', cells: null, faults: slipped }
      continue
    }
    const line = keptLine(kept.join(','))
    if (faults.length > 0) yield { row, line, cells: null, faults }
    else yield { row, line, cells: named, faults: null }
  }
}

async function* jsonRows(
  text: AsyncIterable<string>,
  kind: SignalKind,
  chosen: Choices | undefined,
): AsyncGenerator<FileRow> {
  const persons = personKeysOf(kind)
  for await (const { row, line } of jsonLines(text)) {
    const object = objectOf(line)
    if (!object) {
      const fault = rowFault(
        'row',
        `第 ${row} 行不是 JSON 对象；每行写一个 {…}，不要断行`,
        `line ${row} is not a JSON object; write one {…} a line, without breaks`,
      )
      yield { row, line: '', cells: null, faults: fault }
      continue
    }
    const { cells, faults } = cellsOfObject(kind, object, chosen)
    const kept = JSON.stringify(
      Object.fromEntries(
        Object.entries(cells).map(([key, cell]) => [key, persons.has(key) && cell !== '' ? BLANK : cell]),
      ),
    )
    if (faults.length > 0) yield { row, line: keptLine(kept), cells: null, faults }
    else yield { row, line: keptLine(kept), cells, faults: null }
  }
}

export const fileRows = (text: AsyncIterable<string>, form: FileForm): AsyncGenerator<FileRow> => {
  if (form.cut === 'json') return jsonRows(text, form.kind, form.chosen)
  const isSheet = form.cut === 'sheet'
  return tableRows(isSheet ? sheetRecordsOf(text) : recordsOf(text), form.kind, form.mapping, isSheet)
}

export const noticesOf = (form: FileForm): readonly Bilingual[] => form.mapping.notices
