import { useState } from 'react'
import type { Rosters, RosterView } from '../../../../src/engine/coordination/roster/model.ts'
import {
  Action,
  Column,
  Columns,
  EmptyState,
  Loaded,
  Page,
  Section,
  useAddress,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { shortName } from '../warnings/short-name.ts'
import { OnNow } from './on-now.tsx'
import { RosterForm } from './roster-form.tsx'
import { text } from './roster-text.ts'
import { RosterTools } from './roster-tools.tsx'
import { Swaps } from './swaps.tsx'
import { text as cellText } from './text.ts'
import { useRoster, useRosters } from './use-cell.ts'
import { CellViews } from './views.tsx'
import { Week } from './week.tsx'
import { dayPlus, dayWords } from './week-days.ts'

/** Duty officer at three in the morning: who is on, at which number, and where is nobody? */
const RosterPage = () => {
  const t = useText(text)
  const w = useText(cellText)
  const rosters = useRosters()
  const [creating, setCreating] = useState(false)
  const gaps = rosters.data?.rows.reduce((sum, row) => sum + row.gaps, 0) ?? 0
  return (
    <Page
      title={w('cell')}
      name={w('roster')}
      finding={gaps > 0 ? t('gapAhead', { count: gaps }) : undefined}
      actions={
        rosters.data && (
          <Action allowed={rosters.data.can.create} onClick={() => setCreating(!creating)}>
            {t('create')}
          </Action>
        )
      }
      below={<CellViews />}
    >
      {creating && <RosterForm onDone={() => setCreating(false)} />}
      <Loaded query={rosters}>{(data) => <Sheet rosters={data} />}</Loaded>
    </Page>
  )
}

export default RosterPage

const Sheet = ({ rosters }: { rosters: Rosters }) => {
  const t = useText(text)
  const b = useBilingual()
  const [asked, ask] = useAddress('roster')
  const [from, setFrom] = useAddress('from')
  const chosen = rosters.rows.find((row) => row.id === asked) ?? rosters.rows[0]
  const roster = useRoster(chosen?.id, from)
  return (
    <Columns template="340px minmax(0, 1fr)">
      <Column>
        <OnNow rows={rosters.onNow} />
        <Gaps rows={rosters.rows} onAsk={ask} />
        {roster.data && <Swaps roster={roster.data} />}
      </Column>
      <Column>
        {chosen === undefined ? (
          <EmptyState>{t(rosters.can.create === true ? 'noRoster' : 'noRosterRead')}</EmptyState>
        ) : (
          <>
            {rosters.rows.length > 1 && (
              <nav className="tg-cell-rosters" aria-label={t('rosters')}>
                {rosters.rows.map((row) => (
                  <button
                    key={row.id}
                    type="button"
                    aria-pressed={row.id === chosen.id}
                    onClick={() => ask(row.id)}
                    title={b(row.agency)}
                  >
                    {row.title}
                    {row.gaps > 0 && <small className="i3"> {t('gapsCount', { count: row.gaps })}</small>}
                  </button>
                ))}
              </nav>
            )}
            <Loaded query={roster}>
              {(data) => (
                <>
                  <WeekHead roster={data} onFrom={setFrom} />
                  <Week key={`${data.id} ${data.from}`} roster={data} />
                  <Findings roster={data} />
                  <RosterTools key={data.id} roster={data} />
                </>
              )}
            </Loaded>
          </>
        )}
      </Column>
    </Columns>
  )
}

const WeekHead = ({ roster, onFrom }: { roster: RosterView; onFrom: (from: string) => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  return (
    <div className="tg-cell-week-head">
      <h2>{roster.title}</h2>
      <span className="i2">
        {shortName(b(roster.agency))} {t('week', { from: dayWords(roster.from, locale) })}
      </span>
      <span className="e">
        <button type="button" className="tg-button" onClick={() => onFrom(dayPlus(roster.from, -7))}>
          {t('earlier')}
        </button>
        <button type="button" className="tg-button" onClick={() => onFrom('')}>
          {t('thisWeek')}
        </button>
        <button type="button" className="tg-button" onClick={() => onFrom(dayPlus(roster.from, 7))}>
          {t('later')}
        </button>
      </span>
    </div>
  )
}

/** Across all rosters: the next duty that nobody stands, each opening its roster. */
const Gaps = ({ rows, onAsk }: { rows: Rosters['rows']; onAsk: (id: string) => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const open = rows.filter((row) => row.nextGap !== null)
  if (rows.length === 0) return null
  return (
    <Section title={t('gapsAhead')}>
      {open.length === 0 ? (
        <EmptyState>{t('fullAhead')}</EmptyState>
      ) : (
        <ul className="tg-cell-findings">
          {open.map((row) => (
            <li key={row.id}>
              <span className="st">{row.nextGap && b(row.nextGap.text)}</span>
              <button type="button" className="tg-cell-link" onClick={() => onAsk(row.id)}>
                {t('gapsOf', { title: row.title, count: row.gaps })}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Of the week shown: every gap, every double. */
const Findings = ({ roster }: { roster: RosterView }) => {
  const t = useText(text)
  const b = useBilingual()
  const { findings } = roster
  return (
    <Section title={t('gaps')} finding={findings.length > 0 ? t('gapsCount', { count: findings.length }) : t('noGaps')}>
      {findings.length > 0 && (
        <ul className="tg-cell-findings">
          {findings.map((one) => (
            <li key={`${one.kind} ${one.from} ${one.line}`}>{b(one.text)}</li>
          ))}
        </ul>
      )}
    </Section>
  )
}
