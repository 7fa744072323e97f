/** Warnings in the database. Every statement runs under the actor's policy; what is not visible is not there. */
import { uuid } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import { planByMinutes } from './ack-clock.ts'
import type { AckState, WarningFact, WarningState } from './decide.ts'
import type { Timely, Verdict, WarningLevel } from './model.ts'

/** A warning with what the rules do not need: places, why each agency is told. */
export type StoredWarning = {
  state: WarningState
  circleId: number
  title: string
  body: string
  riskType: string
  place: string
  jurisdiction: 'CN' | 'INT'
  ackWorkingDays: number | null
  why: ReadonlyMap<string, { zh: string; en: string }>
  /** The issuer's last word on it. */
  verdict: Verdict | null
}

type WarningRowSql = {
  id: string
  circle_id: number
  level: WarningLevel
  title: string
  body: string
  risk_type: string
  place: string
  jurisdiction: 'CN' | 'INT'
  issued_by_agency: string
  issued_by_post: string
  issued_at: Date
  ack_minutes: number
  ack_working_days: number | null
  version: number
  ended_at: Date | null
  ended_by_post: string | null
  end_reason: string | null
  ended_as: 'ended' | 'cancelled' | null
  verdict: Verdict | null
}
type AckRowSql = {
  warning_id: string
  agency_id: string
  why_zh: string
  why_en: string
  round: number
  subject: AckState['subject']
  asked_at: Date | null
  remind_at: Date | null
  reminded_at: Date | null
  due_at: Date
  command_at: Date | null
  commanded_at: Date | null
  acknowledged_at: Date | null
  post_id: string | null
  account_id: string | null
  note: string | null
  escalated_at: Date | null
}

/** The issuing agency's last lesson. */
export const VERDICT = `(select l.verdict from warning_lesson l
    where l.realm = w.realm and l.warning_id = w.id and l.agency_id = w.issued_by_agency order by l.seq desc limit 1)`

const COLUMNS = `w.id, w.circle_id, w.level, w.title, w.body, w.risk_type, w.place, w.jurisdiction, w.issued_by_agency, w.issued_by_post,
  w.issued_at, w.ack_minutes, w.ack_working_days, w.version, w.ended_at, w.ended_by_post, w.end_reason, w.ended_as, ${VERDICT} as verdict`

/** Rounds that began before the chain was kept have its instants by the rule of minutes. */
const ackOf = (row: AckRowSql, warning: WarningRowSql): AckState => {
  const plan = planByMinutes(warning.issued_at, warning.ack_minutes)
  return {
    agency: row.agency_id,
    round: row.round,
    subject: row.subject,
    askedAt: row.asked_at ?? warning.issued_at,
    remindAt: row.asked_at ? row.remind_at : plan.remindAt,
    dueAt: row.due_at,
    commandAt: row.command_at ?? plan.commandAt,
    acknowledged:
      row.acknowledged_at === null
        ? null
        : { at: row.acknowledged_at, post: row.post_id!, account: row.account_id, note: row.note },
    remindedAt: row.reminded_at,
    escalatedAt: row.escalated_at,
    commandedAt: row.commanded_at,
  }
}

const assemble = (rows: readonly WarningRowSql[], acks: readonly AckRowSql[]): StoredWarning[] =>
  rows.map((row) => {
    const own = acks.filter((ack) => ack.warning_id === row.id)
    return {
      circleId: row.circle_id,
      title: row.title,
      body: row.body,
      riskType: row.risk_type,
      place: row.place,
      jurisdiction: row.jurisdiction,
      ackWorkingDays: row.ack_working_days,
      why: new Map(own.map((ack) => [ack.agency_id, { zh: ack.why_zh, en: ack.why_en }])),
      verdict: row.verdict,
      state: {
        id: row.id,
        version: row.version,
        level: row.level,
        title: row.title,
        body: row.body,
        issuedBy: { agency: row.issued_by_agency, post: row.issued_by_post },
        issuedAt: row.issued_at,
        ackMinutes: row.ack_minutes,
        acks: own.map((ack) => ackOf(ack, row)),
        ended:
          row.ended_at === null
            ? null
            : { at: row.ended_at, post: row.ended_by_post!, reason: row.end_reason!, as: row.ended_as! },
      },
    }
  })

