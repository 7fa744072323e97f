/** The record of warnings, subscriptions and deliveries: it fits the rows, names what is changed behind its back, and keeps old rows valid. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { warningImage } from '../../src/actions/warn/image.ts'
import { endWarning, issueWarning, recordLesson, reviseWarning } from '../../src/actions/warn/service.ts'
import { subscribe } from '../../src/actions/warn/subscriptions.ts'
import { changeSettings } from '../../src/engine/outbox/settings.ts'
import { faultList } from '../../src/ledger/faults.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import { respondSite } from './respond-site.ts'

const OURS = /warning|subscription|outbox|notice/

test('the record fits the rows, and names what is changed behind its back', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const msa = await site.officer('msa')
  await site.as(msa, (call) =>
    changeSettings(call, site.house, {
      email: { address: 'msa@port.example', locale: 'zh', active: true },
      levels: ['orange', 'red'],
      quiet: null,
      zone: 'Asia/Shanghai',
      sound: true,
      browser: false,
      showTitle: false,
    }),
  )
  await site.as(msa, (call) => subscribe(call, { for: 'agency', minLevel: 'red' }))
  const { id } = await site.as(customs, (call) =>
    issueWarning(call, {
      level: 'orange',
      title: '题',
      body: '文',
      riskType: 'social.dg_misdeclared',
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['msa'],
      ackMinutes: 15,
    }),
  )
  await site.as(customs, (call) =>
    reviseWarning(call, id, { level: 'red', title: '题', body: '文', reason: '复核', version: 1 }),
  )
  // No mail server is set up: it fails, and that is recorded too.
  await site.passTo(new Date(site.clock.now().getTime() + 60_000))
  await site.as(customs, (call) => endWarning(call, id, '已排除'))
  await site.as(customs, (call) => recordLesson(call, id, { verdict: 'right', timely: 'in_time', change: '' }))

  const faultsAfter = async (sql?: string): Promise<string[]> => {
    const client = await site.db.owner.connect()
    try {
      await client.query('begin')
      if (sql) await client.query(sql)
      const found = faultList()
      await verifyRows(client, found)
      return found.faults.filter((fault) => OURS.test(fault.where)).map((fault) => `${fault.kind} ${fault.where}`)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  assert.deepEqual(await faultsAfter(), [])
  const { rows } = await site.db.owner.query("select count(*)::int as n from outbox where state = 'failed'")
  assert.ok(rows[0].n >= 1)
  for (const [sql, named] of [
    ["update warning_version set body = '改' where version = 1", /row-changed warning .*: versions/],
    ["delete from warning_event where act = 'warning.updated'", /row-changed warning .*: history/],
    ["update warning_lesson set verdict = 'false_alarm'", /row-changed warning .*: lessons/],
    ["update warning_ack set command_at = command_at + interval '1 hour'", /row-changed warning .*: acks/],
    ["update warning_subscription set min_level = 'blue'", /row-changed warning_subscription/],
    ["update outbox set state = 'delivered', reason = null where state = 'failed'", /row-changed outbox/],
  ] as const)
    assert.match((await faultsAfter(sql)).join('\n'), named, sql)
})

test('a warning from before the course was kept has the image it had', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const { id } = await site.as(customs, (call) =>
    issueWarning(call, {
      level: 'blue',
      title: '题',
      body: '文',
      riskType: 'social.dg_misdeclared',
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['msa'],
      ackMinutes: 15,
    }),
  )
  await site.as(customs, (call) => endWarning(call, id, '已排除'))
  await site.db.owner.query('delete from warning_event')
  await site.db.owner.query('delete from warning_version')
  await site.db.owner.query('update warning_ack set asked_at = null, remind_at = null, command_at = null')
  const { rows } = await site.db.owner.query<{ image: Record<string, unknown[][] & unknown[]> }>(warningImage.select)
  const { image } = rows[0]!
  assert.deepEqual(Object.keys(image).sort(), [
    'ackMinutes',
    'acks',
    'body',
    'ended',
    'group',
    'issued',
    'jurisdiction',
    'level',
    'place',
    'riskType',
    'title',
  ])
  assert.equal((image.acks![0] as unknown[]).length, 9)
  assert.equal(image.ended!.length, 4)
})
