/** Who may do what with a warning, and why not. One rule for what a page offers and for what the command accepts. Pure. */

import { permission, type Refusal } from '../../base/public.ts'
import { type PostActor, refuseRight } from '../../environment/identity/public.ts'
import type { Permission } from './model.ts'
import type { AckState, WarningState } from './state.ts'

const ENDED: Refusal = { code: 'conflict', zh: '预警已解除。', en: 'The warning has ended.' }
const CANCELLED: Refusal = { code: 'conflict', zh: '预警已撤销。', en: 'The warning was cancelled.' }
const over = (state: WarningState): Refusal | null =>
  state.ended === null ? null : state.ended.as === 'cancelled' ? CANCELLED : ENDED

export const ackOf = (state: WarningState, agency: string): AckState | undefined =>
  state.acks.find((ack) => ack.agency === agency)

/** Does this round still ask? After the end nobody is asked; after a cancellation everybody is, about the cancellation. */
export const isAsking = (ack: AckState, state: Pick<WarningState, 'ended'>): boolean =>
  ack.acknowledged === null &&
  (state.ended === null || (state.ended.as === 'cancelled' && ack.subject === 'cancellation'))

export const refuseAcknowledge = (state: WarningState, actor: PostActor): Refusal | null => {
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
  if (!isAsking(ack, state)) return over(state)
  return refuseRight('warnings.acknowledge', actor)
}

/** Acts of the issuing agency while the warning is in force; `words` name the act. */
const refuseIssuer =
  (zh: string, en: string) =>
  (state: WarningState, actor: PostActor): Refusal | null => {
    if (state.ended) return over(state)
    if (actor.agency !== state.issuedBy.agency)
      return {
        code: 'forbidden',
        zh: `只有发布单位可以${zh}预警。`,
        en: `Only the agency that issued the warning may ${en} it.`,
      }
    return refuseRight('warnings.issue', actor)
  }

export const refuseEnd = refuseIssuer('解除', 'end')
export const refuseCancel = refuseIssuer('撤销', 'cancel')
export const refuseUpdate = refuseIssuer('更新', 'update')

export const refuseLesson = (state: WarningState, actor: PostActor): Refusal | null => {
  if (!state.ended)
    return {
      code: 'conflict',
      zh: '预警仍在生效，解除或撤销后再总结。',
      en: 'The warning is in force; what was learned is written after its end.',
    }
  if (actor.agency !== state.issuedBy.agency && !ackOf(state, actor.agency))
    return {
      code: 'forbidden',
      zh: '本单位不在这条预警的发送范围内。',
      en: 'Your agency is not in the audience of this warning.',
    }
  return refuseRight('warnings.acknowledge', actor)
}

const refuseOpenIncident = (state: WarningState, actor: PostActor, hasIncident: boolean): Refusal | null => {
  if (hasIncident)
    return { code: 'conflict', zh: '这条预警已有对应的处置事件。', en: 'This warning already has its incident.' }
  return over(state) ?? refuseRight('incidents.open', actor)
}

export type WarningPermissions = {
  [verb in 'acknowledge' | 'update' | 'end' | 'cancel' | 'lesson' | 'openIncident']: Permission
}

export const permissionsOf = (state: WarningState, actor: PostActor, hasIncident: boolean): WarningPermissions => ({
  acknowledge: permission(refuseAcknowledge(state, actor)),
  update: permission(refuseUpdate(state, actor)),
  end: permission(refuseEnd(state, actor)),
  cancel: permission(refuseCancel(state, actor)),
  lesson: permission(refuseLesson(state, actor)),
  openIncident: permission(refuseOpenIncident(state, actor, hasIncident)),
})
