/**
 * Every crash point of the supervisor: break it there, start again, and see that nothing acknowledged is lost and that the
 * start was quick or said in one sentence why not. All with fsync, each in a folder of its own.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { DomainError } from '../../src/base/public.ts'
import {
  backupCluster,
  type Database,
  type Embedded,
  ensureRoles,
  migrate,
  openDatabase,
  readMigrations,
  restoreCluster,
  startEmbedded,
  withRole,
} from '../../src/store/public.ts'
import { makeLibraryLinks } from '../../src/store/supervisor/binaries.ts'

const DOOR = join(import.meta.dirname, '..', '..', 'src', 'store', 'public.ts')
const isRoot = process.getuid?.() === 0

const folders: string[] = []
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tongguan-fault-'))
  // The server's user must be able to pass.
  chmodSync(folder, 0o755)
  folders.push(folder)
  return folder
}
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A supervisor in a process of its own, so that it can be killed. */
type Child = {
  process: ChildProcess
  adminUrl: string
  pid: number
  adopted: boolean
  supervises: boolean
  startedInMs: number
}

const spawnSupervisor = (dataDir: string, mode = 'supervise'): ChildProcess =>
  spawn(
    process.execPath,
    [
      '--input-type=module-typescript',
      '-e',
      `import { startEmbedded } from ${JSON.stringify(DOOR)}
       const begun = performance.now()
       try {
         const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, mode: ${JSON.stringify(mode)} })
         console.log(JSON.stringify({ adminUrl: server.adminUrl, pid: server.pid(), adopted: server.adopted, supervises: server.supervises, startedInMs: performance.now() - begun }))
         process.on('SIGTERM', async () => { await server.stop(); process.exit(0) })
         setInterval(() => {}, 1000)
       } catch (error) {
         console.log(JSON.stringify({ reason: error.detail?.reason ?? String(error), message: error.message }))
         process.exit(1)
       }`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )

const firstLine = async (child: ChildProcess): Promise<string> => {
  let text = ''
  for await (const chunk of child.stdout!) {
    text += chunk
    if (text.includes('\n')) break
  }
  return text.split('\n')[0]!
}

const children: ChildProcess[] = []
const startChild = async (t: TestContext, dataDir: string, mode?: string): Promise<Child> => {
  const child = spawnSupervisor(dataDir, mode)
  children.push(child)
  const said = JSON.parse(await firstLine(child)) as Omit<Child, 'process'>
  t.after(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  })
  return { ...said, process: child }
}

const start = async (t: TestContext, dataDir: string): Promise<Embedded & { startedInMs: number }> => {
  const begun = performance.now()
  const server = await startEmbedded({ dataDir })
  t.after(() => server.stop())
  return Object.assign(server, { startedInMs: performance.now() - begun })
}

const sql = async <T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

const killHard = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const gone = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await wait(10)
}

const backendsOf = async (url: string): Promise<number[]> =>
  (await sql<{ pid: number }>(url, 'select pid from pg_stat_activity where pid <> pg_backend_pid()')).map(
    (row) => row.pid,
  )

/** Writes numbers one after the other and remembers which were acknowledged. */
const writer = (db: Database): { acknowledged: number[]; refused: unknown[]; stop(): Promise<void> } => {
  const acknowledged: number[] = []
  const refused: unknown[] = []
  let stopping = false
  const loop = (async () => {
    for (let n = 1; !stopping; n++) {
      try {
        await withRole(db, 'owner', (tx) => tx.query('insert into kept values ($1)', [n]))
        acknowledged.push(n)
      } catch (error) {
        refused.push(error)
        await wait(10)
      }
    }
  })()
  return {
    acknowledged,
    refused,
    stop: async () => {
      stopping = true
      await loop
    },
  }
}

const openWithTable = async (adminUrl: string): Promise<Database> => {
  const db = await openDatabase({ adminUrl })
  await db.owner.query('create table if not exists kept (n int primary key)')
  return db
}

const assertKept = async (adminUrl: string, acknowledged: readonly number[]): Promise<void> => {
  const rows = await sql<{ n: number }>(adminUrl, 'select n from kept')
  const kept = new Set(rows.map((row) => row.n))
  assert.deepEqual(
    acknowledged.filter((n) => !kept.has(n)),
    [],
    'acknowledged rows are lost',
  )
}

const refusedFor = (reason: string, words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof DomainError, String(error))
  assert.equal(error.detail.reason, reason)
  assert.match(error.message, words)
  assert.ok(error.text.zh.length > 10)
  return true
}

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
    const stranger = spawn('sleep', ['60'])
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
    cpSync(folder, join(folder, '..', `${folder.split('/').pop()}-copy`), { recursive: true })
    folders.push(`${folder}-copy`)
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
