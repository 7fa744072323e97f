import { useState } from 'react'
import { Action, DataList, Loaded, Section, useBilingual, useText } from '../../../kit/public.ts'
import { put } from '../../api/public.ts'
import { ActFault, Confirm } from './parts.tsx'
import { text } from './text.ts'
import { type AgencyRow, useAct, useAgencies } from './use-administration.ts'

export const Agencies = () => {
  const t = useText(text)
  const agencies = useAgencies()
  const rows = useSteady(agencies.data?.rows ?? [])
  const members = rows.filter((agency) => agency.member).length
  return (
    <Section title={t('agencies')} finding={agencies.data && t('agenciesCount', { members, count: rows.length })}>
      <p className="tg-about i2">{t('agencyWords')}</p>
      <Loaded query={agencies}>
        {() => (
          <DataList label={t('agencyList')} rows={rows} rowKey={(agency) => agency.id}>
            {(agency) => <AgencyLine agency={agency} />}
          </DataList>
        )}
      </Loaded>
    </Section>
  )
}

const AgencyLine = ({ agency }: { agency: AgencyRow }) => {
  const t = useText(text)
  const b = useBilingual()
  const set = useAct((member: boolean) => put<void>(`/agencies/${agency.id}`, { member }))
  return (
    <div className="tg-agency">
      <span className={agency.member ? 'name' : 'name i3'} data-row="" tabIndex={-1}>
        {b(agency)}
      </span>
      <span className={agency.member ? 'i2' : 'i3'}>{t(agency.member ? 'member' : 'notMemberState')}</span>
      <div className="act">
        {agency.member ? (
          <Confirm
            small
            label={t('leave')}
            words={t('leaveWords')}
            sure={t('leaveSure')}
            busy={set.busy}
            onConfirm={() => set.run(false)}
          />
        ) : (
          <Action small busy={set.busy} onClick={() => void set.run(true)}>
            {t('join')}
          </Action>
        )}
        <ActFault problem={set.problem} />
      </div>
    </div>
  )
}

/** In the order in which they first came: who was let in does not jump away from under the hand. */
const useSteady = (rows: readonly AgencyRow[]): AgencyRow[] => {
  const [order] = useState(() => new Map<string, number>())
  for (const { id } of rows) if (!order.has(id)) order.set(id, order.size)
  return [...rows].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
}
