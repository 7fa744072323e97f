/**
 * The Situation for a room: readable from six metres, nothing to touch. Always dark; one size of everything that grows with
 * the screen. What does not fit is counted, never cut. Esc leads back.
 */
import { lazy, Suspense, useEffect } from 'react'
import { useNavigate } from 'react-router'
import type { MyTask } from '../../../../src/actions/respond/model.ts'
import type { WarningRow } from '../../../../src/actions/warn/model.ts'
import type { KindCount, Situation } from '../../../../src/app/situation/model.ts'
import {
  ClockBar,
  ClockWords,
  ErrorState,
  formatNumber,
  Level,
  Loading,
  timeOfDay,
  useBilingual,
  useLocale,
  useNow,
  usePageTitle,
  usePortZone,
  useText,
} from '../../../kit/public.ts'
import { useConnection, useSignedIn, useSiteLevel } from '../../api/public.ts'
import { byInterest, byOddness, rangeWords } from '../situation/findings.ts'
import { useSituation } from '../situation/use-situation.ts'
import { text } from './text.ts'
import './wall.css'

const PortMap = lazy(() => import('../../map/port-map.tsx'))

/** Rows that a wall of nine to sixteen holds at its smallest size of letters. */
const TASKS = 4
const WARNINGS = 5
const KINDS = 5

const WallPage = () => {
  const t = useText(text)
  const navigate = useNavigate()
  const { query } = useSituation()
  usePageTitle(t('title'))
  useEffect(() => {
    const leave = (event: KeyboardEvent) => event.key === 'Escape' && void navigate('/')
    addEventListener('keydown', leave)
    return () => removeEventListener('keydown', leave)
  }, [navigate])
  return (
    <div className="tg-wall" data-theme="dark">
      <Head />
      {query.data ? (
        <Shown situation={query.data} />
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Loading />
      )}
      <span className="for-readers">{t('leave')}</span>
    </div>
  )
}

export default WallPage

const Head = () => {
  const t = useText(text)
  const b = useBilingual()
  const { site } = useSignedIn()
  const now = useNow()
  const zone = usePortZone()
  const connection = useConnection()
  const { data } = useSiteLevel()
  return (
    <header>
      <h1>{b(site.name)}</h1>
      <span className="level">{data?.level ? t('level', { level: b(data.level) }) : t('levelUnknown')}</span>
      <span className="state">
        {connection === 'lost' ? t('lost') : t('live')}
        {site.synthetic && t('separator') + t('synthetic')}
      </span>
      <time dateTime={now.toISOString()}>{timeOfDay(now, zone)}</time>
    </header>
  )
}

const Shown = ({ situation }: { situation: Situation }) => {
  const { tasks, warnings, symbols } = situation
  return (
    <>
      <div className="columns">
        <Tasks tasks={tasks} />
        <div className="map">
          <Suspense fallback={<Loading />}>
            <PortMap symbols={symbols} still />
          </Suspense>
        </div>
        <Warnings warnings={warnings} />
      </div>
      <Kinds situation={situation} />
    </>
  )
}

const Tasks = ({ tasks }: { tasks: Situation['tasks'] }) => {
  const t = useText(text)
  const { overdue, dueSoon, rows } = tasks
  const rest = overdue + dueSoon - Math.min(rows.length, TASKS)
  return (
    <section>
      <h2>
        {overdue > 0 ? t('overdue', { count: overdue }) : t('noneOverdue')}
        <small>{dueSoon > 0 && t('dueSoon', { count: dueSoon })}</small>
      </h2>
      <ul>
        {rows.slice(0, TASKS).map((task) => (
          <Task key={task.id} task={task} />
        ))}
      </ul>
      {rest > 0 && <p className="rest">{t('more', { count: rest })}</p>}
    </section>
  )
}

const Task = ({ task }: { task: MyTask }) => {
  const t = useText(text)
  const b = useBilingual()
  const times = { startedAt: task.clock.startedAt, dueAt: task.clock.dueAt }
  return (
    <li>
      <b className="ell">{b(task.title)}</b>
      <span className="r">
        <ClockWords {...times} />
      </span>
      <small className="ell">
        {[b(task.agency), ...(task.status === 'blocked' ? [t('blocked')] : [])].join(t('separator'))}
      </small>
      <ClockBar {...times} />
    </li>
  )
}

const Warnings = ({ warnings }: { warnings: readonly WarningRow[] }) => {
  const t = useText(text)
  const rest = warnings.length - WARNINGS
  return (
    <section>
      <h2>
        {warnings.length > 0 ? t('warnings', { count: warnings.length }) : t('noWarnings')}
        <small>{warnings.length > 0 && t('acknowledged')}</small>
      </h2>
      <ul>
        {warnings.slice(0, WARNINGS).map((warning) => (
          <Warning key={warning.id} warning={warning} />
        ))}
      </ul>
      {rest > 0 && <p className="rest">{t('more', { count: rest })}</p>}
    </section>
  )
}

const Warning = ({ warning: { level, title, acks } }: { warning: WarningRow }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <li className="warning">
      <b className="ell">
        <Level level={level} size={40} /> {title}
      </b>
      <span className="r">
        {acks.done}/{acks.of}
      </span>
      <small className="ell">
        {acks.missing.length > 0 ? t('missing', { agencies: acks.missing.map(b).join(t('list')) }) : t('allTold')}
      </small>
    </li>
  )
}

/** What differs stands first. */
const Kinds = ({ situation }: { situation: Situation }) => {
  const kinds = byInterest(situation.kinds).slice(0, KINDS)
  const odd = byOddness(situation.domains).slice(0, KINDS - kinds.length)
  return (
    <footer>
      {kinds.map((count) => (
        <Kind key={`${count.kind.id} ${count.measure}`} count={count} />
      ))}
      {odd.map(({ domain, today, usual }) => (
        <Figure key={domain.id} name={domain} number={today} usual={usual} strong />
      ))}
    </footer>
  )
}

const Kind = ({ count: { kind, measure, hour, usual, differs } }: { count: KindCount }) => {
  const t = useText(text)
  const b = useBilingual()
  const name = t(measure === 'received' ? 'received' : 'needsPerson', { kind: b(kind) })
  return <Figure name={{ zh: name, en: name }} number={hour} unit={t('hour')} usual={usual} strong={differs} />
}

type FigureProps = {
  name: { zh: string; en: string }
  number: number
  unit?: string
  usual: KindCount['usual']
  strong: boolean
}

const Figure = ({ name, number, unit, usual, strong }: FigureProps) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  return (
    <div className={strong ? 'tg-wall-figure strong' : 'tg-wall-figure'}>
      <span className="ell">{b(name)}</span>
      <b>
        {formatNumber(number, locale)}
        {unit && <small>{unit}</small>}
      </b>
      <small>{usual ? t('usual', { range: rangeWords(usual) }) : t('unknown')}</small>
    </div>
  )
}
