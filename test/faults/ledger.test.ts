/**
 * The crash table of the integrator: cut off at each step, expect this progress, run start-up again, expect no loss, nothing
 * doubled, equal bytes. Then rivals, killed connections, killed processes, another cluster, and a backup put back.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type pg from 'pg'
import { integrateRound, type Memory } from '../../src/ledger/integrate.ts'
import {
  integrateAll,
  openCheckpoint,
  runIntegrator,
  type Sealed,
  sealFacts,
  sqlOf,
  verifyDirectory,
} from '../../src/ledger/public.ts'
import { signSize } from '../../src/ledger/signer.ts'
import { type LedgerUnderTest, ledgerUnderTest, ORIGIN, thing } from '../support/ledger.ts'

const MAIN = join(import.meta.dirname, '../../src/ledger/integrator-main.ts')

type Progress = { size: number; signedSize: number; published: number | null }

const progress = async (ledger: LedgerUnderTest, logDir: string): Promise<Progress> => {
  const client = await ledger.connect('owner')
  try {
    const [row] = await sqlOf(client)<{ size: number; signed: number }>(
      'select size::float8 as size, signed_size::float8 as signed from ledger_state',
    )
    const file = join(logDir, 'checkpoint')
    return {
      size: row!.size,
      signedSize: row!.signed,
      published: existsSync(file) ? openCheckpoint(readFileSync(file), ORIGIN, [ledger.key]).size : null,
    }
  } finally {
    await client.end()
  }
}

/** Leaf hashes in the order of their indices. */
const indexed = async (ledger: LedgerUnderTest): Promise<string[]> => {
  const client = await ledger.connect('owner')
  try {
    const rows = await sqlOf(client)<{ hash: string }>(
      `select encode(leaf_hash, 'hex') as hash from ledger_index order by seq`,
    )
    return rows.map(({ hash }) => hash)
  } finally {
    await client.end()
  }
}
const hashesOf = (sealed: readonly Sealed[]): string[] => sealed.map(({ leafHash }) => leafHash.toString('hex'))

const BEFORE: Progress = { size: 300, signedSize: 300, published: 300 }
const INTEGRATED: Progress = { ...BEFORE, size: 600 }
const SIGNED: Progress = { ...INTEGRATED, signedSize: 600 }
const TABLE: { step: string; occurrence?: number; left: Progress }[] = [
  { step: 'indexed', left: BEFORE },
  { step: 'tiled', left: BEFORE },
  { step: 'before-commit', left: BEFORE },
  { step: 'file', left: INTEGRATED },
  { step: 'file', occurrence: 2, left: INTEGRATED },
  { step: 'files', left: INTEGRATED },
  { step: 'signed', left: SIGNED },
  { step: 'kept', left: SIGNED },
  { step: 'published', left: { ...SIGNED, published: 600 } },
]

for (const { step, occurrence = 1, left } of TABLE)
  test(`cut off at "${step}" ${occurrence}: ${left.size} integrated, ${left.signedSize} signed, ${left.published} published`, async (t) => {
    const ledger = await ledgerUnderTest(t)
    const logDir = join(ledger.folder, 'log')
    const sealed = await ledger.append(300)
    await ledger.integrate(logDir)
    sealed.push(...(await ledger.append(200)), ...(await ledger.append(100)))
    await ledger.settled()
    const client = await ledger.connect('ledger')
    let seen = 0
    const hook = (at: string): void => {
      if (at !== step || ++seen !== occurrence)
        return // As a crash: the connection is gone without a word, and whatever was in memory with it.
      ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
      throw new Error('cut off')
    }
    await assert.rejects(integrateAll(client, { keys: [ledger.key], keptFile: ledger.keptFile, logDir, hook }))
    assert.deepEqual(await progress(ledger, logDir), left)
    assert.equal(await retry(() => ledger.integrate(logDir)), true)
    assert.deepEqual(await progress(ledger, logDir), { size: 600, signedSize: 600, published: 600 })
    assert.deepEqual(await indexed(ledger), hashesOf(sealed))
    assert.deepEqual(
      (await ledger.verify([{ where: 'published', note: readFileSync(join(logDir, 'checkpoint'), 'utf8') }])).faults,
      [],
    )
    assert.equal(verifyDirectory(logDir, { origin: ORIGIN, trusted: [ledger.key] }).fault, undefined)
  })

