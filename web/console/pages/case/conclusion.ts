/** One sentence: what is believed, on how much, what is missing. Words only; the judgement is the server's. */
import type { Assessment } from '../../../../src/actions/assess/model.ts'
import { useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

const LEVELS = { 1: 'levelLow', 2: 'levelMedium', 3: 'levelHigh' } as const

/** Without the stop at its end, so that it can stand inside a sentence. */
const clause = (sentence: string): string => sentence.replace(/[。.]\s*$/u, '')

export const useConclusion = (assessment: Assessment | null): string => {
  const t = useText(text)
  const b = useBilingual()
  const gap = useLocale() === 'zh' ? '' : ' '
  if (!assessment) return t('notAssessed')
  const { level, reasons, riskType } = assessment
  const score = assessment.score ?? reasons.reduce((sum, each) => sum + each.points, 0)
  const [first, ...others] = assessment.unknowns
  const missing = !first
    ? t('nothingMissing')
    : others.length === 0
      ? t('missing', { what: clause(b(first)) })
      : t('missingMore', { what: clause(b(first)), count: others.length })

  if (level === null) {
    const count = reasons.length
    const cannot = count === 0 ? t('cannotTell') : t('cannotTellYet', { count, score })
    return first ? `${cannot}${gap}${missing}` : cannot
  }
  const heaviest = [...reasons].sort((a, z) => z.points - a.points)[0]
  if (level === 0 || !heaviest) return `${t('believedNothing')}${gap}${missing}`
  const values = { level: t(LEVELS[level as 1 | 2 | 3]), score, reason: clause(b(heaviest)) }
  const one = reasons.length === 1
  const count = reasons.length
  const believed = riskType
    ? t(one ? 'believedRiskOne' : 'believedRisk', { ...values, count, risk: b(riskType) })
    : t(one ? 'believedOne' : 'believed', { ...values, count })
  return `${believed}${gap}${missing}`
}
