/** The course of a warning on a real database: the chain of escalation by a simulated clock, versions, cancellation, lessons, subscriptions. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { draftWarning } from '../../src/actions/warn/draft.ts'
import { type Warning, WarningSchema } from '../../src/actions/warn/model.ts'
import { tasks as warnTasks } from '../../src/actions/warn/public.ts'
import {
  acknowledgeWarning,
  cancelWarning,
  endWarning,
  getFigures,
  getWarning,
  issueWarning,
  listWarnings,
  recordLesson,
  reviseWarning,
} from '../../src/actions/warn/service.ts'
import { listSubscriptions, subscribe, unsubscribe } from '../../src/actions/warn/subscriptions.ts'
import { DomainError } from '../../src/base/public.ts'
import { putAgreement } from '../../src/engine/sharing/public.ts'
import { startJobs, withRole } from '../../src/store/public.ts'
import { type Officer, type RespondSite, respondSite } from './respond-site.ts'

const MINUTE = 60_000
const RISK = 'social.dg_misdeclared'
const warning = (audience: string[], more: object = {}) => ({
  level: 'orange' as const,
  title: '疑似危险货物瞒报',
  body: '请核查该批货物。',
  riskType: RISK,
  place: 'sea' as const,
  jurisdiction: 'CN' as const,
  audience,
  ackMinutes: 15,
  ...more,
})
const get = (site: RespondSite, who: Officer, id: string): Promise<Warning> =>
  site.as(who, (call) => getWarning(call, id))
const ackOf = (one: Warning, agency: string) => one.acknowledgements.find((ack) => ack.agency.id === agency)!
const refusal = async (work: Promise<unknown>): Promise<DomainError> =>
  work.then(
    () => assert.fail('was not refused'),
    (error: unknown) => {
      assert.ok(error instanceof DomainError, String(error))
      return error
    },
  )

for (const [zone, start] of [
  ['Asia/Shanghai', '2026-03-08T15:50:00.000Z'],
  // The clock of the port is put forward and back while the time runs: minutes are minutes.
  ['Europe/Berlin', '2026-03-29T00:50:00.000Z'],
  ['Europe/Berlin', '2026-10-25T00:50:00.000Z'],
] as const)
  test(`the chain fires at the right minute, once: ${zone}, ${start}`, async (t) => {
    const site = await respondSite(t, zone)
    site.clock.set(new Date(start))
    const customs = await site.officer('customs')
    const nia = await site.officer('nia')
    const { id } = await site.as(customs, (call) => issueWarning(call, warning(['msa', 'nia']), zone))
    site.clock.advanceMinutes(1)
    await site.as(nia, (call) => acknowledgeWarning(call, id, undefined))
    const at = (minutes: number): Date => new Date(Date.parse(start) + minutes * MINUTE)
    assert.deepEqual(await site.passTo(new Date(at(12).getTime() - 1)), [])
    const ran = await site.passTo(at(600))
    assert.deepEqual(ran, [at(12), at(15), at(22.5)])
    const after = await get(site, customs, id)
    const msa = ackOf(after, 'msa')
    assert.deepEqual(
      [msa.remindedAt, msa.escalatedAt, msa.commandedAt],
      [at(12), at(15), at(22.5)].map((one) => one.toISOString()),
    )
    assert.deepEqual(
      after.timeline.map((entry) => entry.act),
      [
        'warning.acknowledgement_unanswered',
        'warning.acknowledgement_overdue',
        'warning.acknowledgement_reminded',
        'warning.acknowledged',
        'warning.issued',
      ],
    )
    assert.ok(Value.Check(WarningSchema, after), JSON.stringify(Value.Errors(WarningSchema, after)))
    // A clock has no officer.
    assert.equal(after.timeline[0]?.post, null)
  })

test('after a restart the real worker says what became due meanwhile, and nothing twice', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  site.clock.set(new Date(Date.now() - 20 * MINUTE))
  const { id } = await site.as(customs, (call) => issueWarning(call, warning(['msa'], { ackMinutes: 16 })))
  site.clock.set(new Date())
  for (let start = 0; start < 2; start++) {
    const jobs = startJobs({ db: site.db, tasks: warnTasks(site.house) })
    try {
      for (const until = Date.now() + 15_000; Date.now() < until; ) {
        if (ackOf(await get(site, customs, id), 'msa').escalatedAt) break
        await new Promise((again) => setTimeout(again, 50))
      }
    } finally {
      await jobs.stop()
    }
  }
  const { timeline } = await get(site, customs, id)
  assert.deepEqual(
    timeline.map((entry) => entry.act),
    ['warning.acknowledgement_overdue', 'warning.issued'],
  )
  // What is still to come waits in the queue.
  assert.equal((await site.waiting()).filter((job) => job.task === 'warn.ack_clock').length, 1)
})

test('working days, where they were asked for', async (t) => {
  const site = await respondSite(t)
  site.clock.set(new Date('2026-02-12T02:00:00.000Z'))
  const customs = await site.officer('customs')
  const { id } = await site.as(customs, (call) =>
    issueWarning(call, warning(['msa'], { level: 'blue', ackWorkingDays: 2 }), 'Asia/Shanghai'),
  )
  const ran = await site.passTo(new Date('2026-03-01T00:00:00.000Z'))
  assert.deepEqual(
    ran.map((at) => at.toISOString()),
    ['2026-02-14T01:00:00.000Z', '2026-02-14T16:00:00.000Z', '2026-02-24T01:00:00.000Z'],
  )
  assert.equal((await get(site, customs, id)).clock.workingDays, 2)
  site.clock.set(new Date('2026-12-30T02:00:00.000Z'))
  const guess = await refusal(
    site.as(customs, (call) => issueWarning(call, warning(['msa'], { ackWorkingDays: 5 }), 'Asia/Shanghai')),
  )
  assert.equal(guess.detail.fields?.[0]?.field, 'ackWorkingDays')
})

test('update, cancel, end and lessons', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const msa = await site.officer('msa')
  const nia = await site.officer('nia')
  const { id } = await site.as(customs, (call) => issueWarning(call, warning(['msa', 'nia'])))
  await site.as(msa, (call) => acknowledgeWarning(call, id, undefined))
  const change = {
    level: 'red' as const,
    title: '疑似危险货物瞒报',
    body: '已确认泄漏。',
    reason: '现场复核',
    version: 1,
  }

  await t.test('a raised level is acknowledged anew, and shows what changed', async () => {
    site.clock.advanceMinutes(2)
    await site.as(customs, (call) => reviseWarning(call, id, change))
    const now = await get(site, msa, id)
    assert.deepEqual([now.level, now.version, now.acks.done, now.mine.needed], ['red', 2, 0, true])
    assert.deepEqual(now.versions[0]?.changed, ['level', 'body'])
    assert.equal(now.versions[1]?.body, '请核查该批货物。')
    assert.equal(ackOf(now, 'msa').dueAt, new Date(site.clock.now().getTime() + 5 * MINUTE).toISOString())
    assert.ok(
      now.timeline.some((entry) => entry.act === 'warning.acknowledged'),
      'what was acknowledged before stays',
    )
    // The clock was set anew: the old reminder does not come.
    assert.deepEqual(
      (await site.waiting()).map((job) => job.runAt.getTime() - site.clock.now().getTime()),
      [4 * MINUTE],
    )
  })

  await t.test('whoever wrote on an older version is told', async () => {
    assert.equal((await refusal(site.as(customs, (call) => reviseWarning(call, id, change)))).code, 'conflict')
    assert.equal(
      (await refusal(site.as(customs, (call) => reviseWarning(call, id, { ...change, version: 2 })))).code,
      'invalid',
    )
    assert.equal(
      (await refusal(site.as(msa, (call) => reviseWarning(call, id, { ...change, version: 2 })))).code,
      'forbidden',
    )
  })

  await t.test('cancelled: everybody acknowledges that, and the list says so', async () => {
    await site.as(nia, (call) => acknowledgeWarning(call, id, undefined))
    await site.as(customs, (call) => cancelWarning(call, id, '核查无异常，误发'))
    const mine = await site.as(nia, (call) => listWarnings(call, { state: 'mine' }))
    assert.deepEqual(
      [mine.rows[0]?.id, mine.rows[0]?.mine.subject, mine.rows[0]?.state],
      [id, 'cancellation', 'cancelled'],
    )
    await site.as(nia, (call) => acknowledgeWarning(call, id, undefined))
    assert.deepEqual((await site.as(nia, (call) => listWarnings(call, { state: 'mine' }))).rows, [])
    await site.passTo(new Date(site.clock.now().getTime() + 60 * MINUTE))
    const late = ackOf(await get(site, customs, id), 'msa')
    assert.ok(late.escalatedAt && late.commandedAt, 'the chain runs for a cancellation too')
    assert.equal((await refusal(site.as(customs, (call) => endWarning(call, id, 'x')))).code, 'conflict')
  })

  await t.test('lessons feed the figure, and each figure counts the rows that it opens', async () => {
    const { id: other } = await site.as(customs, (call) => issueWarning(call, warning(['msa'], { place: 'sea' })))
    await site.as(customs, (call) => endWarning(call, other, '处置完毕'))
    assert.equal((await site.as(customs, (call) => getFigures(call, {}))).unjudged, 1)
    await site.as(msa, (call) =>
      recordLesson(call, other, { verdict: 'false_alarm', timely: 'late', change: '先核实' }),
    )
    // Only the issuer's word counts; the last one of it.
    assert.equal((await site.as(customs, (call) => getFigures(call, {}))).unjudged, 1)
    for (const verdict of ['false_alarm', 'right'] as const)
      await site.as(customs, (call) => recordLesson(call, other, { verdict, timely: 'in_time', change: '无' }))
    const figures = await site.as(customs, (call) => getFigures(call, {}))
    assert.deepEqual(
      [figures.unjudged, figures.judged, figures.false_alarm, figures.cancelled, figures.ended],
      [0, 2, 1, 1, 1],
    )
    for (const state of [
      'open',
      'mine',
      'overdue',
      'ended',
      'cancelled',
      'unjudged',
      'judged',
      'false_alarm',
    ] as const) {
      const { rows } = await site.as(customs, (call) => listWarnings(call, { state, limit: 200 }))
      assert.equal(rows.length, figures[state], state)
    }
    const one = await get(site, msa, other)
    assert.deepEqual(
      one.lessons.map((lesson) => [lesson.agency.id, lesson.verdict, lesson.issuer]),
      [
        ['customs', 'right', true],
        ['msa', 'false_alarm', false],
      ],
    )
  })

  await t.test('filters narrow lists and figures alike', async () => {
    for (const [filter, count] of [
      [{ level: 'red' as const }, 1],
      [{ place: 'air' as const }, 0],
      [{ domain: 'social' }, 2],
      [{ riskType: RISK, level: 'orange' as const }, 1],
    ] as const) {
      const { rows } = await site.as(customs, (call) => listWarnings(call, { ...filter, state: 'all' }))
      const figures = await site.as(customs, (call) => getFigures(call, filter))
      assert.deepEqual([rows.length, figures.ended + figures.cancelled], [count, count], JSON.stringify(filter))
    }
  })

  await t.test('another agency sees nothing of it', async () => {
    const heritage = await site.officer('heritage')
    assert.equal((await refusal(get(site, heritage, id))).code, 'not_found')
    for (const act of [
      (call: never) => cancelWarning(call, id, 'x'),
      (call: never) => reviseWarning(call, id, { ...change, version: 2 }),
      (call: never) => recordLesson(call, id, { verdict: 'right', timely: 'in_time', change: '' }),
    ])
      assert.equal((await refusal(site.as(heritage, (call) => act(call as never)))).code, 'not_found')
    const figures = await site.as(heritage, (call) => getFigures(call, {}))
    assert.ok(Object.entries(figures).every(([name, value]) => name === 'judgedDays' || value === 0))
  })
})

test('a subscription proposes; only an agreement chooses beforehand; nothing opens by itself', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const heritage = await site.officer('heritage')
  const local = await site.officer('local_gov')
  const audience = async () => {
    const draft = await site.as(customs, (call) =>
      draftWarning(call, { riskType: RISK, place: 'sea', level: 'orange' }),
    )
    return draft.audience.filter((one) => one.role === 'subscribed').map((one) => [one.agency.id, one.proposed])
  }
  assert.deepEqual(await audience(), [])
  const wish = { for: 'agency' as const, domain: 'social', place: 'sea' as const, minLevel: 'yellow' as const }
  const { id } = await site.as(heritage, (call) => subscribe(call, wish))
  await site.as(heritage, (call) => subscribe(call, { for: 'agency', riskType: 'bio.quarantinable', minLevel: 'blue' }))
  assert.equal((await refusal(site.as(heritage, (call) => subscribe(call, wish)))).code, 'conflict')
  assert.deepEqual(await audience(), [['heritage', false]])

  const { id: warned } = await site.as(customs, (call) => issueWarning(call, warning(['msa'])))
  assert.equal((await refusal(get(site, heritage, warned))).code, 'not_found', 'subscribing opened nothing')

  const since = new Date(Date.now() - MINUTE)
  await withRole(site.db, 'owner', (tx) =>
    putAgreement(tx, {
      id: '5f0c2d1e-0000-4000-8000-00000000000a',
      giver: 'customs',
      receiver: 'heritage',
      dataClass: 'warning',
      purpose: 'port_security',
      basisZh: '样例',
      basisEn: 'example',
      validFrom: since,
      validTo: null,
      giverSignedAt: since,
      receiverSignedAt: since,
    }),
  )
  assert.deepEqual(await audience(), [['heritage', true]])
  const low = await site.as(customs, (call) => draftWarning(call, { riskType: RISK, place: 'sea', level: 'blue' }))
  assert.equal(low.audience.find((one) => one.agency.id === 'heritage')?.proposed, false, 'below the level asked for')
  const { id: told } = await site.as(customs, (call) => issueWarning(call, warning(['msa', 'heritage'])))
  assert.match(ackOf(await get(site, heritage, told), 'heritage').why.zh, /订阅/)

  // Another agency does not see the wish; another post of the agency may not end a post's.
  assert.deepEqual((await site.as(local, (call) => listSubscriptions(call))).rows, [])
  assert.equal((await refusal(site.as(local, (call) => unsubscribe(call, id)))).code, 'not_found')
  const second = await site.officer('heritage', ['officer'])
  const { id: own } = await site.as(second, (call) => subscribe(call, { for: 'post', minLevel: 'red' }))
  assert.equal((await refusal(site.as(heritage, (call) => unsubscribe(call, own)))).code, 'forbidden')
  assert.equal((await refusal(site.as(second, (call) => subscribe(call, wish)))).code, 'forbidden')
  await site.as(heritage, (call) => unsubscribe(call, id))
  assert.deepEqual(await audience(), [])
})
