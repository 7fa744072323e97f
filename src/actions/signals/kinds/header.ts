/** From the header of a file to the columns of its kind, and members of a JSON body to the same keys. */
import type { Bilingual, FieldFault } from '../../../base/public.ts'
import type { Column } from './column.ts'
import { columnsOf, getKind, type SignalKind } from './registry.ts'

export type Mapping = {
  /** Position in the file to the column's key; undefined: the cell is not read. */
  keys: readonly (string | undefined)[]
  names: readonly string[]
  width: number
  notices: readonly Bilingual[]
}

const byName = new Map<string, ReadonlyMap<string, Column>>()

/** Names are looked up without regard to case and width; of two columns with one name the first has it. */
const namesOf = (id: SignalKind): ReadonlyMap<string, Column> => {
  let names = byName.get(id)
  if (!names) {
    const found = new Map<string, Column>()
    for (const column of columnsOf(id)) for (const name of column.names) if (!found.has(name)) found.set(name, column)
    names = found
    byName.set(id, names)
  }
  return names
}

/** The column that goes by this name in files and messages of the kind. */
export const columnOfName = (id: SignalKind, name: string): Column | undefined => {
  const names = namesOf(id)
  const trimmed = name.trim()
  return names.get(trimmed.normalize('NFKC').toLowerCase()) ?? names.get(trimmed.toLowerCase())
}

/** What a column of a file is called, and the field that it was said to hold; null: not to be read. */
export type ColumnChoice = { name: string; field: string | null }
/** By the name's `nameKey`. */
export type Choices = ReadonlyMap<string, ColumnChoice>

/** Names are compared without regard to case, width and outer space. */
export const nameKey = (name: string): string => name.trim().normalize('NFKC').toLowerCase()

export const choicesOf = (columns: readonly ColumnChoice[]): Choices =>
  new Map(columns.map((one) => [nameKey(one.name), one]))

const LONGEST_NAME = 100

/** The columns of a header as pages name them: what has no name has its place, and no two are called the same. */
export const columnNames = (header: readonly string[]): string[] => {
  const seen = new Map<string, number>()
  return header.map((cell, index) => {
    const name = cell.trim().slice(0, LONGEST_NAME) || `#${index + 1}`
    const before = seen.get(nameKey(name)) ?? 0
    seen.set(nameKey(name), before + 1)
    return before === 0 ? name : `${name} #${index + 1}`
  })
}

const listed = (names: readonly string[]): { zh: string; en: string } => {
  const shown = names.slice(0, 20).map((name) => name.slice(0, 40))
  return { zh: shown.join('、'), en: shown.join(', ') }
}

const missingFaults = (id: SignalKind, has: (key: string) => boolean, chosen: Choices | undefined): FieldFault[] =>
  columnsOf(id)
    .filter((one) => one.required && !has(one.key))
    .map((one) => {
      const was = [...(chosen?.values() ?? [])].find(({ field }) => field === one.key)?.name
      return {
        field: one.label.en,
        row: 1,
        zh: `缺少必需的列“${one.label.zh}”（${one.label.en}）${was ? `，上次在“${was}”列` : ''}。`,
        en: `The required column "${one.label.en}" is missing${was ? `; last time it was "${was}"` : ''}.`,
      }
    })

/** How a header differs from the one that the choices were made for; null where it does not. */
export const differenceOf = (
  names: readonly string[],
  chosen: Choices | undefined,
): { added: string[]; gone: string[] } | null => {
  if (!chosen) return null
  const now = new Set(names.map(nameKey))
  const added = names.filter((name) => !chosen.has(nameKey(name)))
  const gone = [...chosen].filter(([key]) => !now.has(key)).map(([, { name }]) => name)
  return added.length + gone.length > 0 ? { added, gone } : null
}

const differenceNotices = (names: readonly string[], chosen: Choices | undefined): Bilingual[] => {
  const differs = differenceOf(names, chosen)
  if (!differs) return []
  const [added, gone] = [listed(differs.added), listed(differs.gone)]
  const zh = [...(added.zh ? [`多出 ${added.zh}`] : []), ...(gone.zh ? [`缺少 ${gone.zh}`] : [])]
  const en = [...(added.en ? [`new: ${added.en}`] : []), ...(gone.en ? [`gone: ${gone.en}`] : [])]
  return [
    {
      zh: `列与上次的对应不同：${zh.join('；')}`,
      en: `The columns differ from those that were mapped before: ${en.join('; ')}`,
    },
  ]
}

