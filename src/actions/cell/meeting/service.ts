/** Meetings: each function is one act inside the caller's transaction: load under policy, decide, save, record. */

import type { Static } from 'typebox'
import { type CircleId, DAY_MS, invalid, notFound, permission, refuse, uuid } from '../../../base/public.ts'
import { circleFor, meetOf } from '../../../engine/sharing/public.ts'
import { actorOf } from '../../../environment/identity/public.ts'
import { type Call, type Download, type House, sealRows } from '../../../ledger/public.ts'
import { checkFreeText, loadNames, reachableAgencies } from '../../warn/public.ts'
import { agendaImage, meetingImage, resolutionImage } from '../image.ts'
import { overdueTaskLines, type RecordLine, resolutionLines, warningLines } from '../record.ts'
import { calendarFile } from './calendar-file.ts'
import {
  answer,
  answerOf,
  checkAttendance,
  checkResolution,
  decideResolution,
  type MeetingState,
  type ResolutionCommand,
  refuseAnswer,
  refuseCancel,
  refuseCirculate,
  refuseFill,
  refuseMinutes,
  refusePlan,
  refusePoint,
  refuseResolve,
} from './decide.ts'
import type { AnswerSchema, Meeting, MeetingList, Minutes, PlanMeeting, ResolutionsSchema, Resolve } from './model.ts'
import {
  findAgenda,
  findAnswers,
  findMeeting,
  findMeetings,
  findMyResolutions,
  findOverdueResolutions,
  findResolution,
  findResolutionsOf,
  insertAgenda,
  insertAnswer,
  insertMeeting,
  insertResolution,
  type MeetingSql,
  type ResolutionSql,
  updateMeeting,
  updateResolution,
} from './store.ts'
import { namesOf, stateOf, viewResolution, viewRow } from './view.ts'

const SHOWN = 100

type Loaded = { row: MeetingSql; state: MeetingState }

/** The meeting, held until the transaction ends. @throws `not_found` */
const load = async (call: Call, id: string): Promise<Loaded> => {
  const row = await findMeeting(call, id, true)
  if (!row) throw notFound()
  return { row, state: stateOf(row, await findAnswers(call, [id])) }
}

const sealMeeting = (call: Call, row: MeetingSql, act: string): Promise<void> =>
  sealRows(call, meetingImage, [{ id: row.id, act, circleId: row.circle_id }])

export const listMeetings = async (call: Call): Promise<MeetingList> => {
  const rows = await findMeetings(call, SHOWN)
  const ids = rows.map((one) => one.id)
  const answers = await findAnswers(call, ids)
  const resolutions = await findResolutionsOf(call, ids)
  const overdue = await findOverdueResolutions(call)
  const names = await namesOf(call, rows, answers, [...resolutions, ...overdue])
  const others = [...(await reachableAgencies(call.tx))].filter((one) => one !== call.actor.agencyId)
  const otherNames = await loadNames(call.tx, { agencies: others, posts: [], accounts: [] })
  return {
    rows: rows.map((row) => viewRow(call, row, answers, resolutions, names)),
    overdue: overdue.map((row) => viewResolution(call, row, names)),
    reachable: others.map(otherNames.agency),
    can: { plan: permission(refusePlan(actorOf(call))) },
  }
}

export const getMeeting = async (call: Call, id: string): Promise<Meeting> => {
  const row = await findMeeting(call, id)
  if (!row) throw notFound()
  const answers = await findAnswers(call, [id])
  const resolutions = await findResolutionsOf(call, [id])
  const names = await namesOf(call, [row], answers, resolutions)
  const state = stateOf(row, answers)
  const actor = actorOf(call)
  const byOf = (agency: string, post: string, account: string | null, at: Date) => ({
    agency: names.agency(agency),
    post: names.post(post),
    officer: names.officer(account),
    at: at.toISOString(),
  })
  const attendance = row.agencies.map(
    (agency) => row.attendance.find((one) => one.agency === agency) ?? { agency, present: false, who: '' },
  )
  return {
    ...viewRow(call, row, answers, resolutions, names),
    version: row.version,
    minutes: row.minutes,
    attendance: attendance.map(({ agency, present, who }) => {
      const given = answers.find((one) => one.agency_id === agency && one.version === row.version)
      return {
        agency: names.agency(agency),
        present,
        who,
        answer:
          given && answerOf(state, agency)
            ? {
                approves: given.approves,
                reason: given.reason,
                by: byOf(agency, given.post_id, given.account_id, given.at),
              }
            : null,
      }
    }),
    earlier: answers
      .filter((one) => one.version < row.version)
      .map((one) => ({
        version: one.version,
        agency: names.agency(one.agency_id),
        approves: one.approves,
        reason: one.reason,
        at: one.at.toISOString(),
      })),
    agenda: (await findAgenda(call, id)).map(({ id: itemId, section, zh, en, path }) => ({
      id: itemId,
      section,
      text: { zh, en },
      path,
      strong: false,
    })),
    resolutionRows: resolutions.map((one) => viewResolution(call, one, names)),
    created: byOf(row.agency_id, row.created_by_post, row.created_by_account, row.created_at),
    cancelledWhy: row.ended_reason,
    can: {
      addPoint: permission(refusePoint(state, actor)),
      fillAgenda: permission(refuseFill(state, actor)),
      keepMinutes: permission(refuseMinutes(state, actor, call.at)),
      resolve: permission(refuseResolve(state, actor, call.at)),
      circulate: permission(refuseCirculate(state, actor)),
      answer: permission(refuseAnswer(state, actor)),
      cancel: permission(refuseCancel(state, actor)),
    },
  }
}

