/** From stored reviews to the answers of the API: names for ids, what is due, what the caller may do. */
import type { PostActor } from '../../environment/identity/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { IncidentRecord } from '../respond/public.ts'
import { loadNames, type Names, riskNamed } from '../warn/public.ts'
import type { Action, DueAction, FindingView, Review, ReviewRow, ReviewSummary } from './model.ts'
import type { Prepared } from './prepare.ts'
import { earlierOf, type PutFinding, REPEAT_DAYS, type repeatRate } from './repeats.ts'
import { actionPermissions, findingPermissions, reviewPermissions } from './rules.ts'
import { type By, type CorrectiveAction, type Finding, isCheckDue, isLate, type ReviewState } from './state.ts'
import { byOf, type DueSql, type EventSql, findIncidentNames, type StoredReview } from './store.ts'
import { agenciesOf, viewFigures } from './view-figures.ts'
import { sentenceOf } from './words.ts'

type IncidentNames = Awaited<ReturnType<typeof findIncidentNames>>

const viewBy = (names: Names, by: By) => ({
  agency: names.agency(by.agency),
  post: names.post(by.post),
  officer: names.officer(by.account),
})
const viewSaid = (names: Names, said: { at: Date; by: By; words: string }) => ({
  at: said.at.toISOString(),
  actor: viewBy(names, said.by),
  words: said.words,
})

const countsOf = (findings: readonly Finding[], today: string): Pick<ReviewRow, 'findings' | 'actions'> => {
  const actions = findings.flatMap((one) => one.actions)
  return {
    findings: {
      open: findings.filter((one) => one.closed === null).length,
      of: findings.length,
      objected: findings.filter((one) => one.closed === null && one.stances.some(({ stance }) => stance === 'object'))
        .length,
    },
    actions: {
      open: actions.filter((one) => one.state === 'open' || one.state === 'accepted').length,
      overdue: actions.filter((one) => isLate(one, today)).length,
      checkDue: actions.filter((one) => isCheckDue(one, today)).length,
    },
  }
}

export const viewRows = async (call: Call, reviews: readonly StoredReview[], today: string): Promise<ReviewRow[]> => {
  const incidents = await findIncidentNames(
    call,
    reviews.map(({ state }) => state.incidentId),
  )
  const names = await loadNames(call.tx, { agencies: incidents.map((one) => one.lead), posts: [], accounts: [] })
  return reviews.flatMap(({ state }): ReviewRow[] => {
    const incident = incidents.find((one) => one.id === state.incidentId)
    if (!incident) return []
    const { id, no, title, closed, lead } = incident
    return [
      {
        id: state.id,
        incident: { id, no, title, closed },
        risk: riskNamed(state.riskType),
        steering: names.agency(lead),
        openedAt: state.openedAt.toISOString(),
        closedAt: state.closed?.at.toISOString() ?? null,
        ...countsOf(state.findings, today),
      },
    ]
  })
}

const viewAction = (
  state: ReviewState,
  finding: Finding,
  one: CorrectiveAction,
  names: Names,
  actor: PostActor,
  today: string,
): Action => ({
  id: one.id,
  change: one.change,
  words: one.words,
  owner: names.agency(one.owner),
  dueOn: one.dueOn,
  state: one.state,
  overdue: isLate(one, today),
  checkDue: isCheckDue(one, today),
  proposed: { at: one.proposedAt.toISOString(), actor: viewBy(names, one.proposedBy) },
  answered: one.answered && viewSaid(names, one.answered),
  done: one.done && { ...viewSaid(names, one.done), checkOn: one.done.checkOn },
  check: one.check && { ...viewSaid(names, one.check), result: one.check.result, seenIn: one.check.seenIn },
  can: actionPermissions(state, finding, one, actor),
})

const peopleOf = (state: ReviewState, events: readonly EventSql[]): By[] => [
  state.openedBy,
  ...(state.closed ? [state.closed.by] : []),
  ...state.findings.flatMap((one) => [
    one.putBy,
    ...(one.closed ? [one.closed.by] : []),
    ...one.stances.map((stance) => stance.by),
    ...one.actions.flatMap((action) =>
      [action.proposedBy, action.answered?.by, action.done?.by, action.check?.by].filter((by) => by !== undefined),
    ),
  ]),
  ...events.map(byOf),
]

type ReviewParts = {
  stored: StoredReview
  state: ReviewState
  incident: IncidentRecord
  prepared: Prepared
  /** Every finding that the reader may see. */
  put: readonly PutFinding[]
  events: readonly EventSql[]
  today: string
}

