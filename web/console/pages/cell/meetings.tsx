import { useNavigate } from 'react-router'
import type { MeetingRow } from '../../../../src/actions/cell/meeting/model.ts'
import { Action, DataList, EmptyState, Loaded, Page, Row, Section, useBilingual, useText } from '../../../kit/public.ts'
import { shortName } from '../warnings/short-name.ts'
import { Period } from './handover.tsx'
import { text } from './meeting-text.ts'
import { Resolutions } from './resolutions.tsx'
import { text as cellText } from './text.ts'
import { useMeetings } from './use-cell.ts'
import { CellViews } from './views.tsx'

/** Port office, duty officers: when do we meet, and what of the last meeting is still not done? */
const Meetings = () => {
  const t = useText(text)
  const w = useText(cellText)
  const navigate = useNavigate()
  const meetings = useMeetings()
  const ahead = meetings.data?.rows.filter((row) => row.state === 'planned').length ?? 0
  return (
    <Page
      title={w('meetings')}
      finding={ahead > 0 ? t('finding', { count: ahead }) : undefined}
      actions={
        meetings.data && (
          <Action allowed={meetings.data.can.plan} primary onClick={() => void navigate('/cell/meetings/new')}>
            {t('plan')}
          </Action>
        )
      }
      below={<CellViews />}
    >
      <Loaded query={meetings}>
        {({ rows, overdue }) => (
          <div className="tg-cell-list">
            {overdue.length > 0 && (
              <Section title={t('overdueList')} finding={t('overdueCount', { count: overdue.length })}>
                <Resolutions rows={overdue} ofMeeting />
              </Section>
            )}
            <DataList
              label={t('list')}
              rows={rows}
              rowKey={(row) => row.id}
              empty={<EmptyState>{t('empty')}</EmptyState>}
            >
              {(row) => <MeetingLine row={row} />}
            </DataList>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

export default Meetings

/** Circulated minutes that all have approved read as approved. */
export const stateWord = (row: Pick<MeetingRow, 'state' | 'answers'>) =>
  row.state === 'circulated' && row.answers.of > 0 && row.answers.approved === row.answers.of ? 'approved' : row.state

const MeetingLine = ({ row }: { row: MeetingRow }) => {
  const t = useText(text)
  const b = useBilingual()
  const { done, of, overdue } = row.resolutions
  return (
    <Row
      to={`/cell/meetings/${row.id}`}
      strong={row.waitsForMe}
      title={row.title}
      end={row.waitsForMe ? t('waitsForMe') : t(stateWord(row))}
      meta={
        <>
          <Period from={row.startsAt} to={row.endsAt} />
          <span>{t('hostIs', { agency: shortName(b(row.host)) })}</span>
          <span className="ell">{row.place}</span>
        </>
      }
      endMeta={
        <>
          {of === 0 ? t('noResolutions') : t('resolutionsCount', { done, of })}
          {overdue > 0 && <b> {t('overdueOf', { count: overdue })}</b>}
        </>
      }
    />
  )
}
