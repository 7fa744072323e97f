/** Changes behind the service's back, each with what `ledger verify` must name: the kind, and where. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type FaultKind, integrateAll } from '../../src/ledger/public.ts'
import { type LedgerUnderTest, ledgerUnderTest, type Thing, thing } from '../support/ledger.ts'

type World = { ledger: LedgerUnderTest; things: Thing[]; kept: string }
type Named = [kind: FaultKind, where: RegExp, seq?: number]
type Case = {
  name: string
  tamper: (world: World) => Promise<void>
  named: (world: World) => Named[]
  /** What else is then true and said. */
  also?: FaultKind[]
}

const HOUR_AGO = new Date(Date.now() - 3_600_000)

/** 560 entries: things at 0–5, 300 others, the first thing changed again at 306, 253 others; signed three times. */
const world = async (t: { after(fn: () => Promise<void> | void): void }): Promise<World> => {
  const ledger = await ledgerUnderTest(t)
  const things = Array.from({ length: 6 }, (_, i) => thing('new', i))
  await ledger.change(things, HOUR_AGO)
  await ledger.integrate()
  await ledger.append(300)
  await ledger.change([{ ...things[0]!, state: 'changed' }])
  await ledger.integrate()
  await ledger.append(253)
  await ledger.integrate()
  const kept = readFileSync(ledger.keptFile, 'utf8')
  assert.deepEqual((await ledger.verify([{ where: 'beside the key', note: kept }])).faults, [])
  return { ledger, things, kept }
}

const swap = (table: string, key: string, column: string, a: string, b: string): string =>
  `update ${table} x set ${column} = y.${column} from ${table} y where (x.${key} = ${a} and y.${key} = ${b}) or (x.${key} = ${b} and y.${key} = ${a})`
const entryOf = (seq: number): string => `(select entry from ledger_index where seq = ${seq})`
const leafHashOf = (seq: number): string => `(select leaf_hash from ledger_index where seq = ${seq})`

