/** Migrations: forward only, once, whoever comes first; and what refuses. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { DomainError } from '../../src/base/public.ts'
import { type Database, migrate, openDatabase, readMigrations } from '../../src/store/public.ts'
import { emptyDatabase } from '../support/database.ts'

const run = promisify(execFile)

const file = (number: number, text: string, breaking = false) => ({
  number,
  name: `test-${number}`,
  text,
  sha256: createHash('sha256').update(text).digest('hex'),
  breaking,
})

const onEmpty = async (t: { after(fn: () => Promise<void>): void }): Promise<{ db: Database; adminUrl: string }> => {
  const { adminUrl, drop } = await emptyDatabase()
  const db = await openDatabase({ adminUrl })
  t.after(async () => {
    await db.close()
    await drop()
  })
  return { db, adminUrl }
}

const refusedWith = (reason: string) => (error: unknown) =>
  error instanceof DomainError && error.detail.reason === reason

describe('migrations', () => {
  test('twenty processes install at once: one works, all find it done', { timeout: 120_000 }, async (t) => {
    const { db, adminUrl } = await onEmpty(t)
    const door = join(import.meta.dirname, '..', '..', 'src', 'store', 'public.ts')
    const program = `import { migrate, openDatabase } from ${JSON.stringify(door)}
      const db = await openDatabase({ adminUrl: process.env.ADMIN_URL })
      console.log((await migrate(db)).applied.length)
      await db.close()`
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        run(process.execPath, ['--input-type=module-typescript', '-e', program], {
          env: { ...process.env, ADMIN_URL: adminUrl },
        }),
      ),
    )
    const applied = outcomes.map(({ stdout }) => Number(stdout)).filter((n) => n > 0)
    assert.deepEqual(applied, [readMigrations().length])
    const { rows } = await db.owner.query<{ number: number }>('select number from migration order by number')
    assert.deepEqual(
      rows.map((row) => row.number),
      readMigrations().map((each) => each.number),
    )
  })

  test('only what is new runs; a failing file leaves nothing of itself and stops there', async (t) => {
    const { db } = await onEmpty(t)
    const first = file(1, 'create schema app; create table a (i int)')
    assert.deepEqual((await migrate(db, { files: [first] })).applied, [1])
    assert.deepEqual((await migrate(db, { files: [first] })).applied, [])
    const broken = file(2, 'create table b (i int);\nselect nonsense;')
    const third = file(3, 'create table c (i int)')
    await assert.rejects(
      migrate(db, { files: [first, broken, third] }),
      /Migration 2 \(test-2, line 2\) failed: column "nonsense"/,
    )
    const { rows } = await db.owner.query("select to_regclass('b') as b, to_regclass('c') as c")
    assert.deepEqual(rows, [{ b: null, c: null }])
    assert.deepEqual((await migrate(db, { files: [first, file(2, 'create table b (i int)'), third] })).applied, [2, 3])
  })

  test('a file changed after it was applied is refused', async (t) => {
    const { db } = await onEmpty(t)
    await migrate(db, { files: [file(1, 'create schema app')] })
    await assert.rejects(
      migrate(db, { files: [file(1, 'create schema app; -- more')] }),
      refusedWith('changed_migration'),
    )
  })

  test('an old program refuses a newer breaking schema and works with a newer compatible one', async (t) => {
    const { db } = await onEmpty(t)
    const [one, two, three] = [
      file(1, 'create schema app'),
      file(2, 'select 2'),
      file(3, '-- breaking\nselect 3', true),
    ]
    await migrate(db, { files: [one, two] })
    assert.deepEqual((await migrate(db, { files: [one] })).applied, [])
    await migrate(db, { files: [one, two, three] })
    await assert.rejects(migrate(db, { files: [one, two] }), refusedWith('newer_schema'))
  })

  test('a breaking migration of a database with data is backed up first, and does not run if that fails', async (t) => {
    const { db } = await onEmpty(t)
    const one = file(1, 'create schema app', true)
    const two = file(2, '-- breaking\nselect 2', true)
    const asked: string[] = []
    await migrate(db, { files: [one], backup: async (reason) => void asked.push(reason) })
    assert.equal(asked.length, 0, 'an empty database needs none')
    await assert.rejects(
      migrate(db, {
        files: [one, two],
        backup: async () => {
          throw new Error('no room')
        },
      }),
      /no room/,
    )
    assert.deepEqual((await db.owner.query('select number from migration')).rows, [{ number: 1 }])
    assert.deepEqual(
      (await migrate(db, { files: [one, two], backup: async (reason) => void asked.push(reason) })).applied,
      [2],
    )
    assert.deepEqual(asked, ['before-migration-2'])
  })

  test('files have distinct numbers, and breaking ones are known by a line in their head', () => {
    const files = readMigrations()
    assert.ok(files.length > 0)
    assert.equal(new Set(files.map((each) => each.number)).size, files.length)
  })
})