/** The server notices a lost connection a moment later, and frees its lock then. */
const retry = async (work: () => Promise<boolean>): Promise<boolean> => {
  for (let i = 0; i < 50; i++) {
    if (await work()) return true
    await new Promise((done) => setTimeout(done, 50))
  }
  return false
}

test('a business commit whose answer was lost is integrated once; one that was rolled back, never', async (t) => {
  const ledger = await ledgerUnderTest(t)
  const client = await ledger.connect('intake')
  const [kept, lost] = sealFacts(
    ['a', 'b'].map((act) => ({ act, object: 'x/y', payload: null, circleId: 1 })),
    { actor: 'x', realm: 1, at: new Date(), recordedAt: new Date() },
  )
  await client.query('insert into ledger_entry (leaf) values ($1)', [kept!.leaf])
  await client.query('begin')
  await client.query('insert into ledger_entry (leaf) values ($1)', [lost!.leaf])
  await client.end()
  await ledger.integrate()
  assert.deepEqual(await indexed(ledger), hashesOf([kept!]))
})

test('rival integrators without the leader lock, writers that roll back, connections that are killed', async (t) => {
  const ledger = await ledgerUnderTest(t)
  const until = Date.now() + 3_000
  const committed: string[] = []
  const writer = async (): Promise<void> => {
    const client = await ledger.connect('intake')
    while (Date.now() < until) {
      const facts = Array.from({ length: 1 + Math.floor(Math.random() * 5) }, () => ({
        act: 'a',
        object: 'x/y',
        payload: null,
        circleId: 1,
      }))
      const sealed = sealFacts(facts, { actor: 'x', realm: 1, at: new Date(), recordedAt: new Date() })
      await client.query('begin')
      for (const { leaf } of sealed) await client.query('insert into ledger_entry (leaf) values ($1)', [leaf])
      if (Math.random() < 0.2) await client.query('rollback')
      else {
        await client.query('commit')
        committed.push(...hashesOf(sealed))
      }
    }
    await client.end()
  }
  const pids = new Set<number>()
  let rounds = 0
  const rival = async (): Promise<void> => {
    while (Date.now() < until) {
      let client: pg.Client | undefined
      try {
        client = await ledger.connect('ledger')
        const sql = sqlOf(client)
        const [row] = await sql<{ pid: number }>('select pg_backend_pid() as pid')
        pids.add(row!.pid)
        for (let memory: Memory | undefined; Date.now() < until; rounds++)
          memory = (await integrateRound(sql, memory, 50)).memory
      } catch (error) {
        if (!/terminat|connection|not queryable/i.test(String(error))) throw error
      } finally {
        await client?.end().catch(() => {})
      }
    }
  }
  let kills = 0
  const killer = async (): Promise<void> => {
    const client = await ledger.connect('owner')
    while (Date.now() < until) {
      await new Promise((done) => setTimeout(done, 60))
      const pid = [...pids][Math.floor(Math.random() * pids.size)]
      if (pid === undefined) continue
      pids.delete(pid)
      await ledger.kill(pid)
      kills++
    }
    await client.end()
  }
  await Promise.all([writer(), writer(), writer(), writer(), rival(), rival(), killer()])
  await ledger.integrate()
  const order = await indexed(ledger)
  t.diagnostic(`${committed.length} committed, ${rounds} rounds, ${kills} killed connections`)
  assert.ok(kills > 5 && rounds > 5)
  assert.equal(new Set(order).size, order.length, 'none doubled')
  assert.deepEqual([...order].sort(), [...committed].sort(), 'none missed, none invented')
  // The entries were written without openings, which verify rightly misses; the tree and its order are whole.
  const { counts } = await ledger.verify()
  assert.deepEqual(counts, { 'opening-missing': order.length })
})

