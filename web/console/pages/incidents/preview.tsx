import type { IncidentDraft } from '../../../../src/actions/respond/model.ts'
import {
  type DeadlineKind,
  DeadlineTag,
  EmptyState,
  Row,
  Section,
  Tag,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { articleWords } from '../warnings/articles.ts'
import { shortName } from '../warnings/short-name.ts'
import { byRole, MemberLine } from './members.tsx'
import { text as taskText } from './task-text.ts'
import { isUnread } from './task-words.ts'
import { text } from './text.ts'

/** The event with which every incident begins; a clock on it starts when the incident is opened. */
const OPENING = 'incident.opened'

/** Tasks as the duties make them, before anything is opened: whose, by when, by which article, from which event on. */
export const PlannedTasks = ({ draft }: { draft: IncidentDraft }) => {
  const t = useText(text)
  const { tasks } = draft
  const running = tasks.filter((task) => task.trigger.id === OPENING).length
  return (
    <Section
      title={t('preview')}
      finding={tasks.length > 0 ? t('previewFinding', { count: tasks.length, running }) : undefined}
    >
      {tasks.length === 0 && <EmptyState>{t('previewWaiting')}</EmptyState>}
      <ul className="tg-list">
        {tasks.map((task) => (
          <li key={`${task.template} ${task.agency.id}`}>
            <PlannedTask task={task} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

const PlannedTask = ({ task }: { task: IncidentDraft['tasks'][number] }) => {
  const t = useText(text)
  const w = useText(taskText)
  const b = useBilingual()
  const locale = useLocale()
  const { basis } = task
  const law = basis ? [b(basis), articleWords(basis.articles, locale)].filter(Boolean).join(' ') : w('noBasis')
  return (
    <div className="tg-planned">
      <Row
        title={b(task.title)}
        end={<span title={b(task.agency)}>{shortName(b(task.agency))}</span>}
        meta={
          <>
            <DeadlineTag kind={task.kind as DeadlineKind} amount={task.due} unread={isUnread(basis)} />
            <span className="ell" title={law}>
              {law}
            </span>
            {task.conditional && <Tag>{w('conditional')}</Tag>}
            {task.unowned && <Tag>{w('unowned')}</Tag>}
          </>
        }
        endMeta={task.trigger.id === OPENING ? t('startsAtOnce') : <b>{t('startsOn', { trigger: b(task.trigger) })}</b>}
      />
    </div>
  )
}

export const PlannedMembers = ({ draft }: { draft: IncidentDraft }) => {
  const t = useText(text)
  const { members } = draft
  return (
    <Section
      title={t('members')}
      finding={members.length > 0 ? t('membersFinding', { count: members.length }) : undefined}
    >
      {members.length === 0 && <EmptyState>{t('membersWaiting')}</EmptyState>}
      <ul className="tg-members">
        {byRole(members).map((member) => (
          <li key={member.agency.id}>
            <MemberLine
              member={member}
              presence={member.reachable ? null : <small className="st">{t('unreachable')}</small>}
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}
