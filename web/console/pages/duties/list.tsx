import { Link } from 'react-router'
import type { DutyLine, DutyListOfAgency } from '../../../../src/environment/duties/browse-model.ts'
import { EmptyState, Loaded, Page, useAddress, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { useSignedIn } from '../../api/public.ts'
import { text } from './entry-text.ts'
import { AgencyChoice, Choice } from './filters.tsx'
import { Articles, Due, Flags, useNames } from './parts.tsx'
import { useDutyList, useRenewDuties } from './use-duties.ts'
import './duties.css'

/** What a post must and may do, by which statute, and to whom it hands over: for the wall beside the desk. */
const DutyList = () => {
  const t = useText(text)
  const { agency: own } = useSignedIn()
  const [agency] = useAddress('agency', own.id)
  const [asOf] = useAddress('asOf')
  const list = useDutyList(agency, asOf)
  useRenewDuties()
  const count = (role: DutyLine['role']) => list.data?.rows.filter((row) => row.role === role).length ?? 0
  return (
    <div className="tg-duties tg-duty-list">
      <Page
        title={t('listTitle')}
        finding={
          list.data &&
          t('listFinding', {
            count: list.data.rows.length,
            lead: count('lead'),
            support: count('support'),
            inform: count('inform'),
          })
        }
        actions={
          <>
            <Link to="/duties">{t('back')}</Link>
            <button type="button" className="tg-button" onClick={() => window.print()}>
              {t('listPrint')}
            </button>
          </>
        }
        below={<Choices agency={agency} list={list.data} />}
      >
        {agency === '' ? (
          <EmptyState>{t('choose')}</EmptyState>
        ) : (
          <Loaded query={list}>{(found) => <Sheet list={found} />}</Loaded>
        )}
      </Page>
    </div>
  )
}

export default DutyList

const Choices = ({ agency, list }: { agency: string; list: DutyListOfAgency | undefined }) => {
  const t = useText(text)
  const b = useBilingual()
  const [post] = useAddress('post')
  return (
    <div className="tg-filters">
      <AgencyChoice value={agency} />
      {list && list.posts.length > 0 && (
        <Choice
          name="post"
          label={t('listPost')}
          value={post}
          any={t('listWhole')}
          options={list.posts.map((one) => ({ value: one.id, label: b(one) }))}
        />
      )}
    </div>
  )
}

const ROLES = ['lead', 'support', 'inform'] as const

const Sheet = ({ list }: { list: DutyListOfAgency }) => {
  const t = useText(text)
  const b = useBilingual()
  const [post] = useAddress('post')
  const named = list.posts.find((one) => one.id === post)
  if (list.rows.length === 0) return <EmptyState>{t('listEmpty')}</EmptyState>
  return (
    <article className="tg-sheet">
      <h2>{t('listHead', { agency: b(list.fullName) })}</h2>
      <p className="i3 sm">
        {t('listOf', { post: named ? b(named) : t('listWhole'), day: list.day, version: list.version })}
        {!list.member && `${t('separator')}${t('listNotMember')}`}
      </p>
      {ROLES.map((role) => {
        const rows = list.rows.filter((row) => row.role === role)
        if (rows.length === 0) return null
        return (
          <table key={role}>
            <caption>{t(role)}</caption>
            <thead>
              <tr>
                <th scope="col">{t('colDuty')}</th>
                <th scope="col">{t('colPower')}</th>
                <th scope="col">{t('colLimits')}</th>
                <th scope="col">{t('colHandover')}</th>
                <th scope="col">{t('colDeadlines')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={row.row} row={row} />
              ))}
            </tbody>
          </table>
        )
      })}
      <p className="i3 sm">{t('listDisclaimer')}</p>
    </article>
  )
}

const Line = ({ row }: { row: DutyLine }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const names = useNames()
  return (
    <tr>
      <td>
        <Link to={`/duties/${row.row}`}>{b(row.duty)}</Link>
        <small className="i3">
          {row.row} {names(row.places)}
          {t('separator')}
          {b(row.phase)}
        </small>
        <Flags flags={row.flags} />
      </td>
      <td>
        {row.role === 'inform' ? (
          <span className="i3">{t('receives')}</span>
        ) : row.powers.length === 0 ? (
          <b>{t('planOnly')}</b>
        ) : (
          row.powers.map((power) => (
            <p key={`${power.basis.instrument} ${power.basis.articles.join(' ')} ${power.what.zh}`}>
              {b(power.what) && <span>{b(power.what)} </span>}
              <small className="i2">
                {power.basis[locale]} <Articles of={power.basis.articles} />
              </small>
            </p>
          ))
        )}
      </td>
      <td>{row.limits.length === 0 ? <span className="i3">{t('noLimit')}</span> : row.limits.map(b).join(' ')}</td>
      <td>
        {row.handovers.length === 0 ? (
          <span className="i3">{t('noHandover')}</span>
        ) : (
          row.handovers.map((one) => (
            <p key={`${one.to.id} ${one.trigger.zh}`}>
              {b(one.to)} <small className="i2">{b(one.trigger)}</small>
            </p>
          ))
        )}
      </td>
      <td>
        {row.deadlines.map((one) => (
          <p key={one.id}>
            <small>{b(one.event)}</small> <Due deadline={one} />
          </p>
        ))}
      </td>
    </tr>
  )
}
