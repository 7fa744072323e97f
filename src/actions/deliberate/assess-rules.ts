/** Who may do what in a joint assessment, and why not: one function per act, for the page and for the act itself. */

import type { Refusal } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { type IncidentState, refuseWork } from '../respond/public.ts'

/** Any working member may put a hypothesis, weigh a piece, move a belief, ask. */
export const refuseThink = (incident: IncidentState, actor: PostActor): Refusal | null => refuseWork(incident, actor)

export const refuseDissent = (incident: IncidentState, own: { standing: boolean }, actor: PostActor): Refusal | null =>
  refuseWork(incident, actor) ??
  (own.standing
    ? {
        code: 'conflict',
        zh: '本单位已有一条不同意见；先撤回再另提。',
        en: 'Your agency already dissents; withdraw that before stating another.',
      }
    : null)

/** A dissent belongs to its agency: nobody else, not even the lead, can take it away. */
export const refuseWithdraw = (
  incident: IncidentState,
  dissent: { agency: string; withdrawn: boolean },
  actor: PostActor,
): Refusal | null => {
  const refusal = refuseWork(incident, actor)
  if (refusal) return refusal
  if (dissent.agency !== actor.agency)
    return {
      code: 'forbidden',
      zh: '不同意见只能由提出单位撤回。',
      en: 'Only the agency that dissents may withdraw it.',
    }
  return dissent.withdrawn ? { code: 'conflict', zh: '已撤回。', en: 'It has been withdrawn.' } : null
}

export const refuseAnswer = (
  incident: IncidentState,
  question: { agency: string; answered: boolean },
  actor: PostActor,
): Refusal | null => {
  const refusal = refuseWork(incident, actor)
  if (refusal) return refusal
  if (question.answered) return { code: 'conflict', zh: '已经答复。', en: 'It has been answered.' }
  return question.agency === actor.agency
    ? null
    : { code: 'forbidden', zh: '由被指定的单位答复。', en: 'The agency that was asked answers.' }
}
