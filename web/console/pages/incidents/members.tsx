import type { ReactNode } from 'react'
import type { Incident, IncidentDraft } from '../../../../src/actions/respond/model.ts'
import { PortTime, Section, useBilingual, useText } from '../../../kit/public.ts'
import { useSignedIn } from '../../api/public.ts'
import { text } from './text.ts'

/** Who is in it, by which duty, and who is not there yet. */
export const Members = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const absent = incident.members.filter((member) => !member.present && member.role !== 'inform').length
  const finding = [
    t('membersFinding', { count: incident.members.length }),
    ...(absent > 0 ? [t('membersAbsent', { count: absent })] : []),
  ].join(t('comma'))
  return (
    <Section title={t('members')} finding={finding}>
      <ul className="tg-members">
        {byRole(incident.members).map((member) => (
          <li key={member.agency.id}>
            <MemberLine member={member} presence={<Presence member={member} />} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

const ROLES = ['lead', 'support', 'inform'] as const

/** Lead, support, informed; within a role as the duties list them. */
export const byRole = <M extends { role: (typeof ROLES)[number] }>(members: readonly M[]): M[] =>
  members.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))

type Planned = IncidentDraft['members'][number]

/** The same line for a member that is only planned. */
export const MemberLine = ({ member, presence }: { member: Planned; presence: ReactNode }) => {
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
    </div>
  )
}

const Presence = ({ member }: { member: Incident['members'][number] }) => {
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
