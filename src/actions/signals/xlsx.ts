/**
 * Sheets of an XLSX workbook, row by row. The values that the file holds are read; a formula is its last value and is never
 * worked out. Memory is bounded by the shared texts and one piece of a sheet, whatever the file is.
 */
import type { FieldFault } from '../../base/public.ts'
import { DomainError } from '../../base/public.ts'
import { builtInFormat, type CellStyle, columnAt, numberText, styleOf, unescaped } from './xlsx-cells.ts'
import { badWorkbook, openPackage, type Package, tooMuch } from './xlsx-package.ts'

/** Rows that hold something; judgement, not validated: a year of a busy port's declarations. */
export const MOST_ROWS = 500_000
const MOST_COLUMNS = 512
/** Characters of one cell: what spreadsheets hold. */
const LONGEST_CELL = 32_767
/** Characters of all shared texts together; judgement, not validated. */
const MOST_SHARED = 64 * 1024 * 1024

export type SheetRow = {
  /** As the spreadsheet counts. */
  row: number
  cells: string[]
  /** Columns, from 0, whose cell is an error (`#N/A`) or a formula without a value, and what it is. */
  errors: { [column: number]: string }
}

export type Workbook = {
  /** Names in the workbook's order. */
  sheets: readonly string[]
  /** Rows that hold something. @throws DomainError for what cannot be read, or is too large */
  rows(sheet: string): AsyncGenerator<SheetRow>
  close(): void
}

/** Path of a part that another names: relative to it, or from the top. */
const partAt = (target: string): string => (target.startsWith('/') ? target.slice(1) : `xl/${target}`)

const relationsOf = async (opened: Package): Promise<{ id: string; type: string; part: string }[]> => {
  const relations: { id: string; type: string; part: string }[] = []
  await opened.read('xl/_rels/workbook.xml.rels', {
    open: (name, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (name === 'Relationship' && TargetMode !== 'External')
        relations.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), part: partAt(Target) })
    },
  })
  return relations
}

const sheetsOf = async (opened: Package): Promise<{ sheets: { name: string; id: string }[]; from1904: boolean }> => {
  const sheets: { name: string; id: string }[] = []
  let from1904 = false
  await opened.read('xl/workbook.xml', {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      if (id !== undefined) sheets.push({ name: attributes['name'] ?? '', id })
    },
  })
  return { sheets, from1904 }
}

/** How numbers of each cell format read. */
const stylesOf = async (opened: Package, part: string | undefined): Promise<CellStyle[]> => {
  if (part === undefined || !opened.has(part)) return []
  const codes = new Map<number, string>()
  const ids: number[] = []
  let inCells = false
  await opened.read(part, {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? 'General')
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) ids.push(Number(attributes['numFmtId'] ?? 0))
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return ids.map((id) => styleOf(codes.get(id) ?? builtInFormat(id)))
}

/** Texts that cells share. Readings of Chinese and Japanese characters (`rPh`) are no part of the text. */
const sharedOf = async (opened: Package, part: string | undefined): Promise<string[]> => {
  if (part === undefined || !opened.has(part)) return []
  const texts: string[] = []
  let text = ''
  let kept = 0
  let inText = false
  let inReading = false
  await opened.read(part, {
    open: (name) => {
      if (name === 'si') text = ''
      else if (name === 'rPh') inReading = true
      else if (name === 't') inText = !inReading
    },
    text: (more) => {
      if (!inText) return
      kept += more.length
      if (kept > MOST_SHARED) throw tooMuch({ zh: '文字过多', en: 'too much text' })
      text += more
    },
    close: (name) => {
      if (name === 't') inText = false
      else if (name === 'rPh') inReading = false
      else if (name === 'si') texts.push(unescaped(text))
    },
  })
  return texts
}

type Texts = { shared: readonly string[]; styles: readonly CellStyle[]; from1904: boolean }

