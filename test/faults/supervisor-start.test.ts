/** What a start finds: another one at the same moment, an older cluster, lost files, closed folders; and backups. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import {
  backupCluster,
  ensureRoles,
  migrate,
  openDatabase,
  readMigrations,
  restoreCluster,
  startEmbedded,
} from '../../src/store/public.ts'
import { makeLibraryLinks } from '../../src/store/supervisor/binaries.ts'
import {
  assertKept,
  firstLine,
  isRoot,
  newFolder,
  openWithTable,
  refusedFor,
  spawnSupervisor,
  sql,
  start,
  startChild,
  writer,
} from '../support/supervised.ts'

describe('two starts', () => {
  test('the second is refused and names the first; one that joins gets its server', async (t) => {
    const dataDir = newFolder()
    const first = await startChild(t, dataDir)
    await assert.rejects(
      startEmbedded({ dataDir }),
      refusedFor('already_running', new RegExp(`process ${first.process.pid}\\b`)),
    )
    const joined = await startEmbedded({ dataDir, mode: 'join' })
    assert.equal(joined.supervises, false)
    assert.equal(joined.pid(), first.pid)
    await joined.stop()
    await sql(first.adminUrl, 'select 1')
  })

  test('ten at the same moment on a new folder: one supervises, nine are refused', { timeout: 60_000 }, async (t) => {
    const dataDir = newFolder()
    const contenders = Array.from({ length: 10 }, () => spawnSupervisor(dataDir))
    t.after(async () => {
      for (const child of contenders)
        if (child.exitCode === null) {
          child.kill('SIGTERM')
          await once(child, 'exit')
        }
    })
    const said = (await Promise.all(contenders.map(firstLine))).map(
      (line) => JSON.parse(line) as { pid?: number; reason?: string },
    )
    assert.equal(said.filter((each) => each.pid).length, 1)
    assert.equal(said.filter((each) => each.reason === 'already_running').length, 9)
  })

  test('ten that join a folder nobody serves: all get the same server', { timeout: 60_000 }, async (t) => {
    const dataDir = newFolder()
    const joined = await Promise.all(Array.from({ length: 10 }, () => startChild(t, dataDir, 'join')))
    assert.equal(new Set(joined.map((each) => each.adminUrl)).size, 1)
    assert.equal(joined.filter((each) => each.supervises).length, 1)
  })

  test('the port of last time is taken by another program: another port', async (t) => {
    const dataDir = newFolder()
    const first = await startEmbedded({ dataDir })
    const { port } = first
    await first.stop()
    const thief = createServer().listen(port, '127.0.0.1')
    await once(thief, 'listening')
    t.after(() => thief.close())
    const second = await start(t, dataDir)
    assert.notEqual(second.port, port)
    await sql(second.adminUrl, 'select 1')
  })

  test('twenty processes make the roles of a new server at once', async (t) => {
    const server = await start(t, newFolder())
    await Promise.all(Array.from({ length: 20 }, () => ensureRoles(server.adminUrl)))
    const db = await openDatabase({ adminUrl: server.adminUrl })
    for (const role of ['owner', 'request', 'intake', 'job', 'ledger', 'auth'] as const)
      assert.equal((await db[role].query<{ u: string }>('select current_user as u')).rows[0]?.u, `tongguan_${role}`)
    await db.close()
  })
})

describe('an external server', () => {
  test('its administrator need not be a superuser: create role, bypass of policies to give away, the database', async (t) => {
    const server = await start(t, newFolder())
    await sql(server.adminUrl, "create role site_admin login createrole bypassrls password 'a b:c/d'")
    await sql(server.adminUrl, 'create database site owner site_admin')
    const url = new URL(server.adminUrl)
    url.username = 'site_admin'
    url.password = 'a b:c/d'
    url.pathname = '/site'
    for (const expected of [readMigrations().length, 0]) {
      const db = await openDatabase({ adminUrl: url.href })
      assert.equal((await migrate(db)).applied.length, expected)
      await db.request.query('select count(*) from signal')
      await db.close()
    }
  })
})

describe('what is there at the start', () => {
  test('an older major version: refused with the remedy, untouched', async (t) => {
    const dataDir = newFolder()
    await (await startEmbedded({ dataDir })).stop()
    const file = join(dataDir, 'postgres', 'server', 'cluster', 'PG_VERSION')
    const own = readFileSync(file, 'utf8')
    writeFileSync(file, '17\n')
    await assert.rejects(
      startEmbedded({ dataDir }),
      refusedFor('other_major_version', /PostgreSQL 17.*brings 18.*tongguan backup/s),
    )
    assert.equal(readFileSync(file, 'utf8'), '17\n')
    writeFileSync(file, own)
    await start(t, dataDir)
  })

  test('the password file is lost: a new one is set, data and roles go on', async (t) => {
    const dataDir = newFolder()
    const first = await startEmbedded({ dataDir })
    const before = await openWithTable(first.adminUrl)
    await before.owner.query('insert into kept values (1)')
    await before.close()
    await first.stop()
    rmSync(join(dataDir, 'postgres', 'password'))
    const second = await start(t, dataDir)
    assert.notEqual(second.adminUrl, first.adminUrl)
    const db = await openDatabase({ adminUrl: second.adminUrl })
    await db.request.query('select 1')
    await db.close()
    await assertKept(second.adminUrl, [1])
    assert.equal(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777, 0o600)
  })

  test('a folder that only root may enter: the data go where the server may, and a file says where', async (t) => {
    if (!isRoot) return t.skip('needs root')
    const closed = newFolder()
    chmodSync(closed, 0o700)
    const dataDir = join(closed, 'var')
    const first = await startEmbedded({ dataDir })
    const elsewhere = readFileSync(join(dataDir, 'postgres.where'), 'utf8').trim()
    t.after(() => rmSync(elsewhere, { recursive: true, force: true }))
    assert.ok(first.base === elsewhere && !elsewhere.startsWith(closed))
    await sql(first.adminUrl, 'create table kept (n int); insert into kept values (1)')
    await first.stop()
    const second = await startEmbedded({ dataDir })
    await assertKept(second.adminUrl, [1])
    await second.stop()
    // Whoever deletes the folder begins anew: the old data are set aside, not opened.
    rmSync(dataDir, { recursive: true })
    const third = await startEmbedded({ dataDir })
    await assert.rejects(sql(third.adminUrl, 'select * from kept'), /does not exist/)
    await third.stop()
    for (const name of readdirSync(join(elsewhere, '..')).filter((each) =>
      each.startsWith(`${elsewhere.split('/').pop()}.left-`),
    ))
      rmSync(join(elsewhere, '..', name), { recursive: true })
  })

  test('library links are made where install scripts were ignored', () => {
    const folder = newFolder()
    mkdirSync(join(folder, 'native', 'lib'), { recursive: true })
    writeFileSync(join(folder, 'native', 'lib', 'libx.so.1.2'), 'x')
    writeFileSync(
      join(folder, 'native', 'pg-symlinks.json'),
      JSON.stringify([{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }]),
    )
    makeLibraryLinks(folder)
    makeLibraryLinks(folder)
    assert.equal(readFileSync(join(folder, 'native', 'lib', 'libx.so.1'), 'utf8'), 'x')
  })
})

describe('backup', () => {
  test('of a running server under load, before a breaking migration, comes back whole in another folder', {
    timeout: 90_000,
  }, async (t) => {
    const server = await start(t, newFolder())
    const db = await openDatabase({ adminUrl: server.adminUrl })
    await migrate(db)
    await db.owner.query('create table kept (n int primary key)')
    const load = writer(db)
    await wait(150)
    const atStart = load.acknowledged.length
    const copy = join(newFolder(), 'copy')
    const text = '-- breaking\ndrop table kept'
    const breaking = { number: 9000, name: 'breaking', text, sha256: 'x', breaking: true }
    const { applied } = await migrate(db, {
      files: [...readMigrations(), breaking],
      backup: async () => {
        await backupCluster(server.adminUrl, copy)
        await load.stop()
      },
    })
    assert.deepEqual(applied, [9000])
    await db.close()
    const target = newFolder()
    restoreCluster(copy, target)
    const restored = await start(t, target)
    await assertKept(restored.adminUrl, load.acknowledged.slice(0, atStart))
    const again = await openDatabase({ adminUrl: restored.adminUrl })
    assert.deepEqual((await migrate(again)).applied, [], 'the copy is of before')
    await again.close()
    assert.throws(() => restoreCluster(copy, target), /already|empty/)
    await assert.rejects(backupCluster(server.adminUrl, copy), /not empty/)
  })
})
