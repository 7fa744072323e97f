import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Incident } from '../../../../../src/actions/respond/model.ts'
import { useText } from '../../../../kit/public.ts'
import { ReportTab } from '../report/report-tab.tsx'
import { DeliberateTab } from './deliberate-tab.tsx'
import { text } from './text.ts'
import { useDeliberation } from './use-deliberation.ts'
import './deliberate.css'

const TABS = ['work', 'deliberate', 'report'] as const

/** The work, the thinking, the reports: three views of one incident, kept in the address. */
export const RoomTabs = ({ incident, children }: { incident: Incident; children: ReactNode }) => {
  const t = useText(text)
  const [params] = useSearchParams()
  const chosen = TABS.find((tab) => tab === params.get('tab')) ?? 'work'
  const open = useDeliberation(incident.id).data?.decisions.filter((one) => !one.decided).length ?? 0
  const words = {
    work: t('tabWork'),
    deliberate: open > 0 ? t('tabDeliberateCount', { count: open }) : t('tabDeliberate'),
    report: t('tabReport'),
  }
  return (
    <>
      <nav className="tg-dl-tabs" aria-label={t('tabs')}>
        {TABS.map((tab) => (
          <Link
            key={tab}
            to={tab === 'work' ? `/incidents/${incident.id}` : `/incidents/${incident.id}?tab=${tab}`}
            aria-current={tab === chosen ? 'page' : undefined}
            preventScrollReset
          >
            {words[tab]}
          </Link>
        ))}
      </nav>
      {chosen === 'work' && children}
      {chosen === 'deliberate' && <DeliberateTab incidentId={incident.id} />}
      {chosen === 'report' && <ReportTab incidentId={incident.id} />}
    </>
  )
}
