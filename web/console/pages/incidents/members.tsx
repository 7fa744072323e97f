import { type ReactNode, useState } from 'react'
import type { Incident, IncidentDraft, Member } from '../../../../src/actions/respond/model.ts'
import { PortTime, Section, useBilingual, useText } from '../../../kit/public.ts'
import { useSignedIn } from '../../api/public.ts'
import { AddMemberForm, ChangeLeadForm, DismissForm } from './member-forms.tsx'
import { text as roomText } from './room-text.ts'
import { text } from './text.ts'

/** Who is in it, by which duty, and what is missing from whom. */
export const Members = ({ incident }: { incident: Incident }) => {
  const r = useText(roomText)
  const b = useBilingual()
  const gaps = incident.members.filter((member) => member.gaps.length > 0).length
  const finding = [
    r('membersFinding', { count: incident.members.length }),
    ...(gaps > 0 ? [r('membersGaps', { count: gaps })] : []),
  ].join(r('comma'))
  return (
    <Section title={r('members')} finding={finding}>
      <ul className="tg-members">
        {byRole(incident.members).map((member) => (
          <li key={member.agency.id}>
            <MemberLine member={member} presence={<State member={member} />} below={<Gaps member={member} />} />
          </li>
        ))}
      </ul>
      {incident.former.length > 0 && (
        <div className="tg-former">
          <small className="i3">{r('former')}</small>
          {incident.former.map((one) => (
            <small key={one.agency.id} className="i3">
              {r('formerLine', { agency: b(one.agency), reason: one.reason })} <PortTime at={one.leftAt} />
            </small>
          ))}
        </div>
      )}
      <Manage incident={incident} />
    </Section>
  )
}

type Form = 'add' | 'dismiss' | 'lead'

/** Only for who leads or coordinates; to everybody else the list says all there is. */
const Manage = ({ incident }: { incident: Incident }) => {
  const r = useText(roomText)
  const [form, setForm] = useState<Form | null>(null)
  const { can } = incident
  if (can.addMember !== true && can.changeLead !== true) return null
  const verbs: { id: Form; label: string; offered: boolean }[] = [
    { id: 'add', label: r('addMember'), offered: can.addMember === true },
    {
      id: 'dismiss',
      label: r('dismiss'),
      offered: incident.members.some((member) => member.can.dismiss === true),
    },
    { id: 'lead', label: r('changeLead'), offered: can.changeLead === true },
  ]
  return (
    <div className="tg-room-form">
      <div className="links">
        {verbs
          .filter((verb) => verb.offered)
          .map((verb) => (
            <button
              key={verb.id}
              type="button"
              className="tg-link"
              aria-expanded={form === verb.id}
              onClick={() => setForm(form === verb.id ? null : verb.id)}
            >
              {verb.label}
            </button>
          ))}
      </div>
      {form === 'add' && <AddMemberForm incident={incident} onDone={() => setForm(null)} />}
      {form === 'dismiss' && <DismissForm incident={incident} onDone={() => setForm(null)} />}
      {form === 'lead' && <ChangeLeadForm incident={incident} onDone={() => setForm(null)} />}
    </div>
  )
}

const ROLES = ['lead', 'support', 'inform'] as const

/** Lead, support, informed; within a role as the duties list them. */
export const byRole = <M extends { role: (typeof ROLES)[number] }>(members: readonly M[]): M[] =>
  members.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))

type Planned = IncidentDraft['members'][number]
type LineProps = { member: Planned; presence: ReactNode; below?: ReactNode }

/** The same line for a member that is only planned. */
export const MemberLine = ({ member, presence, below }: LineProps) => {
  const t = useText(text)
  const b = useBilingual()
  const { agency: own } = useSignedIn()
  return (
    <div className="tg-member">
      <span className="role i3">{t(`role_${member.role}`)}</span>
      <span className={member.role === 'lead' ? 'who st' : 'who'}>
        {b(member.agency)}
        {member.agency.id === own.id && <small className="i3"> {t('mine')}</small>}
      </span>
      <span className="presence">{presence}</span>
      <small className="why i3 ell" title={b(member.why)}>
        {b(member.why)}
      </small>
      {below}
    </div>
  )
}

/** Filled: present. Hollow: not yet. The words beside it say the rest. */
const State = ({ member }: { member: Member }) => {
  const t = useText(text)
  if (!member.reachable) return <small className="st">{t('unreachable')}</small>
  // Whoever is only informed is not expected to come.
  if (!member.present && member.role === 'inform') return null
  return (
    <small className={member.present ? 'i3' : 'st'}>
      <i className={member.present ? 'dot' : 'dot n'} aria-hidden="true" />
      {member.present ? t('present') : t('absent')} {member.presentAt && <PortTime at={member.presentAt} />}
    </small>
  )
}

/** What is missing, the worst first; what the state already says is not said twice. */
const Gaps = ({ member }: { member: Member }) => {
  const r = useText(roomText)
  const b = useBilingual()
  const { agency: own } = useSignedIn()
  const gaps = member.gaps.filter((gap) => gap.kind !== 'unreachable' && gap.kind !== 'absent')
  const { tasks, files } = member.given
  return (
    <>
      {gaps.map((gap) => (
        <small key={gap.kind} className={gap.kind === 'overdue' ? 'gap st' : 'gap'}>
          {gap.taskId ? <a href={`#task-${gap.taskId}`}>{b(gap.text)}</a> : b(gap.text)}
        </small>
      ))}
      {tasks + files > 0 && member.agency.id !== own.id && (
        <small className="gap i3">{r('given', { tasks, files })}</small>
      )}
    </>
  )
}
