/** What the states of a task read like. */
import type { Task } from '../../../../src/actions/respond/model.ts'
import { type Locale, type Translate, translate, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { articleWords, isRead } from '../warnings/articles.ts'
import { text as taskText } from './task-text.ts'

type T = Translate<(typeof taskText)['zh']>

export const statusWord = (task: Pick<Task, 'status' | 'handover'>, t: T): string =>
  task.handover ? t('handedOver') : task.status === 'open' ? t('openState') : t(task.status)

type Basis = Task['clock']['basis']

/** "国境卫生检疫法 第 12 条"; says so where there is none. */
export const basisWords = (basis: Basis, locale: Locale): string =>
  basis === null
    ? translate(taskText, locale, 'noBasis')
    : [basis[locale], articleWords([basis.article], locale)].filter(Boolean).join(' ')

/** 条文待核: an article is named whose text nobody here has read. */
export const isUnread = (basis: { verification: string } | null): boolean =>
  basis !== null && !isRead(basis.verification)

/** The officer who accepted it; nothing while nobody has, which its state says. */
export const useAnswerable = (): ((task: Pick<Task, 'assignee'>) => string) => {
  const b = useBilingual()
  return ({ assignee }) => (assignee ? b(assignee.officer ?? assignee.post) : '')
}

/** Why it stands as it does, in one line, or undefined. */
export const useReasonLine = (): ((
  task: Pick<Task, 'status' | 'note' | 'clock' | 'handover'>,
) => string | undefined) => {
  const t = useText(taskText)
  const locale = useLocale()
  return (task) => {
    if (task.handover) return t('offeredTo', { to: task.handover.to[locale], note: task.handover.note })
    if (task.status === 'waiting') return t('waitsFor', { trigger: task.clock.trigger[locale] })
    if (!task.note) return undefined
    if (task.status === 'blocked') return t('blockedWhy', { reason: task.note })
    if (task.status === 'waived') return t('waivedWhy', { reason: task.note })
    if (task.status === 'not_applicable') return t('notApplicableWhy', { reason: task.note })
    if (task.status === 'done') return t('doneNote', { note: task.note })
    return undefined
  }
}
