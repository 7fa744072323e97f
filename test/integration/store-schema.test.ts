/** sql/schema.sql is what the migrations make. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { dumpSchema, SQL_FOLDER } from '../../src/store/public.ts'
import { asAdmin, testDatabase } from '../support/database.ts'

const FILE = join(SQL_FOLDER, 'schema.sql')

test('sql/schema.sql is the schema after all migrations', async (t) => {
  const { adminUrl } = await testDatabase(t)
  const dumped = await asAdmin(adminUrl, dumpSchema)
  if (process.env.TONGGUAN_UPDATE_SCHEMA === '1') writeFileSync(FILE, dumped)
  const kept = existsSync(FILE) ? readFileSync(FILE, 'utf8') : ''
  assert.equal(
    dumped,
    kept,
    'the schema has changed: run this test with TONGGUAN_UPDATE_SCHEMA=1 and look at the difference',
  )
})

test('the dump is the same for two databases and sees a change', async (t) => {
  const [first, second] = await Promise.all([testDatabase(t), testDatabase(t)])
  const one = await asAdmin(first.adminUrl, dumpSchema)
  assert.equal(one, await asAdmin(second.adminUrl, dumpSchema))
  for (const change of [
    'alter table signal no force row level security',
    'grant select on account to tongguan_request',
    'create policy anyone on session to public using (true)',
    'drop index signal_newest',
    'alter function app.whoami() reset search_path',
    'grant update (zh) on agency to tongguan_job',
  ]) {
    const { adminUrl } = await testDatabase(t)
    const changed = await asAdmin(adminUrl, async (client) => {
      await client.query(change)
      return dumpSchema(client)
    })
    assert.notEqual(changed, one, change)
  }
})
