/** Signals in words: rows for lists, and the whole of one for its case. */
import { type Bilingual, instant, notFound } from '../../base/public.ts'
import { describeCircle } from '../../engine/sharing/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { briefOf, explain } from '../assess/public.ts'
import { findLinks, findParts, findSeq, findSubjects, findVersions, OTHERS_LIMIT } from './case-store.ts'
import type { Place } from './cursor.ts'
import type { Body } from './kinds/kind.ts'
import { findKind, SIGNAL_KINDS, type SignalKind, SUBJECT_KINDS } from './kinds/registry.ts'
import { detailOf, fieldsOf, fieldsOfPart, mentionsOf, PART_LABELS, subjectWords, titleOf } from './kinds/words.ts'
import type { Signal, SignalFilter, SignalRow } from './model.ts'
import { findSource } from './sources.ts'
import { countSignals, findSignal, findSignalPage, type Page, type SignalSql } from './store.ts'

const riskNames = (id: string): Bilingual | undefined => getReference().risks.get(id)

const rowOf = (row: SignalSql): SignalRow => ({
  id: row.id,
  receivedAt: instant(new Date(row.received_at)),
  observedAt: instant(new Date(row.observed_at)),
  kind: row.kind,
  // A source that the caller may not see is not named, although its signal is shared with them.
  source:
    row.source_code === null
      ? null
      : {
          id: row.source_id,
          zh: row.source_zh!,
          en: row.source_en!,
          agency: { id: row.agency_id!, zh: row.agency_zh!, en: row.agency_en! },
        },
  port: row.port,
  place: row.place,
  externalNo: row.external_no,
  version: row.version,
  reliability: row.reliability,
  credibility: row.credibility,
  flags: row.flags,
  caseNos: row.case_nos,
  title: titleOf(row.kind, row.body),
  detail: detailOf(row.kind, row.body),
  assessment: row.assessment ? briefOf(row.assessment, riskNames) : null,
})

/** @returns null where the filter names a source that the caller cannot see: nothing can match. */
const sourceIdOf = async (call: Call, filter: SignalFilter): Promise<string | null | undefined> => {
  if (filter.source === undefined) return null
  return (await findSource(call.tx, filter.source))?.id
}

/** Newest first. `limit` 1 to 200. */
export const listSignals = async (
  call: Call,
  query: SignalFilter & { limit?: number },
  before?: Place,
): Promise<{ rows: SignalRow[]; next: Place | null }> => {
  const sourceId = await sourceIdOf(call, query)
  if (sourceId === undefined) return { rows: [], next: null }
  const page: Page = await findSignalPage(call, query, sourceId, query.limit ?? 50, before)
  return { rows: page.rows.map(rowOf), next: page.next }
}

export const countOf = async (call: Call, filter: SignalFilter) => {
  const sourceId = await sourceIdOf(call, filter)
  return sourceId === undefined ? { count: 0, needsPerson: 0, atLeast: false } : countSignals(call, filter, sourceId)
}

/** @throws DomainError `not_found` for absent and hidden alike. */
export const getSignal = async (call: Call, id: string): Promise<Signal> => {
  const row = await findSignal(call, id)
  if (!row) throw notFound()
  const parts = await findParts(call, id)
  const versions = await findVersions(call, row)
  const kind = findKind(row.kind)
  const subjects = kind ? await findSubjects(call, id, mentionsOf(kind, row.body)) : []
  const links = await findLinks(call, id)
  return {
    ...rowOf(row),
    kindName: SIGNAL_KINDS[row.kind as SignalKind] ?? { zh: row.kind, en: row.kind },
    assessment: row.assessment ? explain(row.assessment, new Date(row.observed_at), riskNames) : null,
    fields: [
      ...fieldsOf(row.kind, row.body),
      ...parts.flatMap((part) => fieldsOfPart(row.kind, part.name, JSON.parse(part.body) as Body)),
    ],
    parts: parts.map(({ name }) => ({
      name,
      label: PART_LABELS[name] ?? { zh: name, en: name },
      visible: true as const,
    })),
    versions: versions.map((one) => ({
      id: one.id,
      receivedAt: instant(new Date(one.received_at)),
      version: one.version,
    })),
    subjects: subjects.map(({ kind, key, others }) => ({
      kind,
      label: SUBJECT_KINDS[kind] ?? { zh: kind, en: kind },
      key,
      display: subjectWords(kind, key),
      others,
      atLeast: others >= OTHERS_LIMIT,
    })),
    marking: (await describeCircle(call.tx, row.circle_id, call.actor.agencyId)) ?? null,
    links: {
      warnings: links
        .filter((link) => link.kind === 'warning')
        .map((link) => ({ id: link.id, title: { zh: link.title, en: link.title }, level: link.level! })),
      incidents: links
        .filter((link) => link.kind === 'incident')
        .map((link) => ({ id: link.id, title: { zh: link.title, en: link.title } })),
    },
    fact: { seq: await findSeq(call, row.fact), leafHash: row.fact.toString('hex') },
  }
}
