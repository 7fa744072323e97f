/**
 * One value of a message: from the text of a cell to what is kept, by the type of its column. Undefined: it cannot be what the
 * column holds, and `remedyOf` says what can. A flag: it can, but its check digit does not fit.
 */
import type { Bilingual } from '../../../base/public.ts'
import { instantOfLocal, startOfDay } from '../../../environment/duties/public.ts'
import {
  isContainerSound,
  isImoSound,
  isMmsiSound,
  isOrganisationSound,
  readContainer,
  readHs6,
  readImo,
  readLocode,
  readMmsi,
  readOrganisation,
  readUnNumber,
} from '../identifiers.ts'
import type { Column } from './column.ts'
import type { Value } from './kind.ts'

const CODE = /^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,39}$/
const ID = /^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,63}$/u
/** 关缉立字〔2026〕12号 */
const CASE_NO = /^[\p{L}\p{N}][\p{L}\p{N} ._/()（）〔〕[\]【】-]{0,63}$/u
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?$/
const DATE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/
/** RFC 3339 with a zone: an instant without one would be a guess. */
const INSTANT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/
/** As people write it in files: the clock of the port. */
const LOCAL = /^(\d{4}[-/]\d{1,2}[-/]\d{1,2})[ T](\d{1,2}):(\d\d)(?::(\d\d))?$/
/** Beyond this a mass, price or rate is a mistake of typing: 10^12; judgement, not validated. */
const MOST = 1e12
export const LONGEST_TEXT = 2000
export const LONGEST_PERSON = 200
const MOST_ITEMS = 30

const TRUE = new Set(['true', '1', 'yes', 'y', '是', '有', '真'])
const FALSE = new Set(['false', '0', 'no', 'n', '否', '无', '没有', '假'])

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

/** Undefined also for a day that does not exist: it would be taken for a day of the next month. */
export const readZoned = (text: string): Date | undefined => {
  const day = INSTANT.exec(text)?.[1]
  const at = new Date(text)
  if (day === undefined || Number.isNaN(at.getTime())) return undefined
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? at : undefined
}

/** With a zone, or by the port's clock: `2026-03-01 08:00`. */
export const readTime = (text: string, zone: string): Date | undefined => {
  const local = LOCAL.exec(text)
  if (!local) return readZoned(text)
  const day = isDay(local[1]!)
  const [hour, minute, second] = [Number(local[2]), Number(local[3]), Number(local[4] ?? 0)]
  if (day === undefined || hour > 23 || minute > 59 || second > 59) return undefined
  return instantOfLocal(day, (hour * 60 + minute) * 60 + second, zone)
}

/** Starts of days in a zone: an import has few days and many rows. */
const dayStarts = new Map<string, Date>()
export const startOf = (day: string, zone: string): Date => {
  const key = `${day} ${zone}`
  let start = dayStarts.get(key)
  if (!start) {
    start = startOfDay(day, zone)
    if (dayStarts.size > 10_000) dayStarts.clear()
    dayStarts.set(key, start)
  }
  return start
}

const readNumber = (text: string, { min = 0, max = MOST, whole }: Column): number | undefined => {
  if (!NUMBER.test(text)) return undefined
  const value = Number(text)
  return value >= min && value <= max && (!whole || Number.isInteger(value)) ? value : undefined
}

const readBoolean = (text: string): boolean | undefined => {
  const word = text.toLowerCase()
  return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined
}

/** By the code, or by its word in either language. */
const readChoice = (text: string, values: Column['values'] = {}): string | undefined => {
  const word = text.toLowerCase()
  for (const [code, { zh, en }] of Object.entries(values))
    if (word === code.toLowerCase() || text === zh || word === en.toLowerCase()) return code
  return undefined
}

const ITEMS = {
  code: (text: string) => (CODE.test(text) ? text : undefined),
  locode: readLocode,
  case_no: (text: string) => (CASE_NO.test(text) ? text : undefined),
} as const

const readList = (text: string, items: NonNullable<Column['items']>): string[] | undefined => {
  const found: string[] = []
  for (const part of text.split(/[;；、|\n]/)) {
    const item = part.trim()
    if (item === '') continue
    const value = ITEMS[items](item)
    if (value === undefined) return undefined
    if (!found.includes(value)) found.push(value)
  }
  return found.length > 0 && found.length <= MOST_ITEMS ? found : undefined
}

/** @param zone of the port, for times without one */
export const readValue = (column: Column, text: string, zone: string): Exclude<Value, null> | undefined => {
  switch (column.type) {
    case 'id':
      return ID.test(text) ? text : undefined
    case 'code':
      return CODE.test(text) ? text : undefined
    case 'hs6':
      return readHs6(text)
    case 'country':
      return /^[A-Z]{2}$/.test(text) ? text : undefined
    case 'day':
      return isDay(text)
    case 'number':
      return readNumber(text, column)
    case 'choice':
      return readChoice(text, column.values)
    case 'text':
      return text.length <= (column.longest ?? LONGEST_TEXT) ? text : undefined
    case 'person':
      return text.length <= LONGEST_PERSON ? text : undefined
    case 'boolean':
      return readBoolean(text)
    case 'instant':
      return readTime(text, zone)?.toISOString()
    case 'locode':
      return readLocode(text)
    case 'container':
      return readContainer(text)
    case 'imo':
      return readImo(text)
    case 'mmsi':
      return readMmsi(text)
    case 'organisation':
      return readOrganisation(text)
    case 'un_number':
      return readUnNumber(text)
    case 'list':
      return readList(text, column.items ?? 'code')
  }
}

