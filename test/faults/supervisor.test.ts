/**
 * Every crash point of the supervisor: break it there, start again, and see that nothing acknowledged is lost and that the
 * start was quick or said in one sentence why not. All with fsync, each in a folder of its own.
 */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { DomainError } from '../../src/base/public.ts'
import { startEmbedded, withRole } from '../../src/store/public.ts'
import { isAlive } from '../../src/store/supervisor/process-identity.ts'
import {
  assertKept,
  backendsOf,
  gone,
  isRoot,
  killHard,
  newFolder,
  openWithTable,
  refusedFor,
  spawnSupervisor,
  sql,
  start,
  startChild,
  writer,
} from '../support/supervised.ts'

describe('the supervisor dies', () => {
  test('alone: the next start takes the living server over, at once', async (t) => {
    const dataDir = newFolder()
    const first = await startChild(t, dataDir)
    await sql(first.adminUrl, 'create table kept (n int); insert into kept values (1)')
    await killHard(first.process)
    assert.ok(isAlive(first.pid))
    const second = await start(t, dataDir)
    assert.equal(second.adopted, true)
    assert.equal(second.pid(), first.pid)
    assert.ok(second.startedInMs < 1_000, `${second.startedInMs} ms`)
    await assertKept(second.adminUrl, [1])
  })

  test('with everything else, under load: back in under five seconds, nothing acknowledged lost', async (t) => {
    const dataDir = newFolder()
    for (let round = 0; round < 5; round++) {
      const child = await startChild(t, dataDir)
      const db = await openWithTable(child.adminUrl)
      await db.owner.query('truncate kept')
      const load = writer(db)
      await wait(60 + Math.random() * 200)
      const pids = await backendsOf(child.adminUrl)
      await killHard(child.process)
      for (const pid of [child.pid, ...pids]) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
      await gone(child.pid)
      await load.stop()
      await db.close()
      assert.ok(load.acknowledged.length > 0)
      const again = await startChild(t, dataDir)
      assert.equal(again.adopted, false)
      assert.ok(again.startedInMs < 5_000, `${again.startedInMs} ms`)
      await assertKept(again.adminUrl, load.acknowledged)
      again.process.kill('SIGTERM')
      await once(again.process, 'exit')
    }
  })

  test('and its server has other settings by now: stopped in order and started anew', async (t) => {
    const dataDir = newFolder()
    const first = await startChild(t, dataDir)
    await sql(first.adminUrl, 'create table kept (n int); insert into kept values (1)')
    await killHard(first.process)
    const state = join(dataDir, 'postgres', 'state.json')
    writeFileSync(
      state,
      JSON.stringify({ ...JSON.parse(readFileSync(state, 'utf8')), settings: 'of an older program' }),
    )
    const second = await start(t, dataDir)
    assert.equal(second.adopted, false)
    assert.equal(isAlive(first.pid), false)
    await assertKept(second.adminUrl, [1])
  })

  test('in the middle of initdb: the next start clears the remains and makes a whole one', async (t) => {
    for (const delayMs of [0, 40, 120, 300]) {
      const dataDir = newFolder()
      const child = spawnSupervisor(dataDir)
      const server = join(dataDir, 'postgres', 'server')
      const building = (): string | undefined =>
        existsSync(server) ? readdirSync(server).find((name) => /^cluster\.building-\d+-/.test(name)) : undefined
      while (!building() && child.exitCode === null) await wait(2)
      await wait(delayMs)
      await killHard(child)
      if (delayMs < 100) assert.ok(!existsSync(join(server, 'cluster')), 'killed before it was complete')
      const second = await startChild(t, dataDir)
      assert.deepEqual(readdirSync(server), ['cluster'])
      assert.equal((await sql<{ one: number }>(second.adminUrl, 'select 1 as one'))[0]?.one, 1)
    }
  })
})

describe('the server dies under a living supervisor', () => {
  test('refused meanwhile as unavailable, restarted on the same port, nothing acknowledged lost', async (t) => {
    const server = await start(t, newFolder())
    const db = await openWithTable(server.adminUrl)
    const events: string[] = []
    server.onDied((how) => events.push(how))
    server.onRestarted(() => events.push('restarted'))
    const load = writer(db)
    for (let round = 1; round <= 3; round++) {
      await wait(150)
      const before = load.acknowledged.length
      process.kill(server.pid(), 'SIGKILL')
      const killed = performance.now()
      while (events.length < 2 * round) await wait(5)
      while (load.acknowledged.length <= before + 1) await wait(5)
      assert.ok(performance.now() - killed < 5_000)
    }
    await load.stop()
    assert.deepEqual(events, ['SIGKILL', 'restarted', 'SIGKILL', 'restarted', 'SIGKILL', 'restarted'])
    assert.ok(load.refused.length > 0)
    // 23505: an insert whose commit was unknown had in fact been done.
    for (const error of load.refused)
      assert.ok(error instanceof DomainError && error.code === 'unavailable', String(error))
    await assertKept(server.adminUrl, load.acknowledged)
    await db.close()
  })

  test('also when it had been taken over', async (t) => {
    const dataDir = newFolder()
    const first = await startChild(t, dataDir)
    await killHard(first.process)
    const server = await start(t, dataDir)
    assert.equal(server.adopted, true)
    const restarted = new Promise<void>((resolve) => server.onRestarted(resolve))
    process.kill(server.pid(), 'SIGKILL')
    await restarted
    assert.notEqual(server.pid(), first.pid)
    await sql(server.adminUrl, 'select 1')
  })

  test('a backend is killed, as by the kernel when memory runs out: the server recovers by itself', async (t) => {
    const server = await start(t, newFolder())
    const db = await openWithTable(server.adminUrl)
    const postmaster = server.pid()
    const load = writer(db)
    await wait(100)
    const [victim] = await sql<{ pid: number }>(
      server.adminUrl,
      "select pid from pg_stat_activity where usename = 'tongguan_owner'",
    )
    process.kill(victim!.pid, 'SIGKILL')
    const before = load.acknowledged.length
    const begun = Date.now()
    while (load.acknowledged.length <= before + 3 && Date.now() - begun < 10_000) await wait(10)
    await load.stop()
    assert.ok(load.acknowledged.length > before + 3)
    assert.equal(server.pid(), postmaster)
    await assertKept(server.adminUrl, load.acknowledged)
    await db.close()
    if (process.platform === 'linux' && isRoot) {
      const score = (pid: number) => Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8'))
      const [backend] = await backendsOf(server.adminUrl)
      if (score(postmaster) !== score(process.pid))
        assert.ok(score(postmaster) < score(backend!), 'the postmaster is the last to be taken')
    }
  })
})

