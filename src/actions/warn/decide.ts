/**
 * What may happen to a warning, as pure functions: `decide(state, command, actor, at)` → next state and facts, or a
 * refusal. The same rules answer what a page offers (`permissionsOf`). Status is derived from what happened and the time
 * passed in; nothing here reads a clock, a database or a name.
 */
import { type Bilingual, DomainError, type ErrorCode, invalid, MINUTE_MS } from '../../base/public.ts'
import { type Right, rightOf } from '../../environment/identity/public.ts'
import type { Permission, WarningLevel } from './model.ts'

export type WarningActor = {
  agency: string
  post: string
  account: string | null
  roles: readonly string[]
  purpose: string
}

/** One agency of the audience and its acknowledgement. */
export type AckState = {
  agency: string
  dueAt: Date
  acknowledged: { at: Date; post: string; account: string | null; note: string | null } | null
  escalatedAt: Date | null
}

export type WarningState = {
  id: string
  level: WarningLevel
  issuedBy: { agency: string; post: string }
  issuedAt: Date
  ackMinutes: number
  acks: readonly AckState[]
  ended: { at: Date; post: string; reason: string } | null
}

export type WarningCommand =
  | { kind: 'acknowledge'; note: string | null }
  | { kind: 'end'; reason: string }
  /** The clock of the acknowledgements has run: sent by a job, never by a person. */
  | { kind: 'escalate' }

export type WarningFact =
  | {
      act: 'warning.acknowledged'
      agency: string
      post: string
      account: string | null
      note: string | null
      late: boolean
    }
  | { act: 'warning.ended'; post: string; reason: string }
  | { act: 'warning.acknowledgement_overdue'; agency: string; level: WarningLevel }

export type WarningDecision = { next: WarningState; facts: WarningFact[] }

type Refusal = { code: ErrorCode; zh: string; en: string }

const ENDED: Refusal = { code: 'conflict', zh: '预警已解除。', en: 'The warning has ended.' }

/** The right of the post for its purpose, in the words of the table of rights. */
const refuseRight = (right: Right, actor: WarningActor): Refusal | null => {
  const held = rightOf(right, actor.roles, actor.purpose)
  return held === true ? null : { code: 'forbidden', ...held }
}

const ackOf = (state: WarningState, agency: string): AckState | undefined =>
  state.acks.find((ack) => ack.agency === agency)

const refuseAcknowledge = (state: WarningState, actor: WarningActor): Refusal | null => {
  const ack = ackOf(state, actor.agency)
  if (actor.agency === state.issuedBy.agency)
    return {
      code: 'forbidden',
      zh: '本单位发布的预警，不需要本单位确认。',
      en: 'Your agency issued this warning; it does not acknowledge it.',
    }
  if (!ack)
    return {
      code: 'forbidden',
      zh: '本单位不在这条预警的发送范围内。',
      en: 'Your agency is not in the audience of this warning.',
    }
  if (ack.acknowledged)
    return {
      code: 'conflict',
      zh: '本单位已确认过这条预警，无需再次确认。',
      en: 'Your agency has already acknowledged this warning; once is enough.',
    }
  if (state.ended) return ENDED
  return refuseRight('warnings.acknowledge', actor)
}

const refuseEnd = (state: WarningState, actor: WarningActor): Refusal | null => {
  if (state.ended) return ENDED
  if (actor.agency !== state.issuedBy.agency)
    return {
      code: 'forbidden',
      zh: '只有发布单位可以解除预警。',
      en: 'Only the agency that issued the warning may end it.',
    }
  return refuseRight('warnings.issue', actor)
}

const refuseOpenIncident = (state: WarningState, actor: WarningActor, hasIncident: boolean): Refusal | null => {
  if (hasIncident)
    return { code: 'conflict', zh: '这条预警已有对应的处置事件。', en: 'This warning already has its incident.' }
  if (state.ended) return ENDED
  return refuseRight('incidents.open', actor)
}

const permission = (refusal: Refusal | null): Permission => (refusal ? { zh: refusal.zh, en: refusal.en } : true)

export const permissionsOf = (
  state: WarningState,
  actor: WarningActor,
  hasIncident: boolean,
): { acknowledge: Permission; end: Permission; openIncident: Permission } => ({
  acknowledge: permission(refuseAcknowledge(state, actor)),
  end: permission(refuseEnd(state, actor)),
  openIncident: permission(refuseOpenIncident(state, actor, hasIncident)),
})

/** Overdue from the due instant on: the period is [issued, due). */
export const isOverdue = (ack: AckState, state: Pick<WarningState, 'ended'>, at: Date): boolean =>
  ack.acknowledged === null && state.ended === null && at.getTime() >= ack.dueAt.getTime()

export const statusOf = (state: WarningState): 'open' | 'ended' => (state.ended ? 'ended' : 'open')

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
    case 'warning.acknowledgement_overdue':
      return withAck(fact.agency, (ack) => ({ ...ack, escalatedAt: at }))
    case 'warning.ended':
      return { ...state, ended: { at, post: fact.post, reason: fact.reason } }
  }
}

const refuse = (refusal: Refusal | null): void => {
  if (refusal) throw new DomainError(refusal.code, { zh: refusal.zh, en: refusal.en })
}

const factsOf = (state: WarningState, command: WarningCommand, actor: WarningActor, at: Date): WarningFact[] => {
  switch (command.kind) {
    case 'acknowledge': {
      refuse(refuseAcknowledge(state, actor))
      const late = isOverdue(ackOf(state, actor.agency)!, state, at)
      return [
        {
          act: 'warning.acknowledged',
          agency: actor.agency,
          post: actor.post,
          account: actor.account,
          note: command.note,
          late,
        },
      ]
    }
    case 'end':
      refuse(refuseEnd(state, actor))
      if (command.reason.trim() === '') throw invalid('reason', '请写明解除的理由。', 'Say why the warning ends.')
      return [{ act: 'warning.ended', post: actor.post, reason: command.reason.trim() }]
    case 'escalate':
      // Once per agency: a job that runs twice finds nothing left to do.
      return state.acks
        .filter((ack) => isOverdue(ack, state, at) && ack.escalatedAt === null)
        .map((ack) => ({ act: 'warning.acknowledgement_overdue', agency: ack.agency, level: state.level }))
  }
}

/** @throws DomainError with the reason that `permissionsOf` shows, or `invalid` for what the command carries. */
export const decide = (
  state: WarningState,
  command: WarningCommand,
  actor: WarningActor,
  at: Date,
): WarningDecision => {
  const facts = factsOf(state, command, actor, at)
  return { next: facts.reduce((next, fact) => apply(next, fact, at), state), facts }
}

export type NewWarning = { id: string; level: WarningLevel; audience: readonly string[]; ackMinutes: number }

/**
 * A warning as it is issued: one acknowledgement per agency of the audience, due `ackMinutes` later. The issuing agency
 * knows already and does not acknowledge.
 * @param reachable agencies that have posts at this site; others cannot be warned here
 */
export const issue = (
  warning: NewWarning,
  reachable: ReadonlySet<string>,
  actor: WarningActor,
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
  const dueAt = new Date(at.getTime() + warning.ackMinutes * MINUTE_MS)
  return {
    id: warning.id,
    level: warning.level,
    issuedBy: { agency: actor.agency, post: actor.post },
    issuedAt: at,
    ackMinutes: warning.ackMinutes,
    acks: others.map((agency) => ({ agency, dueAt, acknowledged: null, escalatedAt: null })),
    ended: null,
  }
}
