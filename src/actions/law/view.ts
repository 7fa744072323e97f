/** From reviews and revisions to the answers of the API. */
import { notFound } from '../../base/public.ts'
import {
  browseDeadlines,
  browseDuties,
  ownerOf,
  type Place,
  type ReferenceOfDay,
  viewDeadline,
  viewDuty,
  viewInstrument,
} from '../../environment/duties/public.ts'
import type { LoadedReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { loadNames, type Named, type Names } from '../warn/public.ts'
import { editPermission } from './decide.ts'
import type { Entry, ReviewList, ReviewView } from './model.ts'
import { lawActor } from './service.ts'
import { listReviews, openTasks, type ReviewRow, reviewsOfRow, type VersionRow, versionsOfRow } from './store.ts'

type People = readonly { agencyId: string | null; postId: string | null }[]

const namesOf = (call: Call, people: People): Promise<Names> =>
  loadNames(call.tx, {
    agencies: people.flatMap((one) => (one.agencyId ? [one.agencyId] : [])),
    posts: people.flatMap((one) => (one.postId ? [one.postId] : [])),
    accounts: [],
  })

const instrumentNamed = (reference: LoadedReference, id: string): Named => {
  const found = reference.instruments.get(id)
  return { id, zh: found?.zh ?? id, en: found?.en ?? id }
}

const nameOf = (reference: LoadedReference, kind: string, id: string): { zh: string; en: string } => {
  if (kind === 'deadline') {
    const found = reference.deadlines.get(id)
    return { zh: found?.eventZh ?? id, en: found?.eventEn ?? id }
  }
  const found = reference.dutyRows.get(id)
  if (!found) return { zh: id, en: id }
  return found.jurisdiction === 'CN' ? { zh: found.riskZh, en: found.riskEn } : { zh: found.zh, en: found.en }
}

/** How many open tasks of those that the caller may see rest on each row. */
const tasksByRow = async (call: Call, reference: LoadedReference): Promise<Map<string, number>> => {
  const counts = new Map<string, number>()
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const task of await openTasks(call)) {
    if (task.deadline) add(`deadline/${task.deadline}`)
    const row = ownerOf(reference, task.riskType, task.place as Place, task.jurisdiction).primary[0]
    if (row) add(`duty/${row.id}`)
  }
  return counts
}

const viewReviews = async (
  call: Call,
  reference: LoadedReference,
  rows: readonly ReviewRow[],
): Promise<ReviewView[]> => {
  const names = await namesOf(call, rows)
  const tasks = rows.some((row) => row.outcome === null) ? await tasksByRow(call, reference) : new Map<string, number>()
  const edit = editPermission(lawActor(call))
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    row: row.rowId,
    name: nameOf(reference, row.kind, row.rowId),
    instrument: instrumentNamed(reference, row.instrument),
    replacedBy: row.replacedBy === null ? null : instrumentNamed(reference, row.replacedBy),
    reason: row.reason,
    openedAt: row.openedAt.toISOString(),
    outcome: row.outcome,
    note: row.note,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    by: row.agencyId && row.postId ? { agency: names.agency(row.agencyId), post: names.post(row.postId) } : null,
    openTasks: tasks.get(`${row.kind}/${row.rowId}`) ?? 0,
    can: {
      confirm: row.outcome === null ? edit : { zh: '这一行已经核定过。', en: 'This row has already been confirmed.' },
    },
  }))
}

export const viewReviewList = async (
  call: Call,
  { reference }: ReferenceOfDay,
  only: 'open' | 'all',
): Promise<ReviewList> => {
  const rows = await listReviews(call, only)
  return {
    rows: await viewReviews(call, reference, rows),
    open: rows.filter((row) => row.outcome === null).length,
    can: { edit: editPermission(lawActor(call)) },
  }
}

const KINDS = {
  duty: ['duty', 'duty_international'],
  deadline: ['deadline'],
  instrument: ['instrument'],
} as const

/** One row of the matrix, one deadline or one instrument, by its permanent id, with its history. */
export const viewEntry = async (call: Call, { reference, day, today }: ReferenceOfDay, id: string): Promise<Entry> => {
  const kind = /^DL-/.test(id) ? 'deadline' : /^DM-/.test(id) ? 'duty' : 'instrument'
  const duty = kind === 'duty' ? reference.dutyRows.get(id) : undefined
  const deadline = kind === 'deadline' ? reference.deadlines.get(id) : undefined
  const instrument = kind === 'instrument' ? reference.instruments.get(id) : undefined
  const versions: VersionRow[] = await versionsOfRow(call, KINDS[kind], id)
  if (!duty && !deadline && !instrument && versions.length === 0) throw notFound()
  const reviews = await reviewsOfRow(call, kind, id)
  const names = await namesOf(call, versions)
  const shipped = reference.versions.find((one) => one.set === 'duty-matrix')
  const made = versions.map((one) => ({
    effectiveOn: one.effectiveOn,
    recordedAt: one.recordedAt.toISOString(),
    note: one.note,
    ended: one.ended,
    by: { agency: names.agency(one.agencyId), post: names.post(one.postId) },
  }))
  return {
    id,
    day,
    today,
    kind,
    duty: duty ? viewDuty(reference, duty, day) : null,
    deadline: deadline ? viewDeadline(reference, deadline, day) : null,
    instrument: instrument ? viewInstrument(reference, instrument, day) : null,
    ended: !duty && !deadline && !instrument,
    duties: instrument
      ? browseDuties(reference, { instrument: id }, day)
      : deadline
        ? browseDuties(reference, {}, day).filter((row) => deadline.dutyRows.includes(row.id))
        : [],
    deadlines: instrument
      ? browseDeadlines(reference, { instrument: id }, day)
      : duty
        ? browseDeadlines(reference, {}, day).filter((row) => row.dutyRows.includes(id))
        : [],
    versions: [
      ...made,
      ...(shipped
        ? [
            {
              effectiveOn: null,
              recordedAt: shipped.loadedAt.toISOString(),
              note: shipped.version,
              ended: false,
              by: null,
            },
          ]
        : []),
    ],
    reviews: await viewReviews(call, reference, reviews),
    can: { edit: editPermission(lawActor(call)) },
  }
}