const main = (ledger: LedgerUnderTest, logDir: string): ChildProcess =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: {
      ...process.env,
      TONGGUAN_LEDGER_URL: ledger.url('ledger'),
      TONGGUAN_LEDGER_ORIGIN: ORIGIN,
      TONGGUAN_LEDGER_KEY: ledger.keyFile,
      TONGGUAN_LOG_DIR: logDir,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

test('the process, killed with kill -9 at random moments under load: every entry once, the record verifies', async (t) => {
  const ledger = await ledgerUnderTest(t)
  const logDir = join(ledger.folder, 'log')
  const sealed: Sealed[] = []
  let stopped = false
  const writing = (async () => {
    while (!stopped) {
      sealed.push(...(await ledger.append(40)))
      await new Promise((done) => setTimeout(done, 5))
    }
  })()
  for (let i = 0; i < 5; i++) {
    const child = main(ledger, logDir)
    await once(child.stdout!, 'data')
    await new Promise((done) => setTimeout(done, Math.random() * 400))
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  stopped = true
  await writing
  const child = main(ledger, logDir)
  const began = Date.now()
  while ((await progress(ledger, logDir)).published !== sealed.length && Date.now() - began < 10_000)
    await new Promise((done) => setTimeout(done, 100))
  child.kill('SIGTERM')
  assert.equal((await once(child, 'exit'))[0], 0)
  assert.equal((await progress(ledger, logDir)).published, sealed.length)
  assert.deepEqual((await indexed(ledger)).sort(), hashesOf(sealed).sort())
  assert.deepEqual((await ledger.verify()).faults, [])
  assert.equal(verifyDirectory(logDir, { origin: ORIGIN, trusted: [ledger.key] }).fault, undefined)
})

test('an integrator that loses its connection starts again by itself; a second one waits for the first', async (t) => {
  const ledger = await ledgerUnderTest(t)
  const stop = new AbortController()
  const seen: string[] = []
  const run = (name: string) =>
    runIntegrator({
      connect: () => ledger.connect('ledger'),
      keys: [ledger.key],
      keptFile: ledger.keptFile,
      roundMs: 20,
      checkpointMs: 20,
      signal: stop.signal,
      onStatus: (status) => void seen.push(`${name} ${status.is}`),
    })
  const until = async (wanted: string): Promise<void> => {
    for (let i = 0; i < 200 && !seen.includes(wanted); i++) await new Promise((done) => setTimeout(done, 20))
    assert.ok(seen.includes(wanted), `${wanted} not in ${seen.join(', ')}`)
  }
  const first = run('first')
  await until('first leading')
  const second = run('second')
  await until('second waiting')
  await ledger.append(3)
  await until('first signed')
  seen.length = 0
  await ledger.killLeader()
  await until('first failed')
  await ledger.append(3)
  for (let i = 0; i < 200 && (await progress(ledger, ledger.folder)).signedSize < 6; i++)
    await new Promise((done) => setTimeout(done, 20))
  stop.abort()
  await Promise.all([first, second])
  assert.equal((await progress(ledger, ledger.folder)).signedSize, 6)
  assert.deepEqual((await ledger.verify()).faults, [])
})

test('another cluster: a new epoch, old rows first, new ones not below the cursor', async (t) => {
  const ledger = await ledgerUnderTest(t)
  const sealed = await ledger.append(3)
  await ledger.integrate()
  sealed.push(...(await ledger.append(2)))
  // As a logical restore finds it: transaction ids of the old cluster, far above those of this one.
  await ledger.tamper(`update ledger_entry set txid = (txid::text::bigint + 1000000000)::text::xid8`)
  await ledger.tamper(
    `update ledger_state set system_identifier = 42, cursor_txid = (cursor_txid::text::bigint + 1000000000)::text::xid8`,
  )
  await ledger.integrate()
  sealed.push(...(await ledger.append(4)))
  await ledger.integrate()
  assert.deepEqual(await indexed(ledger), hashesOf(sealed))
  assert.deepEqual((await ledger.verify()).faults, [])
})

/** Puts the database back to where it was when the tables were kept; what was written later is gone. */
const keep = (ledger: LedgerUnderTest) =>
  ledger.tamper('create table kept_state as table ledger_state; create table kept_entry as select id from ledger_entry')
const putBack = (ledger: LedgerUnderTest) =>
  ledger.tamper(`
    delete from ledger_opening o where exists (select from ledger_index i join ledger_entry e on e.id = i.entry where i.leaf_hash = o.leaf_hash and e.id not in (select id from kept_entry));
    delete from ledger_entry where id not in (select id from kept_entry);
    delete from ledger_checkpoint where size > (select size from kept_state);
    delete from ledger_tree where size > (select size from kept_state);
    delete from ledger_index where seq >= (select size from kept_state);
    delete from ledger_bundle where n >= (select size / 256 from kept_state);
    delete from ledger_tile where (level = 0 and n >= (select size / 256 from kept_state)) or level > 0;
    delete from ledger_state;
    insert into ledger_state select * from kept_state;`)

test('a backup put back: without the published files nothing is signed; with them the leaves are taken back', async (t) => {
  const ledger = await ledgerUnderTest(t)
  const logDir = join(ledger.folder, 'log')
  const sealed = await ledger.append(300)
  await ledger.integrate(logDir)
  sealed.push(...(await ledger.append(2)))
  await keep(ledger)
  sealed.push(...(await ledger.append(398)))
  await ledger.integrate(logDir)
  await putBack(ledger)
  await assert.rejects(ledger.integrate(), {
    name: 'LedgerStopped',
    message: /holds a checkpoint of size 700.*not published here/,
  })
  assert.deepEqual(await progress(ledger, logDir), { size: 300, signedSize: 300, published: 700 })

  const bundle = join(logDir, 'tile/entries/001')
  const bytes = readFileSync(bundle)
  writeFileSync(bundle, Buffer.concat([bytes.subarray(0, -124), bytes.subarray(-248, -124)]))
  await assert.rejects(ledger.integrate(logDir), { name: 'LedgerStopped', message: /do not hash to its root/ })
  assert.equal((await progress(ledger, logDir)).size, 300)
  writeFileSync(bundle, bytes)

  const later = await ledger.append(5)
  await ledger.integrate(logDir)
  assert.deepEqual(await indexed(ledger), hashesOf([...sealed, ...later]))
  const report = await ledger.verify([{ where: 'kept', note: readFileSync(ledger.keptFile, 'utf8') }])
  assert.deepEqual(report.counts, { 'opening-missing': 398 }, 'openings of leaves taken back are reported as missing')
  assert.equal(verifyDirectory(logDir, { origin: ORIGIN, trusted: [ledger.key] }).fault, undefined)
})

test('a published file with other bytes is not overwritten, and nothing more is signed', async (t) => {
  const ledger = await ledgerUnderTest(t)
  const logDir = join(ledger.folder, 'log')
  await ledger.append(300)
  await ledger.integrate(logDir)
  await ledger.append(300)
  const file = join(logDir, 'tile/entries/001')
  writeFileSync(file, 'something else')
  await assert.rejects(ledger.integrate(logDir), { name: 'LedgerStopped', message: /other bytes/ })
  assert.equal(readFileSync(file, 'utf8'), 'something else')
  assert.deepEqual(await progress(ledger, logDir), { size: 600, signedSize: 300, published: 300 })
  rmSync(file)
  await ledger.integrate(logDir)
  assert.equal(verifyDirectory(logDir, { origin: ORIGIN, trusted: [ledger.key] }).ok, true)
})

test('the signer goes neither back nor ahead, and signs what was integrated, not what it is told', async (t) => {
  const ledger = await ledgerUnderTest(t)
  await ledger.change([thing('a')])
  await ledger.integrate()
  await ledger.append(2)
  await ledger.integrate()
  const client = await ledger.connect('ledger')
  t.after(() => client.end())
  const sql = sqlOf(client)
  await assert.rejects(signSize(sql, 1, [ledger.key]), /after size 3/)
  await assert.rejects(signSize(sql, 4, [ledger.key]), /never integrated/)
  const again = await signSize(sql, 3, [ledger.key])
  assert.equal(again.note, readFileSync(ledger.keptFile, 'utf8'))
  await ledger.tamper(`update ledger_tree set root = sha256('other') where size = 3`)
  await assert.rejects(ledger.integrate(), {
    name: 'LedgerStopped',
    message: /do not hash to the stored root of size 3/,
  })
})
