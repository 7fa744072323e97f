/** After-action reviews on a real database: who sees and does what, what returns on its day, and what the record notices. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { getIncident } from '../../src/actions/respond/read.ts'
import { closeIncident, openFrom, runOnTask } from '../../src/actions/respond/service.ts'
import { ReviewListSchema, ReviewSchema, ReviewSummarySchema } from '../../src/actions/review/model.ts'
import { tasks as reviewTasks } from '../../src/actions/review/public.ts'
import {
  closeReview,
  getReview,
  getSummary,
  listReviews,
  openReview,
  proposeAction,
  putFinding,
  runOnAction,
  runOnFinding,
} from '../../src/actions/review/service.ts'
import { issueWarning } from '../../src/actions/warn/service.ts'
import { DAY_MS, DomainError, uuid } from '../../src/base/public.ts'
import { localDay } from '../../src/environment/duties/public.ts'
import { faultList } from '../../src/ledger/faults.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import { type Officer, type RespondSite, respondSite } from './respond-site.ts'

const RISK = 'social.dg_misdeclared'
const valid = (schema: TSchema, answer: unknown): void =>
  assert.ok(Value.Check(schema, answer), JSON.stringify([...Value.Errors(schema, answer)].slice(0, 3)))

const refusal = async (work: Promise<unknown>): Promise<DomainError> =>
  work.then(
    () => assert.fail('was not refused'),
    (error) => {
      assert.ok(error instanceof DomainError, String(error))
      return error
    },
  )
const codeOf = async (work: Promise<unknown>): Promise<string> => (await refusal(work)).code

const faultsOf = async (site: RespondSite, behind?: string): Promise<string[]> => {
  const client = await site.db.owner.connect()
  try {
    await client.query('begin')
    if (behind) await client.query(behind)
    const found = faultList()
    await verifyRows(client, found)
    return found.faults.filter((fault) => /^review /.test(fault.where)).map((fault) => fault.kind)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const incidentOf = async (site: RespondSite, who: Officer, warned = false): Promise<string> => {
  const signalId = await site.putSignal(who.agency, RISK)
  const audience = ['msa', 'nia']
  const warning = warned
    ? await site.as(who, (call) =>
        issueWarning(call, {
          signalId,
          level: 'orange',
          title: '疑似危险品瞒报',
          body: '三号堆场',
          riskType: RISK,
          place: 'sea',
          jurisdiction: 'CN',
          audience,
          ackMinutes: 15,
        }),
      )
    : null
  const { id } = await site.as(who, (call) =>
    openFrom(
      call,
      {
        title: '样例事件',
        riskType: RISK,
        place: 'sea',
        jurisdiction: 'CN',
        warningId: warning?.id ?? null,
        signalIds: [signalId],
      },
      site.house,
    ),
  )
  return id
}

test('a review from opening to closing', async (t) => {
  const site = await respondSite(t)
  const { house, clock } = site
  const customs = await site.officer('customs')
  const outsider = await site.officer('heritage')
  const incidentId = await incidentOf(site, customs, true)
  const incident = await site.as(customs, (call) => getIncident(call, incidentId))
  const other = incident.members.find(
    (one) => one.agency.id !== 'customs' && one.reachable && one.agency.id !== incident.lead.id,
  )!
  const port = await site.officer(other.agency.id)
  const steering = incident.members.find((one) => one.agency.id === incident.lead.id)!.reachable
    ? await site.officer(incident.lead.id)
    : customs
  const quay = await site.officer('customs', ['officer'])
  assert.ok(!incident.members.some((one) => one.agency.id === 'heritage'))
  const today = () => localDay(clock.now(), house.portZone)
  const day = (days: number) => localDay(new Date(clock.now().getTime() + days * DAY_MS), house.portZone)
  const read = (who: Officer, id: string) => site.as(who, (call) => getReview(call, house, id))

  const blocked = incident.tasks.find((one) => one.agency.id === 'customs' && one.can.accept === true)
  clock.advanceMinutes(20)
  if (blocked)
    await site.as(customs, (call) =>
      runOnTask(call, house, blocked.id, { kind: 'block', taskId: blocked.id, reason: '没有隔离场地' }),
    )

  assert.equal(await codeOf(site.as(quay, (call) => openReview(call, incidentId))), 'forbidden')
  assert.equal(await codeOf(site.as(outsider, (call) => openReview(call, incidentId))), 'not_found')
  const { id } = await site.as(customs, (call) => openReview(call, incidentId))
  const told = await site.as(customs, (call) => getIncident(call, incidentId))
  assert.ok(told.responding.reviewOpenedAt, 'stand-down may follow')
  assert.equal(await codeOf(site.as(port, (call) => openReview(call, incidentId))), 'conflict')

  await t.test(
    'members see it with figures of the record; what only one may see is left out for the other',
    async () => {
      const mine = await read(customs, id)
      valid(ReviewSchema, mine)
      const known = mine.figures.milestones.map(({ kind, at }) => [kind, at !== null])
      assert.deepEqual(known, [
        ['signal', true],
        ['warning', true],
        ['incident', true],
        ['control', false],
        ['closed', false],
      ])
      assert.equal(mine.figures.acknowledgements.rows.length, 2)
      assert.deepEqual(
        mine.figures.blocked.map((one) => one.reason),
        blocked ? ['没有隔离场地'] : [],
      )
      // No clock is called law that is not.
      for (const { rows } of mine.figures.deadlines)
        for (const row of rows) if (row.kind === 'statutory_numeric') assert.ok(row.basis, row.title.zh)
      const theirs = await read(port, id)
      assert.equal(theirs.figures.milestones[0]?.at, null)
    },
  )

  await t.test('who did not work on the incident sees nothing of it, and it looks like nothing', async () => {
    const hidden = await refusal(read(outsider, id))
    const absent = await refusal(read(outsider, uuid()))
    assert.deepEqual([hidden.code, hidden.text], [absent.code, absent.text])
    assert.deepEqual((await site.as(outsider, (call) => listReviews(call, house, {}))).rows, [])
    const summary = await site.as(outsider, (call) => getSummary(call, house))
    assert.deepEqual([summary.open, summary.without, summary.repeats.of], [0, [], 0])
    assert.equal(
      await codeOf(site.as(outsider, (call) => putFinding(call, house, id, { kind: 'duty', what: '甲', why: '乙' }))),
      'not_found',
    )
  })

  const finding = await site.as(port, (call) =>
    putFinding(call, house, id, { kind: 'information', what: '电话没有接通', why: '通讯录过期' }),
  )
  const action = await site.as(port, (call) =>
    proposeAction(call, house, finding.id, {
      change: 'plan',
      words: '每月核对通讯录',
      owner: 'customs',
      dueOn: day(3),
    }),
  )

  await t.test('free text and owners are checked at their field', async () => {
    const persons = await refusal(
      site.as(port, (call) =>
        putFinding(call, house, id, { kind: 'duty', what: '联系人 13800138000', why: '没有回电' }),
      ),
    )
    assert.equal(persons.detail.fields?.[0]?.field, 'what')
    const stranger = await refusal(
      site.as(port, (call) =>
        proposeAction(call, house, finding.id, { change: 'plan', words: '改', owner: 'heritage', dueOn: day(3) }),
      ),
    )
    assert.equal(stranger.detail.fields?.[0]?.field, 'owner')
  })

  await t.test('an action that is late comes up on the day after, by the clock', async () => {
    const jobs = (await site.waiting()).filter((job) => job.task === 'after_action.days')
    assert.equal(jobs.length, 1)
    assert.deepEqual(Object.keys(jobs[0]!.payload).sort(), ['actionId', 'onBehalf', 'realm'])
    clock.set(jobs[0]!.runAt)
    await runJob(site, jobs[0]!)
    const summary = await site.as(port, (call) => getSummary(call, house))
    valid(ReviewSummarySchema, summary)
    assert.deepEqual(
      summary.overdue.map((one) => one.id),
      [action.id],
    )
    assert.match((await read(port, id)).history[0]!.text.zh, /超期/)
  })

  await t.test('the owner does it; another looks at the effect on its day; then the finding may close', async () => {
    const answer = { kind: 'accept', actionId: action.id, words: '' } as const
    assert.equal(await codeOf(site.as(port, (call) => runOnAction(call, house, answer))), 'forbidden')
    await site.as(customs, (call) => runOnAction(call, house, answer))
    await site.as(customs, (call) =>
      runOnAction(call, house, { kind: 'done', actionId: action.id, words: '已核对', checkOn: day(30) }),
    )
    const close = { kind: 'closeFinding', findingId: finding.id, words: '演练证明' } as const
    assert.equal(await codeOf(site.as(port, (call) => runOnFinding(call, house, close))), 'conflict')
    const check = { kind: 'check', actionId: action.id, result: 'works', seenIn: 'drill', words: '一次接通' } as const
    assert.equal(await codeOf(site.as(customs, (call) => runOnAction(call, house, check))), 'forbidden')
    assert.deepEqual((await site.as(port, (call) => getSummary(call, house))).checksDue, [])
    const job = (await site.waiting()).findLast((one) => one.task === 'after_action.days')!
    clock.set(job.runAt)
    assert.equal(today(), localDay(job.runAt, house.portZone))
    await runJob(site, job)
    assert.equal((await site.as(port, (call) => getSummary(call, house))).checksDue.length, 1)
    await site.as(port, (call) => runOnAction(call, house, check))
    await site.as(port, (call) => runOnFinding(call, house, close))
    const { list } = await read(customs, id)
    assert.equal(list[0]?.closed?.how, 'effect')
    assert.equal(list[0]?.actions[0]?.check?.result, 'works')
  })

  await t.test('the same finding in a later review is marked, for those who see both', async () => {
    const laterIncident = await incidentOf(site, customs)
    const later = await site.as(customs, (call) => openReview(call, laterIncident))
    await site.as(customs, (call) =>
      putFinding(call, house, later.id, { kind: 'information', what: '又没有接通', why: '还是旧号码' }),
    )
    const { list } = await read(customs, later.id)
    assert.equal(list[0]?.repeats[0]?.reviewId, id)
    const { repeats, open } = await site.as(customs, (call) => getSummary(call, house))
    assert.deepEqual([repeats.repeated, repeats.of, repeats.rows[0]?.what, open], [1, 2, '又没有接通', 2])
  })

  await t.test('it closes after its incident, by who steered', async () => {
    const close = (who: Officer) => site.as(who, (call) => closeReview(call, house, id, '通讯录每月核对'))
    assert.equal(await codeOf(close(steering)), 'conflict')
    await settle(site, incidentId)
    await site.as(steering, (call) => closeIncident(call, house, incidentId, '已处置'))
    if (steering.agency !== port.agency) assert.equal(await codeOf(close(port)), 'forbidden')
    await close(steering)
    const list = await site.as(port, (call) => listReviews(call, house, { state: 'closed' }))
    valid(ReviewListSchema, list)
    assert.deepEqual(
      list.rows.map((row) => row.id),
      [id],
    )
  })

  await t.test('a row changed behind the service is noticed, in every table of it', async () => {
    assert.deepEqual(await faultsOf(site), [])
    for (const behind of [
      `update review set summary = 'x' where summary is not null`,
      `update review_finding set why = 'x'`,
      `update review_stance set words = 'x'`,
      `update review_action set check_words = 'x'`,
      `update review_event set data = '{}'`,
    ])
      assert.notEqual((await faultsOf(site, behind)).length, 0, behind)
  })
})

const runJob = async (site: RespondSite, job: { id: string; task: string; payload: unknown }): Promise<void> => {
  await site.db.owner.query('select graphile_worker.complete_jobs(array[$1::bigint])', [job.id])
  const task = reviewTasks(site.house).find((one) => one.name === job.task)!
  await task.run(job.payload, { db: site.db, attempt: 1, isLastAttempt: false, log: () => {} })
}

/** Every task of the incident, waived by whoever may. */
const settle = async (site: RespondSite, incidentId: string): Promise<void> => {
  const { rows: agencies } = await site.db.owner.query<{ agency_id: string }>(
    'select agency_id from incident_member where incident_id = $1',
    [incidentId],
  )
  for (const { agency_id: agency } of agencies) {
    const who = await site.officer(agency)
    const found = await site.as(who, (call) => getIncident(call, incidentId)).catch(() => undefined)
    for (const task of found?.tasks ?? [])
      if (task.can.waive === true)
        await site.as(who, (call) =>
          runOnTask(call, site.house, task.id, { kind: 'waive', taskId: task.id, reason: '本次不需要' }),
        )
      else if (task.can.notApplicable === true)
        await site.as(who, (call) =>
          runOnTask(call, site.house, task.id, { kind: 'notApplicable', taskId: task.id, reason: '没有发生' }),
        )
  }
}
