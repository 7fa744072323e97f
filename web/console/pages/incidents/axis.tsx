import { useEffect, useId, useRef, useState } from 'react'
import type { Incident, TimelineEntry } from '../../../../src/actions/respond/model.ts'
import {
  duration,
  LEVELS,
  LevelShape,
  type Locale,
  levelWord,
  portTime,
  type Translate,
  timeOfDay,
  useBilingual,
  useLocale,
  useNow,
  usePortZone,
  useText,
} from '../../../kit/public.ts'
import { shortName } from '../warnings/short-name.ts'
import { type Axis, type Due, layAxis, type Mark, textWidth } from './axis-geometry.ts'
import { isSettled } from './order.ts'
import { fromPortInput, toPortInput } from './port-input.ts'
import { text } from './text.ts'

/** Entries that change where the incident stands; the rest are in the list only. */
const SHOWN: ReadonlySet<string> = new Set([
  'incident.opened',
  'incident.closed',
  'task.completed',
  'task.blocked',
  'task.handover_accepted',
])

const LABEL_WIDTH = 180
/** Height of the bar of response levels, where there is one. */
const LEVELS_HEIGHT = 22
/** Room for the names of the strands. */
const INDENT = 96

/** One risk: what happened above its own line, what is due above another. */
const SINGLE = { height: 118, happenedY: 56, dueY: 84 }
/** Several: one line each, what happened above it and what is due below it. */
const STRAND_HEIGHT = 78
const STRAND_Y = 40

const short = (words: string, most = LABEL_WIDTH): string => {
  const signs = [...words]
  while (textWidth(signs.join('')) > most) signs.pop()
  return signs.length === [...words].length ? words : `${signs.join('').trimEnd()}…`
}

/** What happened and what is due on one line of time, drawn ahead of now. The list below says the same in words. */
export const TimeAxis = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const zone = usePortZone()
  const id = useId()
  const present = useNow()
  const [frame, width] = useWidth()
  const now = incident.closedAt ? new Date(incident.closedAt) : present
  const nowMs = now.getTime()
  const strands = incident.strands.length > 1 ? incident.strands : []
  const axis =
    width > 0
      ? layAxis({
          width,
          indent: strands.length > 0 ? INDENT : 0,
          strands: strands.map((strand) => strand.id),
          openedMs: Date.parse(incident.openedAt),
          nowMs,
          ...marksOf(incident, { t, b, locale, zone, now }),
          ended: incident.closedAt !== null,
          offsetMinutes: offsetOf(now, zone),
        })
      : undefined
  const timeAt = (ms: number) => portTime(new Date(ms), now, zone, locale)
  const { history } = incident.responding
  const top = history.length > 0 ? LEVELS_HEIGHT : 0
  const bottom = top + (strands.length > 0 ? strands.length * STRAND_HEIGHT : SINGLE.height)
  return (
    <div ref={frame} className="tg-axis">
      {axis && (
        <svg
          width={width}
          height={bottom + 18}
          role="img"
          aria-label={t('axis', { from: timeAt(axis.fromMs), to: timeAt(axis.toMs), now: timeAt(nowMs) })}
        >
          <defs>
            <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="4" height="4" className="ground" />
              <rect width="2" height="4" className="ink" />
            </pattern>
          </defs>
          {axis.ticks.map((tick) => (
            <g key={tick.at}>
              <path d={`M${tick.x} ${top + 8}V${bottom}`} className="grid" />
              {Math.abs(tick.x - axis.nowX) > 44 && tick.x > 24 && tick.x < width - 24 && (
                <text x={tick.x} y={bottom + 14} textAnchor="middle" className="t3">
                  {timeOfDay(new Date(tick.at), zone)}
                </text>
              )}
            </g>
          ))}
          {top > 0 && <LevelBars axis={axis} history={history} nowMs={nowMs} />}
          {strands.length === 0 ? (
            <>
              <path d={`M0 ${top + SINGLE.happenedY}H${axis.nowX}`} className="past" />
              <path d={`M${axis.nowX} ${top + SINGLE.dueY}H${width}`} className="ahead" />
              <DueMarks due={axis.due} y={top + SINGLE.dueY} nowX={axis.nowX} pattern={id} />
              <HappenedMarks marks={axis.happened} y={top + SINGLE.happenedY} lanes={2} />
            </>
          ) : (
            axis.strands.map((strand, i) => {
              const y = top + i * STRAND_HEIGHT + STRAND_Y
              return (
                <g key={strand.id}>
                  <text x={0} y={y + 4} className="t1 st">
                    <title>{b(strands[i] ?? incident.riskType)}</title>
                    {short(shortName(b(strands[i] ?? incident.riskType)), INDENT - 18)}
                  </text>
                  <path d={`M${INDENT} ${y}H${axis.nowX}`} className="past" />
                  <path d={`M${axis.nowX} ${y}H${width}`} className="ahead" />
                  <DueMarks due={strand.due} y={y} nowX={axis.nowX} pattern={id} />
                  <HappenedMarks marks={strand.happened} y={y} lanes={1} />
                </g>
              )
            })
          )}
          <path d={`M${axis.nowX} 4V${bottom}`} className="now" />
          <text x={axis.nowX} y={bottom + 14} textAnchor="middle" className="now-words">
            {timeOfDay(now, zone)}
          </text>
        </svg>
      )}
      {axis && axis.beyond > 0 && (
        <small className="beyond i3">{t('axisBeyond', { time: timeAt(axis.toMs), count: axis.beyond })}</small>
      )}
    </div>
  )
}