export const viewReview = async (call: Call, parts: ReviewParts): Promise<Review> => {
  const { state, incident, prepared, put, events, today } = parts
  const { actor: caller } = call
  const actor: PostActor = {
    agency: caller.agencyId,
    post: caller.postId,
    account: caller.accountId,
    roles: caller.roles,
    purpose: caller.purpose,
  }
  const people = peopleOf(state, events)
  const names = await loadNames(call.tx, {
    agencies: [
      ...people.map((by) => by.agency),
      ...state.members,
      state.steering,
      ...state.findings.flatMap((one) => one.actions.map((action) => action.owner)),
      ...agenciesOf(prepared),
    ],
    posts: people.map((by) => by.post),
    accounts: people.map((by) => by.account),
  })
  const earlier = new Map(put.filter((one) => one.reviewId === state.id).map((one) => [one.id, earlierOf(one, put)]))
  const namesOfEarlier = await namesOfReviews(call, [...earlier.values()].flat())
  const viewFinding = (one: Finding): FindingView => ({
    id: one.id,
    kind: one.kind,
    what: one.what,
    why: one.why,
    putAt: one.putAt.toISOString(),
    putBy: viewBy(names, one.putBy),
    stances: one.stances.map((stance) => ({ ...viewSaid(names, stance), stance: stance.stance })),
    actions: one.actions.map((action) => viewAction(state, one, action, names, actor, today)),
    closed: one.closed && { ...viewSaid(names, one.closed), how: one.closed.how },
    repeats: (earlier.get(one.id) ?? []).flatMap((before) => {
      const named = namesOfEarlier.get(before.reviewId)
      return named
        ? [{ reviewId: before.reviewId, incident: named, what: before.what, putAt: before.putAt.toISOString() }]
        : []
    }),
    can: findingPermissions(state, one, actor),
  })
  return {
    id: state.id,
    incident: { id: incident.id, no: incident.no, title: incident.title, closed: state.incidentClosed },
    risk: riskNamed(state.riskType),
    steering: names.agency(state.steering),
    openedAt: state.openedAt.toISOString(),
    closedAt: state.closed?.at.toISOString() ?? null,
    ...countsOf(state.findings, today),
    openedBy: viewBy(names, state.openedBy),
    members: state.members.map(names.agency),
    figures: viewFigures(prepared, names),
    list: state.findings.map(viewFinding),
    closed: state.closed && viewSaid(names, { ...state.closed, words: state.closed.summary }),
    history: events.map((event) => ({
      at: event.at.toISOString(),
      text: sentenceOf(event, state),
      actor: viewBy(names, byOf(event)),
    })),
    can: reviewPermissions(state, actor),
  }
}

/** By review: the number and title of its incident. */
const namesOfReviews = async (call: Call, findings: readonly PutFinding[]) => {
  const reviews = await call.tx.query<{ id: string; no: string; title: string }>(
    `select r.id, i.no, i.title from review r join incident i on i.realm = r.realm and i.id = r.incident_id
      where r.realm = $1 and r.id = any ($2)`,
    [call.realm, [...new Set(findings.map((one) => one.reviewId))]],
  )
  return new Map(reviews.map(({ id, no, title }) => [id, { no, title }]))
}

const viewDue = (rows: readonly DueSql[], incidents: IncidentNames, names: Names): DueAction[] =>
  rows.flatMap(({ id, reviewId, incidentId, words, owner, day }) => {
    const incident = incidents.find((one) => one.id === incidentId)
    return incident
      ? [{ id, reviewId, incident: { no: incident.no, title: incident.title }, words, owner: names.agency(owner), day }]
      : []
  })

export const viewSummary = async (
  call: Call,
  parts: {
    open: number
    overdue: readonly DueSql[]
    checksDue: readonly DueSql[]
    repeats: ReturnType<typeof repeatRate>
    without: readonly { id: string; no: string; title: string; closed_at: Date | null }[]
  },
): Promise<ReviewSummary> => {
  const due = [...parts.overdue, ...parts.checksDue]
  const incidents = await findIncidentNames(call, [...new Set(due.map((one) => one.incidentId))])
  const names = await loadNames(call.tx, { agencies: due.map((one) => one.owner), posts: [], accounts: [] })
  return {
    open: parts.open,
    overdue: viewDue(parts.overdue, incidents, names),
    checksDue: viewDue(parts.checksDue, incidents, names),
    repeats: {
      days: REPEAT_DAYS,
      of: parts.repeats.of,
      repeated: parts.repeats.repeated,
      rows: parts.repeats.rows.map(({ id, reviewId, kind, riskType, what, putAt, earlier }) => ({
        id,
        reviewId,
        kind,
        risk: riskNamed(riskType),
        what,
        putAt: putAt.toISOString(),
        earlier,
      })),
    },
    without: parts.without.map(({ id, no, title, closed_at }) => ({
      id,
      no,
      title,
      closedAt: closed_at?.toISOString() ?? null,
    })),
  }
}
