/** From stored warnings to the answers of the API: names for ids, what is missing, and what the caller may do. */

import type { Receipt } from '../../engine/outbox/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { isAsking, isOverdue, permissionsOf, statusOf, type WarningPart } from './decide.ts'
import type { Link } from './links.ts'
import type { Acknowledgement, Named, Warning, WarningRow } from './model.ts'
import { loadNames, type Names } from './names.ts'
import type { EventRow, LessonRow, StoredWarning, VersionRow } from './store.ts'
import { sentenceOf } from './timeline.ts'

export const riskNamed = (id: string): Named => {
  const risk = getReference().risks.get(id)
  return { id, zh: risk?.zh ?? id, en: risk?.en ?? id }
}

export const namesOf = (
  call: Call,
  warnings: readonly StoredWarning[],
  others: { agencies?: readonly string[]; posts?: readonly string[] } = {},
): Promise<Names> =>
  loadNames(call.tx, {
    agencies: [
      ...warnings.flatMap(({ state }) => [state.issuedBy.agency, ...state.acks.map((ack) => ack.agency)]),
      ...(others.agencies ?? []),
    ],
    posts: [
      ...warnings.flatMap(({ state }) => [
        state.issuedBy.post,
        ...(state.ended ? [state.ended.post] : []),
        ...state.acks.flatMap((ack) => (ack.acknowledged ? [ack.acknowledged.post] : [])),
      ]),
      ...(others.posts ?? []),
    ],
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
    version: state.version,
    acks: {
      done: state.acks.filter((ack) => ack.acknowledged).length,
      of: state.acks.length,
      overdue: state.acks.filter((ack) => isOverdue(ack, state, call.at)).length,
      missing: state.acks.filter((ack) => !ack.acknowledged).map((ack) => names.agency(ack.agency)),
    },
    mine: {
      needed: mine !== undefined && isAsking(mine, state),
      acknowledgedAt: mine?.acknowledged?.at.toISOString() ?? null,
      dueAt: mine?.dueAt.toISOString() ?? null,
      askedAt: mine?.askedAt.toISOString() ?? null,
      subject: mine?.subject ?? 'warning',
      round: mine?.round ?? 1,
      reminded: mine !== undefined && (mine.remindedAt ?? mine.escalatedAt) !== null,
    },
    verdict: warning.verdict,
    signalId: own.find((link) => link.signalId !== null)?.signalId ?? null,
    incidentId,
    can: permissionsOf(state, actorOf(call), incidentId !== null),
  }
}

const text = (at: Date | null): string | null => at?.toISOString() ?? null

export const viewAcknowledgements = (
  call: Call,
  { state, why }: StoredWarning,
  names: Names,
  receipts: ReadonlyMap<string, readonly Receipt[]>,
): Acknowledgement[] =>
  state.acks.map((ack) => ({
    agency: names.agency(ack.agency),
    why: why.get(ack.agency) ?? { zh: '', en: '' },
    post: ack.acknowledged ? names.post(ack.acknowledged.post) : null,
    at: text(ack.acknowledged?.at ?? null),
    dueAt: ack.dueAt.toISOString(),
    note: ack.acknowledged?.note ?? null,
    overdue: isOverdue(ack, state, call.at),
    round: ack.round,
    subject: ack.subject,
    askedAt: ack.askedAt.toISOString(),
    remindAt: text(ack.remindAt),
    remindedAt: text(ack.remindedAt),
    escalatedAt: text(ack.escalatedAt),
    commandAt: text(ack.commandAt),
    commandedAt: text(ack.commandedAt),
    receipts: [...(receipts.get(ack.agency) ?? [])],
  }))

/** What differs from the version before; of the first nothing. */
const changesOf = (row: VersionRow, before: VersionRow | undefined): WarningPart[] =>
  before ? (['level', 'title', 'body'] as const).filter((part) => row[part] !== before[part]) : []

export const viewVersions = (rows: readonly VersionRow[], names: Names): Warning['versions'] =>
  rows.map((row, i) => ({
    version: row.version,
    level: row.level,
    title: row.title,
    body: row.body,
    reason: row.reason,
    at: row.at.toISOString(),
    post: names.post(row.post_id),
    changed: changesOf(row, rows[i + 1]),
  }))

export const viewTimeline = (rows: readonly EventRow[], names: Names): Warning['timeline'] =>
  rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    act: row.act,
    text: sentenceOf(row.act, row.data, { agency: names.agency }),
    agency: names.agency(row.agency_id),
    post: row.account_id === null ? null : names.post(row.post_id),
  }))

export const viewLessons = (rows: readonly LessonRow[], issuer: string, names: Names): Warning['lessons'] =>
  rows
    .toSorted((a, b) => Number(b.agency_id === issuer) - Number(a.agency_id === issuer))
    .map((row) => ({
      id: row.id,
      agency: names.agency(row.agency_id),
      post: names.post(row.post_id),
      at: row.at.toISOString(),
      verdict: row.verdict,
      timely: row.timely,
      change: row.change,
      issuer: row.agency_id === issuer,
    }))