const withAcks = async (call: Call, rows: readonly WarningRowSql[]): Promise<StoredWarning[]> =>
  rows.length === 0
    ? []
    : assemble(
        rows,
        await call.tx.query<AckRowSql>(
          `select warning_id, agency_id, why_zh, why_en, round, subject, asked_at, remind_at, reminded_at, due_at, command_at,
                  commanded_at, acknowledged_at, post_id, account_id, note, escalated_at
             from warning_ack where realm = $1 and warning_id = any ($2) order by ordinal`,
          [call.realm, rows.map((row) => row.id)],
        ),
      )

/** Rows of a condition over `w`, in the order of `tail`. */
export const selectWarnings = async (call: Call, tail: string, params: readonly unknown[]): Promise<StoredWarning[]> =>
  withAcks(call, await call.tx.query<WarningRowSql>(`select ${COLUMNS} from warning w ${tail}`, params))

/** `lock`: the row is held until the transaction ends, so that two officers cannot both be the first. */
export const findWarning = async (call: Call, id: string, lock = false): Promise<StoredWarning | undefined> =>
  (await selectWarnings(call, `where w.realm = $1 and w.id = $2 ${lock ? 'for update of w' : ''}`, [call.realm, id]))[0]

export const findWarnings = async (call: Call, ids: readonly string[]): Promise<StoredWarning[]> =>
  ids.length === 0 ? [] : selectWarnings(call, 'where w.realm = $1 and w.id = any ($2)', [call.realm, ids])

const insertVersion = (
  call: Call,
  warning: Pick<StoredWarning, 'circleId'> & { state: WarningState },
  reason: string | null,
): Promise<unknown> =>
  call.tx.query(
    `insert into warning_version (realm, warning_id, version, circle_id, level, title, body, reason, at, agency_id, post_id, account_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      call.realm,
      warning.state.id,
      warning.state.version,
      warning.circleId,
      warning.state.level,
      warning.state.title,
      warning.state.body,
      reason,
      call.at,
      call.actor.agencyId,
      call.actor.postId,
      call.actor.accountId,
    ],
  )

export const insertWarning = async (call: Call, groupId: string, warning: StoredWarning): Promise<void> => {
  const { state } = warning
  await call.tx.query(
    `insert into warning (realm, id, circle_id, group_id, level, title, body, risk_type, place, jurisdiction,
                          issued_by_agency, issued_by_post, issued_by_account, issued_at, ack_minutes, ack_working_days)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      call.realm,
      state.id,
      warning.circleId,
      groupId,
      state.level,
      warning.title,
      warning.body,
      warning.riskType,
      warning.place,
      warning.jurisdiction,
      state.issuedBy.agency,
      state.issuedBy.post,
      call.actor.accountId,
      state.issuedAt,
      state.ackMinutes,
      warning.ackWorkingDays,
    ],
  )
  await call.tx.query(
    `insert into warning_ack (realm, warning_id, circle_id, agency_id, ordinal, why_zh, why_en, asked_at, remind_at, due_at, command_at)
     select $1, $2, $3, * from unnest($4::text[], $5::int[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[])`,
    [
      call.realm,
      state.id,
      warning.circleId,
      state.acks.map((ack) => ack.agency),
      state.acks.map((_, i) => i),
      state.acks.map((ack) => warning.why.get(ack.agency)?.zh ?? ''),
      state.acks.map((ack) => warning.why.get(ack.agency)?.en ?? ''),
      state.acks.map((ack) => ack.askedAt),
      state.acks.map((ack) => ack.remindAt),
      state.acks.map((ack) => ack.dueAt),
      state.acks.map((ack) => ack.commandAt),
    ],
  )
  await insertVersion(call, warning, null)
}

const saveAck = (call: Call, warningId: string, ack: AckState): Promise<unknown> =>
  call.tx.query(
    `update warning_ack set round = $4, subject = $5, asked_at = $6, remind_at = $7, reminded_at = $8, due_at = $9, command_at = $10,
        commanded_at = $11, acknowledged_at = $12, post_id = $13, account_id = $14, note = $15, escalated_at = $16
      where realm = $1 and warning_id = $2 and agency_id = $3`,
    [
      call.realm,
      warningId,
      ack.agency,
      ack.round,
      ack.subject,
      ack.askedAt,
      ack.remindAt,
      ack.remindedAt,
      ack.dueAt,
      ack.commandAt,
      ack.commandedAt,
      ack.acknowledged?.at ?? null,
      ack.acknowledged?.post ?? null,
      ack.acknowledged?.account ?? null,
      ack.acknowledged?.note ?? null,
      ack.escalatedAt,
    ],
  )

