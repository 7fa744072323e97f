/** Law that changes, on a real database: what is flagged, what a person confirms, what the law was on a day. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { Value } from 'typebox/value'
import { EntrySchema, ReviewListSchema } from '../../src/actions/law/model.ts'
import { confirmRow, endLaw, loadCalendarYear } from '../../src/actions/law/service.ts'
import { viewEntry, viewReviewList } from '../../src/actions/law/view.ts'
import { getIncident } from '../../src/actions/respond/read.ts'
import { listMyTasks } from '../../src/actions/respond/read-tasks.ts'
import { openFrom } from '../../src/actions/respond/service.ts'
import { DomainError } from '../../src/base/public.ts'
import { browseDuties, browseInstruments, dueAt, referenceOfDay } from '../../src/environment/duties/public.ts'
import {
  dayIn,
  getReference,
  loadReference,
  renewReference,
  useReference,
} from '../../src/environment/reference/public.ts'
import { faultList } from '../../src/ledger/faults.ts'
import type { Call } from '../../src/ledger/public.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import { withRole } from '../../src/store/public.ts'
import { respondSite } from './respond-site.ts'

const refusal = async (work: Promise<unknown>): Promise<DomainError> => {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}

const MTSL = 'CN-MTSL'
const TODAY = '2026-11-25'
const NEW_LAW = {
  id: 'CN-MTSL-2027',
  zh: '海上交通安全法（新）',
  en: 'Maritime Traffic Safety Law (new)',
  firstInForce: '2026-11-20',
}

test('a law is replaced: rows and open tasks are flagged, and a person confirms each', async (t) => {
  const site = await respondSite(t)
  site.clock.set(new Date(`${TODAY}T02:00:00Z`))
  const legal = await site.officer('port_office', ['legal_officer'])
  const msa = await site.officer('msa')
  const heritage = await site.officer('heritage')
  const renew = () => withRole(site.db, 'job', (tx) => renewReference(tx, TODAY))
  const ofDay = (call: Call, asOf?: string) => referenceOfDay(call, site.house, asOf)
  const before = getReference()
  const rowsOf = [...before.dutyRows.values()].filter(
    (row) => row.jurisdiction === 'CN' && row.basis.some((one) => one.instrument === MTSL),
  )
  const deadlinesOf = [...before.deadlines.values()].filter((row) => row.instrument === MTSL)
  assert.ok(rowsOf.length > 1)

  const signal = site.putSignal('msa', 'social.dg_misdeclared')
  const { id: incidentId } = await site.as(msa, async (call) =>
    openFrom(
      call,
      {
        title: '疑似危险货物瞒报',
        riskType: 'social.dg_misdeclared',
        place: 'sea',
        jurisdiction: 'CN',
        signalIds: [await signal],
      },
      site.house,
    ),
  )
  assert.ok(
    (await site.as(msa, (call) => getIncident(call, incidentId))).tasks.every((task) => task.review.length === 0),
  )

  const replace = { validTo: '2026-11-20', newInstrument: NEW_LAW, note: '主席令公布新法' }
  await t.test('who may not is told why, and nothing happens', async () => {
    assert.equal((await refusal(site.as(msa, (call) => endLaw(call, MTSL, replace, TODAY)))).code, 'forbidden')
    const wrong = await refusal(
      site.as(legal, (call) => endLaw(call, MTSL, { ...replace, validTo: '2026-02-30' }, TODAY)),
    )
    assert.equal(wrong.detail.fields?.[0]?.field, 'validTo')
    const none = await refusal(site.as(legal, (call) => endLaw(call, 'CN-NONE', replace, TODAY)))
    assert.equal(none.code, 'not_found')
    const person = await refusal(
      site.as(legal, (call) => endLaw(call, MTSL, { ...replace, note: '联系 13812345678' }, TODAY)),
    )
    assert.equal(person.detail.fields?.[0]?.field, 'note')
    assert.deepEqual((await site.as(legal, async (call) => viewReviewList(call, await ofDay(call), 'all'))).rows, [])
    // Also not past the service: the database lets nobody else write.
    await assert.rejects(
      site.as(msa, (call) =>
        call.tx.query(
          `insert into reference_revision (realm, id, kind, row_id, effective_on, recorded_at, note, agency_id, post_id)
           values (1, gen_random_uuid(), 'duty', 'X', now(), now(), 'x', 'msa', $1)`,
          [msa.post],
        ),
      ),
      { code: '42501' },
    )
  })

  const changed = await site.as(legal, (call) => endLaw(call, MTSL, replace, TODAY))
  assert.deepEqual([changed.duties, changed.deadlines], [rowsOf.length, deadlinesOf.length])
  await renew()

  await t.test('every dependent row is in the list, with reason and new law', async () => {
    const list = await site.as(heritage, async (call) => viewReviewList(call, await ofDay(call), 'open'))
    assert.ok(Value.Check(ReviewListSchema, list), JSON.stringify([...Value.Errors(ReviewListSchema, list)]))
    assert.deepEqual(list.rows.map((row) => row.row).sort(), [...rowsOf, ...deadlinesOf].map((row) => row.id).sort())
    for (const row of list.rows) {
      assert.deepEqual([row.replacedBy?.zh, row.reason], [NEW_LAW.zh, replace.note])
      assert.notEqual(row.can.confirm, true, 'who may not confirm is told so')
      assert.equal(row.openTasks, 0, 'tasks of incidents that one does not see are not counted')
    }
    const mine = await site.as(msa, async (call) => viewReviewList(call, await ofDay(call), 'open'))
    assert.ok(mine.rows.some((row) => row.row === 'DM-CN-14' && row.openTasks > 0))
  })

  await t.test('open tasks say so, in the room and in my tasks', async () => {
    const { tasks } = await site.as(msa, (call) => getIncident(call, incidentId))
    assert.ok(tasks.length > 0)
    for (const task of tasks) {
      assert.equal(task.review[0]?.kind, 'review', task.title.zh)
      assert.equal(task.review[0]?.replacedBy?.id, NEW_LAW.id)
    }
    const { rows } = await site.as(msa, (call) => listMyTasks(call))
    assert.ok(rows.every((task) => task.review.length > 0))
  })

  await t.test('the browser flags them, and gives the law in force on a day', async () => {
    const now = await site.as(heritage, async (call) =>
      browseDuties((await ofDay(call)).reference, { flag: 'review' }, TODAY),
    )
    assert.deepEqual(now.map((row) => row.id).sort(), rowsOf.map((row) => row.id).sort())
    const lawOn = async (day: string) =>
      site.as(heritage, async (call) => {
        const { reference } = await ofDay(call, day)
        return browseInstruments(reference, {}, day)
          .filter((one) => one.id.startsWith(MTSL))
          .map((one) => [one.id, one.state])
      })
    assert.deepEqual(await lawOn('2026-11-19'), [
      [MTSL, 'in_force'],
      [NEW_LAW.id, 'not_yet'],
    ])
    assert.deepEqual(await lawOn('2026-11-20'), [
      [MTSL, 'ended'],
      [NEW_LAW.id, 'in_force'],
    ])
    assert.deepEqual((await lawOn('2021-08-31'))[0], [MTSL, 'not_yet'])
  })

  await t.test('ending twice is a conflict', async () => {
    assert.equal((await refusal(site.as(legal, (call) => endLaw(call, MTSL, replace, TODAY)))).code, 'conflict')
  })

  const reviewOf = async (row: string) => {
    const list = await site.as(legal, async (call) => viewReviewList(call, await ofDay(call), 'open'))
    return list.rows.find((one) => one.row === row)!
  }

  await t.test('changed: a new version from a day on; the old one stays for the days before', async () => {
    const review = await reviewOf('DM-CN-14')
    const duty = {
      lead: ['msa'],
      support: ['customs', 'port_operator'],
      inform: ['fire'],
      basis: [{ instrument: NEW_LAW.id, articles: ['70'], read: true }],
    }
    const confirm = (command: Parameters<typeof confirmRow>[2], who = legal) =>
      site.as(who, (call) => confirmRow(call, review.id, command, TODAY))
    assert.equal((await refusal(confirm({ outcome: 'changed', note: '按新法', duty }, msa))).code, 'forbidden')
    const stale = await refusal(
      confirm({
        outcome: 'changed',
        note: '按新法',
        duty: { ...duty, basis: [{ instrument: MTSL, articles: ['1'], read: true }] },
      }),
    )
    assert.equal(stale.detail.fields?.[0]?.field, 'basis')
    const twice = await refusal(confirm({ outcome: 'changed', note: '按新法', duty: { ...duty, inform: ['msa'] } }))
    assert.equal(twice.detail.fields?.[0]?.field, 'support')
    await confirm({ outcome: 'changed', note: '按新法第七十条', effectiveOn: '2026-11-20', duty })
    await renew()
    const row = getReference().dutyRows.get('DM-CN-14')
    assert.ok(row?.jurisdiction === 'CN')
    assert.deepEqual([row.basis[0]?.instrument, row.support], [NEW_LAW.id, ['customs', 'port_operator']])
    const old = await withRole(site.db, 'job', (tx) => loadReference(tx, { today: TODAY, asOf: '2026-11-19' }))
    assert.deepEqual(old.dutyRows.get('DM-CN-14'), before.dutyRows.get('DM-CN-14'))
    const { tasks } = await site.as(msa, (call) => getIncident(call, incidentId))
    assert.ok(
      tasks.every((task) => task.review.every((flag) => flag.instrument?.id === MTSL && task.deadline !== null)),
      'only deadlines that still wait keep their flag',
    )
    assert.equal((await refusal(confirm({ outcome: 'kept', note: '再次' }))).code, 'conflict')
    const entry = await site.as(heritage, async (call) => viewEntry(call, await ofDay(call), 'DM-CN-14'))
    assert.ok(Value.Check(EntrySchema, entry), JSON.stringify([...Value.Errors(EntrySchema, entry)]))
    assert.deepEqual([entry.versions.length, entry.reviews[0]?.outcome, entry.duty?.revised], [2, 'changed', true])
  })

  await t.test('kept and ended', async () => {
    const [kept, ended] = rowsOf.map((row) => row.id).filter((id) => id !== 'DM-CN-14')
    await site.as(legal, async (call) =>
      confirmRow(call, (await reviewOf(kept!)).id, { outcome: 'kept', note: '过渡期仍适用' }, TODAY),
    )
    await renew()
    assert.deepEqual(getReference().dutyRows.get(kept!), before.dutyRows.get(kept!))
    assert.equal(getReference().reviews.has(`duty/${kept}`), false)
    if (ended) {
      await site.as(legal, async (call) =>
        confirmRow(call, (await reviewOf(ended)).id, { outcome: 'ended', note: '职责取消' }, TODAY),
      )
      await renew()
      assert.equal(getReference().dutyRows.has(ended), false)
    }
  })

  await t.test('a revision of a later day holds from that day on', async () => {
    const deadline = deadlinesOf[0]
    if (!deadline) return
    const review = await reviewOf(deadline.id)
    await site.as(legal, (call) =>
      confirmRow(
        call,
        review.id,
        {
          outcome: 'changed',
          note: '新法改为 2 小时',
          effectiveOn: '2026-12-01',
          deadline: {
            instrument: NEW_LAW.id,
            article: '80',
            read: true,
            kind: 'statutory_numeric',
            due: { amount: 2, unit: 'hour' },
          },
        },
        TODAY,
      ),
    )
    assert.deepEqual((await renew()).deadlines.get(deadline.id), deadline)
    const later = await withRole(site.db, 'job', (tx) => loadReference(tx, { today: '2026-12-01' }))
    assert.deepEqual(later.deadlines.get(deadline.id)?.limit, { amount: 2, unit: 'hour' })
  })

  await t.test('the record holds every change and notices one made behind the service’s back', async () => {
    const acts = await site.db.owner.query<{ act: string }>(
      `select distinct substring(text from '"act":"(law[^"]*)"') as act from ledger_opening where field = 1 and text like '%"act":"law.%' order by 1`,
    )
    assert.deepEqual(
      acts.rows.map((row) => row.act).filter((act) => !['law.row_ended'].includes(act)),
      ['law.replaced', 'law.review_opened', 'law.review_settled', 'law.row_changed'],
    )
    const faultsNow = async () => {
      const client = new pg.Client({ connectionString: site.adminUrl })
      await client.connect()
      try {
        const found = faultList()
        await client.query('begin')
        await verifyRows(client, found)
        return found.faults.filter((fault) => JSON.stringify(fault).includes('reference_'))
      } finally {
        await client.end()
      }
    }
    assert.deepEqual(await faultsNow(), [])
    await site.db.owner.query(
      `update reference_revision set body = jsonb_set(body, '{lead}', '["fire"]') where row_id = 'DM-CN-14'`,
    )
    assert.equal((await faultsNow()).length, 1)
  })
  useReference(before)
})

const YEAR_2027 = [
  '日期,类别,名称',
  ...['01', '02', '03'].map((day) => `2027-01-${day},放假,元旦,New Year's Day`),
  ...['05', '06', '07', '08', '09', '10', '11'].map((day) => `2027-02-${day},放假,春节,Spring Festival`),
  '2027-02-20,上班',
].join('\n')

test('a year of the calendar is loaded, and what is wrong with a file is named by row', async (t) => {
  const site = await respondSite(t)
  site.clock.set(new Date(`${TODAY}T02:00:00Z`))
  const data = await site.officer('customs', ['data_officer'])
  const duty = await site.officer('msa')
  const load = (who: typeof data, text: string, year = 2027) =>
    site.as(who, (call) => loadCalendarYear(call, { year, text, source: '国务院办公厅通知' }, TODAY))
  const zone = 'Asia/Shanghai'
  const three = () =>
    dueAt(
      new Date('2026-12-30T08:00:00+08:00'),
      { amount: 3, unit: 'workingDay' },
      { zone, calendar: getReference().calendar },
    )
  assert.equal(three().at, null, 'no statutory date in working days while the year is not loaded')
  assert.equal((await refusal(load(duty, YEAR_2027))).code, 'forbidden')
  const faults = await refusal(
    load(
      data,
      `${YEAR_2027}\n2027-02-30,放假,春节\n2027-01-01,放假,元旦\n2027-03-03,上班\n2026-05-01,放假,劳动节\n2027-05-01,什么`,
    ),
  )
  assert.deepEqual(
    faults.detail.fields?.map((fault) => [fault.row, fault.field]),
    [
      [13, 'day'],
      [14, 'day'],
      [15, 'kind'],
      [16, 'day'],
      [17, 'kind'],
    ],
  )
  assert.ok(faults.detail.fields?.every((fault) => fault.zh.includes('第') && fault.en.includes('Row')))
  assert.equal((await refusal(load(data, '2027-01-01,放假,元旦'))).detail.fields?.[0]?.field, 'text')
  await load(data, YEAR_2027)
  await withRole(site.db, 'job', (tx) => renewReference(tx, TODAY))
  // 30 December is a Wednesday: Thursday, then Monday 4 and Tuesday 5 January 2027.
  assert.deepEqual(three(), { at: new Date('2027-01-06T00:00:00+08:00') })
  assert.equal((await refusal(load(data, YEAR_2027))).code, 'conflict')
  assert.equal(dayIn(site.clock.now(), zone), TODAY)
})
