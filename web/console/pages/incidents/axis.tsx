import { useEffect, useId, useRef, useState } from 'react'
import type { Incident, TimelineEntry } from '../../../../src/actions/respond/model.ts'
import {
  duration,
  portTime,
  timeOfDay,
  useBilingual,
  useLocale,
  useNow,
  usePortZone,
  useText,
} from '../../../kit/public.ts'
import { type Due, layAxis, type Mark, textWidth } from './axis-geometry.ts'
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
const LINE_Y = 56
const DUE_Y = 84

const short = (words: string): string => {
  const signs = [...words]
  while (textWidth(signs.join('')) > LABEL_WIDTH) signs.pop()
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
  const label = (at: number, words: string) => `${timeOfDay(new Date(at), zone)} ${short(words)}`
  const happened: Mark[] = [
    ...incident.timeline
      .filter(isShown)
      .map((entry) => ({ id: `${entry.act} ${entry.at}`, at: entry.at, words: b(entry.text) })),
    // Events stand where they happened, not where somebody wrote them down.
    ...incident.triggers.flatMap((trigger) =>
      trigger.recordedAt ? [{ id: trigger.id, at: trigger.recordedAt, words: b(trigger) }] : [],
    ),
  ].map(({ id, at, words }) => ({ id, at: Date.parse(at), label: label(Date.parse(at), words) }))
  const due = incident.tasks.flatMap((task): Due[] => {
    const { dueAt, kind, overdue } = task.clock
    if (dueAt === null || isSettled(task)) return []
    const at = Date.parse(dueAt)
    const law = kind === 'statutory_numeric'
    const late = overdue ? ` ${t('axisLate', { duration: duration(now.getTime() - at, locale) })}` : ''
    const words = overdue
      ? `${short(b(task.title))}${late}`
      : `${label(at, b(task.title))} ${t(law ? 'axisLaw' : 'axisLocal')}`
    return [{ id: task.id, at, label: words, law, late: overdue }]
  })
  const nowMs = now.getTime()
  const axis =
    width > 0
      ? layAxis({
          width,
          openedMs: Date.parse(incident.openedAt),
          nowMs,
          happened,
          due,
          ended: incident.closedAt !== null,
          offsetMinutes: offsetOf(now, zone),
        })
      : undefined
  const timeAt = (ms: number) => portTime(new Date(ms), now, zone, locale)
  return (
    <div ref={frame} className="tg-axis">
      {axis && (
        <svg
          width={width}
          height={136}
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
              <path d={`M${tick.x} 8V118`} className="grid" />
              {Math.abs(tick.x - axis.nowX) > 44 && tick.x > 24 && tick.x < width - 24 && (
                <text x={tick.x} y={132} textAnchor="middle" className="t3">
                  {timeOfDay(new Date(tick.at), zone)}
                </text>
              )}
            </g>
          ))}
          <path d={`M0 ${LINE_Y}H${axis.nowX}`} className="past" />
          <path d={`M${axis.nowX} ${DUE_Y}H${width}`} className="ahead" />
          {axis.due
            .filter((one) => one.late)
            .map((one) => (
              <rect
                key={one.id}
                x={Math.max(0, one.x)}
                y={DUE_Y - 3}
                width={Math.max(0, axis.nowX - Math.max(0, one.x))}
                height={6}
                fill={`url(#${id})`}
              />
            ))}
          <path d={`M${axis.nowX} 4V118`} className="now" />
          {axis.due.map((one) => (
            <g key={one.id}>
              <path d={`M${one.x} ${DUE_Y - 9}V${DUE_Y + 9}`} className={one.law ? 'due law' : 'due'} />
              {one.text && (
                <text
                  x={one.text.x}
                  y={DUE_Y + 20 + one.text.lane * 15}
                  textAnchor={one.text.anchor}
                  className={one.late ? 't1 st' : 't1'}
                >
                  {one.label}
                </text>
              )}
            </g>
          ))}
          {axis.happened.map((one) => (
            <g key={one.id}>
              <circle cx={one.x} cy={LINE_Y} r={4} className="ink" />
              {one.text && (
                <text
                  x={one.text.x}
                  y={LINE_Y - 11 - one.text.lane * 16}
                  textAnchor={one.text.anchor}
                  className="t2 halo"
                >
                  {one.label}
                </text>
              )}
            </g>
          ))}
          <text x={axis.nowX} y={132} textAnchor="middle" className="now-words">
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
