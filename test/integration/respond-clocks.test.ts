/** Clocks on a real database: reminders and escalations at the right minute, across summer time, working days and restarts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Incident, Task } from '../../src/actions/respond/model.ts'
import { tasks as respondTasks } from '../../src/actions/respond/public.ts'
import { getIncident } from '../../src/actions/respond/read.ts'
import { listTasksDue } from '../../src/actions/respond/read-tasks.ts'
import { openFrom, recordEvent, runOnTask } from '../../src/actions/respond/service.ts'
import { DomainError } from '../../src/base/public.ts'
import { startJobs } from '../../src/store/public.ts'
import { type Officer, type RespondSite, respondSite } from './respond-site.ts'

const MINUTE = 60_000
const room = (site: RespondSite, who: Officer, id: string): Promise<Incident> =>
  site.as(who, (call) => getIncident(call, id))
const open = async (site: RespondSite, who: Officer, riskType: string): Promise<string> => {
  const signalId = await site.putSignal(who.agency, riskType)
  const input = { title: '样例', riskType, place: 'sea' as const, jurisdiction: 'CN' as const, signalIds: [signalId] }
  return (await site.as(who, (call) => openFrom(call, input, site.house))).id
}
const byTemplate = (incident: Incident, template: string): Task =>
  incident.tasks.find((task) => task.template === template)!
const record = (site: RespondSite, who: Officer, id: string, trigger: string, occurredAt?: Date) =>
  site.as(who, (call) =>
    recordEvent(call, site.house, id, { trigger, ...(occurredAt ? { occurredAt: occurredAt.toISOString() } : {}) }),
  )

test('a reminder at 80 % and one escalation at the due minute, at the lead', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const port = await site.officer('port_operator')
  const id = await open(site, customs, 'social.dg_misdeclared')
  const start = site.clock.now()
  const first = 'social.dg_misdeclared.t1'

  const ran = await site.passTo(new Date(start.getTime() + 4 * MINUTE - 1))
  assert.deepEqual(ran, [], 'nothing before its time')
  await site.passTo(new Date(start.getTime() + 4 * MINUTE))
  const reminded = byTemplate(await room(site, customs, id), first)
  assert.deepEqual(
    [reminded.clock.remindedAt, reminded.clock.escalatedAt, reminded.clock.overdue],
    [new Date(start.getTime() + 4 * MINUTE).toISOString(), null, false],
  )
  await site.passTo(new Date(start.getTime() + 5 * MINUTE))
  const late = byTemplate(await room(site, customs, id), first)
  assert.deepEqual(
    [late.clock.escalatedAt, late.clock.overdue],
    [new Date(start.getTime() + 5 * MINUTE).toISOString(), true],
  )
  const due = await site.as(customs, (call) => listTasksDue(call))
  assert.deepEqual([due.overdue, due.rows[0]?.id], [1, late.id])

  const { timeline } = await room(site, customs, id)
  const entry = timeline.find((one) => one.act === 'task.overdue')!
  assert.deepEqual([entry.taskId, entry.actor.officer, entry.actor.agency.id], [late.id, null, 'port_operator'])
  assert.match(entry.text.zh, /超时，已升级至/)

  // A job that runs again, as after a crash of its worker, changes nothing.
  const again = {
    id: '0',
    task: 'respond.task_clock',
    payload: { taskId: late.id, ...(await firstPayload(site)) },
    runAt: start,
  }
  await site.runJob({ ...again, payload: { ...again.payload, taskId: late.id } })
  const acts = (await room(site, customs, id)).timeline.filter(
    (one) => one.act === 'task.overdue' && one.taskId === late.id,
  )
  assert.equal(acts.length, 1)

  // A breached task is not closed silently.
  await site.as(port, (call) => runOnTask(call, site.house, late.id, { kind: 'accept', taskId: late.id }))
  const silent = site.as(port, (call) =>
    runOnTask(call, site.house, late.id, { kind: 'complete', taskId: late.id, note: null, evidenceIds: [] }),
  )
  await assert.rejects(silent, (error) => error instanceof DomainError && error.detail.fields?.[0]?.field === 'note')
})

/** Realm and post of any waiting job of this site. */
const firstPayload = async (site: RespondSite) =>
  (await site.waiting()).find((job) => job.task === 'respond.task_clock')!.payload

test('a task that is settled in time is never escalated', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const msa = await site.officer('msa')
  const id = await open(site, customs, 'social.dg_misdeclared')
  for (const task of (await room(site, msa, id)).tasks)
    await site.as(msa, (call) =>
      runOnTask(call, site.house, task.id, { kind: 'waive', taskId: task.id, reason: '样例' }),
    )
  const end = new Date(site.clock.now().getTime() + 40 * 24 * 60 * MINUTE)
  assert.ok((await site.passTo(end)).length > 0, 'the jobs ran and found nothing to say')
  const acts = (await room(site, customs, id)).timeline.map((entry) => entry.act)
  assert.ok(!acts.includes('task.overdue') && !acts.includes('task.due_soon'))
})