const CASES: Case[] = [
  {
    name: 'row changed',
    tamper: ({ ledger, things }) =>
      ledger.tamper('update ledger_test_row set amount = 99 where id = $1', [things[3]!.id]),
    named: ({ things }) => [['row-changed', new RegExp(`thing/${things[3]!.id}: amount`)]],
  },
  {
    name: 'row removed',
    tamper: ({ ledger, things }) => ledger.tamper('delete from ledger_test_row where id = $1', [things[3]!.id]),
    named: ({ things }) => [['row-removed', new RegExp(things[3]!.id), 3]],
  },
  {
    name: 'row added without a fact',
    tamper: ({ ledger }) =>
      ledger.tamper(`insert into ledger_test_row values (gen_random_uuid(), 'x', 1, sha256('x'), sha256('x'))`),
    named: () => [['row-unproven', /ledger_test_row/]],
  },
  {
    name: 'row put back to an earlier state with its earlier fact',
    tamper: ({ ledger, things }) =>
      ledger.tamper(
        `update ledger_test_row set state = 'new', fact = ${leafHashOf(0)},
                commitment = decode(convert_from(substring((select leaf from ledger_entry where id = ${entryOf(0)}) from 71 for 44), 'UTF8'), 'base64')
          where id = $1`,
        [things[0]!.id],
      ),
    named: ({ things }) => [['row-rolled-back', new RegExp(things[0]!.id), 306]],
  },
  {
    name: 'facts of two rows exchanged',
    tamper: ({ ledger, things }) =>
      ledger.tamper(
        `update ledger_test_row x set fact = y.fact, commitment = y.commitment from ledger_test_row y where (x.id, y.id) in (($1, $2), ($2, $1))`,
        [things[1]!.id, things[2]!.id],
      ),
    named: ({ things }) => [
      ['row-changed', new RegExp(`${things[1]!.id}: its fact is about thing/${things[2]!.id}`)],
      ['row-changed', new RegExp(`${things[2]!.id}: its fact is about thing/${things[1]!.id}`)],
    ],
  },
  {
    name: 'payload text changed',
    tamper: ({ ledger }) =>
      ledger.tamper(
        `update ledger_opening set text = '{"row":' || text || '}' where field = 2 and leaf_hash = ${leafHashOf(10)}`,
      ),
    named: () => [['opening-altered', /leaf/, 10]],
  },
  {
    name: 'payload swapped with its salt between two entries',
    tamper: ({ ledger }) =>
      ledger.tamper(
        `update ledger_opening x set text = y.text, salt = y.salt, entry = y.entry from ledger_opening y
          where x.field = 2 and y.field = 2 and ((x.leaf_hash = ${leafHashOf(20)} and y.leaf_hash = ${leafHashOf(21)}) or (x.leaf_hash = ${leafHashOf(21)} and y.leaf_hash = ${leafHashOf(20)}))`,
      ),
    named: () => [
      ['opening-altered', /leaf/, 20],
      ['opening-altered', /leaf/, 21],
    ],
  },
  {
    name: 'actor in an envelope changed',
    tamper: ({ ledger }) =>
      ledger.tamper(
        `update ledger_opening set text = replace(text, '"actor":"test"', '"actor":"eve"') where field = 1 and leaf_hash = ${leafHashOf(30)}`,
      ),
    named: () => [['opening-altered', /leaf/, 30]],
  },
  {
    name: 'payload destroyed without an entry',
    tamper: ({ ledger }) =>
      ledger.tamper(`delete from ledger_opening where field = 2 and leaf_hash = ${leafHashOf(40)}`),
    named: () => [['erased-without-entry', /leaf/, 40]],
  },
  {
    name: 'both openings destroyed',
    tamper: ({ ledger }) => ledger.tamper(`delete from ledger_opening where leaf_hash = ${leafHashOf(40)}`),
    named: () => [['opening-missing', /leaf/, 40]],
  },
  {
    name: 'leaf altered',
    tamper: ({ ledger }) =>
      ledger.tamper(
        `update ledger_entry set leaf = set_byte(leaf, 20, get_byte(leaf, 20) # 1) where id = ${entryOf(50)}`,
      ),
    named: () => [['entry-altered', /leaf/, 50]],
  },
  {
    name: 'entry removed',
    tamper: ({ ledger }) => ledger.tamper(`delete from ledger_entry where id = ${entryOf(60)}`),
    named: () => [['entry-removed', /entry/, 60]],
  },
  {
    name: 'entries re-ordered: two leaves swapped',
    tamper: ({ ledger }) => ledger.tamper(swap('ledger_entry', 'id', 'leaf', entryOf(70), entryOf(300))),
    named: () => [
      ['entry-moved', /belongs at #300/, 70],
      ['entry-moved', /belongs at #70/, 300],
    ],
  },
  {
    name: 'entry inserted into the past',
    tamper: ({ ledger }) =>
      ledger.tamper(
        `insert into ledger_entry (epoch, txid, leaf) select epoch, txid, leaf from ledger_entry where id = ${entryOf(5)}`,
      ),
    named: () => [['entry-inserted', /entry/]],
  },
  {
    name: 'index swapped',
    tamper: ({ ledger }) => ledger.tamper(swap('ledger_index', 'seq', 'leaf_hash', '80', '81')),
    named: () => [
      ['index-altered', /leaf hash/, 80],
      ['index-altered', /leaf hash/, 81],
    ],
  },
  {
    name: 'bundle altered',
    tamper: ({ ledger }) =>
      ledger.tamper(
        'update ledger_bundle set entries = set_byte(entries, 124 * 5 + 60, 65 + (get_byte(entries, 124 * 5 + 60) - 64) % 20) where n = 1',
      ),
    named: () => [['bundle-altered', /entry 5 of bundle 1/, 261]],
  },
  {
    name: 'tile altered',
    tamper: ({ ledger }) =>
      ledger.tamper(
        'update ledger_tile set hashes = set_byte(hashes, 100, get_byte(hashes, 100) # 1) where level = 0 and n = 1',
      ),
    named: () => [['tile-altered', /hash 3 of tile\/0\/1/, 259]],
  },
  {
    name: 'root of a tile altered',
    tamper: ({ ledger }) => ledger.tamper('update ledger_tile set root = sha256(root) where level = 0 and n = 0'),
    named: () => [['tile-altered', /root of tile\/0\/0/]],
  },
  {
    name: 'stored root altered',
    tamper: ({ ledger }) => ledger.tamper('update ledger_tree set root = sha256(root) where size = 307'),
    named: () => [['root-altered', /size 307/]],
  },
  {
    name: 'checkpoint altered',
    tamper: ({ ledger }) =>
      ledger.tamper(`update ledger_checkpoint set note = replace(note, E'\\n307\\n', E'\\n306\\n') where size = 307`),
    named: () => [['checkpoint-altered', /size 307/]],
  },
  {
    name: 'checkpoint rolled back: the newest deleted',
    tamper: ({ ledger }) => ledger.tamper('delete from ledger_checkpoint where size = 560'),
    named: () => [['checkpoint-rolled-back', /size 560 was signed, the newest valid checkpoint is of size 307/]],
  },
  {
    name: 'checkpoint rolled back with the state that remembered it',
    tamper: async ({ ledger }) => {
      await ledger.tamper('delete from ledger_checkpoint where size = 560')
      await ledger.tamper('update ledger_state set signed_size = 307')
    },
    named: () => [['checkpoint-rolled-back', /size 560 was signed/]],
  },
  {
    name: 'size put back',
    tamper: ({ ledger }) => ledger.tamper('update ledger_state set size = 307'),
    named: () => [['checkpoint-rolled-back', /beside the key holds size 560, the database ends at 307/]],
    also: ['bundle-altered', 'tile-altered', 'entry-inserted'],
  },
  {
    name: 'leaf repeated',
    tamper: async ({ ledger }) => {
      await ledger.tamper(`insert into ledger_entry (leaf) select leaf from ledger_entry where id = ${entryOf(7)}`)
      await ledger.integrate()
    },
    named: () => [['leaf-repeated', /leaf/, 560]],
  },
  {
    name: 'history rewritten in every copy: entry, index, bundle, tile and roots agree, only the signature does not',
    tamper: async ({ ledger }) => {
      const changed = `set_byte(leaf, 20, 65 + (get_byte(leaf, 20) - 64) % 20)`
      await ledger.tamper(`update ledger_entry set leaf = ${changed} where id = ${entryOf(310)}`)
      // As an insider would: build the tree again from the altered entries.
      for (const table of ['ledger_checkpoint', 'ledger_index', 'ledger_tile', 'ledger_bundle'])
        await ledger.tamper(`create table kept_${table} as table ${table}`)
      for (const table of ['ledger_checkpoint', 'ledger_index', 'ledger_tile', 'ledger_bundle'])
        await ledger.tamper(`delete from ${table}`)
      await ledger.tamper(`create table kept_tree as table ledger_tree`)
      await ledger.tamper('delete from ledger_tree where size > 0')
      await ledger.tamper(
        `update ledger_state set size = 0, tail = '', cursor_epoch = 0, cursor_txid = '0', cursor_id = 0, signed_size = -1`,
      )
      const client = await ledger.connect('ledger')
      await integrateAll(client, { keys: [ledger.key], keptFile: `${ledger.folder}/other.checkpoint` })
      await client.end()
      await ledger.tamper(
        `insert into ledger_tree select size, root from kept_tree where size not in (select size from ledger_tree)`,
      )
      await ledger.tamper('insert into ledger_checkpoint select * from kept_ledger_checkpoint where size in (6, 307)')
    },
    named: () => [['history-rewritten', /between size 307 and size 560/]],
    also: ['opening-missing', 'opening-without-entry'],
  },
]

for (const { name, tamper, named, also = [] } of CASES)
  test(`verify names: ${name}`, async (t) => {
    const made = await world(t)
    await tamper(made)
    const report = await made.ledger.verify([{ where: 'beside the key', note: made.kept }])
    assert.equal(report.ok, false)
    const kinds = new Set<string>([...named(made).map(([kind]) => kind), ...also])
    assert.deepEqual(
      report.faults.filter(({ kind }) => !kinds.has(kind)).map(({ kind, where }) => `${kind} ${where}`),
      [],
      'nothing else is accused',
    )
    for (const [kind, where, seq] of named(made)) {
      const fault = report.faults.find(
        (f) => f.kind === kind && where.test(f.where) && (seq === undefined || f.seq === seq),
      )
      assert.ok(
        fault,
        `${kind} ${where} ${seq ?? ''} not among ${JSON.stringify(report.faults.map(({ kind, where, seq }) => [kind, where, seq]))}`,
      )
      assert.ok(fault.zh.length > 0 && fault.en.length > 0)
    }
  })