/** Writes what changed between two states, with the rows that the facts add. */
export const updateWarning = async (
  call: Call,
  before: StoredWarning,
  next: WarningState,
  facts: readonly WarningFact[],
): Promise<void> => {
  const was = before.state
  if (next.ended !== was.ended && next.ended)
    await call.tx.query(
      `update warning set ended_at = $3, ended_by_post = $4, ended_by_account = $5, end_reason = $6, ended_as = $7
        where realm = $1 and id = $2`,
      [call.realm, next.id, next.ended.at, next.ended.post, call.actor.accountId, next.ended.reason, next.ended.as],
    )
  for (const fact of facts) {
    if (fact.act === 'warning.updated') {
      await keepFirstVersion(call, before)
      await call.tx.query(
        'update warning set version = $3, level = $4, title = $5, body = $6 where realm = $1 and id = $2',
        [call.realm, next.id, next.version, next.level, next.title, next.body],
      )
      await insertVersion(call, { circleId: before.circleId, state: next }, fact.reason)
    }
    if (fact.act === 'warning.lesson_recorded')
      await call.tx.query(
        `insert into warning_lesson (realm, id, warning_id, circle_id, verdict, timely, change, at, agency_id, post_id, account_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          call.realm,
          uuid(),
          next.id,
          before.circleId,
          fact.verdict,
          fact.timely,
          fact.change,
          call.at,
          call.actor.agencyId,
          call.actor.postId,
          call.actor.accountId,
        ],
      )
  }
  for (const ack of next.acks) if (!was.acks.includes(ack)) await saveAck(call, next.id, ack)
}

/** A warning from before versions were kept has none yet: what was issued is then its first. */
const keepFirstVersion = (call: Call, { state, circleId }: StoredWarning): Promise<unknown> =>
  call.tx.query(
    `insert into warning_version (realm, warning_id, version, circle_id, level, title, body, at, agency_id, post_id, account_id)
     select realm, id, 1, circle_id, level, title, body, issued_at, issued_by_agency, issued_by_post, issued_by_account
       from warning where realm = $1 and id = $2 and circle_id = $3
        and not exists (select from warning_version v where v.realm = $1 and v.warning_id = $2)`,
    [call.realm, state.id, circleId],
  )

/** Adds to the timeline. `byClock`: no officer did it. */
export const insertEvents = async (
  call: Call,
  warning: { id: string; circleId: number },
  events: readonly { act: string; data: object }[],
): Promise<void> => {
  for (const { act, data } of events)
    await call.tx.query(
      `insert into warning_event (realm, id, warning_id, circle_id, at, act, agency_id, post_id, account_id, data)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        call.realm,
        uuid(),
        warning.id,
        warning.circleId,
        call.at,
        act,
        call.actor.agencyId,
        call.actor.postId,
        call.actor.accountId,
        JSON.stringify(data),
      ],
    )
}

export type VersionRow = {
  version: number
  level: WarningLevel
  title: string
  body: string
  reason: string | null
  at: Date
  post_id: string
}
export type EventRow = {
  id: string
  at: Date
  act: string
  agency_id: string
  post_id: string
  account_id: string | null
  data: Record<string, unknown>
}
export type LessonRow = {
  id: string
  agency_id: string
  post_id: string
  at: Date
  verdict: Verdict
  timely: Timely
  change: string
}

/** What belongs to one warning, newest first. Of lessons each agency's last one. */
export const loadCourse = async (
  call: Call,
  id: string,
): Promise<{ versions: VersionRow[]; events: EventRow[]; lessons: LessonRow[] }> => {
  const of = [call.realm, id]
  return {
    versions: await call.tx.query<VersionRow>(
      `select version, level, title, body, reason, at, post_id from warning_version
        where realm = $1 and warning_id = $2 order by version desc`,
      of,
    ),
    events: await call.tx.query<EventRow>(
      `select id, at, act, agency_id, post_id, account_id, data from warning_event
        where realm = $1 and warning_id = $2 order by seq desc`,
      of,
    ),
    lessons: await call.tx.query<LessonRow>(
      `select distinct on (agency_id) id, agency_id, post_id, at, verdict, timely, change from warning_lesson
        where realm = $1 and warning_id = $2 order by agency_id, seq desc`,
      of,
    ),
  }
}
