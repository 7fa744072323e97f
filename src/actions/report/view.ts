/** Reports as pages read them, and as files. All three forms of a report come from the blocks of `documentOf`. */

import { type Bilingual, notFound, permission } from '../../base/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call, Download, House } from '../../ledger/public.ts'
import { findIncident, type StoredIncident, viewBy } from '../respond/public.ts'
import { loadNames, type Names } from '../warn/public.ts'
import {
  completenessOf,
  expectedReports,
  isLate,
  originOf,
  type ReportDue,
  refuseCorrect,
  refuseEdit,
  refuseReport,
  refuseSign,
} from './decide.ts'
import { type Cover, documentOf } from './document.ts'
import { docxOf } from './docx.ts'
import { limitWords } from './draft.ts'
import type { Block, DueView, Report, ReportList, ReportRow } from './model.ts'
import { pdfOf } from './pdf.ts'
import { dueAfterOf, numberOf, timeIn } from './service.ts'
import { findReport, findReports, type StoredReport } from './store.ts'
import { DEFAULT_DUE, KIND_WORDS } from './templates.ts'

const basisOf = (deadline: string | null): Bilingual | null => {
  const row = deadline === null ? undefined : getReference().deadlines.get(deadline)
  const instrument = row?.instrument ? getReference().instruments.get(row.instrument) : undefined
  if (!row || !instrument) return null
  return {
    zh: `${instrument.zh}${row.article ? ` 第 ${row.article} 条` : ''}`,
    en: `${instrument.en}${row.article ? `, ${row.article}` : ''}`,
  }
}

const viewDue = (
  due: Pick<ReportDue, 'at' | 'kind' | 'deadline'> & { amount: ReportDue['amount'] | null },
): DueView => ({
  at: due.at.toISOString(),
  kind: due.kind,
  amount: due.amount,
  basis: basisOf(due.deadline),
})

/** The limit by which it was due, where the table still has it. */
const amountOf = (report: StoredReport): ReportDue['amount'] | null => {
  const { deadline, kind } = report.row
  if (deadline === null) return kind === 'correction' ? null : DEFAULT_DUE[kind]
  const row = getReference().deadlines.get(deadline)
  if (!row) return null
  return row.limit.amount === null ? row.localTarget : { amount: row.limit.amount, unit: row.limit.unit }
}

const namesFor = (call: Call, incident: StoredIncident, reports: readonly StoredReport[]): Promise<Names> => {
  const known = (ids: (string | null)[]): string[] => ids.filter((id) => id !== null)
  const receipts = reports.flatMap((one) => one.receipts)
  return loadNames(call.tx, {
    agencies: [
      ...incident.state.members.map((member) => member.agency),
      ...reports.map((one) => one.row.agency_id),
      ...receipts.map((one) => one.for_agency),
    ],
    posts: [
      ...reports.flatMap(({ row }) => [row.post_id, ...known([row.signed_post])]),
      ...known(receipts.map((one) => one.opened_post)),
    ],
    accounts: [
      ...reports.flatMap(({ row }) => [row.account_id, ...known([row.signed_account])]),
      ...known(receipts.map((one) => one.opened_account)),
    ],
  })
}

const viewRow = (
  call: Call,
  incident: StoredIncident,
  stored: StoredReport,
  all: readonly StoredReport[],
  names: Names,
): ReportRow => {
  const { row, state, receipts } = stored
  const actor = actorOf(call)
  const reference = (one: StoredReport) => ({ id: one.row.id, no: numberOf(incident.no, one.row.number!) })
  const corrects = all.find((one) => one.row.id === row.corrects)
  return {
    id: row.id,
    kind: row.kind,
    locale: row.locale,
    no: row.number === null ? null : numberOf(incident.no, row.number),
    by: viewBy(names, { agency: row.agency_id, post: row.post_id, account: row.account_id }),
    at: row.at.toISOString(),
    due:
      row.due_at === null
        ? null
        : viewDue({ at: row.due_at, kind: row.due_kind!, deadline: row.deadline, amount: amountOf(stored) }),
    signed:
      row.signed_at === null
        ? null
        : {
            by: viewBy(names, { agency: row.agency_id, post: row.signed_post!, account: row.signed_account }),
            at: row.signed_at.toISOString(),
            late: isLate(state),
          },
    corrects: corrects ? reference(corrects) : null,
    correctedBy: all.filter((one) => one.row.corrects === row.id && one.row.number !== null).map(reference),
    ...completenessOf(state.sections),
    receipts: receipts.map((one) => ({
      agency: names.agency(one.for_agency),
      openedAt: one.opened_at?.toISOString() ?? null,
      openedBy:
        one.opened_post === null
          ? null
          : viewBy(names, { agency: one.for_agency, post: one.opened_post, account: one.opened_account }),
    })),
    unopened: receipts.some((one) => one.for_agency === actor.agency && one.opened_at === null),
    can: {
      edit: permission(refuseEdit(incident.state, state, actor)),
      sign: permission(refuseSign(incident.state, state, actor)),
      discard: permission(refuseEdit(incident.state, state, actor)),
      correct: permission(refuseCorrect(incident.state, state, actor)),
    },
  }
}

