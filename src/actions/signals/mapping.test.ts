import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DomainError } from '../../base/public.ts'
import { fileRows, lookAt } from './file-rows.ts'
import { type ColumnChoice, choicesOf, columnNames, differenceOf, mapHeader } from './kinds/header.ts'
import { columnsOf } from './kinds/registry.ts'
import { checkChoices, columnsRead, guessLoosely, readsAlike } from './mapping.ts'

const opened = (text: string) => () =>
  (async function* () {
    yield text
  })()
const look = (text: string, columns?: ColumnChoice[]) =>
  lookAt('prearrival', opened(text), 'utf-8', columns && choicesOf(columns))

test('columns without a name have their place; no two are called the same', () => {
  assert.deepEqual(columnNames([' 船名 ', '', '船名', 'x']), ['船名', '#2', '船名 #3', 'x'])
})

test('a choice goes before a name, a name before nothing; a field has one column', () => {
  const chosen = choicesOf([
    { name: 'Schiff', field: 'vessel' },
    { name: 'Flag', field: null },
    { name: 'gone', field: 'imo' },
    { name: 'odd', field: 'no_such_field' },
  ])
  const { mapping, faults } = mapHeader(
    'prearrival',
    ['番号', 'observedAt', 'SCHIFF', 'vessel', 'flag', 'odd', 'eta', 'conveyance', '预报编号'],
    chosen,
  )
  assert.deepEqual(mapping.keys, [
    undefined,
    'observedAt',
    'vessel',
    undefined,
    undefined,
    undefined,
    'eta',
    'conveyance',
    'externalNo',
  ])
  assert.deepEqual(faults, [])
  assert.deepEqual(
    mapping.notices.map(({ en }) => en),
    [
      'The columns differ from those that were mapped before: new: 番号, observedAt, vessel, eta, conveyance, 预报编号; gone: gone',
      'Columns that were not read: 番号, vessel, odd',
      'Columns that the mapping leaves unread: flag',
    ],
  )
})

test('what is left out on purpose cannot be brought in by a mapping', () => {
  const chosen = choicesOf([{ name: 'Fraud', field: 'office' }])
  const { mapping } = mapHeader('declaration', ['Fraud', 'Date'], chosen)
  assert.equal(mapping.keys[0], undefined)
  assert.throws(
    () => checkChoices('declaration', ['Fraud'], [{ name: 'fraud', field: 'office' }]),
    (error: DomainError) => /left out/.test(error.detail.fields![0]!.en),
  )
})

test('nearly a known name is proposed, unless two columns would have it or the field has its column', async () => {
  const { form } = await look('Vessel_Name (full),IMO_No,imo-no.,E.T.A.,Call sign,callsign\n')
  assert.deepEqual(guessLoosely(form, undefined), [
    { name: 'Vessel_Name (full)', field: 'vessel' },
    { name: 'E.T.A.', field: 'eta' },
  ])
  assert.deepEqual(
    guessLoosely(form, choicesOf([{ name: 'e.t.a.', field: null }])).map(({ name }) => name),
    ['Vessel_Name (full)'],
  )
})

test('JSON lines are mapped like columns; a field that the kind no longer has is not kept in a refused row', async () => {
  const text = '{"Schiff":"甲","番号":"1","note":"王某"}\n\n{broken\n[]\n7'
  const columns = [
    { name: 'schiff', field: 'vessel' },
    { name: '番号', field: 'externalNo' },
    { name: 'note', field: 'no_such_field' },
  ]
  const { form } = await look(text, columns)
  assert.equal(form.cut, 'json')
  const rows = []
  for await (const row of fileRows(opened(text)(), form)) rows.push(row)
  assert.deepEqual(rows[0]!.cells, { vessel: '甲', externalNo: '1' })
  assert.ok(!rows[0]!.line.includes('王某'))
  assert.deepEqual(
    rows.slice(1).map(({ row, faults }) => [row, faults![0]!.zh.slice(0, 7)]),
    [
      [3, '第 3 行不是'],
      [4, '第 4 行不是'],
      [5, '第 5 行不是'],
    ],
  )
})

test('what is remembered reads the same file the same way, and differs from nothing', () => {
  const names = columnsOf('prearrival').flatMap((column) => column.names)
  const header = fc.uniqueArray(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 12 })), {
    maxLength: 12,
    selector: (name) => name.trim().normalize('NFKC').toLowerCase(),
  })
  const fields = fc.option(fc.constantFrom(...columnsOf('prearrival').map(({ key }) => key)))
  fc.assert(
    fc.property(header, fc.array(fields, { maxLength: 12 }), (cells, drawn) => {
      const used = new Set<string>()
      const columns = columnNames(cells).map((name, i) => {
        const field = drawn[i] ?? null
        if (field === null || used.has(field)) return { name, field: null }
        used.add(field)
        return { name, field }
      })
      const { mapping } = mapHeader('prearrival', cells, choicesOf(columns))
      const form = { cut: 'csv', kind: 'prearrival', mapping } as const
      const kept = columnsRead(form)
      assert.deepEqual(mapHeader('prearrival', cells, choicesOf(kept)).mapping.keys, mapping.keys)
      assert.ok(readsAlike(kept, choicesOf(kept)))
      assert.equal(differenceOf(mapping.names, choicesOf(kept)), null)
      const read = mapping.keys.filter((key) => key !== undefined)
      assert.equal(new Set(read).size, read.length)
    }),
  )
})
