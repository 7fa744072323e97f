/** The four warning levels of the field. Shape and word carry the meaning; colour only repeats it. */
import { translate } from './i18n.ts'
import type { Locale } from './locale.ts'
import { text } from './text.ts'

export const LEVELS = ['blue', 'yellow', 'orange', 'red'] as const
export type WarningLevel = (typeof LEVELS)[number]

/** Assessments count 0 (nothing) to 3; null is unknown, which is never "low". */
export type AssessedLevel = 0 | 1 | 2 | 3 | null

/** SVG paths in a box of 14 × 14: circle, triangle, diamond, square. */
export const LEVEL_SHAPES: Record<WarningLevel, string> = {
  blue: 'M13 7A6 6 0 1 1 1 7A6 6 0 1 1 13 7Z',
  yellow: 'M7 .9 13.4 12.6H.6Z',
  orange: 'M7 .3 13.7 7 7 13.7.3 7Z',
  red: 'M1 1h12v12H1Z',
}

export const levelWord = (level: WarningLevel, locale: Locale, short = false): string =>
  translate(text, locale, short ? `${level}Short` : level)

/** Most urgent first. */
export const byUrgency = (a: WarningLevel, b: WarningLevel): number => LEVELS.indexOf(b) - LEVELS.indexOf(a)