export const planMeeting = async (call: Call, input: PlanMeeting): Promise<{ id: string }> => {
  refuse(refusePlan(actorOf(call)))
  checkFreeText({ title: input.title, place: input.place })
  if (new Date(input.endsAt) <= new Date(input.startsAt))
    throw invalid('endsAt', '结束时间须晚于开始时间。', 'It must end after it begins.')
  const host = call.actor.agencyId
  const others = input.agencies.filter((one) => one !== host)
  const reachable = await reachableAgencies(call.tx)
  if (others.some((one) => !reachable.has(one)))
    throw invalid('agencies', '有单位在本口岸没有岗位，请移出。', 'An agency has no post at this port; take it out.')
  const circleId = await circleFor(call.tx, {
    owner: host,
    dataClass: 'coordination',
    purposeLock: null,
    tlp: 'amber_strict',
    agencies: others,
    groups: [],
  })
  const id = uuid()
  await insertMeeting(call, { ...input, agencies: [host, ...others], id, circleId })
  await sealRows(call, meetingImage, [{ id, act: 'meeting.planned', circleId }])
  return { id }
}

const addItems = async (call: Call, row: MeetingSql, lines: readonly RecordLine[]): Promise<void> => {
  if (lines.length === 0) return
  const before = (await findAgenda(call, row.id)).length
  const items = []
  for (const [i, line] of lines.entries())
    items.push({
      ...line,
      id: uuid(),
      ordinal: before + i + 1,
      circleId: await meetOf(call.tx, [row.circle_id as CircleId, line.circleId as CircleId]),
    })
  await insertAgenda(call, row.id, items)
  await sealRows(
    call,
    agendaImage,
    items.map(({ id, circleId }) => ({ id, act: 'agenda.added', circleId })),
  )
}

export const addPoint = async (call: Call, id: string, words: string): Promise<void> => {
  const { row, state } = await load(call, id)
  refuse(refusePoint(state, actorOf(call)))
  checkFreeText({ text: words })
  const text = words.trim()
  if (text === '') throw invalid('text', '请写明议题。', 'Say what the point is.')
  await addItems(call, row, [
    { section: 'own', object: null, circleId: row.circle_id, text: { zh: text, en: text }, path: '', strong: false },
  ])
}

/** What is open in the record: overdue tasks, overdue decisions, warnings that somebody has not acknowledged. */
export const fillAgenda = async (call: Call, house: House, id: string): Promise<{ added: number }> => {
  const { row, state } = await load(call, id)
  refuse(refuseFill(state, actorOf(call)))
  const known = new Set((await findAgenda(call, id)).map((one) => one.object))
  const zone = house.portZone
  const found = [
    ...(await warningLines(call, call.at, true)).filter((line) => line.strong),
    ...(await overdueTaskLines(call, zone)),
    ...(await resolutionLines(call, new Date(call.at.getTime() + 7 * DAY_MS), zone)),
  ].filter((line) => !known.has(line.object))
  await addItems(call, row, found)
  return { added: found.length }
}