for (const [name, zone, opened, hours] of [
  ['the night in which clocks go forward has 23 hours', 'Europe/Berlin', '2026-03-28T11:00:00.000Z', 23],
  ['the night in which clocks go back has 25', 'Europe/Berlin', '2026-10-24T10:00:00.000Z', 25],
  ['the port of Lanmen has no summer time', 'Asia/Shanghai', '2026-03-28T11:00:00.000Z', 24],
] as const)
  test(`a day is a day of the port: ${name}`, async (t) => {
    const site = await respondSite(t, zone)
    site.clock.set(new Date(opened))
    const customs = await site.officer('customs')
    const id = await open(site, customs, 'social.dg_misdeclared')
    const inform = byTemplate(await room(site, customs, id), 'social.dg_misdeclared.t6')
    const due = new Date(Date.parse(opened) + hours * 60 * MINUTE)
    assert.equal(inform.clock.dueAt, due.toISOString())
    await site.passTo(new Date(due.getTime() - 1))
    assert.equal(byTemplate(await room(site, customs, id), inform.template!).clock.escalatedAt, null)
    await site.passTo(due)
    assert.equal(byTemplate(await room(site, customs, id), inform.template!).clock.escalatedAt, due.toISOString())
    // Hours run through such a night as they are.
    const inspect = byTemplate(await room(site, customs, id), 'social.dg_misdeclared.t4')
    assert.equal(inspect.clock.dueAt, new Date(Date.parse(opened) + 120 * MINUTE).toISOString())
  })

test('working days: over the Spring Festival, with make-up days, to the end of the last one', async (t) => {
  const site = await respondSite(t)
  // Thursday, 12 February 2026, 10:00 at the port. Working days: Fri 13, Sat 14 (make-up), Tue 24; 15 to 23 are holidays.
  site.clock.set(new Date('2026-02-12T02:00:00.000Z'))
  const customs = await site.officer('customs')
  const id = await open(site, customs, 'economic.ipr')
  const waiting = byTemplate(await room(site, customs, id), 'economic.ipr.t2')
  assert.deepEqual([waiting.status, waiting.clock.dueAt], ['waiting', null])
  await record(site, customs, id, 'ipr.holder_notified')
  const claim = byTemplate(await room(site, customs, id), 'economic.ipr.t2')
  assert.deepEqual(
    [claim.status, claim.clock.kind, claim.clock.dueAt, claim.clock.basis?.article],
    ['open', 'statutory_numeric', '2026-02-24T16:00:00.000Z', '16'],
  )
})

test('where the holiday notice is not loaded there is no due date, and it says so', async (t) => {
  const site = await respondSite(t)
  site.clock.set(new Date('2026-12-30T02:00:00.000Z'))
  const customs = await site.officer('customs')
  const id = await open(site, customs, 'economic.ipr')
  await record(site, customs, id, 'ipr.holder_notified')
  const claim = byTemplate(await room(site, customs, id), 'economic.ipr.t2')
  assert.deepEqual(
    [claim.status, claim.clock.dueAt, claim.clock.calendarMissing, claim.clock.overdue],
    ['open', null, true, false],
  )
})

test('a clock counts from the event: recorded late, it is overdue at once', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const id = await open(site, customs, 'bio.quarantinable')
  const before = await room(site, customs, id)
  const judged = before.triggers.find((trigger) => trigger.id === 'case.judged')!
  assert.deepEqual([judged.recordedAt, judged.can], [null, true])
  const occurred = new Date(site.clock.now().getTime() - 20 * MINUTE)
  await record(site, customs, id, 'case.judged', occurred)
  const now = await room(site, customs, id)
  assert.equal(now.triggers.find((trigger) => trigger.id === 'case.judged')?.recordedAt, occurred.toISOString())
  const control = now.tasks.find((task) => task.deadline === 'DL-01')!
  assert.deepEqual(
    [control.clock.kind, control.clock.startedAt, control.clock.overdue],
    ['statutory_immediate', occurred.toISOString(), true],
  )

  // The real worker takes it from here.
  const jobs = startJobs({ db: site.db, tasks: respondTasks(site.house) })
  try {
    const until = Date.now() + 20_000
    let escalated: string | null = null
    while (escalated === null && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      site.clock.set(new Date())
      escalated = (await room(site, customs, id)).tasks.find((task) => task.deadline === 'DL-01')!.clock.escalatedAt
    }
    assert.notEqual(escalated, null)
  } finally {
    await jobs.stop()
  }
})

test('deadlines that no task carries start with their event, for the agencies that they bind', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const id = await open(site, customs, 'bio.quarantinable')
  await record(site, customs, id, 'phe.discovered')
  const now = await room(site, customs, id)
  const report = now.tasks.find((task) => task.deadline === 'DL-04')!
  assert.deepEqual([report.template, report.agency.id, report.clock.kind], [null, 'health_cdc', 'statutory_numeric'])
  assert.ok(now.timeline.some((entry) => entry.act === 'task.created' && entry.taskId === report.id))
  await assert.rejects(
    record(site, customs, id, 'phe.discovered'),
    (error) => error instanceof DomainError && error.code === 'conflict',
  )
  await assert.rejects(
    record(site, customs, id, 'ship.arrival_expected'),
    (error) => error instanceof DomainError && error.code === 'invalid',
  )
})

test('a post that is withdrawn stops its clocks from acting, and nothing else', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  await open(site, customs, 'social.dg_misdeclared')
  const job = (await site.waiting()).find((one) => one.task === 'respond.task_clock')!
  await site.db.auth.query("select app.put_post($1, 'port_operator', 'x', 'x', '{system}', '{port_security}', false)", [
    job.payload.onBehalf,
  ])
  site.clock.set(job.runAt)
  await assert.rejects(site.runJob(job), (error) => error instanceof DomainError && error.code === 'unauthenticated')
})
