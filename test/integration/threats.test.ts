/** The register and the definition queue on a real database: what is missing, what nobody owns, and what others may notice. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { Value } from 'typebox/value'
import { openFrom } from '../../src/actions/respond/service.ts'
import { issueWarning } from '../../src/actions/warn/service.ts'
import { DomainError } from '../../src/base/public.ts'
import { fillQueue, tasks } from '../../src/drivers/threats/jobs.ts'
import { ItemListSchema, ItemSchema, RegisterSchema, ThreatDetailSchema } from '../../src/drivers/threats/model.ts'
import {
  acceptProposal,
  addNote,
  defineItem,
  giveBack,
  proposeDuty,
  rejectItem,
  releaseItem,
  setInterim,
} from '../../src/drivers/threats/service.ts'
import { viewItem, viewItems, viewRegister, viewThreat } from '../../src/drivers/threats/view.ts'
import { referenceOfDay, resolveDuty } from '../../src/environment/duties/public.ts'
import { getReference, renewReference, useReference } from '../../src/environment/reference/public.ts'
import { faultList } from '../../src/ledger/faults.ts'
import type { Call } from '../../src/ledger/public.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import { withRole } from '../../src/store/public.ts'
import { type Officer, respondSite } from './respond-site.ts'

const refusal = async (work: Promise<unknown>): Promise<DomainError> => {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}

const RISK = 'social.dg_misdeclared'
const LINE = 'overseas.supply_line'

test('the register names who leads, what is going on and what is missing, each as far as one may see', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const msa = await site.officer('msa')
  const heritage = await site.officer('heritage')
  const of = (call: Call) => referenceOfDay(call, site.house, undefined)
  const register = (who: Officer, query = {}) =>
    site.as(who, async (call) => viewRegister(call, await of(call), 'CN', query))
  const threat = async (who: Officer, risk = RISK, place = 'sea') =>
    (await register(who)).rows.find((row) => row.risk.id === risk && row.place.id === place)!

  const signal = await site.putSignal('customs', RISK)
  await site.as(customs, (call) =>
    issueWarning(call, {
      signalId: signal,
      level: 'orange',
      title: '疑似瞒报',
      body: '请核查。',
      riskType: RISK,
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['msa'],
      ackMinutes: 15,
    }),
  )
  const whole = await register(customs)
  assert.ok(Value.Check(RegisterSchema, whole), JSON.stringify([...Value.Errors(RegisterSchema, whole)].slice(0, 3)))
  const seen = async (who: Officer) => {
    const { signals, warnings, incidents } = await threat(who)
    return [signals, warnings, incidents]
  }
  assert.deepEqual(await seen(customs), [1, 1, 0])
  assert.deepEqual(await seen(msa), [0, 1, 0])
  assert.deepEqual(await seen(heritage), [0, 0, 0])
  await site.as(customs, (call) =>
    openFrom(
      call,
      { title: '瞒报', riskType: RISK, place: 'sea', jurisdiction: 'CN', signalIds: [signal] },
      site.house,
    ),
  )
  assert.deepEqual(await seen(msa), [0, 1, 1])
  assert.deepEqual(await seen(heritage), [0, 0, 0])
  assert.equal((await register(msa, { active: true })).rows.length, 1)

  await t.test('each number opens its rows', async () => {
    const detail = await site.as(customs, async (call) => viewThreat(call, await of(call), 'CN', RISK, 'sea'))
    assert.ok(Value.Check(ThreatDetailSchema, detail))
    assert.deepEqual(
      [detail.signals.map((one) => one.id), detail.warnings.length, detail.incidents.length],
      [[signal], 1, 1],
    )
    const theirs = await site.as(msa, async (call) => viewThreat(call, await of(call), 'CN', RISK, 'sea'))
    assert.deepEqual([theirs.signals, theirs.warnings.length], [[], 1])
    assert.equal(
      (await refusal(site.as(msa, async (call) => viewThreat(call, await of(call), 'CN', 'no.such', 'sea')))).code,
      'not_found',
    )
  })

  const gap = (row: Awaited<ReturnType<typeof threat>>, kind: string) => row.gaps.find((one) => one.kind === kind)

  await t.test('an agency that leaves the site leaves its duties uncovered', async () => {
    const before = await threat(customs)
    assert.equal(before.lead?.id, 'msa')
    assert.equal(gap(before, 'lead_absent'), undefined)
    await site.db.owner.query(`select app.put_agency('msa', zh, en, type, false) from agency where agency_id = 'msa'`)
    const after = await threat(customs)
    assert.deepEqual(
      gap(after, 'lead_absent')?.agencies.map((one) => one.id),
      ['msa'],
    )
    const flagged = await register(customs, { missing: 'lead_absent' })
    const led = [...getReference().dutyRows.values()].filter(
      (row) => row.jurisdiction === 'CN' && row.lead[0] === 'msa',
    )
    for (const row of led)
      for (const risk of row.primaryFor)
        assert.ok(
          flagged.rows.some((one) => one.risk.id === risk),
          `${risk} is led by who has left`,
        )
    assert.equal(flagged.rows.length, flagged.gaps.find((one) => one.kind === 'lead_absent')?.count)
    await site.db.owner.query(`select app.put_agency('msa', zh, en, type, true) from agency where agency_id = 'msa'`)
    assert.equal(gap(await threat(customs), 'lead_absent'), undefined)
  })

  await t.test('a missing data agreement is told to its parties', async () => {
    const has = async () => gap(await threat(customs), 'agreement')?.agencies.map((one) => one.id) ?? []
    assert.ok((await has()).includes('msa'))
    await withRole(site.db, 'owner', (tx) =>
      tx.query(
        `select app.put_agreement(gen_random_uuid(), 'msa', 'customs', 'sensor', 'port_security', '据', 'basis', now() - interval '1 day',
                'infinity', now() - interval '1 day', now() - interval '1 day')`,
      ),
    )
    assert.ok(!(await has()).includes('msa'))
    assert.equal(gap(await threat(heritage), 'agreement'), undefined)
  })

  await t.test('sorted by what is missing, the worst stands first', async () => {
    const { rows } = await register(customs, { sort: 'gaps', place: 'sea' })
    assert.ok(rows.every((row) => row.place.id === 'sea'))
    assert.ok(rows[0]!.gaps.some((one) => ['no_lead', 'two_leads', 'unowned'].includes(one.kind)))
  })
})

test('a risk without an owner comes into the queue, is discussed, settled and becomes a duty', async (t) => {
  const site = await respondSite(t)
  const before = getReference()
  const office = await site.officer('port_office')
  const legal = await site.officer('port_office', ['legal_officer'])
  const customs = await site.officer('customs', ['duty_officer', 'data_officer'])
  const nia = await site.officer('nia')
  const auditor = await site.officer('port_office', ['auditor'], ['audit'])
  const of = (call: Call) => referenceOfDay(call, site.house, undefined)
  const today = () => site.clock.now().toISOString().slice(0, 10)
  const items = (who: Officer, state: 'open' | 'all' = 'open') =>
    site.as(who, async (call) => viewItems(call, await of(call), { state }))
  const item = (who: Officer, id: string) => site.as(who, async (call) => viewItem(call, await of(call), id))
  const renew = () => withRole(site.db, 'job', (tx) => renewReference(tx, today()))

  await fillQueue(site.house, 10)
  const queue = await items(customs)
  assert.ok(Value.Check(ItemListSchema, queue), JSON.stringify([...Value.Errors(ItemListSchema, queue)].slice(0, 3)))
  assert.equal(queue.rows.length, before.unowned.length)
  await fillQueue(site.house, 10)
  assert.equal((await items(customs)).rows.length, before.unowned.length, 'filling again adds nothing')
  assert.deepEqual((await items(auditor)).rows, [], 'auditing opens no content')

  const line = queue.rows.find((row) => row.risk.id === LINE && row.jurisdiction === 'CN')!
  assert.equal(line.interimLead, null)
  assert.equal(line.suggested?.id, 'port_admin', 'the matrix names one that is not here')

  await t.test('the interim lead has a clock that is a local default, and escalates once', async () => {
    const due = new Date(line.interimDueAt)
    const jobs = tasks(site.house)
    const clock = (await site.waiting()).find((job) => job.payload.itemId === line.id)!
    assert.equal(clock.runAt.getTime(), due.getTime())
    site.clock.set(due)
    const run = () =>
      jobs
        .find((job) => job.name === clock.task)!
        .run(clock.payload, { db: site.db, attempt: 1, isLastAttempt: false, log: () => {} })
    await run()
    await run()
    const late = await item(office, line.id)
    assert.equal(late.interimOverdue, true)
    assert.equal(late.history.filter((one) => one.act === 'definition.interim_overdue').length, 1)
  })

  await t.test('who is concerned speaks; who steers names an interim lead that is here', async () => {
    assert.equal((await refusal(site.as(nia, (call) => setInterim(call, line.id, 'nia')))).code, 'forbidden')
    assert.equal((await refusal(site.as(office, (call) => setInterim(call, line.id, 'fire')))).code, 'invalid')
    assert.equal((await refusal(site.as(office, (call) => addNote(call, line.id, '电话 13812345678')))).code, 'invalid')
    await site.as(office, (call) => setInterim(call, line.id, 'msa'))
    await site.as(office, (call) => addNote(call, line.id, '航道受阻时谁协调拖轮？'))
    const now = await item(customs, line.id)
    assert.deepEqual([now.interimLead?.id, now.interimOverdue], ['msa', false])
  })

  const proposal = {
    lead: ['msa'],
    support: ['port_operator'],
    inform: ['customs'],
    phase: 'control' as const,
    basis: [{ instrument: 'CN-MTSL', articles: ['75'], read: true }],
    note: '联席会议商定',
  }
  await t.test('settled: proposed by one post, returned, accepted by another; then somebody leads', async () => {
    assert.equal(
      (await refusal(site.as(office, (call) => proposeDuty(call, line.id, proposal, today())))).code,
      'conflict',
    )
    await site.as(office, (call) =>
      defineItem(call, line.id, {
        definition: '境外航道受阻',
        measures: '改港、减载',
        legalGap: '无条文',
        reviewOn: null,
      }),
    )
    const wrong = await refusal(
      site.as(office, (call) => proposeDuty(call, line.id, { ...proposal, lead: ['msa', 'customs'] }, today())),
    )
    assert.equal(wrong.detail.fields?.[0]?.field, 'support')
    await site.as(office, (call) => proposeDuty(call, line.id, proposal, today()))
    assert.equal((await refusal(site.as(office, (call) => acceptProposal(call, line.id, today())))).code, 'forbidden')
    await site.as(legal, (call) => giveBack(call, line.id, '条文号有误'))
    await site.as(office, (call) => proposeDuty(call, line.id, proposal, today()))
    const { row } = await site.as(customs, (call) => acceptProposal(call, line.id, today()))
    assert.equal(row, 'DM-SITE-01')
    await renew()
    const duty = resolveDuty(getReference(), LINE, 'sea', 'CN')
    assert.deepEqual([duty.row, duty.lead?.id, duty.unowned, duty.conflicts], [row, 'msa', null, []])
    const done = await item(customs, line.id)
    assert.ok(Value.Check(ItemSchema, done), JSON.stringify([...Value.Errors(ItemSchema, done)].slice(0, 3)))
    assert.deepEqual([done.state, done.dutyRow], ['settled', row])
    assert.notEqual(done.can.note, true)
    await fillQueue(site.house, 10)
    assert.ok(
      (await items(customs)).rows.every(
        (one) => one.id !== line.id && !(one.risk.id === LINE && one.jurisdiction === 'CN'),
      ),
    )
  })

  await t.test('rejected stays rejected', async () => {
    const other = queue.rows.find((row) => row.id !== line.id)!
    await site.as(office, (call) => rejectItem(call, other.id, '本口岸不涉及'))
    await fillQueue(site.house, 10)
    const rows = (await items(office, 'all')).rows.filter(
      (row) => row.risk.id === other.risk.id && row.jurisdiction === other.jurisdiction,
    )
    assert.deepEqual(
      rows.map((row) => row.state),
      ['rejected'],
    )
  })

  await t.test(
    'a signal whose risk nobody owns comes in by itself, for those who see the signal, until it is released',
    async () => {
      site.clock.set(new Date())
      const count = (await items(nia)).rows.length
      await site.putSignal('nia', 'unheard.of_risk', 'air')
      await fillQueue(site.house, 10)
      const mine = (await items(nia)).rows.filter((row) => row.origin === 'signal')
      assert.equal(mine.length, 1)
      assert.equal((await items(nia)).rows.length, count + 1)
      assert.equal((await items(customs)).rows.length, count, 'another agency notices nothing')
      const hidden = await refusal(item(customs, mine[0]!.id))
      assert.equal(hidden.code, 'not_found')
      await fillQueue(site.house, 10)
      assert.equal((await items(nia)).rows.length, count + 1)
      const released = await site.as(nia, (call) => releaseItem(call, mine[0]!.id, '新型风险，请共同界定'))
      const theirs = await item(customs, released.id)
      assert.deepEqual([theirs.origin, theirs.definition], ['released', '新型风险，请共同界定'])
      assert.ok(!JSON.stringify(theirs).includes(mine[0]!.id))
      await fillQueue(site.house, 10)
      assert.equal((await items(nia)).rows.length, count + 1)
    },
  )

  await t.test('the record holds every item, and notices a change behind the service’s back', async () => {
    const faults = async () => {
      const client = new pg.Client({ connectionString: site.adminUrl })
      await client.connect()
      try {
        const found = faultList()
        await client.query('begin')
        await verifyRows(client, found)
        return found.faults.filter((fault) => JSON.stringify(fault).includes('definition_'))
      } finally {
        await client.end()
      }
    }
    assert.deepEqual(await faults(), [])
    await site.db.owner.query(`update definition_item set legal_gap = 'x' where id = $1`, [line.id])
    assert.equal((await faults()).length, 1)
  })
  useReference(before)
})
