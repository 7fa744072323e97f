/** The write path on a real database: duplicates, corrections, parallel batches, persons, facts, and what others see of it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import '../../src/actions/signals/image.ts'
import { findPersonKey, openPerson } from '../../src/actions/signals/persons.ts'
import {
  type IntakeResult,
  mapHeader,
  openIntake,
  prepareSignal,
  readSignal,
  takeIn,
} from '../../src/actions/signals/public.ts'
import { canonicalJson, LIVE_REALM } from '../../src/base/public.ts'
import { rowImages } from '../../src/ledger/public.ts'
import { withIntake } from '../../src/store/public.ts'
import { HEADER, line, type SignalsSite, signalsSite } from './signals-site.ts'

let site: SignalsSite
before(async () => {
  site = await signalsSite()
})
after(() => site.end())

const { mapping } = mapHeader('declaration', HEADER.split(','))
const prepared = (text: string, order?: number[]) => {
  const cells: Record<string, string> = {}
  const places = order ?? mapping.keys.map((_, i) => i)
  const values = text.split(',')
  for (const i of places) if (mapping.keys[i]) cells[mapping.keys[i]] = values[i]!
  const read = readSignal('declaration', cells, 'Asia/Shanghai')
  assert.equal(read.faults, null)
  return prepareSignal(site.intake.tokens, site.source, read.content!, new Date())
}
const bring = (texts: string[], intake = site.intake): Promise<IntakeResult[]> =>
  takeIn(
    site.db,
    intake,
    site.source,
    texts.map((text) => prepared(text)),
    {
      realm: LIVE_REALM,
      at: new Date(),
      actor: 'machine/test',
    },
  )
const count = async (sql: string, params: unknown[] = []): Promise<number> =>
  Number((await site.db.owner.query(`select count(*) as n from ${sql}`, params)).rows[0].n)

test('a message again is repeated; with other content it is a correction; the old version stays', async () => {
  const [first] = await bring([line(1001)])
  assert.equal(first?.status, 'accepted')
  assert.deepEqual(await bring([line(1001)]), [{ status: 'repeated', id: first!.id, version: 1 }])
  // The order of columns is not content.
  const [again] = await takeIn(
    site.db,
    site.intake,
    site.source,
    [prepared(line(1001), [...mapping.keys.keys()].reverse())],
    {
      realm: LIVE_REALM,
      at: new Date(),
      actor: 'machine/test',
    },
  )
  assert.equal(again?.status, 'repeated')
  const [second] = await bring([line(1001, { 18: '250.0' })])
  assert.equal(second?.status, 'corrected')
  assert.equal(second?.version, 2)
  // A late copy of the first message changes nothing.
  assert.deepEqual(await bring([line(1001)]), [{ status: 'repeated', id: first!.id, version: 1 }])
  const { rows } = await site.db.owner.query(
    'select id, version, corrects from signal where external_no = $1 order by version',
    ['1001'],
  )
  assert.deepEqual(rows, [
    { id: first!.id, version: 1, corrects: null },
    { id: second!.id, version: 2, corrects: first!.id },
  ])
})

test('repeats and corrections inside one batch', async () => {
  const results = await bring([
    line(1100),
    line(1100),
    line(1100, { 19: '5' }),
    line(1101),
    line(1100),
    line(1100, { 19: '6' }),
  ])
  assert.deepEqual(
    results.map(({ status, version }) => `${status} ${version}`),
    ['accepted 1', 'repeated 1', 'corrected 2', 'accepted 1', 'repeated 1', 'corrected 3'],
  )
})

test('parallel batches of the same messages double nothing and do not deadlock', async () => {
  const numbers = Array.from({ length: 300 }, (_, i) => 20_000 + i)
  const shuffled = (seed: number) => [...numbers].sort((a, b) => ((a * seed) % 301) - ((b * seed) % 301))
  const runs = await Promise.all(
    [7, 11, 13, 17, 19, 23, 29, 31].map((seed) =>
      bring(
        shuffled(seed).map((no) => line(no)),
        openIntake(site.dataDir),
      ),
    ),
  )
  const statuses = runs.flat().map((one) => one.status)
  assert.equal(statuses.filter((status) => status === 'accepted').length, numbers.length)
  assert.equal(statuses.filter((status) => status === 'repeated').length, numbers.length * 7)
  assert.equal(await count('signal where external_no::bigint between 20000 and 20299'), numbers.length)
  const ids = new Map<string, Set<string>>()
  runs.forEach((run, r) => {
    shuffled([7, 11, 13, 17, 19, 23, 29, 31][r]!).forEach((no, i) => {
      ids.set(String(no), (ids.get(String(no)) ?? new Set()).add(run[i]!.id))
    })
  })
  for (const seen of ids.values()) assert.equal(seen.size, 1)
})

test('parallel corrections of one message become one version each', async () => {
  await bring([line(1200)])
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, i) => bring([line(1200, { 19: String(i + 1) })], openIntake(site.dataDir))),
  )
  assert.deepEqual(
    results
      .flat()
      .map((one) => one.version)
      .sort((a, b) => a - b),
    Array.from({ length: 12 }, (_, i) => i + 2),
  )
  const { rows } = await site.db.owner.query(
    'select version, corrects is not null as corrects from signal where external_no = $1 order by version',
    ['1200'],
  )
  assert.equal(rows.length, 13)
  assert.equal(rows.filter((row) => row.corrects).length, 12)
})

test('late and early messages are flagged, not refused', async () => {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
  const results = await bring([line(1300, { 1: day(-400) }), line(1301, { 1: day(3) }), line(1302, { 1: day(-2) })])
  const { rows } = await site.db.owner.query('select flags from signal where id = any ($1) order by external_no', [
    results.map((one) => one.id),
  ])
  assert.deepEqual(
    rows.map((row) => row.flags),
    [['late'], ['clock_ahead'], []],
  )
})

test('parties leave tokens only: not in rows, search, mentions, facts or content keys', async () => {
  const party = 'ZZPARTY9'
  const [one] = await bring([line(1400, { 8: party, 9: party, 10: party })])
  const tables = [
    'signal',
    'part',
    'mention',
    'subject_key',
    'assessment',
    'intake_key',
    'ledger_opening',
    'signal_tally',
  ]
  for (const table of tables) assert.equal(await count(`${table} t where t::text ilike '%${party}%'`), 0, table)
  assert.equal(await count(`person_vault t where t::text ilike '%${Buffer.from(party).toString('hex')}%'`), 0)
  const { rows } = await site.db.owner.query(`select body from part where object_id = $1`, [one!.id])
  const part = JSON.parse(rows[0].body)
  assert.equal(new Set([part.importer, part.declarant, part.seller]).size, 3)
  // Tokens cannot be searched for, and nobody is a subject: no history of a party.
  assert.equal(await count(`signal where search::text like $1`, [`%${part.importer.toLowerCase().slice(2, 12)}%`]), 0)
  assert.equal(
    await count(`subject_key where kind not in ('hs6', 'hs4', 'origin', 'departure', 'office', 'courier')`),
    0,
  )
  const vault = await site.db.owner.query('select token, key_id, sealed from person_vault where token = $1', [
    part.importer,
  ])
  const key = await findPersonKey(site.dataDir, vault.rows[0].key_id)
  assert.deepEqual(openPerson(key!, part.importer, vault.rows[0].sealed), { role: 'importer', value: party })
})

test('one person keeps one key, also when parallel batches meet them first', async () => {
  const lines = (from: number) => Array.from({ length: 20 }, (_, i) => line(from + i, { 9: `NEWP${i}` }))
  await Promise.all([30_000, 31_000, 32_000, 33_000].map((from) => bring(lines(from), openIntake(site.dataDir))))
  const tokens = Array.from({ length: 20 }, (_, i) =>
    site.intake.tokens('customs', 'port_security', 'importer', `NEWP${i}`),
  )
  assert.equal(await count('person_vault where token = any ($1)', [tokens]), 20)
})

test('outcome labels never reach the database', async () => {
  const [one] = await bring([line(1500, { 20: '1', 21: '2' })])
  const [same] = await bring([line(1500, { 20: '0', 21: '0' })])
  assert.equal(same?.id, one?.id)
  assert.equal(same?.status, 'repeated')
})

test('every signal and assessment carries the commitment of its fact, and its image fits', async () => {
  for (const image of rowImages().filter((one) => ['signal', 'assessment'].includes(one.table))) {
    const { rows } = await site.db.owner.query(image.select)
    const openings = await site.db.owner.query('select leaf_hash, text from ledger_opening where field = 2')
    const texts = new Map(openings.rows.map((row) => [row.leaf_hash.toString('hex'), JSON.parse(row.text)]))
    assert.ok(rows.length > 300)
    for (const row of rows) {
      const payload = texts.get(row.fact.toString('hex'))
      assert.ok(payload, `${image.table} ${row.id} has no fact`)
      assert.equal(canonicalJson(image.image(row)), canonicalJson(payload.row))
    }
  }
  const [{ rows: signals }, { rows: facts }] = [
    await site.db.owner.query('select (select count(*) from signal) + (select count(*) from assessment) as n'),
    await site.db.owner.query('select count(*) as n from ledger_entry'),
  ]
  assert.equal(signals[0].n, facts[0].n)
})

test('a change behind the service shows in the image: body, part, circle', async () => {
  const [one] = await bring([line(1600)])
  const image = rowImages().find((each) => each.table === 'signal')!
  const read = async () => {
    const { rows } = await site.db.owner.query(`select * from (${image.select}) r where id = $1`, [one!.id])
    return canonicalJson(image.image(rows[0]))
  }
  const was = await read()
  const changes = [
    [`update part set body = replace(body, '20000', '2') where object_id = $1`],
    [`update signal set body = body || '{"hs6": "010101"}' where id = $1`],
    [`update signal set circle_id = circle_id + 1 where id = $1`],
  ] as const
  let before = was
  for (const [sql] of changes) {
    await site.db.owner.query(sql, [one!.id])
    const now = await read()
    assert.notEqual(now, before, sql)
    before = now
  }
})

test('intake writes and cannot read back', async () => {
  for (const table of ['signal', 'part', 'mention', 'assessment', 'ledger_opening', 'import_run'])
    await assert.rejects(
      withIntake(site.db, { realm: 1 }, (tx) => tx.query(`select * from ${table}`)),
      { code: '42501' },
      table,
    )
  for (const sql of ['update signal set kind = kind', 'delete from signal', 'delete from intake_key'])
    await assert.rejects(
      withIntake(site.db, { realm: 1 }, (tx) => tx.query(sql)),
      { code: '42501' },
      sql,
    )
})

test('a batch that fails leaves nothing and is remembered by nobody', async () => {
  const intake = openIntake(site.dataDir)
  const rows = [prepared(line(1700, { 12: '999111' }))]
  const context = { realm: LIVE_REALM, at: new Date(), actor: 'machine/test' }
  await assert.rejects(
    takeIn(site.db, intake, site.source, rows, context, async () => {
      throw new Error('stop')
    }),
    /stop/,
  )
  assert.equal(await count(`signal where external_no = '1700'`), 0)
  assert.equal(intake.subjectIds.size, 0)
  assert.equal(intake.knownPersons.size, 0)
  const [result] = await takeIn(site.db, intake, site.source, rows, context)
  assert.equal(result?.status, 'accepted')
  assert.equal(await count('mention where signal_id = $1', [result!.id]), 5)
})

test('the tally equals what was received', async () => {
  const { rows } = await site.db.owner.query(
    'select sum(received)::int as received, sum(needs_person)::int as needs from signal_tally',
  )
  assert.equal(rows[0].received, await count('signal'))
  assert.equal(rows[0].needs, await count('(select distinct signal_id from assessment where needs_person) a'))
})