type Words = {
  t: Translate<(typeof text)['zh']>
  b: (words: { zh: string; en: string }) => string
  locale: Locale
  zone: string
  now: Date
}

/** What is drawn: acts that change where it stands, events where they happened, warnings, and what is due. */
const marksOf = (incident: Incident, { t, b, locale, zone, now }: Words): { happened: Mark[]; due: Due[] } => {
  const label = (at: number, words: string) => `${timeOfDay(new Date(at), zone)} ${short(words)}`
  const happened = [
    ...incident.timeline
      .filter(isShown)
      .map((entry) => ({ id: `${entry.act} ${entry.at}`, at: entry.at, words: b(entry.text), strand: entry.strand })),
    // Events stand where they happened, not where somebody wrote them down.
    ...incident.triggers.flatMap((trigger) =>
      trigger.recordedAt
        ? [
            {
              id: trigger.id,
              at: trigger.recordedAt,
              words: b(trigger),
              strand: incident.tasks.find((task) => task.clock.trigger.id === trigger.id)?.strand,
            },
          ]
        : [],
    ),
    ...incident.warnings.map((warning) => ({
      id: `${warning.level} ${warning.id}`,
      at: warning.at,
      words: levelWord(warning.level, locale),
      strand: warning.strand,
    })),
  ].map(({ id, at, words, strand }): Mark => ({ id, at: Date.parse(at), label: label(Date.parse(at), words), strand }))
  const due = incident.tasks.flatMap((task): Due[] => {
    const { dueAt, kind, overdue, pausedAt } = task.clock
    // A clock that stands has no place ahead: nobody knows when it goes on.
    if (dueAt === null || pausedAt !== null || isSettled(task)) return []
    const at = Date.parse(dueAt)
    const law = kind === 'statutory_numeric'
    const late = overdue ? ` ${t('axisLate', { duration: duration(now.getTime() - at, locale) })}` : ''
    const words = overdue
      ? `${short(b(task.title))}${late}`
      : `${label(at, b(task.title))} ${t(law ? 'axisLaw' : 'axisLocal')}`
    return [{ id: task.id, at, label: words, law, late: overdue, strand: task.strand }]
  })
  return { happened, due }
}

/** At which response level it stood when. */
const LevelBars = ({
  axis,
  history,
  nowMs,
}: {
  axis: Axis
  history: Incident['responding']['history']
  nowMs: number
}) => {
  const b = useBilingual()
  return (
    <>
      {history.map((one) => {
        const from = Math.max(0, axis.xOf(Math.max(Date.parse(one.from), axis.fromMs)))
        const to = axis.xOf(one.to ? Date.parse(one.to) : nowMs)
        return (
          <g key={one.from}>
            <rect x={from} y={2} width={Math.max(2, to - from - 1)} height={16} className="level" />
            {to - from > 36 && (
              <text x={from + 6} y={14} className="t1 st bare">
                {b(one.level)}
              </text>
            )}
          </g>
        )
      })}
    </>
  )
}

const DueMarks = ({ due, y, nowX, pattern }: { due: Axis['due']; y: number; nowX: number; pattern: string }) => (
  <>
    {due
      .filter((one) => one.late)
      .map((one) => (
        <rect
          key={one.id}
          x={Math.max(0, one.x)}
          y={y - 3}
          width={Math.max(0, nowX - Math.max(0, one.x))}
          height={6}
          fill={`url(#${pattern})`}
        />
      ))}
    {due.map((one) => (
      <g key={one.id}>
        <path d={`M${one.x} ${y - 9}V${y + 9}`} className={one.law ? 'due law' : 'due'} />
        {one.text && (
          <text
            x={one.text.x}
            y={y + 20 + one.text.lane * 15}
            textAnchor={one.text.anchor}
            className={one.late ? 't1 st' : 't1'}
          >
            {one.label}
          </text>
        )}
      </g>
    ))}
  </>
)

const HappenedMarks = ({ marks, y, lanes }: { marks: Axis['happened']; y: number; lanes: number }) => (
  <>
    {marks.map((one) => {
      const level = LEVELS.find((each) => one.id.startsWith(`${each} `))
      return (
        <g key={one.id}>
          {level ? (
            <g transform={`translate(${one.x - 7} ${y - 7})`}>
              <LevelShape level={level} />
            </g>
          ) : (
            <circle cx={one.x} cy={y} r={4} className="ink" />
          )}
          {one.text && one.text.lane < lanes && (
            <text x={one.text.x} y={y - 11 - one.text.lane * 16} textAnchor={one.text.anchor} className="t2 halo">
              {one.label}
            </text>
          )}
        </g>
      )
    })}
  </>
)

const isShown = (entry: TimelineEntry): boolean => SHOWN.has(entry.act)

/** Minutes by which the port's wall clock is ahead of UTC. */
const offsetOf = (at: Date, zone: string): number => {
  const wall = toPortInput(at, zone)
  const there = fromPortInput(wall, zone)
  return there ? Math.round((Date.parse(`${wall}:00Z`) - there.getTime()) / 60_000) : 0
}

const useWidth = () => {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [frame, width] as const
}
