/** Circles, groups and agreements in the database. Interning and membership run in functions that hold the access lock. */
import type { CircleId } from '../../base/public.ts'
import type { Tx } from '../../store/public.ts'
import { DATA_CLASSES, type Marking, type MarkingView, PURPOSES } from './model.ts'

type Queries = Pick<Tx, 'query'>

/** The circle of a marking; equal markings share one. */
export const circleFor = async (tx: Queries, marking: Marking): Promise<CircleId> => {
  const [row] = await tx.query<{ id: number }>('select app.intern_circle($1, $2, $3, $4, $5, $6) as id', [
    marking.owner,
    marking.dataClass,
    marking.purposeLock,
    marking.tlp,
    [...marking.agencies],
    [...marking.groups],
  ])
  return row!.id as CircleId
}

/** The circle of what is derived from rows of these circles. */
export const meetOf = async (tx: Queries, circles: readonly CircleId[]): Promise<CircleId> => {
  const distinct = [...new Set(circles)]
  if (distinct.length === 1) return distinct[0]!
  const [row] = await tx.query<{ id: number }>('select app.intern_meet($1) as id', [distinct])
  return row!.id as CircleId
}

export type GroupKind = 'incident' | 'warning' | 'standing'

/** A new group with its first members. `owner` always belongs to it. */
export const createGroup = async (
  tx: Queries,
  group: { id: string; kind: GroupKind; owner: string; members: readonly string[]; since: Date },
): Promise<void> => {
  await tx.query('select app.put_group($1, $2, $3, $4, $5)', [
    group.id,
    group.kind,
    group.owner,
    [...group.members],
    group.since,
  ])
}

/** Opens what the group sees to an agency, from `since` on. The actor belongs to the group. */
export const addGroupMember = async (tx: Queries, groupId: string, agency: string, since: Date): Promise<void> => {
  await tx.query("select app.put_group_member($1, $2, $3, 'infinity'::timestamptz)", [groupId, agency, since])
}

export const endGroupMember = async (tx: Queries, groupId: string, agency: string, at: Date): Promise<void> => {
  await tx.query('select app.end_group_member($1, $2, $3)', [groupId, agency, at])
}

type Described = {
  owner_agency: string | null
  data_class: string | null
  purpose_lock: string | null
  tlp: string | null
  is_meet: boolean
  seen_by: string[] | null
}

/** The marking of a circle for someone who may see it; undefined otherwise. */
export const describeCircle = async (
  tx: Queries,
  circleId: number,
  viewerAgency: string,
): Promise<MarkingView | undefined> => {
  const [row] = await tx.query<Described>('select * from app.describe_circle($1)', [circleId])
  if (!row) return undefined
  const ids = [...new Set([...(row.seen_by ?? []), ...(row.owner_agency ? [row.owner_agency] : [])])]
  const agencies = await tx.query<{ agency_id: string; zh: string; en: string }>(
    'select agency_id, zh, en from agency where agency_id = any ($1)',
    [ids],
  )
  const named = (id: string) => {
    const found = agencies.find((agency) => agency.agency_id === id)
    return { id, zh: found?.zh ?? id, en: found?.en ?? id }
  }
  const term = (table: Record<string, { zh: string; en: string }>, id: string | null) =>
    id === null ? null : { id, zh: table[id]?.zh ?? id, en: table[id]?.en ?? id }
  return {
    owner: row.owner_agency === null ? null : named(row.owner_agency),
    dataClass: term(DATA_CLASSES, row.data_class),
    tlp: row.tlp,
    purposeLock: term(PURPOSES, row.purpose_lock),
    isMeet: row.is_meet,
    seenBy: (row.seen_by ?? []).map(named),
    full: row.owner_agency === viewerAgency,
  }
}

export type NewAgreement = {
  id: string
  giver: string
  receiver: string
  dataClass: string
  purpose: string
  basisZh: string
  basisEn: string
  validFrom: Date
  validTo: Date | null
  giverSignedAt: Date | null
  receiverSignedAt: Date | null
}

/** Records an agreement as signed. Only the owner role may: negotiation and signing in the product come with agreements. */
export const putAgreement = async (tx: Queries, a: NewAgreement): Promise<void> => {
  await tx.query(
    "select app.put_agreement($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, 'infinity'::timestamptz), $10, $11)",
    [
      a.id,
      a.giver,
      a.receiver,
      a.dataClass,
      a.purpose,
      a.basisZh,
      a.basisEn,
      a.validFrom,
      a.validTo,
      a.giverSignedAt,
      a.receiverSignedAt,
    ],
  )
}

/** Ends an agreement; what it opened closes at `at`, in open pages and streams too. */
export const endAgreement = async (tx: Queries, id: string, at: Date): Promise<void> => {
  await tx.query('select app.end_agreement($1, $2)', [id, at])
}
