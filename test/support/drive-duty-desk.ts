/** Drives every route of the duty desk that changes something, for the test that each leaves an entry. */
import { namedUuid } from '../../src/environment/identity/public.ts'
import type { Answer, Visitor } from './running-site.ts'

type Drive = (
  route: string,
  act: string,
  visitor: Visitor,
  path: string,
  body: unknown,
  wanted: number,
) => Promise<Answer>
type Who = Record<'customs' | 'quarantine' | 'duty' | 'msa', Visitor>
export type DutyDesk = { roster: string; shift: string; brief: string; meeting: string; resolution: string }

const HOUR_MS = 3_600_000
const created = (answer: Answer): string => (answer.body as { id: string }).id
const account = (login: string): string => namedUuid(`persona account ${login}`)
const dayAhead = (days: number): string => new Date(Date.now() + days * 24 * HOUR_MS).toISOString().slice(0, 10)

const driveRoster = async (drive: Drive, { customs, quarantine }: Who): Promise<string> => {
  const plan = {
    title: '查验值班',
    shifts: [{ id: 'day', title: '白班', from: 480, to: 1200 }],
    lines: [{ id: 'lead', title: '值班长', shifts: ['day'], always: false }],
  }
  const roster = created(
    await drive('POST /rosters', 'roster.created', customs, '/rosters', { ...plan, joint: false }, 201),
  )
  const at = `/rosters/${roster}`
  await drive('POST /rosters/{id}/change', 'roster.changed', customs, `${at}/change`, plan, 204)
  const duties: string[] = []
  for (const [i, login] of ['demo.customs', 'demo.quarantine'].entries())
    await drive(
      'POST /rosters/{id}/duties',
      'duty.assigned',
      customs,
      `${at}/duties`,
      {
        line: 'lead',
        shift: 'day',
        day: dayAhead(20 + i),
        person: { account: account(login), contact: '8010', reach: 'phone' },
      },
      204,
    )
  await drive(
    'POST /rosters/{id}/repeat',
    'duty.assigned',
    customs,
    `${at}/repeat`,
    { from: dayAhead(19), weeks: 1, holidays: 'fill' },
    200,
  )
  const csv = `day,shift,post,name,contact\n${dayAhead(40)},白班,值班长,临时人员,8011\n`
  await drive('POST /rosters/{id}/import', 'duty.assigned', customs, `${at}/import`, { csv }, 200)
  const view = (await customs.ask('GET', `${at}?from=${dayAhead(19)}&days=7`)).body as { duties: { id: string }[] }
  for (const duty of view.duties) duties.push(duty.id)
  const propose = async () =>
    created(
      await drive(
        'POST /rosters/{id}/swaps',
        'swap.proposed',
        customs,
        `${at}/swaps`,
        { first: duties[0], second: duties[1] },
        201,
      ),
    )
  await drive(
    'POST /swaps/{id}/withdraw',
    'swap.withdrawn',
    customs,
    `/swaps/${await propose()}/withdraw`,
    undefined,
    204,
  )
  await drive(
    'POST /swaps/{id}/refuse',
    'swap.refused',
    quarantine,
    `/swaps/${await propose()}/refuse`,
    { reason: '有课' },
    204,
  )
  await drive('POST /swaps/{id}/consent', 'swap.done', quarantine, `/swaps/${await propose()}/consent`, undefined, 204)
  return roster
}

const driveShift = async (drive: Drive, { customs, quarantine }: Who): Promise<string> => {
  await drive(
    'POST /cell/settings',
    'cell_setting.changed',
    customs,
    '/cell/settings',
    { briefMinute: 450, checklist: ['钥匙'] },
    204,
  )
  const checklist = [{ text: '钥匙', ok: true, remark: '' }]
  const shift = created(
    await drive(
      'POST /shifts',
      'shift.signed_out',
      quarantine,
      '/shifts',
      { notes: '夜里平静', checklist, named: null },
      201,
    ),
  )
  const receive = { note: '', reservations: [] }
  await drive('POST /shifts/{id}/receive', 'shift.signed_in', customs, `/shifts/${shift}/receive`, receive, 204)
  await drive(
    'POST /shifts/{id}/corrections',
    'shift.corrected',
    customs,
    `/shifts/${shift}/corrections`,
    { text: '补一句' },
    204,
  )
  return shift
}

const driveBrief = async (drive: Drive, { customs, msa }: Who): Promise<string> => {
  const brief = created(await drive('POST /briefs', 'brief.drafted', customs, '/briefs', {}, 201))
  const issue = { remarks: '请阅', recipients: ['msa'] }
  await drive('POST /briefs/{id}/issue', 'brief.issued', customs, `/briefs/${brief}/issue`, issue, 204)
  await drive('POST /briefs/{id}/opened', 'brief.opened', msa, `/briefs/${brief}/opened`, undefined, 204)
  return brief
}

const driveMeeting = async (drive: Drive, { customs, msa }: Who): Promise<[string, string]> => {
  const plan = {
    title: '碰头会',
    place: '电话',
    startsAt: new Date(Date.now() - HOUR_MS).toISOString(),
    endsAt: new Date(Date.now() + HOUR_MS).toISOString(),
    agencies: ['msa'],
  }
  const call = async () => created(await drive('POST /meetings', 'meeting.planned', customs, '/meetings', plan, 201))
  await drive(
    'POST /meetings/{id}/cancel',
    'meeting.cancelled',
    customs,
    `/meetings/${await call()}/cancel`,
    { reason: '改期' },
    204,
  )
  const meeting = await call()
  const at = `/meetings/${meeting}`
  await drive('POST /meetings/{id}/points', 'agenda.added', msa, `${at}/points`, { text: '夜间引航' }, 204)
  // What is open in the record differs with the hour: an overdue acknowledgement may be there or not.
  await customs.ask('POST', `${at}/fill`)
  const attendance = ['customs', 'msa'].map((agency) => ({ agency, present: true, who: '值班长' }))
  await drive(
    'POST /meetings/{id}/minutes',
    'meeting.minutes_kept',
    customs,
    `${at}/minutes`,
    { minutes: '议定夜班。', attendance },
    204,
  )
  const dueAt = new Date(Date.now() + HOUR_MS).toISOString()
  const decide = async (text: string) =>
    created(
      await drive(
        'POST /meetings/{id}/resolutions',
        'resolution.made',
        customs,
        `${at}/resolutions`,
        { text, agency: 'msa', dueAt },
        201,
      ),
    )
  const resolution = await decide('加派夜班')
  const on = (verb: string, act: string, body?: object) =>
    drive(`POST /resolutions/{id}/${verb}`, act, msa, `/resolutions/${resolution}/${verb}`, body, 204)
  await on('accept', 'resolution.accepted')
  await on('block', 'resolution.blocked', { note: '缺人' })
  await on('unblock', 'resolution.unblocked')
  await on('complete', 'resolution.completed', { note: '已加派' })
  await drive('POST /meetings/{id}/circulate', 'meeting.circulated', customs, `${at}/circulate`, undefined, 204)
  await drive(
    'POST /meetings/{id}/answer',
    'meeting.approved',
    msa,
    `${at}/answer`,
    { approves: true, reason: '' },
    204,
  )
  return [meeting, resolution]
}

export const driveDutyDesk = async (drive: Drive, who: Who): Promise<DutyDesk> => {
  const roster = await driveRoster(drive, who)
  const shift = await driveShift(drive, who)
  const brief = await driveBrief(drive, who)
  const [meeting, resolution] = await driveMeeting(drive, who)
  return { roster, shift, brief, meeting, resolution }
}
