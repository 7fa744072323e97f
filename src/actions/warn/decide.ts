/**
 * What may happen to a warning, as pure functions: `decide(state, command, actor, at)` → next state and facts, or a
 * refusal. The same rules answer what a page offers (`permissionsOf`). Status is derived from what happened and the time
 * passed in; nothing here reads a clock, a database or a name.
 */

import { type Bilingual, invalid, refuse } from '../../base/public.ts'
import { type PostActor, refuseRight } from '../../environment/identity/public.ts'
import { type AckPlan, planByMinutes } from './ack-clock.ts'
import { WARNING_LEVELS, type WarningLevel } from './model.ts'
import {
  ackOf,
  isAsking,
  refuseAcknowledge,
  refuseCancel,
  refuseEnd,
  refuseLesson,
  refuseUpdate,
} from './permissions.ts'
import type { AckState, WarningCommand, WarningDecision, WarningFact, WarningPart, WarningState } from './state.ts'

export { isAsking, permissionsOf } from './permissions.ts'
export type * from './state.ts'

/** Overdue from the due instant on: the period is [asked, due). */
export const isOverdue = (ack: AckState, state: Pick<WarningState, 'ended'>, at: Date): boolean =>
  isAsking(ack, state) && at.getTime() >= ack.dueAt.getTime()

export const statusOf = (state: WarningState): 'open' | 'ended' | 'cancelled' => state.ended?.as ?? 'open'

export const isHigher = (level: WarningLevel, than: WarningLevel): boolean =>
  WARNING_LEVELS.indexOf(level) > WARNING_LEVELS.indexOf(than)

/** The next instant at which the clock has something to say; undefined when it has said everything. */
export const nextTickOf = (state: WarningState): Date | undefined => {
  const instants = state.acks
    .filter((ack) => isAsking(ack, state))
    .flatMap((ack) => [
      ...(ack.remindAt && !ack.remindedAt && !ack.escalatedAt ? [ack.remindAt] : []),
      ...(ack.escalatedAt ? [] : [ack.dueAt]),
      ...(ack.commandedAt ? [] : [ack.commandAt]),
    ])
  return instants.length === 0 ? undefined : new Date(Math.min(...instants.map((one) => one.getTime())))
}

const startRound = (ack: AckState, subject: AckState['subject'], plan: AckPlan, at: Date): AckState => ({
  ...plan,
  agency: ack.agency,
  round: ack.round + 1,
  subject,
  askedAt: at,
  acknowledged: null,
  remindedAt: null,
  escalatedAt: null,
  commandedAt: null,
})

const apply = (state: WarningState, fact: WarningFact, at: Date): WarningState => {
  const withAck = (agency: string, change: (ack: AckState) => AckState): WarningState => ({
    ...state,
    acks: state.acks.map((ack) => (ack.agency === agency ? change(ack) : ack)),
  })
  switch (fact.act) {
    case 'warning.acknowledged':
      return withAck(fact.agency, (ack) => ({
        ...ack,
        acknowledged: { at, post: fact.post, account: fact.account, note: fact.note },
      }))
    case 'warning.acknowledgement_reminded':
      return withAck(fact.agency, (ack) => ({ ...ack, remindedAt: at }))
    case 'warning.acknowledgement_overdue':
      return withAck(fact.agency, (ack) => ({ ...ack, escalatedAt: at }))
    case 'warning.acknowledgement_unanswered':
      return withAck(fact.agency, (ack) => ({ ...ack, commandedAt: at }))
    case 'warning.updated':
      return {
        ...state,
        version: fact.version,
        level: fact.level,
        title: fact.title,
        body: fact.body,
        acks: fact.raised ? state.acks.map((ack) => startRound(ack, 'warning', fact.plan, at)) : state.acks,
      }
    case 'warning.ended':
      return { ...state, ended: { at, post: fact.post, reason: fact.reason, as: 'ended' } }
    case 'warning.cancelled':
      return {
        ...state,
        ended: { at, post: fact.post, reason: fact.reason, as: 'cancelled' },
        acks: state.acks.map((ack) => startRound(ack, 'cancellation', fact.plan, at)),
      }
    case 'warning.issued':
    case 'warning.lesson_recorded':
      return state
  }
}

/** The text of a reason, without blanks around it. @throws DomainError `invalid` where there is none */
const reasonOf = (words: string, zh: string, en: string): string => {
  const reason = words.trim()
  if (reason === '') throw invalid('reason', zh, en)
  return reason
}

const updateOf = (state: WarningState, command: WarningCommand & { kind: 'update' }): WarningFact => {
  const title = command.title.trim()
  const body = command.body.trim()
  if (title === '') throw invalid('title', '请填写预警标题。', 'Give the warning a title.')
  if (body === '') throw invalid('body', '请写明预警内容。', 'Say what the warning is about.')
  const reason = reasonOf(command.reason, '请写明更新的理由。', 'Say why the warning is updated.')
  const changed: WarningPart[] = [
    ...(command.level === state.level ? [] : (['level'] as const)),
    ...(title === state.title ? [] : (['title'] as const)),
    ...(body === state.body ? [] : (['body'] as const)),
  ]
  if (changed.length === 0)
    throw invalid(
      'body',
      '等级和文字都没有变化。请改动后再更新。',
      'Neither level nor words differ. Change something first.',
    )
  return {
    act: 'warning.updated',
    version: state.version + 1,
    from: state.level,
    level: command.level,
    title,
    body,
    changed,
    raised: isHigher(command.level, state.level),
    reason,
    plan: command.plan,
  }
}

