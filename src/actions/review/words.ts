/** The history of a review in words: from act and data to a sentence in each language. Nothing is stored twice. */
import type { Bilingual } from '../../base/public.ts'
import type { CheckResult } from './model.ts'
import type { ReviewState } from './state.ts'
import type { EventSql } from './store.ts'

const RESULTS: Readonly<Record<CheckResult, Bilingual>> = {
  works: { zh: '有效', en: 'works' },
  does_not: { zh: '无效', en: 'does not work' },
  waived: { zh: '免除', en: 'waived' },
}

/** Long words are cut: the whole of them stands beside the finding. */
const MAX_SIGNS = 40
const short = (words: string): string => {
  const signs = [...words]
  return signs.length <= MAX_SIGNS ? words : `${signs.slice(0, MAX_SIGNS).join('')}…`
}

export const sentenceOf = ({ act, data }: Pick<EventSql, 'act' | 'data'>, state: ReviewState): Bilingual => {
  const text = (name: string): string => (typeof data[name] === 'string' ? data[name] : '')
  const said = text('words')
  const with_ = (zh: string, en: string): Bilingual =>
    said === '' ? { zh, en } : { zh: `${zh}：${said}`, en: `${en}: ${said}` }
  const finding = short(state.findings.find((one) => one.id === text('findingId'))?.what ?? '')
  const action = short(
    state.findings.flatMap((one) => one.actions).find((one) => one.id === text('actionId'))?.words ?? '',
  )
  switch (act) {
    case 'review.opened':
      return { zh: '开启复盘', en: 'Review opened' }
    case 'review.finding_put':
      return { zh: `提出问题“${finding}”`, en: `Put the finding “${finding}”` }
    case 'review.stance_taken':
      return text('stance') === 'agree'
        ? with_(`同意“${finding}”`, `Agreed with “${finding}”`)
        : with_(`对“${finding}”有异议`, `Objected to “${finding}”`)
    case 'review.action_proposed':
      return { zh: `提出整改“${action}”`, en: `Proposed “${action}”` }
    case 'review.action_accepted':
      return with_(`接受整改“${action}”`, `Accepted “${action}”`)
    case 'review.action_declined':
      return with_(`不接受整改“${action}”`, `Declined “${action}”`)
    case 'review.action_done':
      return with_(`落实整改“${action}”`, `Done: “${action}”`)
    case 'review.effect_checked': {
      const result = RESULTS[text('result') as CheckResult]
      return with_(`检验“${action}”：${result.zh}`, `Looked at the effect of “${action}”: ${result.en}`)
    }
    case 'review.effect_waived':
      return with_(`免除“${action}”的效果检验`, `Waived the proof for “${action}”`)
    case 'review.finding_closed':
      return with_(`关闭问题“${finding}”`, `Closed the finding “${finding}”`)
    case 'review.finding_waived':
      return with_(`免除问题“${finding}”`, `Waived the finding “${finding}”`)
    case 'review.closed':
      return with_('结束复盘', 'Review closed')
    case 'review.action_overdue':
      return { zh: `整改“${action}”超期`, en: `“${action}” is overdue` }
    case 'review.effect_due':
      return { zh: `“${action}”到了检验效果的日子`, en: `The effect of “${action}” is to be looked at` }
    default:
      return { zh: act, en: act }
  }
}
