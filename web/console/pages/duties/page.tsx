import { Link } from 'react-router'
import { Page, useLocale, useText } from '../../../kit/public.ts'
import { apiUrl } from '../../api/public.ts'
import { Calendar } from './calendar.tsx'
import { Filters, useView, type View } from './filters.tsx'
import { Leads } from './leads.tsx'
import { Deadlines, Laws, Reviews, Rows } from './lists.tsx'
import { text } from './text.ts'
import {
  type Filter,
  useCalendar,
  useDeadlines,
  useFilter,
  useLaws,
  useLeads,
  useRenewDuties,
  useReviews,
  useRows,
} from './use-duties.ts'
import './duties.css'

/** Everyone: who leads here, by which article? */
const Duties = () => {
  const t = useText(text)
  const locale = useLocale()
  const filter = useFilter()
  const view = useView()
  const leads = useLeads(filter.jurisdiction, filter.asOf).data
  useRenewDuties()
  return (
    <div className="tg-duties">
      <Page
        title={t('title')}
        finding={<Finding view={view} filter={filter} />}
        actions={
          <>
            {view === 'rows' && (
              <a className="tg-button" href={apiUrl('/duties/rows.csv', { ...filter, language: locale })} download>
                {t('exportRows')}
              </a>
            )}
            <Link
              className="tg-button"
              to={`/duties/list${filter.agency === '' ? '' : `?agency=${encodeURIComponent(filter.agency)}`}`}
            >
              {t('print')}
            </Link>
          </>
        }
        below={<Filters filter={filter} today={leads?.today} jurisdiction={leads?.jurisdiction} />}
      >
        {view === 'leads' && <Leads filter={filter} />}
        {view === 'rows' && <Rows filter={filter} />}
        {view === 'deadlines' && <Deadlines filter={filter} />}
        {view === 'laws' && <Laws filter={filter} />}
        {view === 'reviews' && <Reviews />}
        {view === 'calendar' && <Calendar />}
      </Page>
    </div>
  )
}

export default Duties

const Finding = ({ view, filter }: { view: View; filter: Filter }) => {
  switch (view) {
    case 'leads':
      return <LeadsFinding filter={filter} />
    case 'rows':
      return <RowsFinding filter={filter} />
    case 'deadlines':
      return <DeadlinesFinding filter={filter} />
    case 'laws':
      return <LawsFinding filter={filter} />
    case 'reviews':
      return <ReviewsFinding />
    case 'calendar':
      return <CalendarFinding />
  }
}

const LeadsFinding = ({ filter }: { filter: Filter }) => {
  const t = useText(text)
  const { data } = useLeads(filter.jurisdiction, filter.asOf)
  return data && t('findingLeads', { risks: data.rows.length, unowned: data.unowned, conflicts: data.conflicts })
}
const RowsFinding = ({ filter }: { filter: Filter }) => {
  const t = useText(text)
  const { data } = useRows(filter)
  return data && t('findingRows', { count: data.rows.length, of: data.of })
}
const DeadlinesFinding = ({ filter }: { filter: Filter }) => {
  const t = useText(text)
  const { data } = useDeadlines(filter)
  return data && t('findingDeadlines', { count: data.rows.length, of: data.of })
}
const LawsFinding = ({ filter }: { filter: Filter }) => {
  const t = useText(text)
  const { data } = useLaws(filter)
  return data && t('findingLaws', { count: data.rows.length, of: data.of })
}
const ReviewsFinding = () => {
  const t = useText(text)
  const { data } = useReviews('open')
  return data && t('findingReviews', { count: data.open })
}
const CalendarFinding = () => {
  const t = useText(text)
  const { data } = useCalendar()
  return (
    data &&
    t('findingCalendar', { count: data.years.length, missing: data.years.filter((one) => !one.complete).length })
  )
}
