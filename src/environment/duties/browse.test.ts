/** The browser of law and duties: lists and exports equal the matrix, cells are safe, flags mean what they say. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type LoadedReference,
  type Revision,
  referenceFromFiles,
  revise,
  revisionsInForce,
} from '../reference/public.ts'
import {
  browseDeadlines,
  browseDuties,
  csvCell,
  dutiesCsv,
  dutyLines,
  leadTable,
  reviewFlagsOfTask,
  stateOf,
  viewInstrument,
} from './public.ts'

const DAY = '2026-11-25'
const files = referenceFromFiles()
const loaded = (data = files, reviews: LoadedReference['reviews'] = new Map()): LoadedReference => ({
  ...data,
  versions: [],
  reviews,
  revised: new Set(),
  stamp: '',
})
const reference = loaded()

/** Records of a CSV text, cells unquoted. */
const recordsOf = (text: string): string[][] => {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let i = 1; i < text.length; i++) {
    const c = text[i]!
    if (quoted && c === '"' && text[i + 1] === '"') {
      cell += c
      i++
    } else if (c === '"') quoted = !quoted
    else if (!quoted && (c === ',' || c === '\n')) {
      rows.at(-1)!.push(cell.replace(/\r$/, ''))
      cell = ''
      if (c === '\n') rows.push([])
    } else cell += c
  }
  return rows.filter((row) => row.length > 0)
}

test('the export has every row of the matrix, with its roles and articles', () => {
  const records = recordsOf(dutiesCsv(browseDuties(reference, {}, DAY), 'zh'))
  assert.equal(records.length, reference.dutyRows.size + 1)
  for (const [i, row] of [...reference.dutyRows.values()].entries()) {
    const record = records[i + 1]!
    assert.equal(record[0], row.id)
    assert.deepEqual(
      [7, 8, 9].map((column) => record[column]),
      [row.lead, row.support, row.inform].map((ids) =>
        ids.map((id) => reference.agencies.get(id)?.zh ?? id).join('; '),
      ),
    )
    if (row.jurisdiction === 'CN')
      for (const one of row.basis) for (const article of one.articles) assert.ok(record[10]!.includes(article))
  }
})

test('no cell of an export is a formula, and none breaks out of its place', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const cell = csvCell(text)
      assert.doesNotMatch(cell, /^"?[=+\-@\t\r]/)
      assert.deepEqual(recordsOf(`\uFEFF${cell},x\r\n`), [[/^[=+\-@\t\r]/.test(text) ? `'${text}` : text, 'x']])
    }),
  )
})

test('the list of an agency is the matrix: every row that names it, in the role it has, and no other', () => {
  for (const agency of reference.agencies.keys()) {
    const lines = dutyLines(reference, agency, DAY).map((line) => `${line.role} ${line.row}`)
    const expected = (['lead', 'support', 'inform'] as const).flatMap((role) =>
      [...reference.dutyRows.values()].filter((row) => row[role].includes(agency)).map((row) => `${role} ${row.id}`),
    )
    assert.deepEqual(lines, expected, agency)
  }
})

test('every power has an instrument that is known, or the line says that there is none', () => {
  for (const agency of reference.agencies.keys())
    for (const line of dutyLines(reference, agency, DAY)) {
      if (line.role === 'inform') assert.deepEqual(line.powers, [])
      for (const power of line.powers) assert.ok(reference.instruments.has(power.basis.instrument), line.row)
    }
  const row = reference.dutyRows.get('DM-CN-14')!
  assert.ok(row.jurisdiction === 'CN')
  const bare = loaded({ ...files, dutyRows: new Map([[row.id, { ...row, basis: [] }]]) })
  assert.deepEqual(dutyLines(bare, 'msa', DAY)[0]?.powers, [])
})

