/** Pieces that titles and details are put together from: what is not stated leaves no gap. */
import type { Bilingual } from '../../../base/public.ts'
import { regionName } from '../regions.ts'
import type { Words } from './column.ts'
import type { Body } from './kind.ts'

export type Piece = Bilingual | null

/** The value in words, or null where it was not stated. */
export const said = (body: Body, key: string, words?: Words): Piece => {
  const value = body[key]
  if (value === null || value === undefined || value === '') return null
  const known = words?.[String(value)]
  if (known) return known
  const shown = Array.isArray(value) ? value.join(' ') : String(value)
  return { zh: shown, en: shown }
}

/** A number with its unit: `label` before it, where it needs one. */
export const figure = (
  body: Body,
  key: string,
  zh: string,
  en: string,
  unit: Bilingual = { zh: '', en: '' },
): Piece => {
  const value = body[key]
  if (typeof value !== 'number') return null
  const shown = value.toLocaleString('en-US', { maximumFractionDigits: 6 })
  return { zh: `${zh}${shown}${unit.zh}`, en: `${en}${shown}${unit.en}` }
}

/** A phrase about one value: `自 {}`. */
export const about = (piece: Piece, zh: string, en: string): Piece =>
  piece && { zh: zh.replace('{}', piece.zh), en: en.replace('{}', piece.en) }

export const region = (body: Body, key: string): Piece => {
  const value = body[key]
  return typeof value === 'string' && value !== '' ? regionName(value) : null
}

/** True only where it was stated so. */
export const when = (body: Body, key: string, zh: string, en: string): Piece => (body[key] === true ? { zh, en } : null)

/** Vessel by name, else by number; a container; a flight: whatever the message names first. */
export const subjectOf = (body: Body): Piece =>
  said(body, 'vessel') ??
  about(said(body, 'imo'), 'IMO {}', 'IMO {}') ??
  said(body, 'flight') ??
  about(said(body, 'container'), '箱 {}', 'container {}') ??
  about(said(body, 'mmsi'), 'MMSI {}', 'MMSI {}')

const joined = (pieces: readonly Piece[], language: 'zh' | 'en', by: string): string =>
  pieces.flatMap((piece) => (piece ? [piece[language]] : [])).join(by)

/** Pieces behind a head: "舱单：塑料颗粒，箱 CSQU3054383". */
export const headed = (zh: string, en: string, ...pieces: Piece[]): Bilingual => {
  const [z, e] = [joined(pieces, 'zh', '，'), joined(pieces, 'en', ', ')]
  return { zh: z === '' ? zh : `${zh}：${z}`, en: e === '' ? en : `${en}: ${e}` }
}

export const dotted = (...pieces: Piece[]): Bilingual => ({
  zh: joined(pieces, 'zh', ' · '),
  en: joined(pieces, 'en', ' · '),
})

/** The beginning of a text, for titles. */
export const beginning = (body: Body, key: string, most = 40): Piece => {
  const value = body[key]
  if (typeof value !== 'string' || value === '') return null
  const line = value.replaceAll(/\s+/g, ' ')
  const shown = line.length > most ? `${line.slice(0, most)}…` : line
  return { zh: shown, en: shown }
}
