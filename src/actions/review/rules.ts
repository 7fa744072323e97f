/** Who may do what in a review, and why not: asked by the commands and, beforehand, by the pages. Pure. */

import { conflict, forbidden, permission, type Refusal } from '../../base/public.ts'
import { type PostActor, rightOf } from '../../environment/identity/public.ts'
import { type CorrectiveAction, type Finding, isOutstanding, isSettledWell, type ReviewState } from './state.ts'

const CLOSED = conflict('这次复盘已结束。', 'This review is closed.')
const FINDING_CLOSED = conflict('这项问题已关闭。', 'This finding is closed.')

export const refuseRight = (actor: PostActor): Refusal | null => {
  const held = rightOf('reviews.write', actor.roles, actor.purpose)
  return held === true ? null : { code: 'forbidden', ...held }
}

/** Any agency that worked on the incident. */
export const refuseWork = (state: ReviewState, actor: PostActor): Refusal | null => {
  if (state.closed) return CLOSED
  if (!state.members.includes(actor.agency))
    return forbidden('只有参加处置的单位可以参加复盘。', 'Only agencies that worked on the incident take part.')
  return refuseRight(actor)
}

export const refuseOnFinding = (state: ReviewState, finding: Finding, actor: PostActor): Refusal | null =>
  state.closed ? CLOSED : finding.closed ? FINDING_CLOSED : refuseWork(state, actor)

/** Everything that it led to has been answered: what failed was followed by something that did not. */
const refuseByActions = ({ actions }: Finding): Refusal | null => {
  const outstanding = actions.filter(isOutstanding).length
  if (outstanding > 0)
    return conflict(
      `还有 ${outstanding} 项整改没有完成或没有检验效果。`,
      `Corrective actions not done, or their effect not looked at: ${outstanding}.`,
    )
  const lastWell = actions.findLastIndex(isSettledWell)
  const lastFailed = actions.findLastIndex((one) => one.check?.result === 'does_not')
  if (lastWell < 0)
    return conflict(
      '没有效果证据。先落实整改并检验效果，或由其他单位说明理由免除。',
      'There is no evidence of an effect. Change something and look at its effect, or let another agency waive it with a reason.',
    )
  return lastFailed > lastWell
    ? conflict('最近的整改没有效果，须再提一项。', 'The last corrective action did not work; propose another one.')
    : null
}

export const refuseCloseFinding = (state: ReviewState, finding: Finding, actor: PostActor): Refusal | null =>
  refuseOnFinding(state, finding, actor) ?? refuseByActions(finding)

export const refuseWaiveFinding = (state: ReviewState, finding: Finding, actor: PostActor): Refusal | null => {
  const refusal = refuseOnFinding(state, finding, actor)
  if (refusal) return refusal
  if (actor.agency === finding.putBy.agency)
    return forbidden('免除须由提出单位以外的单位决定。', 'Another agency than the one that put it may waive it.')
  const outstanding = finding.actions.filter(isOutstanding).length
  return outstanding === 0
    ? null
    : conflict(
        `还有 ${outstanding} 项整改在办，先了结。`,
        `First settle the corrective actions that go on: ${outstanding}.`,
      )
}

const ofOwner = (state: ReviewState, finding: Finding, action: CorrectiveAction, actor: PostActor): Refusal | null => {
  const refusal = refuseOnFinding(state, finding, actor)
  if (refusal) return refusal
  return actor.agency === action.owner
    ? null
    : forbidden('由负责这项整改的单位办理。', 'The agency that owns this action does this.')
}

export const refuseAnswer = (state: ReviewState, finding: Finding, action: CorrectiveAction, actor: PostActor) =>
  ofOwner(state, finding, action, actor) ??
  (action.state === 'open' ? null : conflict('这项整改已经答复。', 'This action has been answered.'))

export const refuseDone = (state: ReviewState, finding: Finding, action: CorrectiveAction, actor: PostActor) =>
  ofOwner(state, finding, action, actor) ??
  (action.state === 'accepted'
    ? null
    : action.state === 'open'
      ? conflict('先接受，落实后再登记。', 'Accept it first, then record that it is done.')
      : conflict('这项整改已经了结或已登记落实。', 'This action is settled or already recorded as done.'))

/** Nobody judges their own work. */
const byAnother = (state: ReviewState, finding: Finding, action: CorrectiveAction, actor: PostActor): Refusal | null =>
  refuseOnFinding(state, finding, actor) ??
  (actor.agency === action.owner
    ? forbidden('效果由负责单位以外的单位检验。', 'Another agency than the owner looks at the effect.')
    : null)

export const refuseCheck = (state: ReviewState, finding: Finding, action: CorrectiveAction, actor: PostActor) =>
  byAnother(state, finding, action, actor) ??
  (action.state === 'done'
    ? null
    : action.state === 'checked'
      ? conflict('效果已经检验。', 'Its effect has been looked at.')
      : conflict('落实以后才能检验效果。', 'Its effect can be looked at once it is done.'))

export const refuseWaive = (state: ReviewState, finding: Finding, action: CorrectiveAction, actor: PostActor) =>
  byAnother(state, finding, action, actor) ??
  (isOutstanding(action) ? null : conflict('这项整改已经了结。', 'This action is settled.'))

export const refuseClose = (state: ReviewState, actor: PostActor): Refusal | null => {
  const refusal = refuseWork(state, actor)
  if (refusal) return refusal
  if (actor.agency !== state.steering)
    return forbidden('由牵头单位结束复盘。', 'The agency that leads the incident closes the review.')
  if (!state.incidentClosed) return conflict('事件还没有结案。', 'The incident is not closed yet.')
  const open = state.findings.filter((one) => one.closed === null).length
  return open === 0 ? null : conflict(`还有 ${open} 项问题没有关闭。`, `Findings not closed: ${open}.`)
}

export const reviewPermissions = (state: ReviewState, actor: PostActor) => ({
  put: permission(refuseWork(state, actor)),
  close: permission(refuseClose(state, actor)),
})

export const findingPermissions = (state: ReviewState, finding: Finding, actor: PostActor) => ({
  stance: permission(refuseOnFinding(state, finding, actor)),
  propose: permission(refuseOnFinding(state, finding, actor)),
  close: permission(refuseCloseFinding(state, finding, actor)),
  waive: permission(refuseWaiveFinding(state, finding, actor)),
})

export const actionPermissions = (
  state: ReviewState,
  finding: Finding,
  action: CorrectiveAction,
  actor: PostActor,
) => ({
  answer: permission(refuseAnswer(state, finding, action, actor)),
  done: permission(refuseDone(state, finding, action, actor)),
  check: permission(refuseCheck(state, finding, action, actor)),
  waive: permission(refuseWaive(state, finding, action, actor)),
})
