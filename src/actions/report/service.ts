/** Reports: each function is one act inside the caller's transaction. The incident is held until it ends. */

import { type Bilingual, invalid, type Locale, notFound, refuse, uuid } from '../../base/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { getDeliberation } from '../deliberate/public.ts'
import { dueOfPort, findIncident, getIncident, happenIn, type StoredIncident } from '../respond/public.ts'
import { checkFreeText, sealRows } from '../warn/public.ts'
import { type DueAfter, dueOfReport, refuseCorrect, refuseEdit, refuseReport, refuseSign } from './decide.ts'
import { draftOf } from './draft.ts'
import { reportImage } from './image.ts'
import type { DraftReport, EditReport } from './model.ts'
import {
  discardRow,
  findReport,
  findReports,
  insertReport,
  openRow,
  type StoredReport,
  saveContent,
  signRow,
} from './store.ts'
import { KIND_WORDS } from './templates.ts'

/** Port time to the minute, as a duty room writes it. */
export const timeIn =
  (zone: string, locale: Locale) =>
  (at: string | Date): string =>
    // Sweden writes dates as GB/T 7408 does: 2026-11-25 23:12.
    new Intl.DateTimeFormat(locale === 'zh' ? 'sv-SE' : 'en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(new Date(at))

export const dueAfterOf = (house: House): DueAfter => {
  const dueOf = dueOfPort(house)
  return (amount, from) => dueOf(amount, from).at
}

export const numberOf = (incidentNo: string, number: number): string =>
  `${incidentNo}/${String(number).padStart(2, '0')}`

export const placeNamed = (place: string): Bilingual => {
  const found = getReference().vocabularies.places.find((one) => one.id === place)
  return { zh: found?.zh ?? place, en: found?.en ?? place }
}

const hold = async (call: Call, id: string | undefined): Promise<StoredIncident> => {
  const incident = id === undefined ? undefined : await findIncident(call, id, true)
  if (!incident) throw notFound()
  return incident
}

/** Read again once the incident is held: what was written before that counts. */
const holdReport = async (call: Call, id: string): Promise<{ report: StoredReport; incident: StoredIncident }> => {
  const incident = await hold(call, (await findReport(call, id))?.row.incident_id)
  const report = await findReport(call, id)
  if (!report) throw notFound()
  return { report, incident }
}

export const draftReport = async (
  call: Call,
  house: House,
  incidentId: string,
  input: DraftReport,
): Promise<{ id: string }> => {
  const stored = await hold(call, incidentId)
  const actor = actorOf(call)
  refuse(refuseReport(stored.state, actor))
  const reports = await findReports(call, incidentId)
  const corrects = input.kind === 'correction' ? (input.corrects ?? null) : null
  if (input.kind === 'correction') {
    const report = reports.find((one) => one.row.id === corrects)
    if (!report) throw invalid('corrects', '请选择要更正的报告。', 'Choose the report to correct.')
    refuse(refuseCorrect(stored.state, report.state, actor))
  }
  const states = reports.map((one) => one.state)
  const content = draftOf(
    input.kind,
    {
      incident: await getIncident(call, incidentId),
      deliberation: await getDeliberation(call, incidentId),
      placeName: placeNamed(stored.place),
      signed: reports
        .filter((one) => one.row.signed_at !== null)
        .map(({ row }) => ({
          id: row.id,
          no: numberOf(stored.no, row.number!),
          kind: row.kind,
          signedAt: row.signed_at!,
        })),
      corrects,
      demo: house.demo,
    },
    { locale: input.locale, time: timeIn(house.portZone, input.locale) },
  )
  const id = uuid()
  const { circleId } = stored
  const due = dueOfReport(input.kind, stored.state, states, actor.agency, dueAfterOf(house))
  await insertReport(call, { id, incidentId, circleId, kind: input.kind, locale: input.locale, content, corrects, due })
  await sealRows(call, reportImage, [{ id, act: 'report.drafted', basis: due?.deadline ?? null, circleId }])
  return { id }
}

export const editReport = async (call: Call, id: string, body: EditReport): Promise<void> => {
  const { report, incident } = await holdReport(call, id)
  refuse(refuseEdit(incident.state, report.state, actorOf(call)))
  const { content } = report.row
  checkFreeText(Object.fromEntries(body.sections.map(({ key, text }) => [key, text])))
  for (const { key } of body.sections)
    if (!content.sections.some((section) => section.key === key && section.form === 'text'))
      throw invalid(key, '该部分不能编辑。', 'This section cannot be edited.')
  const sections = content.sections.map((section) => {
    const edited = body.sections.find((one) => one.key === section.key)
    return edited ? { ...section, text: edited.text.replace(/\r\n?/g, '\n').trim() } : section
  })
  await saveContent(call, id, { ...content, sections })
  await sealRows(call, reportImage, [{ id, act: 'report.edited', circleId: report.row.circle_id }])
}

export const discardReport = async (call: Call, id: string): Promise<void> => {
  const { report, incident } = await holdReport(call, id)
  refuse(refuseEdit(incident.state, report.state, actorOf(call)))
  await discardRow(call, id)
  await sealRows(call, reportImage, [{ id, act: 'report.discarded', circleId: report.row.circle_id }])
}

/** Signs, numbers and sends: from now on it never changes. Every member that can be reached gets it, and its receipt is counted. */
export const signReport = async (call: Call, house: House, id: string): Promise<void> => {
  const { report, incident } = await holdReport(call, id)
  refuse(refuseSign(incident.state, report.state, actorOf(call)))
  const { circle_id: circleId, kind, deadline } = report.row
  const reports = await findReports(call, incident.state.id)
  const number = Math.max(0, ...reports.map((one) => one.row.number ?? 0)) + 1
  const to = incident.state.members
    .filter((member) => member.reachable && member.agency !== call.actor.agencyId)
    .map((member) => member.agency)
  await signRow(call, { id, circleId, number, to })
  await sealRows(call, reportImage, [{ id, act: 'report.signed', basis: deadline, circleId }])
  const no = numberOf(incident.no, number)
  await happenIn(call, house, incident, {
    zh: `签发${KIND_WORDS[kind].zh} ${no}，发送 ${to.length} 家单位`,
    en: `Signed ${KIND_WORDS[kind].en.toLowerCase()} ${no}, sent to ${to.length} ${to.length === 1 ? 'agency' : 'agencies'}`,
  })
}

/** The receipt: an officer of a member has opened it. Doing it again changes nothing. */
export const openReport = async (call: Call, id: string): Promise<void> => {
  const { report } = await holdReport(call, id)
  if (call.actor.accountId === null || report.row.signed_at === null || !(await openRow(call, id))) return
  await sealRows(call, reportImage, [
    { id, act: 'report.opened', circleId: report.row.circle_id, detail: { agency: call.actor.agencyId } },
  ])
}
