/** A signal of any kind in words: title, detail, fields as people read them, what it is searched by, whom and what it mentions. */
import type { Bilingual } from '../../../base/public.ts'
import { getReference } from '../../../environment/reference/public.ts'
import { regionName } from '../regions.ts'
import { searchVector, searchVectorOfCodes } from '../search-words.ts'
import { type Column, GROUPS } from './column.ts'
import { modeName } from './declaration.ts'
import type { Body, Kind, Value } from './kind.ts'
import { columnsOf, findKind, type SignalKind } from './registry.ts'

export type ShownField = {
  key: string
  label: Bilingual
  value: string | number | boolean | null
  display: Bilingual
  part: string | null
  group: Bilingual
  type: string
}

const same = (text: string): Bilingual => ({ zh: text, en: text })

/** A kind that a newer version of the platform wrote: its code stands for itself. */
export const titleOf = (kind: string, body: Body): Bilingual => findKind(kind)?.title(body) ?? same(kind)
export const detailOf = (kind: string, body: Body): Bilingual => findKind(kind)?.detail(body) ?? same('')

// ---------------------------------------------------------------- fields

const ABSENT: Bilingual = { zh: '未填报', en: 'not stated' }
const TOKEN: Bilingual = {
  zh: '已替换为代号，须合法用途方可打开',
  en: 'replaced by a token; opened only for a lawful purpose',
}
const YES: Bilingual = { zh: '是', en: 'yes' }
const NO: Bilingual = { zh: '否', en: 'no' }

/** Words of a code that stand in another table than the column's. */
const namedElsewhere = (column: Column, value: string): Bilingual | undefined =>
  column.type === 'country' ? regionName(value) : column.key === 'mode' ? modeName(value) : undefined

/** A risk is named as the port's reference data name it now; what is searched is its code. */
const namedNow = (column: Column, value: string): Bilingual | undefined => {
  if (column.key !== 'topic') return namedElsewhere(column, value)
  const risk = getReference().risks.get(value)
  return risk && { zh: risk.zh, en: risk.en }
}

const withCode = ({ zh, en }: Bilingual, code: string): Bilingual => ({ zh: `${zh}（${code}）`, en: `${en} (${code})` })

const displayOf = (column: Column, value: Value | undefined): Bilingual => {
  if (value === null || value === undefined || value === '') return ABSENT
  if (typeof value === 'boolean') return value ? YES : NO
  if (typeof value === 'number') {
    const unit = column.unit
    const number = value.toLocaleString('en-US', { maximumFractionDigits: 6 })
    return unit ? { zh: `${number} ${unit.zh}`, en: `${number} ${unit.en}` } : same(number)
  }
  if (typeof value !== 'string') return { zh: value.join('、'), en: value.join(', ') }
  const word = column.values?.[value]
  if (word) return word
  const named = namedNow(column, value)
  return named ? withCode(named, value) : same(value)
}

const fieldOf = (column: Column, value: Value | undefined, part: string | null): ShownField => ({
  key: column.key,
  label: column.label,
  value: value === undefined || value === '' ? null : typeof value === 'object' && value ? value.join(' ') : value,
  display: displayOf(column, value),
  part,
  group: GROUPS[column.group],
  type: column.type,
})

/** Every field that everybody in the signal's circle may know of, in the order of the kind; what was not stated says so. */
export const fieldsOf = (kind: string, body: Body): ShownField[] => {
  const known = findKind(kind)
  if (!known) return Object.entries(body).map(([key, value]) => fieldOf(unknownColumn(key), value, null))
  return known.columns
    .filter(({ part, person, key, type }) => part === null && !person && !(type === 'organisation' && !(key in body)))
    .map((column) => fieldOf(column, body[column.key], null))
}

const unknownColumn = (key: string): Column => ({
  key,
  type: 'code',
  required: false,
  names: [],
  label: same(key),
  group: 'what',
  part: null,
  person: false,
})

/** Fields of a part that the caller may see; tokens of persons say that they are tokens. */
export const fieldsOfPart = (kind: string, part: string, body: Body): ShownField[] => {
  const columns = findKind(kind)?.columns ?? []
  const ordered = [...columns.filter(({ key }) => key in body).map(({ key }) => key)]
  const keys = [...ordered, ...Object.keys(body).filter((key) => !ordered.includes(key))]
  return keys.map((key) => {
    const column = columns.find((one) => one.key === key) ?? unknownColumn(key)
    const value = body[key] ?? null
    const isToken = column.person || column.type === 'organisation'
    const field = fieldOf(column, value, part)
    return isToken && value !== null ? { ...field, display: TOKEN } : field
  })
}

export const PART_LABELS: Readonly<Record<string, Bilingual>> = {
  commercial: { zh: '商业信息', en: 'commercial fields' },
  health: { zh: '卫生检疫信息', en: 'health quarantine fields' },
  party: { zh: '当事人', en: 'parties' },
}

// ---------------------------------------------------------------- search and subjects

/** Texts of few values in many rows; never what may be a person's. */
const codesOf = (column: Column, value: Value): string[] => {
  if (typeof value === 'boolean' || typeof value === 'number' || value === null) return []
  if (typeof value !== 'string') return column.items === 'locode' ? [...value] : []
  const word = column.values?.[value] ?? namedElsewhere(column, value)
  if (word) return [word.zh, word.en, ...(column.type === 'choice' ? [] : [value])]
  return column.type === 'hs6' ? [value, value.slice(0, 4), value.slice(0, 2)] : []
}

