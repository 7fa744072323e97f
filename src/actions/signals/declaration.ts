/**
 * Import declarations as they come (CSV columns, JSON members) and what becomes of them: a body that the signal's circle
 * sees, a commercial part with a narrower circle, and parties, which are or may be persons and leave only tokens.
 *
 * `Fraud` and `Critical Fraud` of training data are dropped here, on purpose: they are outcomes that were known later. Kept
 * beside the signal they would leak into what assesses it, and every later measurement of that would be worthless.
 */
import type { Bilingual, FieldFault } from '../../base/public.ts'
import { startOfDay } from '../../environment/duties/public.ts'
import { findPersonPatterns, PERSON_PATTERN_WORDS } from './person-patterns.ts'

export type DeclarationBody = {
  date: string
  office: string
  processType: string
  importType: string
  importUse: string
  paymentType: string
  mode: string
  hs6: string
  departure: string
  origin: string
  taxType: string
  originIndicator: string
  courier: string
}
export type DeclarationCommercial = { taxRate: number | null; netMass: number | null; itemPrice: number | null }
/** Codes of unknown nature: each may stand for a natural person, so each is treated as if it did. */
export type PartyRole = 'importer' | 'declarant' | 'seller'
export type Parties = { [role in PartyRole]: string | null }

export type Declaration = {
  externalNo: string
  observedAt: Date
  body: DeclarationBody
  commercial: DeclarationCommercial
  parties: Parties
}

type Kind = 'id' | 'date' | 'code' | 'hs6' | 'country' | 'number'
type Column = {
  key: string
  kind: Kind
  required: boolean
  /** Names of the column in files, lower-case. */
  names: readonly string[]
  label: Bilingual
}

const column = (key: string, kind: Kind, required: boolean, label: Bilingual, ...names: string[]): Column => ({
  key,
  kind,
  required,
  names: [key.toLowerCase(), label.zh, label.en.toLowerCase(), ...names],
  label,
})

/** Columns of the file of declarations that the platform reads, with the names they go by. */
export const DECLARATION_COLUMNS: readonly Column[] = [
  column('externalNo', 'id', true, { zh: '报关单号', en: 'Declaration ID' }, 'declaration no'),
  column('date', 'date', true, { zh: '申报日期', en: 'Date' }, '日期'),
  column('office', 'code', true, { zh: '申报关', en: 'Office ID' }, 'office', '海关代码'),
  column('processType', 'code', false, { zh: '申报程序', en: 'Process Type' }),
  column('importType', 'code', false, { zh: '进口方式', en: 'Import Type' }),
  column('importUse', 'code', false, { zh: '进口用途', en: 'Import Use' }),
  column('paymentType', 'code', false, { zh: '付款方式', en: 'Payment Type' }),
  column('mode', 'code', false, { zh: '运输方式', en: 'Mode of Transport' }),
  column('declarant', 'id', false, { zh: '申报人代码', en: 'Declarant ID' }),
  column('importer', 'id', false, { zh: '进口人代码', en: 'Importer ID' }),
  column('seller', 'id', false, { zh: '卖方代码', en: 'Seller ID' }),
  column('courier', 'code', false, { zh: '快件企业代码', en: 'Courier ID' }),
  column('hs6', 'hs6', true, { zh: '商品编码', en: 'HS6 Code' }, 'hs code', 'hs'),
  column('departure', 'country', true, { zh: '启运国（地区）', en: 'Country of Departure' }, '启运国', '起运国'),
  column('origin', 'country', true, { zh: '原产国（地区）', en: 'Country of Origin' }, '原产国'),
  column('taxRate', 'number', false, { zh: '税率', en: 'Tax Rate' }),
  column('taxType', 'code', false, { zh: '税率代码', en: 'Tax Type' }),
  column('originIndicator', 'code', false, { zh: '原产地标记', en: 'Country of Origin Indicator' }),
  column('netMass', 'number', false, { zh: '净重', en: 'Net Mass' }, '净重（公斤）'),
  column('itemPrice', 'number', false, { zh: '价格', en: 'Item Price' }),
]