/** Cells of a sheet as its XML goes by; whole rows are put into `ready`. */
const sheetEvents = ({ shared, styles, from1904 }: Texts, ready: SheetRow[]) => {
  let rowNo = 0
  let count = 0
  let row: SheetRow | undefined
  let column = -1
  let kind = ''
  let style = 0
  let value = ''
  let hasFormula = false
  let inValue = false
  let inReading = false

  const put = (): void => {
    if (!row || (value === '' && !hasFormula)) return
    let text = value
    if (kind === 's') text = shared[Number(value)] ?? ''
    else if (kind === 'b') text = value === '1' ? 'true' : 'false'
    else if (kind === 'str' || kind === 'inlineStr') text = unescaped(value)
    else if (kind === 'd') text = value.replace(/T00:00:00(\.0+)?Z?$/, '').replace('T', ' ')
    else if (kind === '' || kind === 'n') text = numberText(value, styles[style] ?? 'plain', from1904)
    if (kind === 'e') row.errors[column] = value
    else if (hasFormula && value === '' && kind !== 'str') row.errors[column] = ''
    if (text === '' && row.errors[column] === undefined) return
    if (column >= MOST_COLUMNS) throw tooMuch({ zh: `超过 ${MOST_COLUMNS} 列`, en: `over ${MOST_COLUMNS} columns` })
    while (row.cells.length <= column) row.cells.push('')
    row.cells[column] = text.slice(0, LONGEST_CELL)
  }

  return {
    open: (name: string, attributes: Readonly<Record<string, string>>): void => {
      if (name === 'row') {
        const no = Number(attributes['r'] ?? rowNo + 1)
        if (!Number.isInteger(no) || no <= rowNo) throw badWorkbook('行号混乱', 'its rows are out of order')
        rowNo = no
        row = { row: no, cells: [], errors: {} }
        column = -1
      } else if (name === 'c') {
        const at = attributes['r'] === undefined ? column + 1 : columnAt(attributes['r'])
        if (at === undefined || at <= column) throw badWorkbook('单元格混乱', 'its cells are out of order')
        column = at
        kind = attributes['t'] ?? ''
        style = Number(attributes['s'] ?? 0)
        value = ''
        hasFormula = false
      } else if (name === 'f') hasFormula = true
      else if (name === 'rPh') inReading = true
      else if (name === 'v' || name === 't') inValue = !inReading
    },
    text: (text: string): void => {
      if (inValue && value.length <= LONGEST_CELL) value += text
    },
    close: (name: string): void => {
      if (name === 'v' || name === 't') inValue = false
      else if (name === 'rPh') inReading = false
      else if (name === 'c') put()
      else if (name === 'row' && row) {
        if (row.cells.length > 0) {
          if (++count > MOST_ROWS) throw tooMuch({ zh: `超过 ${MOST_ROWS} 行`, en: `over ${MOST_ROWS} rows` })
          ready.push(row)
        }
        row = undefined
      }
    },
  }
}

/** Rows while they are read: the reading waits until those that are ready were taken. */
async function* rowsOfSheet(opened: Package, part: string, texts: Texts): AsyncGenerator<SheetRow> {
  const ready: SheetRow[] = []
  const events = sheetEvents(texts, ready)
  let goOn: ((wanted: boolean) => void) | undefined
  let wake: (() => void) | undefined
  let ended = false
  let failure: unknown
  const drained = (): Promise<boolean> =>
    ready.length === 0
      ? Promise.resolve(true)
      : new Promise((resolve) => {
          goOn = resolve
          wake?.()
        })
  const reading = opened
    .read(part, events, drained)
    .catch((error) => {
      failure = error
    })
    .finally(() => {
      ended = true
      wake?.()
    })
  try {
    for (;;) {
      if (!ended && goOn === undefined)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      wake = undefined
      yield* ready.splice(0)
      if (failure !== undefined) throw failure
      if (ended) return
      const next = goOn
      goOn = undefined
      next?.(true)
    }
  } finally {
    goOn?.(false)
    await reading
  }
}

/** @throws DomainError `unsupported` for what is no workbook, `too_large` */
export const openWorkbook = async (path: string, mostBytes?: number): Promise<Workbook> => {
  const opened = await openPackage(path, mostBytes)
  try {
    if (!opened.has('xl/workbook.xml'))
      throw badWorkbook('压缩包中没有工作簿', 'the archive holds no workbook of that kind')
    const { sheets, from1904 } = await sheetsOf(opened)
    const relations = await relationsOf(opened)
    const partOf = (type: string) => relations.find((one) => one.type === type)?.part
    // A sheet of charts has no rows.
    const tables = sheets.flatMap(({ name, id }) => {
      const found = relations.find((one) => one.id === id && one.type === 'worksheet')
      return found && opened.has(found.part) ? [{ name, part: found.part }] : []
    })
    if (tables.length === 0) throw badWorkbook('没有工作表', 'it has no sheet')
    let texts: Texts | undefined
    return {
      sheets: tables.map(({ name }) => name),
      close: opened.close,
      rows: async function* (sheet) {
        const table = tables.find(({ name }) => name === sheet)
        if (!table) throw noSuchSheet(sheet, tables)
        texts ??= {
          shared: await sharedOf(opened, partOf('sharedStrings')),
          styles: await stylesOf(opened, partOf('styles')),
          from1904,
        }
        yield* rowsOfSheet(opened, table.part, texts)
      },
    }
  } catch (error) {
    opened.close()
    throw error
  }
}

const noSuchSheet = (sheet: string, tables: readonly { name: string }[]): DomainError => {
  const names = tables.slice(0, 20).map(({ name }) => name.slice(0, 40))
  const fault: FieldFault = {
    field: 'sheet',
    zh: `没有工作表“${sheet.slice(0, 40)}”；有：${names.join('、')}`,
    en: `There is no sheet "${sheet.slice(0, 40)}"; there are: ${names.join(', ')}`,
  }
  return new DomainError('invalid', { zh: `${fault.zh}。`, en: `${fault.en}.` }, { fields: [fault] })
}