const CHECKS: { readonly [type in Column['type']]?: readonly [flag: string, sound: (value: string) => boolean] } = {
  container: ['container_check', isContainerSound],
  imo: ['imo_check', isImoSound],
  mmsi: ['mmsi_check', isMmsiSound],
  organisation: ['organisation_check', isOrganisationSound],
}

/** The flag of a value whose check digit does not fit. */
export const flagOf = (column: Column, value: Value): string | undefined => {
  const check = CHECKS[column.type]
  return check && typeof value === 'string' && !check[1](value) ? check[0] : undefined
}

const listed = (column: Column, language: 'zh' | 'en'): string =>
  Object.entries(column.values ?? {})
    .map(([code, words]) => `${code}${language === 'zh' ? `（${words.zh}）` : ''}`)
    .join(language === 'zh' ? '、' : ', ')

/** What a cell of this column may hold, for a person to mend it by. */
export const remedyOf = (column: Column): Bilingual => {
  switch (column.type) {
    case 'id':
      return {
        zh: '应为字母或数字开头的编号，不超过 64 位',
        en: 'give a number or code that begins with a letter or digit, at most 64 characters',
      }
    case 'day':
      return { zh: '应为实际存在的日期，如 2026-03-01', en: 'give a date that exists, such as 2026-03-01' }
    case 'instant':
      return {
        zh: '应为时间，如 2026-03-01T08:00:00+08:00；不带时区时按本口岸时间，如 2026-03-01 08:00',
        en: 'give a time such as 2026-03-01T08:00:00+08:00, or by the port’s clock 2026-03-01 08:00',
      }
    case 'code':
      return {
        zh: '应为代码（字母、数字、. _ / -），不超过 40 位',
        en: 'give a code of letters, digits, . _ / -, at most 40 characters',
      }
    case 'choice':
      return { zh: `应为下列之一：${listed(column, 'zh')}`, en: `give one of: ${listed(column, 'en')}` }
    case 'text':
    case 'person': {
      const most = column.type === 'person' ? LONGEST_PERSON : (column.longest ?? LONGEST_TEXT)
      return { zh: `不超过 ${most} 字`, en: `at most ${most} characters` }
    }
    case 'hs6':
      return { zh: '应为 6 位数字，保留前导零', en: 'give 6 digits, leading zero included' }
    case 'country':
      return {
        zh: '应为两位大写国家（地区）代码，如 DE',
        en: 'give a two-letter country code (ISO 3166-1), such as DE',
      }
    case 'number': {
      const whole = column.whole
        ? { zh: '整数', en: 'whole number' }
        : { zh: '数字，小数点用“.”', en: 'number, with "." as decimal point' }
      const { min = 0, max } = column
      if (max !== undefined)
        return { zh: `应为 ${min} 至 ${max} 的${whole.zh}`, en: `give a ${whole.en} from ${min} to ${max}` }
      return min < 0
        ? { zh: `应为${whole.zh}`, en: `give a ${whole.en}` }
        : column.whole
          ? { zh: '应为不小于零的整数', en: 'give a whole number not below zero' }
          : { zh: '应为不小于零的数字，小数点用“.”', en: 'give a number not below zero, with "." as decimal point' }
    }
    case 'boolean':
      return { zh: '应为“是”或“否”', en: 'give yes or no' }
    case 'locode':
      return { zh: '应为 5 位 UN/LOCODE，如 CNSHA', en: 'give a UN/LOCODE of 5 places, such as CNSHA' }
    case 'container':
      return {
        zh: '应为 4 位字母加 7 位数字的箱号（ISO 6346），如 CSQU3054383',
        en: 'give 4 letters and 7 digits (ISO 6346), such as CSQU3054383',
      }
    case 'imo':
      return { zh: '应为 7 位 IMO 编号，如 9074729', en: 'give the 7 digits of an IMO number, such as 9074729' }
    case 'mmsi':
      return { zh: '应为 9 位数字（ITU-R M.585）', en: 'give 9 digits (ITU-R M.585)' }
    case 'organisation':
      return {
        zh: '应为 18 位统一社会信用代码（GB 32100）',
        en: 'give the 18 places of a unified social credit code (GB 32100)',
      }
    case 'un_number':
      return { zh: '应为 4 位联合国编号，如 1942', en: 'give the 4 digits of a UN number, such as 1942' }
    case 'list':
      return column.items === 'locode'
        ? {
            zh: `应为以分号隔开的 UN/LOCODE，至多 ${MOST_ITEMS} 项，如 CNSHA;SGSIN`,
            en: `give UN/LOCODEs separated by semicolons, at most ${MOST_ITEMS}, such as CNSHA;SGSIN`,
          }
        : {
            zh: `应为以分号隔开的编号，至多 ${MOST_ITEMS} 项`,
            en: `give codes separated by semicolons, at most ${MOST_ITEMS}`,
          }
  }
}
