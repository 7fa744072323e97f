/**
 * Reports, pure: who may draft, edit, sign; what is still missing; when a report is due and whether one was missed. A signed
 * report is final: what is wrong in it is corrected by another one that names it and says why.
 */

import { conflict, forbidden, type Refusal } from '../../base/public.ts'
import { type PostActor, refuseRight } from '../../environment/identity/public.ts'
import type { Amount } from '../../environment/reference/public.ts'
import type { IncidentState } from '../respond/public.ts'
import type { Section } from './model.ts'
import { DEFAULT_DUE, type Kind, REPORT_DEADLINES } from './templates.ts'

export type ReportState = {
  id: string
  kind: Kind
  agency: string
  dueAt: Date | null
  signedAt: Date | null
  corrects: string | null
  sections: readonly Section[]
}

const SIGNED = conflict(
  '报告已签发，不能改动；有误请出更正。',
  'It is signed and cannot be changed; correct it by another.',
)

/** A closed incident is still reported on: the final report comes after its end. */
export const refuseReport = (incident: IncidentState, actor: PostActor): Refusal | null => {
  if (!incident.members.some((member) => member.agency === actor.agency))
    return forbidden('本单位不是该事件的成员。', 'Your agency is not a member of this incident.')
  if (actor.account === null)
    return forbidden('报告须由在岗人员本人办理。', 'A named officer must do this; a machine cannot.')
  return refuseRight('incidents.work', actor)
}

export const refuseEdit = (incident: IncidentState, report: ReportState, actor: PostActor): Refusal | null =>
  refuseReport(incident, actor) ??
  (report.signedAt ? SIGNED : null) ??
  (report.agency === actor.agency
    ? null
    : forbidden('草稿由起草单位修改和签发。', 'A draft belongs to the agency that drafted it.'))

/** Where a section's words come from: the record, the record changed by a person, or a person alone. */
export const originOf = (section: Section): 'generated' | 'edited' | 'typed' | 'empty' => {
  if (section.form === 'table') return 'generated'
  if (section.text.trim() === '') return 'empty'
  if (section.generated === '') return 'typed'
  return section.text === section.generated ? 'generated' : 'edited'
}

export const missingOf = (sections: readonly Section[]): Section[] =>
  sections.filter((section) => section.required && originOf(section) === 'empty')

export const completenessOf = (sections: readonly Section[]): { filled: number; required: number } => {
  const required = sections.filter((section) => section.required).length
  return { required, filled: required - missingOf(sections).length }
}

export const refuseSign = (incident: IncidentState, report: ReportState, actor: PostActor): Refusal | null => {
  const refusal = refuseEdit(incident, report, actor) ?? refuseRight('incidents.open', actor)
  if (refusal) return refusal
  const missing = missingOf(report.sections).map((section) => `“${section.title}”`)
  return missing.length === 0
    ? null
    : conflict(`还缺必填内容：${missing.join('')}。`, `Still to be written: ${missing.join(', ')}.`)
}

/** Only what is signed is corrected, and a correction of a correction corrects the first report again. */
export const refuseCorrect = (incident: IncidentState, report: ReportState, actor: PostActor): Refusal | null =>
  refuseReport(incident, actor) ??
  (report.signedAt ? null : conflict('尚未签发，直接修改即可。', 'It is not signed yet; just change it.')) ??
  (report.agency === actor.agency ? null : forbidden('由签发单位更正。', 'The agency that signed it corrects it.')) ??
  (report.kind === 'correction'
    ? conflict('请对原报告再出一份更正。', 'Correct the original report once more instead.')
    : null)

// ---------------------------------------------------------------- by when

export type ReportDue = {
  at: Date
  kind: 'statutory_numeric' | 'statutory_immediate' | 'statutory_prompt' | 'local_default'
  deadline: string | null
  amount: Amount
}
export type DueAfter = (amount: Amount, from: Date) => Date | null

/** The earliest running clock of the deadline table that asks this agency for a report. */
const lawDue = (incident: IncidentState, agency: string): ReportDue | null => {
  const clocks = incident.tasks
    .filter((task) => task.agency === agency && task.deadline !== null && REPORT_DEADLINES.has(task.deadline))
    .flatMap(({ deadline, clock }) =>
      clock.dueAt === null ? [] : [{ at: clock.dueAt, kind: clock.kind, deadline, amount: clock.due }],
    )
  return clocks.sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null
}

const byDefault = (kind: keyof typeof DEFAULT_DUE, from: Date, dueAfter: DueAfter): ReportDue | null => {
  const at = dueAfter(DEFAULT_DUE[kind], from)
  return at === null ? null : { at, kind: 'local_default', deadline: null, amount: DEFAULT_DUE[kind] }
}

const lastSigned = (reports: readonly ReportState[]): Date | null =>
  reports.reduce<Date | null>(
    (last, one) =>
      one.signedAt && one.kind !== 'correction' && (last === null || one.signedAt > last) ? one.signedAt : last,
    null,
  )

/** Null where there is no clock: a correction, a final report before the end, a working-day calendar that is not loaded. */
export const dueOfReport = (
  kind: Kind,
  incident: IncidentState,
  reports: readonly ReportState[],
  agency: string,
  dueAfter: DueAfter,
): ReportDue | null => {
  switch (kind) {
    case 'initial':
      return lawDue(incident, agency) ?? byDefault('initial', incident.openedAt, dueAfter)
    case 'follow_up':
      return byDefault('follow_up', lastSigned(reports) ?? incident.openedAt, dueAfter)
    case 'final':
      return incident.closed ? byDefault('final', incident.closed.at, dueAfter) : null
    case 'correction':
      return null
  }
}

export type Expected = { kind: 'initial' | 'follow_up' | 'final'; due: ReportDue; missed: boolean }

/**
 * What must be reported next. The first report is owed by the agency that a deadline binds, else by the room as a whole; then a
 * follow-up as long as it is open, and the final one after its end. Due from the instant on: the period is [start, due).
 */
export const expectedReports = (
  incident: IncidentState,
  reports: readonly ReportState[],
  agency: string,
  dueAfter: DueAfter,
  at: Date,
): Expected[] => {
  const signed = reports.filter((one) => one.signedAt !== null)
  const bound = lawDue(incident, agency) !== null
  const first = signed.some((one) => one.kind === 'initial' && (!bound || one.agency === agency))
  const kind = !first ? 'initial' : !incident.closed ? 'follow_up' : 'final'
  if (kind === 'final' && signed.some((one) => one.kind === 'final')) return []
  const due = dueOfReport(kind, incident, reports, agency, dueAfter)
  return due ? [{ kind, due, missed: at.getTime() >= due.at.getTime() }] : []
}

export const isLate = (report: Pick<ReportState, 'dueAt' | 'signedAt'>): boolean =>
  report.signedAt !== null && report.dueAt !== null && report.signedAt.getTime() >= report.dueAt.getTime()