/** Texts that differ from row to row. */
const textsOf = (column: Column, value: Value): string[] => {
  if (typeof value !== 'string') return []
  switch (column.type) {
    case 'text':
    case 'code':
    case 'container':
    case 'imo':
    case 'mmsi':
    case 'organisation':
    case 'locode':
    case 'un_number':
      return column.values?.[value] ? [] : [value]
    default:
      return []
  }
}

const vectorOf = (columns: readonly Column[], body: Body, texts: string[]): string => {
  const codes: string[] = []
  for (const column of columns) {
    const value = body[column.key]
    if (value === undefined || value === null || value === '') continue
    codes.push(...codesOf(column, value))
    texts.push(...textsOf(column, value))
  }
  return `${searchVector(texts)}${searchVectorOfCodes(codes)}`
}

/** Words of the row itself: its number, its cases, and what everybody in its circle may read. */
export const searchOf = (
  kind: Kind,
  message: { externalNo: string; caseNos: readonly string[]; body: Body },
): string => {
  const texts = [message.externalNo, ...message.caseNos]
  if (kind.searchTexts) return `${searchVector(texts)}${searchVectorOfCodes(kind.searchTexts(message.body))}`
  return vectorOf(kind.columns, message.body, texts)
}

/** Words of a part: found only by those who may see the part. Figures and tokens have none. */
export const searchOfPart = (kind: Kind, name: string, body: Body): string => {
  const columns = textColumnsOf(kind, name)
  return columns.length === 0 ? '' : vectorOf(columns, body, [])
}

const textColumns = new Map<string, readonly Column[]>()
const textColumnsOf = (kind: Kind, name: string): readonly Column[] => {
  const key = `${kind.id} ${name}`
  let columns = textColumns.get(key)
  if (!columns) {
    columns = kind.columns.filter(({ part, type, person }) => part === name && type === 'text' && !person)
    textColumns.set(key, columns)
  }
  return columns
}

/** Names of ships are written in many ways; a subject is one of them. */
const subjectKey = (column: Column, value: string): string =>
  column.key === 'vessel' ? value.normalize('NFKC').toUpperCase().replaceAll(/\s+/g, ' ') : value

/** What is too general to be a subject. */
const NO_SUBJECT = new Set(['other'])

/** Subjects that a message mentions, out of what its circle sees. Persons are never among them. */
export const mentionsOf = (kind: Kind, body: Body): [kind: string, key: string][] => {
  if (kind.mentions) return kind.mentions(body)
  const mentions: [string, string][] = []
  for (const column of kind.columns) {
    const { subject, key, part, person } = column
    if (subject === undefined || part !== null || person) continue
    const value = body[key]
    if (Array.isArray(value)) for (const item of value as string[]) mentions.push([subject, item])
    else if (typeof value === 'string' && value !== '' && !NO_SUBJECT.has(value))
      mentions.push([subject, subjectKey(column, value)])
    if (subject === 'hs6' && typeof value === 'string') mentions.push(['hs4', value.slice(0, 4)])
  }
  return unique(mentions)
}

const unique = (mentions: [string, string][]): [string, string][] => {
  if (mentions.length < 2) return mentions
  const seen = new Set<string>()
  return mentions.filter(([kind, key]) => {
    const name = `${kind}\u0000${key}`
    return seen.has(name) ? false : seen.add(name)
  })
}

/** A subject's key as people read it. */
export const subjectWords = (subject: string, key: string): Bilingual => {
  if (subject === 'origin' || subject === 'departure') return withCode(regionName(key), key)
  if (subject === 'system')
    return findKind('cyber')?.columns.find((one) => one.key === 'system')?.values?.[key] ?? same(key)
  return same(key)
}

/** Shapes that a label does not tell. */
const SHAPES: { readonly [type in Column['type']]?: Bilingual } = {
  country: { zh: '两位代码，如 DE', en: 'two letters, such as DE' },
  locode: { zh: 'UN/LOCODE，如 CNSHA', en: 'UN/LOCODE, such as CNSHA' },
  container: { zh: '如 CSQU3054383', en: 'such as CSQU3054383' },
  hs6: { zh: '6 位数字', en: '6 digits' },
}

const hintOf = ({ hint, type }: Column): { hint?: Bilingual } => {
  const found = hint ?? SHAPES[type]
  return found ? { hint: found } : {}
}

/** Codes with their words; risks are those of the port's reference data. */
const valuesOf = (column: Column) =>
  column.key === 'topic'
    ? [...getReference().risks.values()].map(({ id, zh, en }) => ({ id, zh, en }))
    : Object.entries(column.values ?? {}).map(([id, { zh, en }]) => ({ id, zh, en }))

/** Columns of a kind for whoever fills in or sends a message. */
export const describedColumns = (id: SignalKind) =>
  columnsOf(id).map((column) => ({
    key: column.key,
    type: column.type,
    required: column.required,
    label: column.label,
    group: { id: column.group, ...GROUPS[column.group] },
    part: column.part,
    person: column.person,
    names: [...column.names],
    values: valuesOf(column),
    ...(column.items ? { items: column.items } : {}),
    ...(column.unit ? { unit: column.unit } : {}),
    ...hintOf(column),
    ...(column.longest ? { longest: column.longest } : {}),
  }))