/** Known, and left out with a reason that the import shows. */
const DROPPED_NAMES = new Set(['fraud', 'critical fraud'])

const byName = new Map(DECLARATION_COLUMNS.flatMap((one) => one.names.map((name) => [name, one] as const)))
const byKey = new Map(DECLARATION_COLUMNS.map((one) => [one.key, one]))

export const labelOf = (key: string): Bilingual => byKey.get(key)?.label ?? { zh: key, en: key }

export type Mapping = {
  /** Position in the file to the column's key; undefined: the cell is not read. */
  keys: readonly (string | undefined)[]
  width: number
  notices: readonly Bilingual[]
}

/** From the header to the columns. The faults are of the whole file: without a sound header no row means anything. */
export const mapHeader = (header: readonly string[]): { mapping: Mapping; faults: FieldFault[] } => {
  const faults: FieldFault[] = []
  const unknown: string[] = []
  const dropped: string[] = []
  const seen = new Map<string, number>()
  const keys = header.map((cell, index) => {
    const name = cell.trim().normalize('NFKC').toLowerCase()
    const found = byName.get(name) ?? byName.get(cell.trim().toLowerCase())
    if (!found) {
      ;(DROPPED_NAMES.has(name) ? dropped : unknown).push(cell.trim().slice(0, 40) || `#${index + 1}`)
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
  for (const one of DECLARATION_COLUMNS)
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
  if (dropped.length > 0)
    notices.push({
      zh: `有意不导入的列：${dropped.join('、')}。这是事后的结果标注，不能作为研判依据。`,
      en: `Columns left out on purpose: ${dropped.join(', ')}. They label outcomes known later and must not inform an assessment.`,
    })
  return { mapping: { keys, width: header.length, notices }, faults }
}

/** Members of a JSON body to the same keys. */
export const keyOfName = (name: string): string | undefined => byName.get(name.trim().toLowerCase())?.key

const CODE = /^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,39}$/
const ID = /^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,63}$/u
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?$/
const DATE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/
/** Beyond this a mass, price or rate is a mistake of typing: 10^12; judgement, not validated. */
const MOST = 1e12
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/

/** An import has few days and many rows. */
const days = new Map<string, string | undefined>()
const isDay = (text: string): string | undefined => {
  if (days.has(text)) return days.get(text)
  const day = readDay(text)
  if (days.size > 10_000) days.clear()
  if (text.length <= 10) days.set(text, day)
  return day
}

const readDay = (text: string): string | undefined => {
  const match = DATE.exec(text)
  if (!match) return undefined
  const day = `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day && Number(match[1]) >= 1950
    ? day
    : undefined
}

const REMEDY: Record<Kind, Bilingual> = {
  id: {
    zh: '应为字母或数字开头的编号，不超过 64 位',
    en: 'give a number or code that begins with a letter or digit, at most 64 characters',
  },
  date: { zh: '应为实际存在的日期，如 2026-03-01', en: 'give a date that exists, such as 2026-03-01' },
  code: {
    zh: '应为代码（字母、数字、. _ / -），不超过 40 位',
    en: 'give a code of letters, digits, . _ / -, at most 40 characters',
  },
  hs6: { zh: '应为 6 位数字，保留前导零', en: 'give 6 digits, leading zero included' },
  country: { zh: '应为两位大写国家（地区）代码，如 DE', en: 'give a two-letter country code (ISO 3166-1), such as DE' },
  number: { zh: '应为不小于零的数字，小数点用“.”', en: 'give a number not below zero, with "." as decimal point' },
}

const shown = (text: string): string => {
  const clean = text.replaceAll(new RegExp(CONTROL, 'g'), '�')
  return clean.length > 40 ? `${clean.slice(0, 40)}…` : clean
}

/** A value that reads well is returned; undefined means it does not fit its kind. */
const readCell = (kind: Kind, text: string): string | number | undefined => {
  switch (kind) {
    case 'id':
      return ID.test(text) ? text : undefined
    case 'code':
      return CODE.test(text) ? text : undefined
    case 'hs6':
      return /^\d{6}$/.test(text) ? text : undefined
    case 'country':
      return /^[A-Z]{2}$/.test(text) ? text : undefined
    case 'date':
      return isDay(text)
    case 'number': {
      if (!NUMBER.test(text)) return undefined
      const value = Number(text)
      return value >= 0 && value <= MOST ? value : undefined
    }
  }
}

/** Starts of days in a zone: an import has few days and many rows. */
const dayStarts = new Map<string, Date>()
const startOf = (day: string, zone: string): Date => {
  const key = `${day} ${zone}`
  let start = dayStarts.get(key)
  if (!start) {
    start = startOfDay(day, zone)
    if (dayStarts.size > 10_000) dayStarts.clear()
    dayStarts.set(key, start)
  }
  return start
}

const PARTY_KEYS: ReadonlySet<string> = new Set<PartyRole>(['importer', 'declarant', 'seller'])

/**
 * One declaration from its cells by key.
 * @returns the declaration, or every fault with its field and remedy. Party codes and personal data are not quoted in faults.
 */
export const readDeclaration = (
  cells: Readonly<Record<string, string | undefined>>,
  zone: string,
): { declaration: Declaration; faults: null } | { declaration: null; faults: FieldFault[] } => {
  const faults: FieldFault[] = []
  const values: Record<string, string | number | null> = {}
  for (const { key, kind, required, label } of DECLARATION_COLUMNS) {
    const text = cells[key]?.trim() ?? ''
    values[key] = null
    const fault = (zh: string, en: string) =>
      faults.push({ field: label.en, zh: `${label.zh}：${zh}`, en: `${label.en}: ${en}` })
    if (text === '') {
      if (required) fault('不能为空', 'must not be empty')
      continue
    }
    if (CONTROL.test(text)) {
      fault('含控制字符，请删除', 'holds control characters; remove them')
      continue
    }
    const value = readCell(kind, text)
    if (value === undefined) {
      const quote = PARTY_KEYS.has(key) || findPersonPatterns(text).length > 0 ? '' : `“${shown(text)}”`
      fault(`${quote}不符合要求，${REMEDY[kind].zh}`, `${quote && `${quote} does not fit; `}${REMEDY[kind].en}`)
      continue
    }
    // Codes that the signal's circle sees: none of them may be a person's number that slipped into the wrong column.
    if (kind === 'code' && typeof value === 'string') {
      const [person] = findPersonPatterns(value)
      if (person) {
        const what = PERSON_PATTERN_WORDS[person.kind]
        fault(`疑似${what.zh}，请移出此列`, `looks like ${what.en}; remove it from this column`)
        continue
      }
    }
    values[key] = value
  }
  if (faults.length > 0) return { declaration: null, faults }
  const code = (key: string): string => (values[key] as string | null) ?? ''
  const party = (key: PartyRole): string | null => values[key] as string | null
  const number = (key: string): number | null => values[key] as number | null
  return {
    declaration: {
      externalNo: code('externalNo'),
      observedAt: startOf(code('date'), zone),
      body: {
        date: code('date'),
        office: code('office'),
        processType: code('processType'),
        importType: code('importType'),
        importUse: code('importUse'),
        paymentType: code('paymentType'),
        mode: code('mode'),
        hs6: code('hs6'),
        departure: code('departure'),
        origin: code('origin'),
        taxType: code('taxType'),
        originIndicator: code('originIndicator'),
        courier: code('courier'),
      },
      commercial: { taxRate: number('taxRate'), netMass: number('netMass'), itemPrice: number('itemPrice') },
      parties: { importer: party('importer'), declarant: party('declarant'), seller: party('seller') },
    },
    faults: null,
  }
}
