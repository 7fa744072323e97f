/**
 * Decisions in common, as pure functions: who may take part, what the positions add up to, and what approving them needs.
 * Silence is counted by name, never read as consent. Nothing here reads a clock, a database or a name.
 */

import { type Bilingual, conflict, forbidden, invalid, type Refusal, refuse } from '../../base/public.ts'
import { type PostActor, refuseRight } from '../../environment/identity/public.ts'
import { type IncidentState, refuseWork, steeringAgencyOf } from '../respond/public.ts'
import type { DecideBody, Outcome, Stance } from './model.ts'

export type PositionState = { agency: string; stance: Stance; reason: string | null; at: Date }
export type Decider = 'lead' | 'commander'

export type DecisionState = {
  id: string
  decider: Decider
  options: readonly string[]
  /** Members that were asked, in the order of the incident. */
  asked: readonly string[]
  dueAt: Date
  /** Everything that was said, oldest first. */
  positions: readonly PositionState[]
  tasks: readonly { option: number | null; title: string; agency: string; minutes: number }[]
  decided: { outcome: Outcome; chosen: number | null } | null
}

export type Tally = { agree: string[]; object: string[]; abstain: string[]; silent: string[] }

/** The last word of each agency counts. Every agency asked is in exactly one of the four. */
export const tallyOf = (decision: Pick<DecisionState, 'asked' | 'positions'>): Tally => {
  const tally: Tally = { agree: [], object: [], abstain: [], silent: [] }
  for (const agency of decision.asked) {
    const last = decision.positions.findLast((one) => one.agency === agency)
    tally[last?.stance ?? 'silent'].push(agency)
  }
  return tally
}

/** Red and orange are for a commander where a working member has one; everything else for the lead. Judgement, not validated. */
export const deciderFor = (level: string | null, hasCommander: boolean): Decider =>
  hasCommander && (level === 'red' || level === 'orange') ? 'commander' : 'lead'

export const DECIDER_WORDS: Readonly<Record<Decider, Bilingual>> = {
  lead: { zh: '由牵头单位决定', en: 'for the lead to decide' },
  commander: { zh: '由指挥决定', en: 'for a commander to decide' },
}

const DECIDED = conflict('已作出决定，不能再表态或改判。', 'It has been decided; nothing can be added or changed.')
const NOT_ASKED = forbidden('提请决定时没有征求本单位意见。', 'Your agency was not asked about this decision.')
const NOT_LEAD = forbidden('这项决定由牵头单位作出。', 'This decision is for the lead agency.')
const ONLY_INFORMED = forbidden(
  '本单位在该事件中仅为知会单位。',
  'Your agency is only informed in this incident and does not command.',
)

export const refusePosition = (incident: IncidentState, decision: DecisionState, actor: PostActor): Refusal | null =>
  refuseWork(incident, actor) ??
  (decision.decided ? DECIDED : null) ??
  (decision.asked.includes(actor.agency) ? null : NOT_ASKED)

export const refuseDecide = (incident: IncidentState, decision: DecisionState, actor: PostActor): Refusal | null => {
  const refusal = refuseWork(incident, actor) ?? (decision.decided ? DECIDED : null)
  if (refusal) return refusal
  if (decision.decider === 'lead')
    return (actor.agency === steeringAgencyOf(incident) ? null : NOT_LEAD) ?? refuseRight('incidents.open', actor)
  const role = incident.members.find((member) => member.agency === actor.agency)?.role
  return refuseRight('incidents.command', actor) ?? (role === 'inform' ? ONLY_INFORMED : null)
}

export const takePosition = (
  incident: IncidentState,
  decision: DecisionState,
  said: { stance: Stance; reason: string | null },
  actor: PostActor,
  at: Date,
): PositionState => {
  refuse(refusePosition(incident, decision, actor))
  const reason = said.reason?.trim() || null
  if (said.stance === 'object' && reason === null)
    throw invalid('reason', '反对须写明理由。', 'An objection needs its reason.')
  const last = decision.positions.findLast((one) => one.agency === actor.agency)
  if (last && last.stance === said.stance && last.reason === reason)
    throw invalid('stance', '本单位已这样表态。', 'Your agency has already said so.')
  return { agency: actor.agency, stance: said.stance, reason, at }
}

export type Verdict = {
  outcome: Outcome
  chosen: number | null
  reason: string | null
  conditions: string | null
  tally: Tally
  /** Places in `tasks` of what becomes a task now. */
  tasks: number[]
}

/**
 * Whoever decides against an objection answers it in words: an objection on the record without an answer would be one that
 * nobody need have read. @throws DomainError
 */
export const decide = (
  incident: IncidentState,
  decision: DecisionState,
  body: DecideBody,
  actor: PostActor,
): Verdict => {
  refuse(refuseDecide(incident, decision, actor))
  const tally = tallyOf(decision)
  const reason = body.reason?.trim() || null
  const conditions = body.conditions?.trim() || null
  if (body.outcome === 'returned') {
    if (reason === null) throw invalid('reason', '退回须写明理由。', 'Say why it is returned.')
    return { outcome: 'returned', chosen: null, reason, conditions: null, tally, tasks: [] }
  }
  const chosen = body.chosen ?? (decision.options.length === 1 ? 0 : null)
  if (chosen === null || chosen >= decision.options.length)
    throw invalid('chosen', '请选择批准哪个方案。', 'Say which option is approved.')
  if (body.outcome === 'approved_with_conditions' && conditions === null)
    throw invalid('conditions', '请写明批准的条件。', 'Write down the conditions.')
  if (tally.object.length > 0 && reason === null)
    throw invalid(
      'reason',
      '有单位反对，批准须写明如何处理反对意见。',
      'There is an objection: say how it is answered.',
    )
  const tasks = decision.tasks.flatMap((task, i) => (task.option === null || task.option === chosen ? [i] : []))
  return {
    outcome: body.outcome,
    chosen,
    reason,
    conditions: body.outcome === 'approved' ? null : conditions,
    tally,
    tasks,
  }
}
