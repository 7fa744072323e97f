/** One sentence: what is believed, on how much, what is missing. Words only; the judgement is the server's. */
import type { Assessment } from '../../../../src/actions/assess/model.ts'
import { translate, useBilingual, useLocale, useNames } from '../../../kit/public.ts'
import { text } from './text.ts'

const LEVELS = { 1: 'levelLow', 2: 'levelMedium', 3: 'levelHigh' } as const

/** Without the stop at its end, so that it can stand inside a sentence. */
const clause = (sentence: string): string => sentence.replace(/[。.]\s*$/u, '')

export const useConclusion = (assessment: Assessment | null): string => {
  const locale = useLocale()
  const b = useBilingual()
  const names = useNames((assessment?.unknowns ?? []).map(b))
  if (!assessment) return translate(text, locale, 'notAssessed')
  const { level, reasons, score, riskType } = assessment
  const reason = clause(b(assessment.reason))
  const gap = locale === 'zh' ? '' : ' '
  const missing =
    names === '' ? translate(text, locale, 'nothingMissing') : translate(text, locale, 'missing', { names })
  if (level === null) {
    const cannot = translate(text, locale, 'cannotTell', { reason })
    return names === '' ? cannot : `${cannot}${gap}${missing}`
  }
  if (level === 0) return `${translate(text, locale, 'believedNothing')}${gap}${missing}`
  const heaviest = [...reasons].sort((a, z) => z.points - a.points)[0]
  const values = {
    level: translate(text, locale, LEVELS[level as 1 | 2 | 3]),
    count: reasons.length,
    score: score ?? reasons.reduce((sum, each) => sum + each.points, 0),
    reason: heaviest ? clause(b(heaviest)) : reason,
  }
  const believed = riskType
    ? translate(text, locale, 'believedRisk', { ...values, risk: b(riskType) })
    : translate(text, locale, 'believed', values)
  return `${believed}${gap}${missing}`
}
