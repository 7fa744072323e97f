/** Reference data on a real database: versions, idempotent loading, agencies that keep their member flag. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  installAgencies,
  installReference,
  listAgencies,
  loadReference,
  readReferenceFiles,
  referenceFromFiles,
} from '../../src/environment/reference/public.ts'
import { withRole } from '../../src/store/public.ts'
import { testDatabase } from '../support/database.ts'

test('what the database gives is what the files say', async (t) => {
  const { db } = await testDatabase(t)
  const sets = readReferenceFiles()
  const loaded = await withRole(db, 'owner', (tx) => installReference(tx, sets))
  assert.deepEqual(
    loaded,
    sets.map((set) => set.set),
  )
  const { versions, reviews, revised, stamp, ...reference } = await withRole(db, 'job', (tx) => loadReference(tx))
  assert.deepEqual(reference, referenceFromFiles())
  assert.equal(versions.length, sets.length)
  assert.deepEqual([reviews.size, revised.size, stamp], [0, 0, '0.0.0'])
  for (const version of versions) assert.match(version.sha256, /^[0-9a-f]{64}$/)
})

test('loading is idempotent, also for two servers that start at once', async (t) => {
  const { db } = await testDatabase(t)
  const sets = readReferenceFiles()
  const both = await Promise.all([1, 2].map(() => withRole(db, 'owner', (tx) => installReference(tx, sets))))
  assert.deepEqual(both.map((loaded) => loaded.length).sort(), [0, sets.length])
  assert.deepEqual(await withRole(db, 'owner', (tx) => installReference(tx, sets)), [])
})

test('a changed file is a new version; the old one stays readable; going back is a load of its own', async (t) => {
  const { db } = await testDatabase(t)
  const sets = readReferenceFiles()
  await withRole(db, 'owner', (tx) => installReference(tx, sets))
  const calendar = sets.find((set) => set.set === 'holiday-calendar')!
  const changed = {
    ...calendar,
    sha256: Buffer.alloc(32, 1),
    rows: calendar.rows.filter((row) => row.id !== '2026'),
  }
  assert.deepEqual(await withRole(db, 'owner', (tx) => installReference(tx, [changed])), ['holiday-calendar'])
  const now = await withRole(db, 'job', (tx) => loadReference(tx))
  assert.equal(now.calendar.years.has(2026), false)
  const { rows } = await db.owner.query(
    `select version, count(*)::int as n from reference_row where set_name = 'holiday-calendar' group by version order by version`,
  )
  assert.deepEqual(
    rows.map((row) => row.version),
    [calendar.version, `${calendar.version}+01010101`],
  )
  assert.equal(rows[0].n, rows[1].n + 1)
  assert.deepEqual(await withRole(db, 'owner', (tx) => installReference(tx, [calendar])), ['holiday-calendar'])
  assert.equal((await withRole(db, 'job', (tx) => loadReference(tx))).calendar.years.has(2026), true)
})

test('only the owner writes reference data', async (t) => {
  const { db } = await testDatabase(t)
  await withRole(db, 'owner', (tx) => installReference(tx, readReferenceFiles()))
  for (const role of ['request', 'job', 'intake', 'auth'] as const)
    for (const sql of ['delete from reference_row', `insert into reference_set values ('x', '1', '\\x00', now())`])
      await assert.rejects(db[role].query(sql), { code: '42501' }, `${role}: ${sql}`)
})

test('agencies keep the member flag that administration gave them', async (t) => {
  const { db } = await testDatabase(t)
  const reference = referenceFromFiles()
  const install = (members: string[]) => withRole(db, 'owner', (tx) => installAgencies(tx, reference, new Set(members)))
  assert.equal(await install(['customs', 'msa']), reference.agencies.size)
  assert.equal(await install(['customs', 'msa', 'nia']), 0)
  await db.owner.query(`select app.put_agency('msa', zh, en, type, false) from agency where agency_id = 'msa'`)
  await db.owner.query(`select app.put_agency('fire', 'x', 'x', type, true) from agency where agency_id = 'fire'`)
  assert.equal(await install(['customs', 'msa']), 1)
  const agencies = await withRole(db, 'job', (tx) => listAgencies(tx))
  assert.equal(agencies.length, reference.agencies.size)
  assert.deepEqual(
    agencies.filter((one) => one.member).map((one) => one.id),
    ['customs', 'fire'],
  )
  assert.equal(agencies.find((one) => one.id === 'fire')?.zh, reference.agencies.get('fire')?.zh)
})
