import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { type CsvRecord, csvCell, csvLine, detectDelimiter, recordsOf } from './csv.ts'
import { cursorsOf } from './cursor.ts'
import { type Encoding, encodingDetector } from './encoding.ts'
import { blankPersonPatterns, findPersonPatterns, isIdentityNumber } from './person-patterns.ts'
import { searchQuery, searchVector, searchWords } from './search-words.ts'

const read = async (text: string | string[]): Promise<CsvRecord[]> => {
  const out: CsvRecord[] = []
  for await (const record of recordsOf(typeof text === 'string' ? [text] : text)) out.push(record)
  return out
}
const cells = (records: CsvRecord[]) => records.map((record) => record.cells)

test('quotes, doubled quotes, line ends in cells, empty lines, delimiters', async () => {
  assert.deepEqual(cells(await read('a,b\r\n"x, ""y""",2\r\n\r\n"two\nlines",\n')), [
    ['a', 'b'],
    ['x, "y"', '2'],
    ['two\nlines', ''],
  ])
  assert.deepEqual(cells(await read('a;b\n1;2')), [
    ['a', 'b'],
    ['1', '2'],
  ])
  assert.deepEqual(cells(await read('\uFEFFa\tb\r1\t2\r')), [
    ['a', 'b'],
    ['1', '2'],
  ])
  assert.equal(detectDelimiter('"a,b,c";d'), ';')
})

test('a quote that is never closed costs its own row only', async () => {
  const records = await read('id,text\n1,ok\n2,"open\n3,ok\n4,ok\n5,"fine"\n6,"end')
  assert.deepEqual(
    records.map((record) => [record.row, record.line, record.fault, record.cells?.[0] ?? null]),
    [
      [1, 1, null, 'id'],
      [2, 2, null, '1'],
      [3, 3, 'quote', null],
      [4, 4, null, '3'],
      [5, 5, null, '4'],
      [6, 6, null, '5'],
      [7, 7, 'quote', null],
    ],
  )
  const many = ['h', ...Array.from({ length: 60 }, (_, i) => (i === 3 ? '"open' : `r${i}`))].join('\n')
  assert.equal((await read(many)).filter((record) => record.fault === null).length, 60)
})

test('text after a closing quote and an endless record are faults of their row', async () => {
  const records = await read(`h\n"a"b\nok\n${'x'.repeat(70_000)}\nok`)
  assert.deepEqual(
    records.map((record) => record.fault),
    [null, 'quote', null, 'too_long', null],
  )
})

test('reads what csv-parse reads, however the text is cut into chunks', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '中', ' ', '1'), maxLength: 6 })
  const grid = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(grid, fc.integer({ min: 1, max: 7 }), async (rows, size) => {
      const text = rows.map((row) => `"${row.map((one) => one.replaceAll('"', '""')).join('","')}"\n`).join('')
      const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
      const expected = parse(text, { relax_column_count: true, skip_empty_lines: true }) as string[][]
      assert.deepEqual(cells(await read(chunks)), expected)
    }),
  )
})

test('exported cells are never formulas, and come back as they were', async () => {
  for (const hostile of ['=cmd|calc', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x")'])
    assert.match(csvCell(hostile), /^"?'/, hostile)
  assert.equal(csvCell(-5), '-5')
  assert.equal(csvCell('-5.25'), '-5.25')
  assert.equal(csvCell('a\u0000b\u0007'), 'ab')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string(), { minLength: 2, maxLength: 5 }), async (row) => {
      const [back] = parse(`h,h\r\n${csvLine(row)}`, { relax_column_count: true }).slice(1) as string[][]
      for (const value of back ?? []) assert.doesNotMatch(value, /^[=@]/)
    }),
  )
})

const detect = (bytes: Buffer): Encoding => {
  const detector = encodingDetector()
  for (let i = 0; i < bytes.length; i += 7) detector.feed(bytes.subarray(i, i + 7))
  return detector.finish()
}

