/** Which facts of a warning reach people outside the console, whom, and in which words. Importing this file registers the words. */
import type { Bilingual } from '../../base/public.ts'
import { markAcknowledged, queueNotices, registerNotice } from '../../engine/outbox/public.ts'
import { rolesFor } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { isAsking, type WarningFact, type WarningState } from './decide.ts'
import { findWarning, type StoredWarning } from './store.ts'
import { findSubscribers, wants } from './subscriptions.ts'

const EVENT_WORDS: Readonly<Record<string, Bilingual>> = {
  'warning.issued': { zh: '请确认收到', en: 'please acknowledge' },
  'warning.updated': { zh: '已更新', en: 'updated' },
  'warning.cancelled': { zh: '已撤销，请确认知悉', en: 'cancelled; please acknowledge' },
  'warning.ended': { zh: '已解除', en: 'ended' },
  'warning.acknowledgement_reminded': { zh: '即将到时，请确认', en: 'due soon; please acknowledge' },
  'warning.acknowledgement_overdue': { zh: '本单位到时未确认', en: 'your agency has not acknowledged in time' },
  'warning.acknowledgement_unanswered': { zh: '接收单位仍未确认', en: 'an agency still has not acknowledged' },
}
/** These say nothing any more once the warning is over. */
const ONLY_IN_FORCE = new Set(['warning.issued', 'warning.updated'])
/** To the agency that is late: nothing any more once it has acknowledged. */
const ABOUT_OWN = new Set(['warning.acknowledgement_reminded', 'warning.acknowledgement_overdue'])

const isOver = ({ state }: StoredWarning, event: string, agency: string): boolean => {
  const missing = state.acks.filter((ack) => isAsking(ack, state))
  if (ONLY_IN_FORCE.has(event)) return state.ended !== null
  if (ABOUT_OWN.has(event)) return !missing.some((ack) => ack.agency === agency)
  return event === 'warning.acknowledgement_unanswered' && missing.length === 0
}

registerNotice('warning', async (call, id, event) => {
  const warning = await findWarning(call, id)
  if (!warning) return null
  const place = getReference().vocabularies.places.find((one) => one.id === warning.place)
  const { state } = warning
  return {
    level: state.level,
    title: state.title,
    place: place ? { zh: place.zh, en: place.en } : null,
    what: EVENT_WORDS[event] ?? { zh: '有变化', en: 'changed' },
    path: `/warnings/${id}`,
    over: isOver(warning, event, call.actor.agencyId),
  }
})

const COMMANDERS = ['commander']

/** Posts whose own subscription this warning answers, by agency. */
const subscribedPosts = async (call: Call, warning: StoredWarning, level: WarningState['level']) => {
  const found = await findSubscribers(call, warning.riskType, warning.place)
  return (agency: string): string[] =>
    found.flatMap((one) => (one.agency === agency && one.post !== null && wants(one, level) ? [one.post] : []))
}

export const tellOf = async (
  call: Call,
  warning: StoredWarning,
  next: WarningState,
  facts: readonly WarningFact[],
): Promise<void> => {
  const about = { kind: 'warning', id: next.id }
  const base = { about, circleId: warning.circleId, level: next.level }
  for (const fact of facts) {
    switch (fact.act) {
      case 'warning.issued':
      case 'warning.updated':
      case 'warning.cancelled':
      case 'warning.ended': {
        const posts = await subscribedPosts(call, warning, next.level)
        const to = next.acks.map(({ agency }) => ({
          agency,
          roles: rolesFor('warnings.acknowledge'),
          posts: posts(agency),
        }))
        await queueNotices(call, { ...base, event: fact.act, to })
        break
      }
      case 'warning.acknowledgement_reminded':
        await queueNotices(call, {
          ...base,
          event: fact.act,
          to: [{ agency: fact.agency, roles: ['duty_officer', 'officer', 'analyst'] }],
        })
        break
      case 'warning.acknowledgement_overdue':
        await queueNotices(call, { ...base, event: fact.act, to: [{ agency: fact.agency, roles: COMMANDERS }] })
        break
      case 'warning.acknowledgement_unanswered':
        await queueNotices(call, { ...base, event: fact.act, to: [{ agency: fact.to, roles: COMMANDERS }] })
        break
      case 'warning.acknowledged':
        await markAcknowledged(call, about, fact.agency)
        break
      case 'warning.lesson_recorded':
        break
    }
  }
}
