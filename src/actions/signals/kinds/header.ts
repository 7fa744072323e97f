/** From the header of a file to the columns of its kind, and members of a JSON body to the same keys. */
import type { Bilingual, FieldFault } from '../../../base/public.ts'
import type { Column } from './column.ts'
import { columnsOf, getKind, type SignalKind } from './registry.ts'

export type Mapping = {
  /** Position in the file to the column's key; undefined: the cell is not read. */
  keys: readonly (string | undefined)[]
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

/** The faults are of the whole file: without a sound header no row means anything. */
export const mapHeader = (id: SignalKind, header: readonly string[]): { mapping: Mapping; faults: FieldFault[] } => {
  const { dropped } = getKind(id)
  const faults: FieldFault[] = []
  const unknown: string[] = []
  const left: string[] = []
  const seen = new Map<string, number>()
  const keys = header.map((cell, index) => {
    const found = columnOfName(id, cell)
    if (!found) {
      const name = cell.trim().normalize('NFKC').toLowerCase()
      ;(dropped?.names.has(name) ? left : unknown).push(cell.trim().slice(0, 40) || `#${index + 1}`)
      return undefined
    }
    const before = seen.get(found.key)
    if (before !== undefined)
      faults.push({
        field: found.label.en,
        row: 1,
        zh: `列“${found.label.zh}”出现两次（第 ${before + 1} 列与第 ${index + 1} 列），请删去一列。`,
        en: `Column "${found.label.en}" occurs twice (columns ${before + 1} and ${index + 1}); remove one.`,
      })
    seen.set(found.key, index)
    return found.key
  })
  for (const one of columnsOf(id))
    if (one.required && !seen.has(one.key))
      faults.push({
        field: one.label.en,
        row: 1,
        zh: `缺少必需的列“${one.label.zh}”（${one.label.en}）。`,
        en: `The required column "${one.label.en}" is missing.`,
      })
  const notices: Bilingual[] = []
  if (unknown.length > 0)
    notices.push({
      zh: `未读取的列：${unknown.slice(0, 20).join('、')}`,
      en: `Columns that were not read: ${unknown.slice(0, 20).join(', ')}`,
    })
  if (left.length > 0 && dropped)
    notices.push({
      zh: `有意不导入的列：${left.join('、')}。${dropped.why.zh}`,
      en: `Columns left out on purpose: ${left.join(', ')}. ${dropped.why.en}`,
    })
  return { mapping: { keys, width: header.length, notices }, faults }
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

/** Cells by key from a JSON object, and the names that mean nothing to the kind. */
export const cellsOfObject = (
  id: SignalKind,
  object: Readonly<Record<string, unknown>>,
): { cells: Record<string, string>; faults: FieldFault[]; unknown: string[] } => {
  const cells: Record<string, string> = {}
  const faults: FieldFault[] = []
  const unknown: string[] = []
  for (const [name, value] of Object.entries(object)) {
    const key = columnOfName(id, name)?.key
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
