/** From stored warnings to the answers of the API: names for ids, what is missing, and what the caller may do. */

import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { isOverdue, permissionsOf, statusOf, type WarningActor } from './decide.ts'
import type { Link } from './links.ts'
import type { Acknowledgement, Named, WarningRow } from './model.ts'
import { loadNames, type Names } from './names.ts'
import type { StoredWarning } from './store.ts'

export const actorOf = ({ actor }: Call): WarningActor => ({
  agency: actor.agencyId,
  post: actor.postId,
  account: actor.accountId,
  roles: actor.roles,
  purpose: actor.purpose,
})

export const riskNamed = (id: string): Named => {
  const risk = getReference().risks.get(id)
  return { id, zh: risk?.zh ?? id, en: risk?.en ?? id }
}

export const namesOf = (call: Call, warnings: readonly StoredWarning[]): Promise<Names> =>
  loadNames(call.tx, {
    agencies: warnings.flatMap(({ state }) => [state.issuedBy.agency, ...state.acks.map((ack) => ack.agency)]),
    posts: warnings.flatMap(({ state }) => [
      state.issuedBy.post,
      ...(state.ended ? [state.ended.post] : []),
      ...state.acks.flatMap((ack) => (ack.acknowledged ? [ack.acknowledged.post] : [])),
    ]),
    accounts: [],
  })

export const viewRow = (call: Call, warning: StoredWarning, names: Names, links: readonly Link[]): WarningRow => {
  const { state } = warning
  const mine = state.acks.find((ack) => ack.agency === call.actor.agencyId)
  const own = links.filter((link) => link.warningId === state.id)
  const incidentId = own.find((link) => link.incidentId !== null)?.incidentId ?? null
  return {
    id: state.id,
    level: state.level,
    title: warning.title,
    body: warning.body,
    riskType: riskNamed(warning.riskType),
    place: warning.place,
    jurisdiction: warning.jurisdiction,
    issuedBy: { agency: names.agency(state.issuedBy.agency), post: names.post(state.issuedBy.post) },
    issuedAt: state.issuedAt.toISOString(),
    state: statusOf(state),
    acks: {
      done: state.acks.filter((ack) => ack.acknowledged).length,
      of: state.acks.length,
      overdue: state.acks.filter((ack) => isOverdue(ack, state, call.at)).length,
      missing: state.acks.filter((ack) => !ack.acknowledged).map((ack) => names.agency(ack.agency)),
    },
    mine: {
      needed: mine !== undefined && mine.acknowledged === null && state.ended === null,
      acknowledgedAt: mine?.acknowledged?.at.toISOString() ?? null,
      dueAt: mine?.dueAt.toISOString() ?? null,
    },
    signalId: own.find((link) => link.signalId !== null)?.signalId ?? null,
    incidentId,
    can: permissionsOf(state, actorOf(call), incidentId !== null),
  }
}

export const viewAcknowledgements = (call: Call, { state, why }: StoredWarning, names: Names): Acknowledgement[] =>
  state.acks.map((ack) => ({
    agency: names.agency(ack.agency),
    why: why.get(ack.agency) ?? { zh: '', en: '' },
    post: ack.acknowledged ? names.post(ack.acknowledged.post) : null,
    at: ack.acknowledged?.at.toISOString() ?? null,
    dueAt: ack.dueAt.toISOString(),
    note: ack.acknowledged?.note ?? null,
    overdue: isOverdue(ack, state, call.at),
    escalatedAt: ack.escalatedAt?.toISOString() ?? null,
  }))
