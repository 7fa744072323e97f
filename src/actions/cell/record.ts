/**
 * What the record says at an instant, in lines: the raw material of briefs, hand-overs and agendas. Read under the caller's
 * policy; each line carries the circle of the row that it is drawn from, so that whoever keeps the line can give it the meet
 * of both audiences. Words are frozen here: a document says what was so when it was made.
 */
import { type Bilingual, MINUTE_MS } from '../../base/public.ts'
import { type Call, readLedgerStatus } from '../../ledger/public.ts'
import type { WarningLevel } from '../warn/public.ts'
import type { Section } from './model.ts'

export type RecordLine = {
  section: Section
  object: string | null
  circleId: number
  text: Bilingual
  path: string
  strong: boolean
}

/** Lines of one kind; the newest first where there are more. Judgement, not validated. */
const MOST = 60

const LEVELS: Readonly<Record<WarningLevel, Bilingual>> = {
  red: { zh: '红色', en: 'Red' },
  orange: { zh: '橙色', en: 'Orange' },
  yellow: { zh: '黄色', en: 'Yellow' },
  blue: { zh: '蓝色', en: 'Blue' },
}

/** `11-25 07:30` at the port. */
export const timeWords = (at: Date, zone: string): string => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`
}

type WarningSql = {
  id: string
  circle_id: number
  level: WarningLevel
  title: string
  issued_at: Date
  ended_at: Date | null
  done: number
  of: number
  overdue: number
  missing_zh: string[] | null
  missing_en: string[] | null
}

/** Warnings that are open, and those that were issued or ended since. What is not acknowledged stands first. */
export const warningLines = async (call: Call, since: Date, openOnly = false): Promise<RecordLine[]> => {
  const rows = await call.tx.query<WarningSql>(
    `select w.id, w.circle_id, w.level, w.title, w.issued_at, w.ended_at, count(a.*)::int as of, count(a.acknowledged_at)::int as done,
            count(*) filter (where a.acknowledged_at is null and a.due_at <= $2 and w.ended_at is null)::int as overdue,
            array_agg(g.zh order by a.ordinal) filter (where a.acknowledged_at is null) as missing_zh,
            array_agg(g.en order by a.ordinal) filter (where a.acknowledged_at is null) as missing_en
       from warning w left join warning_ack a on a.realm = w.realm and a.warning_id = w.id left join agency g on g.agency_id = a.agency_id
      where w.realm = $1 and (w.ended_at is null or (not $4 and (w.ended_at >= $3 or w.issued_at >= $3)))
      group by w.realm, w.id order by overdue desc, w.issued_at desc limit $5`,
    [call.realm, call.at, since, openOnly, MOST],
  )
  return rows.map((row) => {
    const isNew = row.issued_at >= since
    const missing = row.missing_zh?.length ?? 0
    const zh = [
      `${LEVELS[row.level].zh}预警“${row.title}”`,
      row.ended_at ? '已解除' : isNew ? '新发布' : '未解除',
      `${row.done}/${row.of} 家已确认`,
      ...(missing > 0 && !row.ended_at ? [`未确认：${row.missing_zh!.join('、')}`] : []),
    ].join('，')
    const en = [
      `${LEVELS[row.level].en} warning “${row.title}”`,
      row.ended_at ? 'ended' : isNew ? 'new' : 'open',
      `${row.done} of ${row.of} acknowledged`,
      ...(missing > 0 && !row.ended_at ? [`missing: ${row.missing_en!.join(', ')}`] : []),
    ].join(', ')
    return {
      section: 'warnings',
      object: `warning/${row.id}`,
      circleId: row.circle_id,
      text: { zh, en },
      path: `/warnings/${row.id}`,
      strong: row.overdue > 0,
    }
  })
}

type IncidentSql = {
  id: string
  circle_id: number
  no: string
  title: string
  opened_at: Date
  closed_at: Date | null
  level: WarningLevel | null
  of: number
  done: number
  overdue: number
}

/** Incidents that are open, and those that were closed since, with the level of their warning. */
export const incidentLines = async (call: Call, since: Date): Promise<RecordLine[]> => {
  const rows = await call.tx.query<IncidentSql>(
    `select i.id, i.circle_id, i.no, i.title, i.opened_at, i.closed_at,
            (select w.level from case_link l join warning w on w.realm = l.realm and w.id = l.warning_id
              where l.realm = i.realm and l.incident_id = i.id order by l.linked_at limit 1) as level,
            count(t.*) filter (where t.status not in ('waived', 'not_applicable'))::int as of,
            count(t.*) filter (where t.status = 'done')::int as done,
            count(t.*) filter (where t.status in ('open', 'accepted', 'blocked') and t.due_at <= $2)::int as overdue
       from incident i join incident f on f.realm = i.realm and i.id in (f.id, f.merged_into)
       left join task t on t.realm = f.realm and t.incident_id = f.id
      where i.realm = $1 and i.merged_into is null and (i.closed_at is null or i.closed_at >= $3)
      group by i.realm, i.id order by i.opened_at desc limit $4`,
    [call.realm, call.at, since, MOST],
  )
  return rows.map((row) => {
    const level = row.level ? LEVELS[row.level] : null
    const state: Bilingual = row.closed_at
      ? { zh: '已结案', en: 'closed' }
      : row.opened_at >= since
        ? { zh: '新启动', en: 'new' }
        : { zh: '处置中', en: 'going on' }
    return {
      section: 'incidents',
      object: `incident/${row.id}`,
      circleId: row.circle_id,
      text: {
        zh: [
          `${row.no}“${row.title}”`,
          ...(level ? [`依据${level.zh}预警`] : []),
          state.zh,
          `${row.done}/${row.of} 项任务已办`,
          ...(row.overdue > 0 ? [`${row.overdue} 项超时`] : []),
        ].join('，'),
        en: [
          `${row.no} “${row.title}”`,
          ...(level ? [`on a ${level.en.toLowerCase()} warning`] : []),
          state.en,
          `${row.done} of ${row.of} tasks done`,
          ...(row.overdue > 0 ? [`${row.overdue} overdue`] : []),
        ].join(', '),
      },
      path: `/incidents/${row.id}`,
      strong: row.overdue > 0,
    }
  })
}

type TaskSql = {
  id: string
  circle_id: number
  incident_id: string
  no: string
  zh: string
  en: string
  agency_zh: string
  agency_en: string
  due_at: Date | null
  note: string | null
}

const TASKS = `select t.id, t.circle_id, t.incident_id, i.no, t.title_zh as zh, t.title_en as en, g.zh as agency_zh, g.en as agency_en, t.due_at, t.note
    from task t join incident i on i.realm = t.realm and i.id = t.incident_id join agency g on g.agency_id = t.agency_id
   where t.realm = $1 and i.closed_at is null`

const taskLine = (row: TaskSql, section: Section, why: Bilingual, strong: boolean): RecordLine => ({
  section,
  object: `task/${row.id}`,
  circleId: row.circle_id,
  text: {
    zh: `${row.agency_zh}：${row.zh}（${row.no}），${why.zh}`,
    en: `${row.agency_en}: ${row.en} (${row.no}), ${why.en}`,
  },
  path: `/incidents/${row.incident_id}`,
  strong,
})

const lengthWords = (ms: number): Bilingual => {
  const minutes = Math.floor(ms / MINUTE_MS)
  if (minutes < 100) return { zh: `${minutes} 分钟`, en: `${minutes} min` }
  const hours = Math.floor(minutes / 60)
  return hours < 72
    ? { zh: `${hours} 小时`, en: `${hours} h` }
    : { zh: `${Math.floor(hours / 24)} 天`, en: `${Math.floor(hours / 24)} days` }
}

export const overdueTaskLines = async (call: Call, zone: string): Promise<RecordLine[]> =>
  (
    await call.tx.query<TaskSql>(
      `${TASKS} and t.status in ('open', 'accepted', 'blocked') and t.due_at <= $2 order by t.due_at, t.id limit $3`,
      [call.realm, call.at, MOST],
    )
  ).map((row) => {
    const late = lengthWords(call.at.getTime() - row.due_at!.getTime())
    const due = timeWords(row.due_at!, zone)
    return taskLine(
      row,
      'overdue',
      { zh: `应于 ${due} 办结，已超 ${late.zh}`, en: `due ${due}, ${late.en} late` },
      true,
    )
  })

export const dueTaskLines = async (call: Call, until: Date, zone: string): Promise<RecordLine[]> =>
  (
    await call.tx.query<TaskSql>(
      `${TASKS} and t.status in ('open', 'accepted', 'blocked') and t.due_at > $2 and t.due_at <= $3 order by t.due_at, t.id limit $4`,
      [call.realm, call.at, until, MOST],
    )
  ).map((row) => {
    const due = timeWords(row.due_at!, zone)
    return taskLine(row, 'due', { zh: `${due} 到期`, en: `due ${due}` }, false)
  })

export const blockedTaskLines = async (call: Call): Promise<RecordLine[]> =>
  (
    await call.tx.query<TaskSql>(`${TASKS} and t.status = 'blocked' order by t.due_at, t.id limit $2`, [
      call.realm,
      MOST,
    ])
  ).map((row) => taskLine(row, 'blocked', { zh: `受阻：${row.note ?? ''}`, en: `blocked: ${row.note ?? ''}` }, true))

type EventSql = { incident_id: string; circle_id: number; no: string; title: string; act: string; count: number }

const EVENT_WORDS: Readonly<Record<string, (count: number) => Bilingual>> = {
  'incident.opened': () => ({ zh: '启动', en: 'opened' }),
  'incident.closed': () => ({ zh: '结案', en: 'closed' }),
  'task.accepted': (n) => ({ zh: `接受 ${n} 项`, en: `${n} accepted` }),
  'task.completed': (n) => ({ zh: `办结 ${n} 项`, en: `${n} done` }),
  'task.blocked': (n) => ({ zh: `受阻 ${n} 项`, en: `${n} blocked` }),
  'task.handover_accepted': (n) => ({ zh: `移交 ${n} 项`, en: `${n} handed over` }),
  'evidence.added': (n) => ({ zh: `证据 ${n} 份`, en: n === 1 ? '1 file of evidence' : `${n} files of evidence` }),
}

/** What happened in each incident since: one line an incident. */
export const changeLines = async (call: Call, since: Date): Promise<RecordLine[]> => {
  const rows = await call.tx.query<EventSql>(
    `select e.incident_id, i.circle_id, i.no, i.title, e.act, count(*)::int as count
       from incident_event e join incident i on i.realm = e.realm and i.id = e.incident_id
      where e.realm = $1 and e.at >= $2 and e.act = any ($3) group by 1, 2, 3, 4, 5 order by i.no, e.act limit 400`,
    [call.realm, since, Object.keys(EVENT_WORDS)],
  )
  return [...Map.groupBy(rows, (row) => row.incident_id)].slice(0, MOST).map(([id, acts]) => {
    const { no, title, circle_id } = acts[0]!
    const words = acts.map((row) => EVENT_WORDS[row.act]!(row.count))
    return {
      section: 'changes',
      object: `incident/${id}`,
      circleId: circle_id,
      text: {
        zh: `${no}“${title}”：${words.map((one) => one.zh).join('，')}`,
        en: `${no} “${title}”: ${words.map((one) => one.en).join(', ')}`,
      },
      path: `/incidents/${id}`,
      strong: false,
    }
  })
}

type ResolutionSql = {
  id: string
  circle_id: number
  meeting_id: string
  text: string
  agency_zh: string
  agency_en: string
  due_at: Date
  status: string
}

/** Decisions of meetings that are not carried out: overdue ones, and those due until `until`. */
export const resolutionLines = async (call: Call, until: Date, zone: string): Promise<RecordLine[]> =>
  (
    await call.tx.query<ResolutionSql>(
      `select r.id, r.circle_id, r.meeting_id, r.text, g.zh as agency_zh, g.en as agency_en, r.due_at, r.status
         from resolution r join agency g using (agency_id)
        where r.realm = $1 and r.status <> 'done' and r.due_at <= $2 order by r.due_at, r.id limit $3`,
      [call.realm, until, MOST],
    )
  ).map((row) => {
    const late = row.due_at <= call.at
    const due = timeWords(row.due_at, zone)
    return {
      section: 'resolutions',
      object: `resolution/${row.id}`,
      circleId: row.circle_id,
      text: {
        zh: `${row.agency_zh}：${row.text}，${late ? `应于 ${due} 办结，已超时` : `${due} 到期`}`,
        en: `${row.agency_en}: ${row.text}, ${late ? `was due ${due}` : `due ${due}`}`,
      },
      path: `/cell/meetings/${row.meeting_id}`,
      strong: late,
    }
  })

/** Size and signature of the record itself. @param circleId of the document: the figure is of the whole record */
export const recordLine = async (call: Call, zone: string, circleId: number): Promise<RecordLine> => {
  const status = await readLedgerStatus(call.tx)
  const size = new Intl.NumberFormat('en').format(status.size)
  const signedAt = status.signedAt ? timeWords(status.signedAt, zone) : null
  return {
    section: 'record',
    object: null,
    circleId,
    text: signedAt
      ? { zh: `存证 ${size} 条，${signedAt} 签名`, en: `${size} entries in the record, signed ${signedAt}` }
      : { zh: `存证 ${size} 条，尚未签名`, en: `${size} entries in the record, not yet signed` },
    path: '/ledger',
    strong: signedAt === null,
  }
}