/** Keeps minutes and attendance. What was circulated becomes a new version and is asked about again. */
export const keepMinutes = async (call: Call, id: string, input: Minutes): Promise<void> => {
  const { row, state } = await load(call, id)
  refuse(refuseMinutes(state, actorOf(call), call.at))
  checkFreeText({ minutes: input.minutes, attendance: input.attendance.map((one) => one.who).join('\n') })
  checkAttendance(state, input.attendance)
  const again = row.state === 'circulated'
  await updateMeeting(call, id, {
    state: 'held',
    minutes: input.minutes.trim(),
    attendance: input.attendance.map((one) => ({ ...one, who: one.who.trim() })),
    version: row.version + (again ? 1 : 0),
    ended_reason: null,
  })
  await sealMeeting(call, row, 'meeting.minutes_kept')
}

/** A decision with its task, in one row: neither is there without the other. */
export const resolve = async (call: Call, id: string, input: Resolve): Promise<{ id: string }> => {
  const { row, state } = await load(call, id)
  refuse(refuseResolve(state, actorOf(call), call.at))
  checkFreeText({ text: input.text })
  const resolution = { text: input.text.trim(), agency: input.agency, dueAt: new Date(input.dueAt), id: uuid() }
  checkResolution(state, resolution, call.at)
  await insertResolution(call, row, resolution)
  await sealRows(call, resolutionImage, [{ id: resolution.id, act: 'resolution.made', circleId: row.circle_id }])
  // Those who had approved the minutes had not read this decision.
  if (row.state === 'circulated') {
    await updateMeeting(call, id, { ...row, state: 'held', version: row.version + 1 })
    await sealMeeting(call, row, 'meeting.minutes_kept')
  }
  return { id: resolution.id }
}

export const circulate = async (call: Call, id: string): Promise<void> => {
  const { row, state } = await load(call, id)
  refuse(refuseCirculate(state, actorOf(call)))
  await updateMeeting(call, id, { ...row, state: 'circulated' })
  await sealMeeting(call, row, 'meeting.circulated')
}

export const answerMinutes = async (call: Call, id: string, input: Static<typeof AnswerSchema>): Promise<void> => {
  const { row, state } = await load(call, id)
  checkFreeText({ reason: input.reason })
  answer(state, input.approves, input.reason, actorOf(call))
  await insertAnswer(call, row, input.approves, input.reason.trim() || null)
  await sealRows(call, meetingImage, [
    { id, act: input.approves ? 'meeting.approved' : 'meeting.objected', circleId: row.circle_id },
  ])
}

export const cancelMeeting = async (call: Call, id: string, reason: string): Promise<void> => {
  const { row, state } = await load(call, id)
  refuse(refuseCancel(state, actorOf(call)))
  checkFreeText({ reason })
  if (reason.trim() === '') throw invalid('reason', '请写明取消的理由。', 'Say why it is cancelled.')
  await updateMeeting(call, id, { ...row, state: 'cancelled', ended_reason: reason.trim() })
  await sealMeeting(call, row, 'meeting.cancelled')
}

export const getCalendarFile = async (call: Call, house: House, id: string): Promise<Download> => {
  const meeting = await getMeeting(call, id)
  const body = calendarFile(
    {
      id,
      host: meeting.host.zh,
      title: meeting.title,
      place: meeting.place,
      startsAt: new Date(meeting.startsAt),
      endsAt: new Date(meeting.endsAt),
      cancelled: meeting.state === 'cancelled',
      version: meeting.state === 'cancelled' ? meeting.version + 1 : meeting.version,
      // What a point rests on stays in the platform: a calendar travels through other people's servers.
      agenda: meeting.agenda.filter((one) => one.section === 'own').map((one) => one.text.zh),
    },
    call.at,
    house.ledgerOrigin.replace(/[^a-zA-Z0-9.-]/g, '.'),
  )
  return { mediaType: 'text/calendar; charset=utf-8', fileName: 'joint-meeting.ics', body }
}

// ---------------------------------------------------------------- decisions

const viewAll = async (call: Call, rows: readonly ResolutionSql[]): Promise<Static<typeof ResolutionsSchema>> => {
  const names = await namesOf(call, [], [], rows)
  return { rows: rows.map((row) => viewResolution(call, row, names)) }
}
/** Tasks of meetings that one's agency has not carried out. */
export const listMyResolutions = async (call: Call) => viewAll(call, await findMyResolutions(call))

export const runOnResolution = async (call: Call, id: string, command: ResolutionCommand): Promise<void> => {
  const row = await findResolution(call, id)
  if (!row) throw notFound()
  checkFreeText({ note: 'note' in command ? command.note : null })
  const next = decideResolution({ agency: row.agency_id, status: row.status }, command, actorOf(call))
  await updateResolution(call, id, { status: next.status, note: next.note ?? row.note })
  await sealRows(call, resolutionImage, [{ id, act: next.act, circleId: row.circle_id }])
}