/** What the clock says of one agency: the furthest step that is due, each step once. A job that runs twice finds nothing left. */
const tick = (state: WarningState, ack: AckState, at: Date): WarningFact[] => {
  const { agency } = ack
  const { level } = state
  const passed = (instant: Date | null): boolean => instant !== null && at.getTime() >= instant.getTime()
  if (!isAsking(ack, state)) return []
  const facts: WarningFact[] = []
  // A reminder after the due time would only be noise.
  if (passed(ack.remindAt) && !passed(ack.dueAt) && !ack.remindedAt)
    facts.push({ act: 'warning.acknowledgement_reminded', agency, level })
  if (passed(ack.dueAt) && !ack.escalatedAt)
    facts.push({ act: 'warning.acknowledgement_overdue', agency, level, to: 'commander' })
  if (passed(ack.commandAt) && !ack.commandedAt)
    facts.push({ act: 'warning.acknowledgement_unanswered', agency, level, to: state.issuedBy.agency })
  return facts
}

const factsOf = (state: WarningState, command: WarningCommand, actor: PostActor, at: Date): WarningFact[] => {
  switch (command.kind) {
    case 'acknowledge': {
      refuse(refuseAcknowledge(state, actor))
      const ack = ackOf(state, actor.agency)!
      return [
        {
          act: 'warning.acknowledged',
          agency: actor.agency,
          post: actor.post,
          account: actor.account,
          note: command.note,
          late: isOverdue(ack, state, at),
          subject: ack.subject,
        },
      ]
    }
    case 'update':
      refuse(refuseUpdate(state, actor))
      return [updateOf(state, command)]
    case 'end': {
      refuse(refuseEnd(state, actor))
      const reason = reasonOf(command.reason, '请写明解除的理由。', 'Say why the warning ends.')
      return [{ act: 'warning.ended', post: actor.post, reason }]
    }
    case 'cancel': {
      refuse(refuseCancel(state, actor))
      const reason = reasonOf(command.reason, '请写明撤销的理由。', 'Say what was wrong with the warning.')
      return [{ act: 'warning.cancelled', post: actor.post, reason, plan: command.plan }]
    }
    case 'lesson': {
      refuse(refuseLesson(state, actor))
      const change = command.change.trim()
      if (change === '' && command.verdict !== 'right')
        throw invalid(
          'change',
          '判断不是“准确”时，请写明要改进什么。',
          'Unless the warning was right, say what to change.',
        )
      const { verdict, timely } = command
      return [{ act: 'warning.lesson_recorded', agency: actor.agency, verdict, timely, change }]
    }
    case 'escalate':
      return state.acks.flatMap((ack) => tick(state, ack, at))
  }
}

/** @throws DomainError with the reason that `permissionsOf` shows, or `invalid` for what the command carries. */
export const decide = (state: WarningState, command: WarningCommand, actor: PostActor, at: Date): WarningDecision => {
  const facts = factsOf(state, command, actor, at)
  return { next: facts.reduce((next, fact) => apply(next, fact, at), state), facts }
}

export type NewWarning = {
  id: string
  level: WarningLevel
  title: string
  body: string
  audience: readonly string[]
  ackMinutes: number
  /** In place of `ackMinutes`, where working days were asked for. */
  plan?: AckPlan
}

/**
 * A warning as it is issued: one acknowledgement per agency of the audience, due `ackMinutes` later. The issuing agency
 * knows already and does not acknowledge.
 * @param reachable agencies that have posts at this site; others cannot be warned here
 */
export const issue = (
  warning: NewWarning,
  reachable: ReadonlySet<string>,
  actor: PostActor,
  at: Date,
  nameOf: (agency: string) => Bilingual = (agency) => ({ zh: agency, en: agency }),
): WarningState => {
  refuse(refuseRight('warnings.issue', actor))
  const others = [...new Set(warning.audience)].filter((agency) => agency !== actor.agency)
  const unknown = others.filter((agency) => !reachable.has(agency))
  if (unknown.length > 0)
    throw invalid(
      'audience',
      `以下单位在本口岸没有岗位，无法发送：${unknown.map((agency) => nameOf(agency).zh).join('、')}。请移出发送范围，另行通知。`,
      `These agencies have no post at this port and cannot be reached here: ${unknown.map((agency) => nameOf(agency).en).join(', ')}. Take them out and tell them by other means.`,
    )
  if (others.length === 0)
    throw invalid(
      'audience',
      '发送范围里没有其他单位。请至少选择一家。',
      'Nobody else is in the audience. Choose at least one agency.',
    )
  const plan = warning.plan ?? planByMinutes(at, warning.ackMinutes)
  return {
    id: warning.id,
    version: 1,
    level: warning.level,
    title: warning.title,
    body: warning.body,
    issuedBy: { agency: actor.agency, post: actor.post },
    issuedAt: at,
    ackMinutes: warning.ackMinutes,
    acks: others.map((agency) => ({
      ...plan,
      agency,
      round: 1,
      subject: 'warning',
      askedAt: at,
      acknowledged: null,
      remindedAt: null,
      escalatedAt: null,
      commandedAt: null,
    })),
    ended: null,
  }
}