export const listReports = async (call: Call, house: House, incidentId: string): Promise<ReportList> => {
  const incident = await findIncident(call, incidentId)
  if (!incident) throw notFound()
  const all = await findReports(call, incidentId)
  const names = await namesFor(call, incident, all)
  const states = all.map((one) => one.state)
  const actor = actorOf(call)
  const expected = expectedReports(incident.state, states, actor.agency, dueAfterOf(house), call.at)
  const signed = states.filter((one) => one.signedAt !== null)
  const complete = states.map((one) => completenessOf(one.sections))
  const rows = all.map((one) => viewRow(call, incident, one, all, names))
  return {
    rows: [...rows.filter((row) => row.no === null), ...rows.filter((row) => row.no !== null).reverse()],
    expected: expected.map(({ kind, due, missed }) => ({
      kind,
      due: viewDue(due),
      state: missed ? 'missed' : 'waiting',
    })),
    counts: {
      signed: signed.length,
      late: signed.filter(isLate).length,
      missed: expected.filter((one) => one.missed).length,
      corrected: new Set(signed.flatMap((one) => (one.corrects === null ? [] : [one.corrects]))).size,
      filled: complete.reduce((sum, one) => sum + one.filled, 0),
      required: complete.reduce((sum, one) => sum + one.required, 0),
    },
    can: { draft: permission(refuseReport(incident.state, actor)) },
  }
}

const coverOf = (house: House, stored: StoredReport, view: ReportRow, incident: StoredIncident): Cover => {
  const { locale } = stored.row
  const time = timeIn(house.portZone, locale)
  const person = (by: ReportRow['by']): string => [by.officer?.[locale], by.post[locale]].filter(Boolean).join(' · ')
  const receivers = stored.receipts.length > 0 ? view.receipts.map((one) => one.agency[locale]) : []
  const { due } = view
  return {
    kind: stored.row.kind,
    locale,
    no: view.no,
    agency: view.by.agency[locale],
    drafter: person(view.by),
    signer: view.signed ? person(view.signed.by) : null,
    signedAt: view.signed ? time(view.signed.at) : null,
    due: due
      ? [
          time(due.at),
          due.amount ? limitWords(due.kind, due.amount, locale) : KIND_OF_LIMIT[due.kind][locale],
          ...(due.basis ? [due.basis[locale]] : []),
        ].join(' · ')
      : null,
    sentTo: receivers,
    corrects: view.corrects?.no ?? (stored.row.corrects === null ? null : incident.no),
  }
}

const KIND_OF_LIMIT: Readonly<Record<ReportDue['kind'], Bilingual>> = {
  statutory_numeric: { zh: '法定', en: 'law' },
  statutory_immediate: { zh: '本地默认', en: 'local default' },
  statutory_prompt: { zh: '本地默认', en: 'local default' },
  local_default: { zh: '本地默认', en: 'local default' },
}

const load = async (
  call: Call,
  house: House,
  id: string,
): Promise<{ stored: StoredReport; row: ReportRow; incident: StoredIncident; blocks: Block[] }> => {
  const stored = await findReport(call, id)
  const incident = stored && (await findIncident(call, stored.row.incident_id))
  if (!stored || !incident) throw notFound()
  const all = await findReports(call, incident.state.id)
  const names = await namesFor(call, incident, all)
  const row = viewRow(call, incident, stored, all, names)
  return { stored, row, incident, blocks: documentOf(stored.row.content, coverOf(house, stored, row, incident)) }
}

export const getReport = async (call: Call, house: House, id: string): Promise<Report> => {
  const { stored, row, incident, blocks } = await load(call, house, id)
  return {
    ...row,
    incidentId: incident.state.id,
    sections: stored.row.content.sections.map((section) => ({ ...section, origin: originOf(section) })),
    document: blocks,
  }
}

const MEDIA = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
}

/** The report as a file. That it was taken is recorded before the file leaves. */
export const getReportFile = async (call: Call, house: House, id: string, form: 'docx' | 'pdf'): Promise<Download> => {
  const { stored, row, incident, blocks } = await load(call, house, id)
  const { locale, kind, content, circle_id: circleId } = stored.row
  const name = KIND_WORDS[kind][locale]
  const about = {
    title: `${content.incident.title} ${name}`,
    below: [content.demo ? (locale === 'zh' ? '合成演示数据' : 'Synthetic data') : '', row.no ?? '']
      .filter((one) => one !== '')
      .join(' · '),
    locale,
    at: stored.row.signed_at ?? stored.row.at,
  }
  const body = form === 'pdf' ? await pdfOf(blocks, about) : await docxOf(blocks, about)
  call.record({ act: 'report.downloaded', object: `report/${id}`, payload: { form }, circleId })
  return {
    mediaType: MEDIA[form],
    fileName: `${name} ${(row.no ?? incident.no).replace('/', '-')}.${form}`,
    body,
  }
}
