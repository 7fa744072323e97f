/** The ledger on real PostgreSQL: appending, integrating, proving, exporting, the policy over openings, keys. */
import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ledgerCheckpoint, ledgerExport, ledgerProve, ledgerVerify } from '../../src/app/cli/ledger.ts'
import {
  erasePayloads,
  exportLedger,
  findSeq,
  formatVkey,
  integrateAll,
  openCheckpoint,
  openLedgerKey,
  proveEntry,
  proveGrowth,
  readLedgerStatus,
  sealFact,
  sqlOf,
  verifyDirectory,
  verifyOfflineProof,
} from '../../src/ledger/public.ts'
import { decodeHash, verifyConsistency } from '../../src/methods/merkle/public.ts'
import { withRole } from '../../src/store/public.ts'
import { testDatabase } from '../support/database.ts'
import { ledgerUnderTest, ORIGIN, thing } from '../support/ledger.ts'

test('entries are integrated once, in order, signed, proven, exported and verified', async (t) => {
  const ledger = await ledgerUnderTest(t)
  assert.equal(await ledger.integrate(), true)
  const sealed = [...(await ledger.append(3)), ...(await ledger.change([thing('new'), thing('new')]))]
  await ledger.integrate()
  sealed.push(...(await ledger.append(600)), ...(await ledger.append(1)))
  await ledger.integrate()
  const client = await ledger.connect('owner')
  t.after(() => client.end())

  const status = await readLedgerStatus(client)
  assert.equal(status.size, 606)
  assert.equal(status.signedSize, 606)
  assert.equal(status.stopped, null)
  for (const [i, { leafHash }] of sealed.entries()) assert.equal(await findSeq(client, leafHash), i)
  for (const seq of [0, 4, 255, 256, 511, 512, 605]) {
    const proof = await proveEntry(client, seq)
    assert.equal(proof.leaf, sealed[seq]!.leaf.toString())
    assert.equal(verifyOfflineProof(proof.tlogProof, sealed[seq]!.leafHash, ORIGIN, [ledger.key]).size, 606)
  }
  await assert.rejects(proveEntry(client, 606), { code: 'not_found' })
  const roots = await sqlOf(client)<{ size: number; root: Buffer }>(
    'select size::float8 as size, root from ledger_tree order by ledger_tree.size',
  )
  assert.deepEqual(
    roots.map(({ size }) => size),
    [0, 5, 606],
  )
  assert.equal(verifyConsistency(5, 606, roots[1]!.root, roots[2]!.root, await proveGrowth(client, 5, 606)), true)

  const report = await ledger.verify()
  assert.deepEqual(report.faults, [])
  assert.deepEqual(report.rows, { ledger_test_row: 2 })
  assert.equal(report.openings, 1212)
  assert.deepEqual(decodeHash(report.root), roots[2]!.root)

  const folder = join(ledger.folder, 'export')
  const vkey = formatVkey(ledger.key)
  await exportLedger(client, folder, vkey)
  await exportLedger(client, folder, vkey)
  const leaves: string[] = []
  const exported = verifyDirectory(folder, {
    origin: ORIGIN,
    trusted: [ledger.key],
    onEntry: (_, entry) => void leaves.push(String(entry)),
  })
  assert.equal(exported.ok, true)
  assert.deepEqual(
    leaves,
    sealed.map(({ leaf }) => String(leaf)),
  )
  assert.equal(readFileSync(join(folder, 'vkey'), 'utf8'), `${vkey}\n`)
  writeFileSync(join(folder, 'tile/0/000'), Buffer.alloc(8192))
  await assert.rejects(exportLedger(client, folder, vkey), { name: 'LedgerStopped' })
})

test('a fact of a transaction that is rolled back leaves nothing; an open one holds its place', async (t) => {
  const ledger = await ledgerUnderTest(t)
  const open = await ledger.connect('intake')
  t.after(() => open.end())
  const early = sealFact(
    { act: 'a', object: 'b/c', payload: null, circleId: 1 },
    { actor: 'x', realm: 1, at: new Date(), recordedAt: new Date() },
  )
  await open.query('begin')
  await open.query('insert into ledger_entry (leaf) values ($1)', [early.leaf])
  const later = await ledger.append(2)
  const integrator = await ledger.connect('ledger')
  t.after(() => integrator.end())
  await integrateAll(integrator, { keys: [ledger.key], keptFile: ledger.keptFile })
  const client = await ledger.connect('owner')
  t.after(() => client.end())
  assert.equal((await readLedgerStatus(client)).size, 0, 'nothing above the horizon is taken')
  await open.query('commit')
  await ledger.integrate()
  const order = []
  for (const { leafHash } of [early, ...later]) order.push(await findSeq(client, leafHash))
  assert.deepEqual(order, [0, 1, 2])
  await open.query('begin')
  await open.query('insert into ledger_entry (leaf) values ($1)', [early.leaf])
  await open.query('rollback')
  await ledger.integrate()
  assert.equal((await readLedgerStatus(client)).size, 3)
})

