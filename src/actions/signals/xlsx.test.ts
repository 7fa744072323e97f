import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Cell, sheetXml, xlsxOf, zipOf } from '../../../test/support/xlsx-file.ts'
import { openWorkbook, type SheetRow } from './xlsx.ts'
import { columnAt, numberText, styleOf } from './xlsx-cells.ts'

const folder = mkdtempSync(join(tmpdir(), 'tongguan-xlsx-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const read = async (bytes: Buffer, sheet?: string, mostBytes?: number): Promise<SheetRow[]> => {
  const path = join(folder, `${crypto.randomUUID()}.xlsx`)
  writeFileSync(path, bytes)
  const workbook = await openWorkbook(path, mostBytes)
  try {
    const rows: SheetRow[] = []
    for await (const row of workbook.rows(sheet ?? workbook.sheets[0]!)) rows.push(row)
    return rows
  } finally {
    workbook.close()
  }
}
const one = async (...cells: Cell[]): Promise<SheetRow> => (await read(xlsxOf({ a: [cells] })))[0]!
const refused = (bytes: Buffer, code: string, pattern: RegExp, mostBytes?: number) =>
  assert.rejects(read(bytes, undefined, mostBytes), (error: Error & { code?: string }) => {
    assert.equal(error.code, code, error.stack)
    assert.match(error.message, pattern)
    return true
  })

test('rows with the numbers of the spreadsheet; empty rows are passed over', async () => {
  const rows = await read(xlsxOf({ 数据: [['船名', 'IMO'], null, [null, '9074729'], ['', null], ['丙', null, '!']] }))
  assert.deepEqual(
    rows.map(({ row, cells }) => [row, ...cells]),
    [
      [1, '船名', 'IMO'],
      [3, '', '9074729'],
      [5, '丙', '', '!'],
    ],
  )
})

test('dates read as ISO, numbers in full, codes as shown, percentages with their sign', async () => {
  const { cells } = await one(
    { n: 46082, s: 1 },
    { n: 46082.354166666664, s: 2 },
    { n: 46082, s: 5 },
    { n: 10121, s: 3 },
    { n: 0.085, s: 4 },
    { n: 1234567.125, s: 6 },
    { n: 0.1 + 0.2 },
    { n: 1e-7 },
    { n: 46082, s: 2 },
  )
  assert.deepEqual(cells, [
    '2026-03-01',
    '2026-03-01 08:30:00',
    '2026-03-01',
    '010121',
    '8.5%',
    '1234567.125',
    '0.3',
    '0.0000001',
    '2026-03-01 00:00:00',
  ])
  const [from1904] = await read(xlsxOf({ a: [[{ n: 44620, s: 1 }]] }, { date1904: true }))
  assert.deepEqual(from1904!.cells, ['2026-03-01'])
})

test('the odd corners of serial dates', () => {
  assert.equal(numberText('59', 'day', false), '1900-02-28')
  assert.equal(numberText('61', 'day', false), '1900-03-01')
  assert.equal(numberText('0.5', 'time', false), '12:00:00')
  assert.equal(numberText('-1', 'day', false), '-1')
  assert.equal(numberText('99999999', 'day', false), '99999999')
  for (const [code, style] of [
    ['General', 'plain'],
    ['#,##0.00', 'plain'],
    ['0.00', 'plain'],
    ['"day" 0', 'plain'],
    ['[$-804]yyyy"年"m"月"d"日";@', 'day'],
    ['h:mm', 'time'],
  ] as const)
    assert.equal(styleOf(code), style, code)
  assert.deepEqual(['A1', 'Z9', 'AB12', 'XFD1', '12', ''].map(columnAt), [0, 25, 27, 16_383, undefined, undefined])
})

test('a formula is its last value and is never worked out; errors are told', async () => {
  const { cells, errors } = await one(
    { xml: '<f>HYPERLINK("http://x","y")</f><v>y</v>', t: 'str' },
    { xml: '<f>1+1</f><v>3</v>' },
    { xml: '<f>1+1</f>' },
    { xml: '<f>A1/0</f><v>#DIV/0!</v>', t: 'e' },
    { xml: '<v>1</v>', t: 'b' },
  )
  assert.deepEqual(cells, ['y', '3', '', '#DIV/0!', 'true'])
  assert.deepEqual(errors, { 2: '', 3: '#DIV/0!' })
})

test('shared and rich text, without readings; escapes; prefixed names', async () => {
  const shared = `<sst><si><t>普通</t></si><si><r><t>富</t></r><r><t>文本</t></r><rPh><t>フ</t></rPh></si><si><t>a_x000D_b</t></si></sst>`
  const s = (no: number): Cell => ({ xml: `<v>${no}</v>`, t: 's' })
  const [row] = await read(xlsxOf({ a: [[s(0), s(1), s(2), s(99)]] }, { shared }))
  assert.deepEqual(row!.cells, ['普通', '富文本', 'a\rb'])
  const prefixed = `<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>`
  assert.deepEqual((await read(xlsxOf({ a: prefixed })))[0]!.cells, ['7'])
})

test('the first sheet or the one that is named', async () => {
  const book = xlsxOf({ 一: [['a']], '二 <&>': [['b']] })
  assert.deepEqual((await read(book))[0]!.cells, ['a'])
  assert.deepEqual((await read(book, '二 <&>'))[0]!.cells, ['b'])
  await assert.rejects(read(book, '三'), /no sheet "三"; there are: 一, 二 <&>/)
})

test('a bomb is refused while it unpacks, whatever it claims', async () => {
  const zeros = `<worksheet><sheetData>${' '.repeat(3_000_000)}</sheetData></worksheet>`
  await refused(xlsxOf({ a: zeros }), 'too_large', /over 1 MiB when unpacked/, 1_048_576)
  const shared = `<sst>${'<si><t>aaaaaaaaaaaaaaaa</t></si>'.repeat(60_000)}</sst>`
  await refused(xlsxOf({ a: [['x']] }, { shared }), 'too_large', /unpacked/, 1_048_576)
  const lie = zipOf([{ name: 'xl/workbook.xml', bytes: Buffer.alloc(100_000, ' '), claims: 10 }])
  await refused(lie, 'unsupported', /damaged/)
})

test('huge sheets: too many rows, too many columns', async () => {
  const many = `<worksheet><sheetData>${'<row><c><v>1</v></c></row>'.repeat(500_001)}</sheetData></worksheet>`
  await refused(xlsxOf({ a: many }), 'too_large', /over 500000 rows/)
  const wide = `<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>`
  await refused(xlsxOf({ a: wide }), 'too_large', /over 512 columns/)
})

test('a document type, broken XML, another archive, half a file, a password', async () => {
  const lol = `<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1"><v>&b;</v></c></row></sheetData></worksheet>`
  await refused(xlsxOf({ a: lol }), 'unsupported', /document type/)
  await refused(xlsxOf({ a: '<worksheet><sheetData><row>' }), 'unsupported', /damaged/)
  await refused(xlsxOf({ a: `<w>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</w>` }), 'unsupported', /nested/)
  await refused(zipOf([{ name: 'readme.txt', bytes: Buffer.from('x') }]), 'unsupported', /no workbook/)
  await refused(zipOf([{ name: '../evil', bytes: Buffer.from('x') }]), 'unsupported', /damaged/)
  const whole = xlsxOf({ a: [['x']] })
  await refused(whole.subarray(0, whole.length - 30), 'unsupported', /damaged/)
  const outOfOrder = sheetXml([['a'], ['b']]).replace('r="2"', 'r="1"')
  await refused(xlsxOf({ a: outOfOrder }), 'unsupported', /order/)
})

test('reading may be given up at any row', async () => {
  const path = join(folder, 'many.xlsx')
  writeFileSync(path, xlsxOf({ a: Array.from({ length: 20_000 }, (_, i) => [String(i), 'x'.repeat(20)]) }))
  const workbook = await openWorkbook(path)
  for await (const { row } of workbook.rows('a')) if (row === 3) break
  workbook.close()
})
