/**
 * What an agency may decide about a group of signals that wait for a person, as pure functions: `decide(state, command, …)` →
 * next state and facts. A decision to keep a group quiet sets its own limits (until when, below which count, up to which rank);
 * whether a group is quiet follows from them and from what is seen of it now, here and in the list's statement alike.
 */

import { type Bilingual, DAY_MS, DomainError, invalid, type Refusal, refuse } from '../../base/public.ts'
import { type PostActor, rightOf } from '../../environment/identity/public.ts'

/** A post, and the officer where one is named. */
export type Assignee = { post: string; account: string | null }

/** What somebody sees of a group: how many signals, and how urgent the most urgent is (0 nothing … 4 high). */
export type Seen = { count: number; rank: number }

export type QuietKind = 'snoozed' | 'dismissed' | 'attached'
export type Quiet = {
  kind: QuietKind
  /** Null: for good, unless the other limits are passed. */
  until: Date | null
  /** Comes back with so many; null: whatever the count. */
  count: number | null
  /** Comes back above this rank. */
  rank: number
  seen: Seen
  incidentId: string | null
}

export type Act = 'assigned' | 'released' | 'snoozed' | 'woken' | 'dismissed' | 'attached' | 'undone'

/** One line of what was done, as people read it later. */
export type LogEntry = {
  act: Act
  at: string
  post: string
  account: string | null
  /** Of a dismissal: the id of the reason. */
  reason?: string
  note?: string
  to?: Assignee
  until?: string
  incidentId?: string
  seen?: Seen
}

export type TriageState = {
  groupId: string
  assigned: Assignee | null
  quiet: Quiet | null
  log: readonly LogEntry[]
  /** What an undo restores; null where nothing can be undone. */
  before: { assigned: Assignee | null; quiet: Quiet | null } | null
}

export type TriageCommand =
  /** `known`: the post, or the officer at it, is of the actor's agency. */
  | { kind: 'assign'; to: Assignee | null; known: boolean }
  | { kind: 'snooze'; until: Date; reason: string }
  | { kind: 'dismiss'; reason: string; note: string; reasons: readonly string[]; returnAfter: number }
  /** `open`: the incident is open and the actor's agency belongs to it. */
  | { kind: 'attach'; incidentId: string; open: boolean; returnAfter: number }
  | { kind: 'undo' }
  /** The clock of a snooze has run: sent by a job, never by a person. */
  | { kind: 'wake' }

export type TriageDecision = { next: TriageState; entry: LogEntry | null }

/** Longer than this nobody remembers why; judgement, not validated. */
export const LONGEST_SNOOZE_MS = 7 * DAY_MS

export const untouched = (groupId: string): TriageState => ({
  groupId,
  assigned: null,
  quiet: null,
  log: [],
  before: null,
})

/** Holds while all limits hold. The list's statement says the same in SQL; a test compares them. */
export const isQuiet = (quiet: Quiet | null, now: Seen, at: Date): boolean =>
  quiet !== null &&
  (quiet.until === null || at.getTime() < quiet.until.getTime()) &&
  (quiet.count === null || now.count < quiet.count) &&
  now.rank <= quiet.rank

export type Returned = { why: 'time' | 'more' | 'higher'; more: number; was: QuietKind }

/** Why a group that was quiet is back; null where it is quiet or never was. */
export const returnedBy = (state: TriageState, now: Seen, at: Date): Returned | null => {
  const { quiet } = state
  if (quiet === null) return state.log.at(-1)?.act === 'woken' ? { why: 'time', more: 0, was: 'snoozed' } : null
  if (isQuiet(quiet, now, at)) return null
  const more = Math.max(0, now.count - quiet.seen.count)
  if (now.rank > quiet.rank) return { why: 'higher', more, was: quiet.kind }
  if (quiet.count !== null && now.count >= quiet.count) return { why: 'more', more, was: quiet.kind }
  return { why: 'time', more, was: quiet.kind }
}

const refuseWork = (actor: PostActor): Refusal | null => {
  const held = rightOf('triage.work', actor.roles, actor.purpose)
  return held === true ? null : { code: 'forbidden', ...held }
}

const refuseUndo = (state: TriageState, actor: PostActor): Refusal | null => {
  const refusal = refuseWork(actor)
  if (refusal || state.before !== null) return refusal
  return state.log.at(-1)?.act === 'attached'
    ? {
        code: 'conflict',
        zh: '已关联到处置事件，关联不能撤销；请在处置中说明。',
        en: 'It is attached to an incident; that cannot be undone. Say so in the incident.',
      }
    : { code: 'conflict', zh: '没有可以撤销的操作。', en: 'There is nothing to undo.' }
}

