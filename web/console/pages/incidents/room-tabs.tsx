/**
 * The tabs of a room. One line a tab: a key for the address, its word in room-text.ts, and the component that shows it. The overview is
 * first and leaves no trace in the address.
 */
import type { ComponentType } from 'react'
import type { Incident } from '../../../../src/actions/respond/model.ts'
import { useAddress, useText } from '../../../kit/public.ts'
import { DeliberateTab } from './deliberate/deliberate-tab.tsx'
import { useDeliberation } from './deliberate/use-deliberation.ts'
import { Overview } from './overview.tsx'
import { ReportTab } from './report/report-tab.tsx'
import { text } from './room-text.ts'
import { WholeTimeline } from './timeline.tsx'

export type TabProps = { incident: Incident; onClose: () => void }
type Tab = {
  key: string
  word: 'tabOverview' | 'tabDeliberate' | 'tabReport' | 'tabTimeline'
  show: ComponentType<TabProps>
}

/* biome-ignore format: a table reads best with one line a tab */
const TABS: readonly Tab[] = [
  { key: '', word: 'tabOverview', show: Overview },
  { key: 'deliberate', word: 'tabDeliberate', show: ({ incident }) => <DeliberateTab incidentId={incident.id} /> },
  { key: 'report', word: 'tabReport', show: ({ incident }) => <ReportTab incidentId={incident.id} /> },
  { key: 'timeline', word: 'tabTimeline', show: WholeTimeline },
]

export const useRoomTab = (): Tab => {
  const [asked] = useAddress('tab')
  return TABS.find((tab) => tab.key === asked) ?? TABS[0]!
}

export const RoomTabs = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const [, choose] = useAddress('tab')
  const shown = useRoomTab()
  const waiting = useDeliberation(incident.id).data?.decisions.filter((one) => !one.decided).length ?? 0
  return (
    <nav className="tg-room-tabs" aria-label={t('tabs')}>
      {TABS.map((tab) => (
        <button
          key={tab.key}
          type="button"
          aria-current={tab === shown ? 'page' : undefined}
          onClick={() => choose(tab.key)}
        >
          {tab.key === 'deliberate' && waiting > 0 ? t('tabDeliberateCount', { count: waiting }) : t(tab.word)}
        </button>
      ))}
    </nav>
  )
}
