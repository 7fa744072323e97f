/**
 * One message of any kind, from its cells by key to what is kept of it: a body that the signal's circle sees, parts with
 * circles of their own, persons apart, and flags for what is odd. Or every fault with its field and remedy. Pure.
 */
import type { FieldFault } from '../../../base/public.ts'
import { mayBePerson } from '../identifiers.ts'
import { findPersonPatterns, PERSON_PATTERN_WORDS } from '../person-patterns.ts'
import type { Column } from './column.ts'
import type { Content, Credibility, Kind, Reliability, Value } from './kind.ts'
import { columnsOf, getKind, type SignalKind } from './registry.ts'
import { flagOf, readValue, remedyOf, startOf } from './values.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/
const CONTROLS = new RegExp(CONTROL, 'g')

const shown = (text: string): string => {
  const clean = text.replaceAll(CONTROLS, '�')
  return clean.length > 40 ? `${clean.slice(0, 40)}…` : clean
}

/** Types whose values the signal's circle reads as they were typed: a person's number may have slipped into them. */
const MAY_HIDE_PERSONS: ReadonlySet<Column['type']> = new Set(['code', 'text', 'list'])

const faultOf = ({ label }: Column, zh: string, en: string): FieldFault => ({
  field: label.en,
  zh: `${label.zh}：${zh}`,
  en: `${label.en}: ${en}`,
})

/** The value of a cell, `null` where nothing stands there, or a fault. Party codes and personal data are not quoted. */
const readCell = (column: Column, cell: string | undefined, zone: string): Value | FieldFault[] => {
  const text = cell?.trim() ?? ''
  if (text === '') return column.required ? [faultOf(column, '不能为空', 'must not be empty')] : null
  if (CONTROL.test(text)) return [faultOf(column, '含控制字符，请删除', 'holds control characters; remove them')]
  const value = readValue(column, text, zone)
  if (value === undefined) {
    const quote = column.person || findPersonPatterns(text).length > 0 ? '' : `“${shown(text)}”`
    const remedy = remedyOf(column)
    return [faultOf(column, `${quote}不符合要求，${remedy.zh}`, `${quote && `${quote} does not fit; `}${remedy.en}`)]
  }
  if (MAY_HIDE_PERSONS.has(column.type) && !column.person) {
    const [person] = findPersonPatterns(text)
    if (person) {
      const what = PERSON_PATTERN_WORDS[person.kind]
      return [faultOf(column, `疑似${what.zh}，请移出此列`, `looks like ${what.en}; remove it from this column`)]
    }
  }
  return value
}

const isFaults = (value: Value | FieldFault[]): value is FieldFault[] =>
  Array.isArray(value) && typeof value[0] === 'object'

/** What a place is kept for where nothing was stated: '' for codes that everybody sees, null in parts. */
const blankOf = (kind: Kind, { part }: Column): '' | null | undefined =>
  kind.keepsBlanks ? (part === null ? '' : null) : undefined

/** Of every column of the kind, null where nothing was stated. */
type Values = Readonly<Record<string, Value>>

const missingOf = (kind: Kind, all: readonly Column[], values: Values): FieldFault[] =>
  (kind.oneOf ?? []).flatMap((keys) => {
    if (keys.some((key) => values[key] !== null)) return []
    const named = keys.map((key) => all.find((one) => one.key === key)!.label)
    return [
      {
        field: named[0]!.en,
        zh: `至少填一项：${named.map(({ zh }) => zh).join('、')}`,
        en: `give at least one of: ${named.map(({ en }) => en).join(', ')}`,
      },
    ]
  })

type Sorted = Pick<Content, 'body' | 'parts' | 'persons' | 'flags'>

/** Values to where they belong: the body, a part, the vault. */
const sortOut = (kind: Kind, values: Values): Sorted => {
  const body: Record<string, Value> = {}
  const parts: Record<string, Record<string, Value>> = {}
  const persons: { role: string; value: string }[] = []
  const flags: string[] = []
  for (const column of kind.columns) {
    const { key, part } = column
    const value = values[key] ?? null
    if (column.person) {
      if (value !== null) persons.push({ role: key, value: String(value) })
      continue
    }
    const kept = value ?? blankOf(kind, column)
    if (kept === undefined) continue
    const flag = value === null ? undefined : flagOf(column, value)
    if (flag && !flags.includes(flag)) flags.push(flag)
    // An individual business may be a person, whatever column it stands in.
    if (column.type === 'organisation' && value !== null && mayBePerson(String(value)))
      persons.push({ role: key, value: String(value) })
    else if (part === null) body[key] = kept
    else {
      parts[part] ??= {}
      parts[part][key] = kept
    }
  }
  return { body, parts, persons, flags }
}

const observed = (kind: Kind, values: Values, zone: string): Date =>
  kind.observedOn === undefined
    ? new Date(values.observedAt as string)
    : startOf(values[kind.observedOn] as string, zone)

/** @param zone of the port: days and times without a zone are by its clock */
export const readSignal = (
  id: SignalKind,
  cells: Readonly<Record<string, string | undefined>>,
  zone: string,
): { content: Content; faults: null } | { content: null; faults: FieldFault[] } => {
  const kind = getKind(id)
  const all = columnsOf(id)
  const faults: FieldFault[] = []
  const values: Record<string, Value> = {}
  for (const column of all) {
    const value = readCell(column, cells[column.key], zone)
    if (isFaults(value)) faults.push(...value)
    else values[column.key] = value
  }
  if (faults.length === 0 && kind.oneOf) faults.push(...missingOf(kind, all, values))
  if (faults.length > 0) return { content: null, faults }
  return {
    content: {
      kind: id,
      externalNo: values.externalNo as string,
      observedAt: observed(kind, values, zone),
      ...sortOut(kind, values),
      reliability: values.reliability as Reliability | null,
      credibility: values.credibility as Credibility | null,
      caseNos: (values.caseNos as string[] | null) ?? [],
    },
    faults: null,
  }
}

/** Flags of the cells that can be read, whatever is wrong with the others: for somebody who is still writing. */
export const flagsOfCells = (
  id: SignalKind,
  cells: Readonly<Record<string, string | undefined>>,
  zone: string,
): { field: string; flag: string }[] =>
  columnsOf(id).flatMap((column) => {
    const value = readCell(column, cells[column.key], zone)
    const flag = isFaults(value) ? undefined : flagOf(column, value)
    return flag ? [{ field: column.key, flag }] : []
  })

/** Keys of a kind that hold what is or may be a person's: never quoted, never kept beside a refused row. */
export const personKeysOf = (id: SignalKind): ReadonlySet<string> => {
  let keys = personKeys.get(id)
  if (!keys) {
    keys = new Set(
      columnsOf(id)
        .filter((column) => column.person || column.type === 'organisation')
        .map(({ key }) => key),
    )
    personKeys.set(id, keys)
  }
  return keys
}
const personKeys = new Map<string, ReadonlySet<string>>()