export const permissionsOf = (
  state: TriageState,
  actor: PostActor,
): { work: true | Bilingual; undo: true | Bilingual } => {
  const said = (refusal: Refusal | null): true | Bilingual => (refusal ? { zh: refusal.zh, en: refusal.en } : true)
  return { work: said(refuseWork(actor)), undo: said(refuseUndo(state, actor)) }
}

const conflict = (zh: string, en: string): DomainError => new DomainError('conflict', { zh, en })

/** @param seen what the actor had on screen: what came since then comes back. */
export const decide = (
  state: TriageState,
  command: TriageCommand,
  seen: Seen,
  actor: PostActor,
  at: Date,
): TriageDecision => {
  const { assigned, quiet } = state
  const lineOf = (act: Act, more: Partial<LogEntry> = {}): LogEntry => ({
    act,
    at: at.toISOString(),
    post: actor.post,
    account: actor.account,
    ...more,
  })
  const done = (
    act: Act,
    change: Partial<Pick<TriageState, 'assigned' | 'quiet'>>,
    more: Partial<LogEntry> = {},
  ): TriageDecision => {
    const entry = lineOf(act, more)
    return {
      next: {
        ...state,
        ...change,
        log: [...state.log, entry],
        before: act === 'attached' ? null : { assigned, quiet },
      },
      entry,
    }
  }
  switch (command.kind) {
    case 'assign': {
      refuse(refuseWork(actor))
      const { to } = command
      if (to === null) {
        if (assigned === null) throw conflict('这一组没有交给任何人。', 'Nobody has this group.')
        return done('released', { assigned: null })
      }
      if (!command.known)
        throw invalid('post', '只能交给本单位的在用岗位和人员。', 'Choose a post or an officer of your own agency.')
      // Whoever is given a group works on it: it is no longer quiet.
      return done('assigned', { assigned: to, quiet: null }, { to })
    }
    case 'snooze': {
      refuse(refuseWork(actor))
      const reason = command.reason.trim()
      if (reason === '') throw invalid('reason', '请写明为什么稍后再看。', 'Say why this can wait.')
      const wait = command.until.getTime() - at.getTime()
      if (!(wait > 0)) throw invalid('until', '时间须在此刻之后。', 'The time must lie ahead.')
      if (wait > LONGEST_SNOOZE_MS) throw invalid('until', '最多推迟 7 天。', 'At most 7 days.')
      const next: Quiet = {
        kind: 'snoozed',
        until: command.until,
        count: null,
        rank: seen.rank,
        seen,
        incidentId: null,
      }
      return done('snoozed', { quiet: next }, { note: reason, until: command.until.toISOString(), seen })
    }
    case 'dismiss': {
      refuse(refuseWork(actor))
      const note = command.note.trim()
      if (!command.reasons.includes(command.reason))
        throw invalid('reason', '请从列表中选择排除理由。', 'Choose a reason from the list.')
      if (command.reason === 'other' && note === '')
        throw invalid('note', '选择“其他”时请写明说明。', 'Where the reason is “other”, say which.')
      return done(
        'dismissed',
        { quiet: closed('dismissed', seen, command.returnAfter, null) },
        { reason: command.reason, ...(note === '' ? {} : { note }), seen },
      )
    }
    case 'attach': {
      refuse(refuseWork(actor))
      if (!command.open)
        throw conflict(
          '该处置事件已结案，或本单位不是其成员，不能关联。',
          'The incident is closed, or your agency does not belong to it; nothing can be attached.',
        )
      const { incidentId } = command
      return done(
        'attached',
        { quiet: closed('attached', seen, command.returnAfter, incidentId) },
        { incidentId, seen },
      )
    }
    case 'undo': {
      refuse(refuseUndo(state, actor))
      const entry = lineOf('undone')
      return { next: { ...state, ...state.before!, log: [...state.log, entry], before: null }, entry }
    }
    case 'wake': {
      // Too early, undone or decided otherwise meanwhile: a job that runs twice finds nothing left to do.
      if (quiet?.kind !== 'snoozed' || quiet.until === null || at.getTime() < quiet.until.getTime())
        return { next: state, entry: null }
      const woken = done('woken', { quiet: null })
      return { ...woken, next: { ...woken.next, before: null } }
    }
  }
}

const closed = (kind: 'dismissed' | 'attached', seen: Seen, returnAfter: number, incidentId: string | null): Quiet => ({
  kind,
  until: null,
  count: seen.count + returnAfter,
  rank: seen.rank,
  seen,
  incidentId,
})