test('encodings are told apart', () => {
  const chinese = '报关单号,日期\n一号货物，来自上海港口,二〇二六年三月\n'
  assert.equal(detect(Buffer.from(chinese)), 'utf-8')
  assert.equal(detect(Buffer.from(`\uFEFF${chinese}`)), 'utf-8-bom')
  assert.equal(detect(iconv.encode(chinese, 'gbk')), 'gb18030')
  assert.equal(detect(iconv.encode(chinese, 'gb18030')), 'gb18030')
  assert.equal(detect(iconv.encode(chinese, 'utf16-le', { addBOM: true })), 'utf-16le')
  assert.equal(detect(iconv.encode('Declaration ID,Date\n1,2020-01-01\n', 'utf16-le')), 'utf-16le')
  assert.equal(detect(iconv.encode('Declaration ID,Date\n1,2020-01-01\n', 'utf16-be')), 'utf-16be')
  assert.equal(detect(Buffer.from('a,b\n1,2\n')), 'utf-8')
  assert.equal(detect(Buffer.from('504b0304140000', 'hex')), 'xlsx')
})

test('files that are no text, or undecidable, are refused with what to do', () => {
  const refused = (bytes: Buffer, pattern: RegExp) =>
    assert.throws(
      () => detect(bytes),
      (error: Error & { code?: string }) => error.code === 'unsupported' && pattern.test(error.message),
    )
  refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old Excel file\. Save it as XLSX or CSV/)
  refused(Buffer.from([...Array(500).keys()].map((i) => (i * 37) % 251)), /not text|cannot be decided/)
  refused(iconv.encode('café à la crème, déjà vu, naïve', 'latin1'), /cannot be decided/)
  assert.throws(() => detect(Buffer.alloc(0)), { code: 'invalid' })
})

test('identity numbers need a date and the check digit', () => {
  assert.equal(isIdentityNumber('11010519491231002X'), true)
  assert.equal(isIdentityNumber('110105194912310021'), false)
  assert.equal(isIdentityNumber('11010519491331002X'), false)
  const found = findPersonPatterns(
    '联系人身份证11010519491231002X，护照 E12345678，电话 138-1234-5678 或+86 13912345678。',
  )
  assert.deepEqual(
    found.map((one) => one.kind),
    ['identity_card', 'passport', 'mobile', 'mobile'],
  )
  assert.equal(blankPersonPatterns('电话13812345678。'), '电话＊＊＊＊。')
  for (const harmless of ['531620250160123456', 'HS 870323', '2026-03-01', 'MSKU1234567', '报关单 97061800'])
    assert.deepEqual(findPersonPatterns(harmless), [], harmless)
})

test('what is stored and what is asked are cut alike', () => {
  assert.deepEqual(searchWords('原产：德国 HS 870323'), ['原产', '德国', 'hs', '870323'])
  assert.deepEqual(searchWords('ＡＢＣ－１'), ['abc-1'])
  assert.equal(searchQuery("o'neill \\ x"), "'o' & 'neill' & 'x'")
  assert.equal(searchQuery(' ，。'), null)
  assert.equal(searchVector(['德国', '德国 DE']), "'德国' 'de'")
})

test('cursors open only with their own key, list and bytes', () => {
  const key = Buffer.alloc(32, 7)
  const cursors = cursorsOf(key, 'signals')
  const place = { at: new Date('2026-03-01T01:02:03.004Z'), id: '0b1c2d3e-4f50-4172-8394-a5b6c7d8e9f0' }
  const sealed = cursors.seal(place)
  assert.deepEqual(cursors.open(sealed), place)
  assert.notEqual(cursors.seal(place), sealed)
  for (const wrong of ['', 'x', `${sealed}A`, sealed.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))])
    assert.throws(() => cursors.open(wrong), { code: 'invalid' })
  assert.throws(() => cursorsOf(key, 'imports').open(sealed), { code: 'invalid' })
})
