/** What the states of a task read like. */
import type { Task } from '../../../../src/actions/respond/model.ts'
import {
  type Locale,
  type Translate,
  timeOfDay,
  translate,
  useBilingual,
  useLocale,
  usePortZone,
  useText,
} from '../../../kit/public.ts'
import { articleWords, isRead } from '../warnings/articles.ts'
import { text as taskText } from './task-text.ts'

type T = Translate<(typeof taskText)['zh']>

export const statusWord = (task: Pick<Task, 'status' | 'handover' | 'clock'>, t: T): string => {
  if (task.handover) return t('handedOver')
  if (task.clock.pausedAt && ['open', 'accepted', 'blocked'].includes(task.status)) return t('pausedState')
  return task.status === 'open' ? t('openState') : t(task.status)
}

/** The times of a task's clock, as its bar and its words want them. */
export const clockTimes = ({ clock, status }: Pick<Task, 'clock' | 'status'>) => ({
  startedAt: clock.startedAt,
  dueAt: clock.dueAt,
  pausedAt: ['open', 'accepted', 'blocked'].includes(status) ? clock.pausedAt : null,
})

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
export const useAnswerable = (): ((task: Pick<Task, 'assignee' | 'assignees'>) => string) => {
  const b = useBilingual()
  return ({ assignee, assignees }) => {
    const first = assignee ? b(assignee.officer ?? assignee.post) : ''
    return assignees.length === 0 ? first : `${first} +${assignees.length}`.trim()
  }
}

/** Why it stands as it does, in one line, or undefined. */
export const useReasonLine = (): ((
  task: Pick<Task, 'status' | 'note' | 'clock' | 'handover' | 'added'>,
) => string | undefined) => {
  const t = useText(taskText)
  const locale = useLocale()
  const zone = usePortZone()
  return (task) => {
    if (task.handover) return t('offeredTo', { to: task.handover.to[locale], note: task.handover.note })
    if (task.status === 'waiting') return t('waitsFor', { trigger: task.clock.trigger[locale] })
    if (task.clock.pausedAt && task.clock.pauseReason && task.status !== 'done')
      return t('pausedWhy', {
        time: timeOfDay(new Date(task.clock.pausedAt), zone),
        reason: task.clock.pauseReason,
      })
    if (!task.note && task.clock.explained) return t('explainedWhy', { reason: task.clock.explained })
    if (!task.note) return task.added ? t('added', { reason: task.added }) : undefined
    if (task.status === 'blocked') return t('blockedWhy', { reason: task.note })
    if (task.status === 'waived') return t('waivedWhy', { reason: task.note })
    if (task.status === 'not_applicable') return t('notApplicableWhy', { reason: task.note })
    if (task.status === 'done') return t('doneNote', { note: task.note })
    return undefined
  }
}
