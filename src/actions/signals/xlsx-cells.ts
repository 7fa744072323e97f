/**
 * What a cell of a sheet says, as text. A date reads as ISO whatever the sheet shows (`3/1/26` means two days), a number has all
 * its digits (a sheet that shows 12.3 may hold 12.345), and only where the format pads with zeros does it read as shown:
 * 010121 under `000000` is a code. A percentage reads with its sign, never as a hundredth. Pure.
 */

import { format as formatNumber, getFormatFromId, isDateFormat, isPercentFormat } from 'numfmt'
import { DAY_MS } from '../../base/public.ts'

export type CellStyle = 'plain' | 'day' | 'time' | 'instant' | 'percent' | { readonly shown: string }

/** What is between quotes, brackets or behind a backslash is no placeholder. */
const bare = (code: string): string => code.split(';')[0]!.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|[_*]./g, '')

export const styleOf = (code: string): CellStyle => {
  // Hours that run over a day are a span, not a time of day.
  if (/\[(h+|m+|s+)\]/i.test(code)) return { shown: code }
  if (isDateFormat(code)) {
    const signs = bare(code)
    const hasDay = /[ydg]/i.test(signs) || !/[hs]/i.test(signs)
    return !hasDay ? 'time' : /[hs]/i.test(signs) ? 'instant' : 'day'
  }
  if (isPercentFormat(code)) return 'percent'
  const [whole = ''] = bare(code).split('.')
  return !/[#?,]/.test(whole) && (whole.match(/0/g) ?? []).length > 1 && !/e\+/i.test(code) ? { shown: code } : 'plain'
}

/** A built-in number format by its id (ECMA-376, 18.8.30). */
export const builtInFormat = (id: number): string => getFormatFromId(id) ?? 'General'

/** Fifteen digits is what a spreadsheet keeps and shows; without an exponent. */
const plain = (value: number): string => {
  const text = String(Number(value.toPrecision(15)))
  return text.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 15 }) : text
}

/** Serial 0 is 1899-12-30; before March 1900 it is one less, since spreadsheets count a 29 February 1900 that never was. */
const EPOCH_MS = Date.UTC(1899, 11, 30)
const LAST_SERIAL = 2_958_466

const ofSerial = (serial: number, style: 'day' | 'time' | 'instant', from1904: boolean): string | undefined => {
  const counted = from1904 ? serial + 1462 : serial < 60 && style !== 'time' ? serial + 1 : serial
  if (!(serial >= 0 && counted < LAST_SERIAL)) return undefined
  const at = new Date(EPOCH_MS + Math.round((counted * DAY_MS) / 1000) * 1000).toISOString()
  const clock = at.slice(11, 19)
  if (style === 'time') return clock
  return style === 'day' && clock === '00:00:00' ? at.slice(0, 10) : `${at.slice(0, 10)} ${clock}`
}

/** A number of a sheet under its style. */
export const numberText = (raw: string, style: CellStyle, from1904: boolean): string => {
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return raw
  if (style === 'plain') return plain(value)
  if (style === 'percent') return `${plain(value * 100)}%`
  if (typeof style === 'string') return ofSerial(value, style, from1904) ?? plain(value)
  return formatNumber(style.shown, value, { throws: false }).trim()
}

/** `AB12` is column 27, counted from 0; undefined where it is no cell. */
export const columnAt = (reference: string): number | undefined => {
  let column = 0
  let i = 0
  for (; i < reference.length && i < 4; i++) {
    const letter = reference.charCodeAt(i) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return i > 0 && i < 4 ? column - 1 : undefined
}

/** `_x000D_` stands for a character that XML cannot hold. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