test('filters: by risk, agency, place, instrument, law, flag and words', () => {
  const of = (query: Parameters<typeof browseDuties>[1]) => browseDuties(reference, query, DAY).map((row) => row.id)
  assert.ok(of({ risk: 'social.dg_misdeclared' }).includes('DM-CN-14'))
  assert.ok(!of({ risk: 'social.dg_misdeclared', place: 'air' }).includes('DM-CN-14'))
  assert.ok(of({ agency: 'msa' }).every((id) => dutyLines(reference, 'msa', DAY).some((line) => line.row === id)))
  assert.ok(of({ instrument: 'CN-MTSL' }).includes('DM-CN-14'))
  assert.ok(of({ jurisdiction: 'INT' }).every((id) => id.startsWith('DM-INT')))
  assert.deepEqual(of({ q: 'dm-cn-14' }), ['DM-CN-14'])
  assert.ok(of({ q: '瞒报' }).includes('DM-CN-14'))
  assert.deepEqual(of({ q: 'nothing of the kind' }), [])
  assert.ok(of({ flag: 'low_confidence' }).length < of({ flag: 'any' }).length)
  for (const row of browseDeadlines(reference, { q: '卫生检疫' }, DAY)) assert.ok(row.id.startsWith('DL-'))
})

test('the table of leads has a lead for every risk at every place, and shows what nobody owns', () => {
  const table = leadTable(reference, 'CN', DAY)
  assert.equal(table.rows.length, reference.risks.size)
  assert.equal(table.conflicts, 0)
  assert.ok(table.rows.every((row) => row.cells.every((cell) => cell.lead !== null)))
  assert.equal(table.unowned, table.rows.flatMap((row) => row.cells).filter((cell) => cell.row === null).length)
})

test('an instrument on a day: not yet, in force, doubtful, ended', () => {
  const states = (id: string, days: string[]) =>
    days.map((day) => stateOf(reference, reference.instruments.get(id)!, day))
  assert.deepEqual(states('CN-HAZCHEM', ['2011-11-30', '2011-12-01', '2026-04-30', '2026-05-01']), [
    'not_yet',
    'in_force',
    'in_force',
    'doubtful',
  ])
  assert.deepEqual(states('INT-IHR', [DAY]), ['unknown'])
  const law = { ...reference.instruments.get('CN-MTSL')!, validTo: '2026-01-01' }
  assert.deepEqual(
    ['2025-12-31', '2026-01-01'].map((day) => viewInstrument(reference, law, day).state),
    ['in_force', 'ended'],
  )
})

test('a revision holds from its day on, the last of a day wins, and what came later never shows before', () => {
  const days = fc.integer({ min: 1, max: 9 }).map((n) => `2026-01-0${n}`)
  const revisions = fc.array(fc.record({ effectiveOn: days, lead: fc.constantFrom('a', 'b', 'c') }), { maxLength: 8 })
  fc.assert(
    fc.property(revisions, days, (made, day) => {
      const all: Revision[] = made.map((one, i) => ({
        id: String(i),
        kind: 'duty',
        rowId: 'DM-CN-14',
        body: { ...files.dutyRows.get('DM-CN-14'), lead: [one.lead] },
        effectiveOn: one.effectiveOn,
      }))
      const expected = made
        .map((one, i) => ({ ...one, i }))
        .filter((one) => one.effectiveOn <= day)
        .sort((a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || a.i - b.i)
        .at(-1)
      const row = revise(files, revisionsInForce(all, day)).dutyRows.get('DM-CN-14')
      assert.deepEqual(row?.lead, expected ? [expected.lead] : files.dutyRows.get('DM-CN-14')?.lead)
    }),
  )
})

test('a task is flagged by its deadline, or else by the duty that gives it', () => {
  const review = (kind: 'duty' | 'deadline', rowId: string) =>
    [
      `${kind}/${rowId}`,
      [{ id: '1', kind, rowId, instrument: 'CN-MTSL', replacedBy: null, openedAt: new Date(), note: '废止' }],
    ] as const
  const flags = (deadline: string | null, ...open: ReturnType<typeof review>[]) =>
    reviewFlagsOfTask(loaded(files, new Map(open)), {
      deadline,
      riskType: 'social.dg_misdeclared',
      place: 'sea',
      jurisdiction: 'CN',
    }).length
  assert.equal(flags(null), 0)
  assert.equal(flags(null, review('duty', 'DM-CN-14')), 1)
  assert.equal(flags('DL-43', review('deadline', 'DL-43')), 1)
  assert.equal(flags('DL-43', review('deadline', 'DL-44')), 0)
})