test('what each role may do to the ledger', async (t) => {
  const ledger = await ledgerUnderTest(t)
  await ledger.append(1)
  const denied = async (role: 'ledger' | 'intake', sql: string): Promise<void> => {
    const client = await ledger.connect(role)
    try {
      await assert.rejects(client.query(sql), { code: '42501' }, `${role}: ${sql}`)
    } finally {
      await client.end()
    }
  }
  const leaf = `'${'x'.repeat(122)}'`
  await denied('intake', `insert into ledger_entry (leaf, txid) values (${leaf}, '3')`)
  await denied('intake', `insert into ledger_entry (leaf, epoch) values (${leaf}, 0)`)
  await denied('intake', 'select leaf from ledger_entry')
  await denied('intake', 'select text from ledger_opening')
  await denied('intake', 'update ledger_opening set circle_id = 2')
  await denied('intake', 'delete from ledger_entry')
  await denied('ledger', 'select text from ledger_opening')
  await denied('ledger', 'select salt from ledger_opening')
  await denied('ledger', 'delete from ledger_index')
  await denied('ledger', 'update ledger_tree set size = 0')
  await denied('ledger', `insert into ledger_entry (leaf) values (${leaf})`)
  const client = await ledger.connect('intake')
  t.after(() => client.end())
  await assert.rejects(client.query(`insert into ledger_entry (leaf) values ('short')`), { code: '23514' })
})

test('an erased payload: proofs stay, the report counts it; without its entry it is named', async (t) => {
  const ledger = await ledgerUnderTest(t)
  const { db } = await testDatabase(t)
  await db.owner.query('select 1')
  const [first, second] = await ledger.change([thing('a'), thing('b')])
  await ledger.integrate()
  const job = await ledger.connect('owner')
  t.after(() => job.end())
  const tx = { query: async (text: string, values: unknown[]) => (await job.query(text, values)).rows }
  await erasePayloads(
    tx as never,
    [{ id: first!.id, leafHash: first!.leafHash }],
    { object: `entry/${first!.id}`, basis: 'retention R-7', circleId: 1 },
    { actor: 'system', realm: 1, at: new Date(), recordedAt: new Date() },
  )
  await ledger.integrate()
  const report = await ledger.verify()
  assert.deepEqual(report.faults, [])
  assert.equal(report.erased, 1)
  await job.query('delete from ledger_opening where leaf_hash = $1 and field = 2', [second!.leafHash])
  const faults = (await ledger.verify()).faults
  assert.deepEqual(
    faults.map(({ kind, seq }) => [kind, seq]),
    [['erased-without-entry', 1]],
  )
})

test('the key: made once, closed to others, of one origin, never a public test key', async (t) => {
  const ledger = await ledgerUnderTest(t)
  assert.equal(statSync(ledger.keyFile).mode & 0o777, 0o600)
  assert.deepEqual(openLedgerKey(ledger.keyFile, ORIGIN).publicKey, ledger.key.publicKey)
  assert.throws(() => openLedgerKey(ledger.keyFile, 'ledger.other.example/live'), /TONGGUAN_LEDGER_ORIGIN/)
  const { keys } = JSON.parse(readFileSync(join(import.meta.dirname, '../vectors/ledger/keys.json'), 'utf8')) as {
    keys: { skey: string; name: string }[]
  }
  const file = join(ledger.folder, 'test.key')
  writeFileSync(file, `${keys[0]!.skey}\n`, { mode: 0o600 })
  assert.throws(() => openLedgerKey(file, keys[0]!.name), /public test key/)
  writeFileSync(file, 'nonsense\n')
  assert.throws(() => openLedgerKey(file, ORIGIN), /cannot be used/)
})

test('rotation: both keys sign the overlap, either is enough for a reader', async (t) => {
  const ledger = await ledgerUnderTest(t)
  const next = openLedgerKey(join(ledger.folder, 'next.key'), ORIGIN)
  const client = await ledger.connect('ledger')
  t.after(() => client.end())
  await integrateAll(client, { keys: [ledger.key, next], keptFile: ledger.keptFile })
  const note = readFileSync(ledger.keptFile, 'utf8')
  for (const key of [ledger.key, next]) assert.equal(openCheckpoint(note, ORIGIN, [key]).size, 0)
  assert.equal(openCheckpoint(note, ORIGIN, [ledger.key, next]).verified.length, 2)
})

test('a system role sees no opening without a viewer; withRole reaches the state', async (t) => {
  const { db } = await testDatabase(t)
  const rows = await withRole(db, 'job', (tx) => tx.query('select * from ledger_opening'))
  assert.deepEqual(rows, [])
})

test('the commands print one document, or lines, and give their status', async (t) => {
  const ledger = await ledgerUnderTest(t)
  const [first] = await ledger.change([thing('a')])
  const client = await ledger.connect('owner')
  t.after(() => client.end())
  const said: string[] = []
  const desk = (json: boolean) => ({
    client,
    origin: ORIGIN,
    keyFile: ledger.keyFile,
    terminal: { json, say: () => {}, print: (text: string) => void said.push(text) },
  })
  const last = (): Record<string, unknown> => JSON.parse(said.at(-1)!) as Record<string, unknown>
  await ledger.settled()
  assert.equal(await ledgerCheckpoint(desk(true)), 0)
  assert.deepEqual([last().size, last().origin], [1, ORIGIN])
  assert.equal(await ledgerProve(desk(true), '0'), 0)
  assert.equal(last().leaf, first!.leaf.toString())
  await assert.rejects(ledgerProve(desk(true), '-1'), { name: 'UsageError' })
  assert.equal(await ledgerExport(desk(true), join(ledger.folder, 'out')), 0)
  assert.equal(verifyDirectory(join(ledger.folder, 'out'), { origin: ORIGIN, trusted: [ledger.key] }).ok, true)
  assert.equal(await ledgerVerify(desk(true)), 0)
  assert.deepEqual([last().ok, last().rows, last().faults], [true, 1, []])
  await ledger.tamper('update ledger_test_row set amount = 5')
  assert.equal(await ledgerVerify(desk(false)), 1)
  assert.match(
    said.at(-1)!,
    /✗ a row is not what its last fact recorded: ledger_test_row thing\/.*amount.*NOT verified/s,
  )
})
