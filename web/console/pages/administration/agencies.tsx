import { Action, DataList, Loaded, Section, useBilingual, useText } from '../../../kit/public.ts'
import { put } from '../../api/public.ts'
import { ActFault, Confirm } from './parts.tsx'
import { text } from './text.ts'
import { type AgencyRow, useAct, useAgencies } from './use-administration.ts'

export const Agencies = () => {
  const t = useText(text)
  const agencies = useAgencies()
  const rows = agencies.data?.rows ?? []
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
            onConfirm={() => void set.run(false)}
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
