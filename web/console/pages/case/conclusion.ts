/** One sentence: what is believed, on how much, what is missing. Words only; the judgement is the server's. Pure. */
import type { Assessment } from '../../../../src/actions/assess/model.ts'
import { translate } from '../../../kit/i18n.ts'
import type { Locale } from '../../../kit/locale.ts'
import { text } from './text.ts'

const LEVELS = { 1: 'levelLow', 2: 'levelMedium', 3: 'levelHigh' } as const

/** Without the stop at its end, so that it can stand inside a sentence. */
const clause = (sentence: string): string => sentence.replace(/[。.]\s*$/u, '')

type Part = Pick<Assessment, 'level' | 'score' | 'reasons' | 'unknowns' | 'riskType'>

const missingIn = ({ unknowns }: Part, locale: Locale): string => {
  const [first, ...others] = unknowns
  if (!first) return translate(text, locale, 'nothingMissing')
  const what = clause(first[locale])
  return others.length === 0
    ? translate(text, locale, 'missing', { what })
    : translate(text, locale, 'missingMore', { what, count: others.length })
}

export const conclusionOf = (assessment: Part | null, locale: Locale): string => {
  if (!assessment) return translate(text, locale, 'notAssessed')
  const { level, reasons, riskType } = assessment
  const count = reasons.length
  const score = assessment.score ?? reasons.reduce((sum, each) => sum + each.points, 0)
  const gap = locale === 'zh' ? '' : ' '
  const missing = missingIn(assessment, locale)

  if (level === null) {
    const cannot =
      count === 0 ? translate(text, locale, 'cannotTell') : translate(text, locale, 'cannotTellYet', { count, score })
    return assessment.unknowns.length > 0 ? `${cannot}${gap}${missing}` : cannot
  }
  const heaviest = [...reasons].sort((a, z) => z.points - a.points)[0]
  if (level === 0 || !heaviest) return `${translate(text, locale, 'believedNothing')}${gap}${missing}`
  const values = { level: translate(text, locale, LEVELS[level as 1 | 2 | 3]), score, reason: clause(heaviest[locale]) }
  const believed = riskType
    ? translate(text, locale, count === 1 ? 'believedRiskOne' : 'believedRisk', {
        ...values,
        count,
        risk: riskType[locale],
      })
    : translate(text, locale, count === 1 ? 'believedOne' : 'believed', { ...values, count })
  return `${believed}${gap}${missing}`
}