describe('postmaster.pid', () => {
  test('names a process that has the number of the dead server: it starts, and that process lives', async (t) => {
    const dataDir = newFolder()
    const first = await startChild(t, dataDir)
    await sql(first.adminUrl, 'create table kept (n int); insert into kept values (1)')
    await killHard(first.process)
    process.kill(first.pid, 'SIGKILL')
    await gone(first.pid)
    const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
    t.after(() => stranger.kill())
    const pidFile = join(dataDir, 'postgres', 'server', 'cluster', 'postmaster.pid')
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(stranger.pid)))
    const second = await start(t, dataDir)
    assert.equal(second.adopted, false)
    assert.ok(second.startedInMs < 5_000)
    assert.equal(stranger.exitCode, null)
    await assertKept(second.adminUrl, [1])
  })
})

describe('the disk is full', () => {
  /** A small disk, where this machine lets us mount one. */
  const smallDisk = (t: TestContext, mib: number): string | undefined => {
    const folder = newFolder()
    const mounted =
      isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m,mode=755`, 'tmpfs', folder]).status === 0
    if (!mounted) {
      t.skip('needs the right to mount a small disk')
      return undefined
    }
    t.after(() => {
      spawnSync('umount', ['-l', folder])
    })
    return folder
  }

  test('at the first start: said at once, nothing left behind, and it starts when there is room', async (t) => {
    const dataDir = smallDisk(t, 100)
    if (!dataDir) return
    await assert.rejects(startEmbedded({ dataDir }), refusedFor('disk_full', /full \(ENOSPC\).*MiB are needed/))
    assert.deepEqual(readdirSync(join(dataDir, 'postgres', 'server')), [])
    spawnSync('mount', ['-o', 'remount,size=400m', dataDir])
    const server = await start(t, dataDir)
    await sql(server.adminUrl, 'select 1')
    await server.stop()
  })

  test('at a later start: refused in one sentence, data untouched', async (t) => {
    const dataDir = smallDisk(t, 300)
    if (!dataDir) return
    const first = await startEmbedded({ dataDir })
    await sql(first.adminUrl, 'create table kept (n int); insert into kept values (1)')
    await first.stop()
    spawnSync('sh', ['-c', 'head -c 1G /dev/zero > "$0"', join(dataDir, 'filler')])
    await assert.rejects(startEmbedded({ dataDir }), refusedFor('disk_full', /ENOSPC/))
    rmSync(join(dataDir, 'filler'))
    const second = await start(t, dataDir)
    await assertKept(second.adminUrl, [1])
    await second.stop()
  })

  test('under a living server: writes are refused, and it is back when there is room again', {
    timeout: 60_000,
  }, async (t) => {
    const dataDir = smallDisk(t, 300)
    if (!dataDir) return
    const server = await start(t, dataDir)
    const db = await openWithTable(server.adminUrl)
    await db.owner.query('create table ballast (t text)')
    await db.owner.query('alter table ballast alter column t set storage external')
    const load = writer(db)
    spawnSync('sh', ['-c', 'head -c 1G /dev/zero > "$0"', join(dataDir, 'filler')])
    const refusals: string[] = []
    for (let i = 0; i < 200 && refusals.length < 3; i++)
      await withRole(db, 'owner', (tx) =>
        tx.query("insert into ballast select repeat('x', 1000000) from generate_series(1, 20)"),
      ).catch((error) => {
        refusals.push(error instanceof DomainError ? error.code : String(error.code))
      })
    assert.equal(refusals.length, 3)
    for (const code of refusals) assert.equal(code, 'unavailable')
    rmSync(join(dataDir, 'filler'))
    spawnSync('mount', ['-o', 'remount,size=600m', dataDir])
    const before = load.acknowledged.length
    const begun = Date.now()
    while (load.acknowledged.length <= before + 3 && Date.now() - begun < 30_000) await wait(20)
    await load.stop()
    assert.ok(load.acknowledged.length > before + 3, 'writes go on')
    await assertKept(server.adminUrl, load.acknowledged)
    await db.close()
    await server.stop()
  })
})