/** What of a file's columns is not read, and why. */
export const noticesOfColumns = (
  id: SignalKind,
  names: readonly string[],
  isRead: (index: number) => boolean,
  chosen?: Choices,
): Bilingual[] => {
  const { dropped } = getKind(id)
  const unknown: string[] = []
  const left: string[] = []
  const aside: string[] = []
  names.forEach((name, index) => {
    if (isRead(index)) return
    const key = nameKey(name)
    ;(dropped?.names.has(key) ? left : chosen?.get(key)?.field === null ? aside : unknown).push(name)
  })
  const notices = differenceNotices(names, chosen)
  const say = (of: readonly string[], zh: string, en: string, why: Bilingual = { zh: '', en: '' }): void => {
    if (of.length > 0)
      notices.push({
        zh: `${zh}：${listed(of).zh}${why.zh && `。${why.zh}`}`,
        en: `${en}: ${listed(of).en}${why.en && `. ${why.en}`}`,
      })
  }
  say(unknown, '未读取的列', 'Columns that were not read')
  say(aside, '按列对应不读取的列', 'Columns that the mapping leaves unread')
  if (dropped) say(left, '有意不导入的列', 'Columns left out on purpose', dropped.why)
  return notices
}

/**
 * Columns by what was chosen for their name; the others by what they are called, unless the field has its column already. What
 * is left out on purpose stays out, whatever was chosen. The faults are of the whole file: without a sound header no row means
 * anything.
 */
export const mapHeader = (
  id: SignalKind,
  header: readonly string[],
  chosen?: Choices,
): { mapping: Mapping; faults: FieldFault[] } => {
  const faults: FieldFault[] = []
  const names = columnNames(header)
  const seen = new Map<string, number>()
  const keys: (string | undefined)[] = names.map(() => undefined)
  const take = (index: number, { key, label }: Column): void => {
    const before = seen.get(key)
    if (before !== undefined)
      faults.push({
        field: label.en,
        row: 1,
        zh: `列“${label.zh}”出现两次（第 ${before + 1} 列与第 ${index + 1} 列），请删去一列。`,
        en: `Column "${label.en}" occurs twice (columns ${before + 1} and ${index + 1}); remove one.`,
      })
    seen.set(key, index)
    keys[index] = key
  }
  const all = columnsOf(id)
  names.forEach((name, index) => {
    const choice = chosen?.get(nameKey(name))
    const field = choice && knownField(id, choice)
    const found = field && all.find((one) => one.key === field)
    if (found) take(index, found)
  })
  const settled = new Set(seen.keys())
  header.forEach((cell, index) => {
    const name = names[index]!
    if (chosen?.has(nameKey(name))) return
    const found = columnOfName(id, cell)
    if (found && !settled.has(found.key)) take(index, found)
  })
  faults.push(...missingFaults(id, (key) => seen.has(key), chosen))
  const notices = noticesOfColumns(id, names, (index) => keys[index] !== undefined, chosen)
  return { mapping: { keys, names, width: header.length, notices }, faults }
}

/** A member's value as the text of a cell; undefined where it is none of text, number, truth, null or a list of texts. */
const cellOf = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined
  // No item may hold what separates items.
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && !/[;；、|\n]/.test(item))
    ? value.join(';')
    : undefined
}

/** What is left out on purpose stays out, and a field that the kind no longer has is none. */
const knownField = (id: SignalKind, { name, field }: ColumnChoice): string | undefined =>
  getKind(id).dropped?.names.has(nameKey(name)) ? undefined : columnsOf(id).find(({ key }) => key === field)?.key

/** Cells by key from a JSON object, and the names that mean nothing to the kind. */
export const cellsOfObject = (
  id: SignalKind,
  object: Readonly<Record<string, unknown>>,
  chosen?: Choices,
): { cells: Record<string, string>; faults: FieldFault[]; unknown: string[] } => {
  const cells: Record<string, string> = {}
  const faults: FieldFault[] = []
  const unknown: string[] = []
  for (const [name, value] of Object.entries(object)) {
    const choice = chosen?.get(nameKey(name))
    if (choice?.field === null) continue
    const key = choice ? knownField(id, choice) : columnOfName(id, name)?.key
    const cell = cellOf(value)
    const shown = name.slice(0, 40)
    if (key === undefined) unknown.push(shown)
    else if (cell === undefined)
      faults.push({
        field: shown,
        zh: `${shown}：应为文本、数字、是否、文本列表或空`,
        en: `${shown}: give text, a number, true or false, a list of texts, or null`,
      })
    else if (key in cells) faults.push({ field: shown, zh: `${shown}：出现两次`, en: `${shown}: given twice` })
    else cells[key] = cell
  }
  return { cells, faults, unknown }
}
