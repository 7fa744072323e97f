/**
 * How likely, in words: the seven bands of US Intelligence Community Directive 203 (Analytic Standards, 2 January 2015,
 * section D.6.e.2.a), which leave no gap between them. A word always stands with its interval, and the two must agree: the
 * middle of the interval lies in the band of the word. The Chinese words are ours; the directive has none.
 */
import type { Bilingual } from '../../base/public.ts'

export const WORDS = [
  'almost_none',
  'very_unlikely',
  'unlikely',
  'even',
  'likely',
  'very_likely',
  'almost_certain',
] as const
export type Word = (typeof WORDS)[number]

export type Band = Bilingual & { word: Word; low: number; high: number }

export const SCALE: readonly Band[] = [
  { word: 'almost_none', zh: '几乎不可能', en: 'almost no chance', low: 1, high: 5 },
  { word: 'very_unlikely', zh: '极不可能', en: 'very unlikely', low: 5, high: 20 },
  { word: 'unlikely', zh: '不太可能', en: 'unlikely', low: 20, high: 45 },
  { word: 'even', zh: '可能性各半', en: 'roughly even chance', low: 45, high: 55 },
  { word: 'likely', zh: '可能', en: 'likely', low: 55, high: 80 },
  { word: 'very_likely', zh: '很可能', en: 'very likely', low: 80, high: 95 },
  { word: 'almost_certain', zh: '几乎确定', en: 'almost certain', low: 95, high: 99 },
]

export const SCALE_SOURCE: Bilingual = {
  zh: '可能性用语：美国情报界第 203 号指令（2015）七级，中文译名为本系统所定',
  en: 'Words of likelihood: the seven bands of ICD 203 (2015)',
}

export const bandOf = (word: Word): Band => SCALE.find((band) => band.word === word)!

/** The interval may be wider or narrower than the band, but its middle may not lie in the band of another word. */
export const agrees = (word: Word, low: number, high: number): boolean => {
  const middle = (low + high) / 2
  const band = bandOf(word)
  const from = word === 'almost_none' ? 0 : band.low
  const to = word === 'almost_certain' ? 100 : band.high
  return middle >= from && middle <= to
}
