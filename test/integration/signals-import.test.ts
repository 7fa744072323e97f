/** Imports on a real database: files good and broken, repeated, interrupted; and the whole customs files. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import iconv from 'iconv-lite'
import { type ImportRun, importLocalFile, routes, startImport, tasks } from '../../src/actions/signals/public.ts'
import { type Call, type Download, type House, inCall } from '../../src/ledger/public.ts'
import type { SessionClaim } from '../../src/store/public.ts'
import { HEADER, line, type SignalsSite, sharedFolder, signalsSite } from './signals-site.ts'

let site: SignalsSite
let officer: SessionClaim & { postId: string }
before(async () => {
  site = await signalsSite()
  officer = await site.signIn('customs')
})
after(() => site.end())

const upload = (
  content: Buffer | string,
  name = 'file.csv',
  claim: SessionClaim = officer,
  house: House = site.house,
) =>
  inCall(house, claim, (call) =>
    startImport(call, house, { source: 'customs-declarations', name, chunks: Readable.from([Buffer.from(content)]) }),
  )

const ask = async <T>(method: string, url: string, input: object = {}, claim: SessionClaim = officer): Promise<T> => {
  const route = routes.find((one) => one.method === method && one.url === url)!
  return inCall(site.house, claim, (call: Call) =>
    route.handler(call, { params: undefined, query: {}, body: undefined, ...input } as never, site.house),
  ) as Promise<T>
}
const run = (id: string) => ask<ImportRun>('GET', '/imports/:id', { params: { id } })

/** What the worker does with the queue's job, once. */
const work = async (id: string, house: House = site.house, isLastAttempt = false): Promise<void> => {
  const { rows } = await site.db.owner.query(`select payload from graphile_worker._private_jobs where key = $1`, [
    `import:${id}`,
  ])
  const [task] = tasks(house)
  await task!.run(rows[0].payload, { db: house.db, attempt: 1, isLastAttempt, log: () => {} })
}
const bringIn = async (content: Buffer | string, name?: string): Promise<ImportRun> => {
  const { id } = await upload(content, name)
  await work(id)
  return run(id)
}
const file = (...lines: string[]) => `${[HEADER, ...lines].join('\n')}\n`
const count = async (sql: string): Promise<number> =>
  Number((await site.db.owner.query(`select count(*) as n from ${sql}`)).rows[0].n)

test('a file comes in, its progress is kept, its copy on the disk is gone', async () => {
  const { id } = await upload(file(line(1), line(2), line(3)), '报关 1.csv')
  const waiting = await run(id)
  assert.equal(waiting.status, 'waiting')
  assert.equal(waiting.encoding, 'utf-8')
  assert.deepEqual(readdirSync(join(site.dataDir, 'imports')), [id])
  await work(id)
  const done = await run(id)
  assert.deepEqual(
    [done.status, done.rowsRead, done.rowsTotal, done.accepted, done.rejected, done.fileName, done.by.zh],
    ['done', 3, 3, 3, 0, '报关 1.csv', '甲'],
  )
  assert.match(done.notices[0]!.en, /left out on purpose: Fraud/)
  assert.deepEqual(readdirSync(join(site.dataDir, 'imports')), [])
  const again = await bringIn(file(line(3), line(1), line(2), line(2, { 19: '7' })))
  assert.deepEqual([again.accepted, again.repeated, again.corrected], [0, 3, 1])
})

test('refused rows name row, field and remedy; the rest comes in; parties are blanked in what is kept', async () => {
  const done = await bringIn(
    file(
      line(100),
      line(101, { 12: '73269' }),
      line(102, { 1: '2026-02-30', 13: 'Germany', 18: '-5' }),
      `${line(103)},extra`,
      `104,"2026-03-01,40,SECRETP`,
      line(105),
      line('', { 9: 'SECRETQ' }),
      line(107, { 2: '13812345678' }),
      line(108, { 18: '\u0000' }),
      line(109),
    ),
  )
  assert.deepEqual([done.accepted, done.rejected, done.rowsRead], [3, 7, 10])
  const { rows } = await ask<{
    rows: { row: number; field: string; message: { zh: string; en: string }; line: string }[]
  }>('GET', '/imports/:id/rejects', { params: { id: done.id }, query: { limit: 100 } })
  assert.deepEqual(
    rows.map((one) => [one.row, one.field]),
    [
      [3, 'HS6 Code'],
      [4, 'Country of Departure'],
      [4, 'Date'],
      [4, 'Net Mass'],
      [5, 'row'],
      [6, 'row'],
      [8, 'Declaration ID'],
      [9, 'Office ID'],
      [10, 'Net Mass'],
    ],
  )
  assert.match(rows[0]!.message.zh, /商品编码：“73269”不符合要求，应为 6 位数字/)
  assert.match(rows[0]!.message.en, /give 6 digits/)
  assert.match(rows[7]!.message.en, /mobile telephone number/)
  const kept = JSON.stringify(rows)
  for (const secret of ['SECRETP', 'SECRETQ', '7JD1S2X', 'SWF9S4X', '13812345678'])
    assert.ok(!kept.includes(secret), secret)
  const page = await ask<{ rows: object[]; next: string }>('GET', '/imports/:id/rejects', {
    params: { id: done.id },
    query: { limit: 4 },
  })
  const rest = await ask<{ rows: object[]; next: null }>('GET', '/imports/:id/rejects', {
    params: { id: done.id },
    query: { limit: 100, before: page.next },
  })
  assert.deepEqual([...page.rows, ...rest.rows], rows)
  const download = await ask<Download>('GET', '/imports/:id/rejects.csv', { params: { id: done.id } })
  assert.match(String(download.body), /^\uFEFFrow,field,zh,en,line\r\n3,HS6 Code,/)
})

test('exported rejects run nothing in a spreadsheet', async () => {
  const done = await bringIn(
    file(line('=HYPERLINK("http://x")'.replaceAll('"', '')), line('@SUM(A1)'), line('+1', { 12: 'x' })),
  )
  assert.equal(done.rejected, 3)
  const { body } = await ask<Download>('GET', '/imports/:id/rejects.csv', { params: { id: done.id } })
  for (const cells of String(body).split('\r\n').slice(1)) assert.doesNotMatch(cells, /(^|,)"?[=+@](?!\d+,)/)
})

test('encodings, delimiters, line ends, JSON lines: the same rows are the same signals', async () => {
  const zh = HEADER.replace('Declaration ID', '报关单号').replace('Date', '申报日期')
  const rows = [line(200), line(201), line(202)]
  const first = await bringIn(`${[HEADER, ...rows].join('\n')}`)
  assert.equal(first.accepted, 3)
  const forms: [Buffer, string][] = [
    [Buffer.from(`\uFEFF${[zh, ...rows].join('\r\n')}`), 'utf-8-bom'],
    [iconv.encode([zh, ...rows].join('\n'), 'gbk'), 'gb18030'],
    [iconv.encode([zh, ...rows].join('\r'), 'utf16-le', { addBOM: true }), 'utf-16le'],
    [Buffer.from([HEADER, ...rows].join('\n').replaceAll(',', ';')), 'utf-8'],
    [Buffer.from([HEADER, ...rows].join('\n').replaceAll(',', '\t')), 'utf-8'],
    [
      Buffer.from(
        rows
          .map((row) => {
            const cells = row.split(',')
            return JSON.stringify(Object.fromEntries(HEADER.split(',').map((name, i) => [name, cells[i]])))
          })
          .join('\n'),
      ),
      'utf-8',
    ],
  ]
  for (const [bytes, encoding] of forms) {
    const done = await bringIn(bytes)
    assert.deepEqual([done.encoding, done.accepted, done.repeated, done.rejected], [encoding, 0, 3, 0])
  }
})

test('files that cannot be read are refused at once, with what to do, and leave nothing', async () => {
  const refused = (content: Buffer | string, code: string, pattern: RegExp) =>
    assert.rejects(upload(content), (error: Error & { code?: string; detail?: { fields?: { en: string }[] } }) => {
      assert.equal(error.code, code)
      assert.match([error.message, ...(error.detail?.fields ?? []).map((one) => one.en)].join(' '), pattern)
      return true
    })
  await refused('', 'invalid', /empty/)
  await refused('\n\n', 'invalid', /no rows/)
  await refused(Buffer.from('504b03041400', 'hex'), 'unsupported', /XLSX.*CSV/)
  await refused(iconv.encode(`Libellé,${HEADER}`, 'latin1'), 'unsupported', /encoding/)
  await refused('a,b\n1,2\n', 'invalid', /"HS6 Code" is missing/)
  await refused(`${HEADER},Date\n`, 'invalid', /"Date" occurs twice/)
  await refused(Buffer.alloc(65 * 1024 * 1024, 'x'), 'too_large', /64 MiB/)
  assert.deepEqual(readdirSync(join(site.dataDir, 'imports')), [])
})

test('interrupted after any chunk, an import goes on without loss, doubling or false counters', async () => {
  const rows = Array.from({ length: 4500 }, (_, i) => line(40_000 + i, i % 1500 === 7 ? { 12: 'bad' } : {}))
  const { id } = await upload(file(...rows))
  for (const stopAfter of [1, 0, 2]) {
    // The intake role goes away after so many more transactions: a kill of the worker, seen from the database.
    let left = stopAfter
    const pool = site.db.intake
    const intake = new Proxy(pool, {
      get: (target, name) =>
        name === 'connect'
          ? () => (left-- > 0 ? target.connect() : Promise.reject(new Error('Connection terminated')))
          : Reflect.get(target, name),
    })
    const db = { ...site.db, intake } as typeof site.db
    await assert.rejects(work(id, { ...site.house, db }))
    assert.equal((await run(id)).status, 'running')
  }
  assert.equal((await run(id)).rowsRead, 3000)
  await work(id)
  const done = await run(id)
  assert.deepEqual(
    [done.status, done.rowsTotal, done.rowsRead, done.accepted, done.repeated, done.rejected],
    ['done', 4500, 4500, 4497, 0, 3],
  )
  assert.equal(await count(`signal where external_no::text ~ '^4[0-4]\\d{3}$'`), 4497)
  // A job that runs once more finds its work done.
  await work(id)
  assert.deepEqual(await run(id), done)
})

test('two workers at one import bring each chunk once', async () => {
  const { id } = await upload(file(...Array.from({ length: 2500 }, (_, i) => line(50_000 + i))))
  await Promise.all([work(id), work(id)])
  const done = await run(id)
  assert.deepEqual([done.status, done.rowsRead, done.accepted + done.repeated], ['done', 2500, 2500])
  assert.equal(await count(`signal where external_no::text ~ '^5[0-2]\\d{3}$'`), 2500)
})

test('a file that is gone ends the import and says so', async () => {
  const { id } = await upload(file(line(60_000)))
  rmSync(join(site.dataDir, 'imports', id))
  await work(id)
  const done = await run(id)
  assert.equal(done.status, 'failed')
  assert.match(done.failure!.en, /import it again/)
})

test('only officers of the source see imports and their rejects; others see nothing at all', async () => {
  const done = await bringIn(file(line(70_000, { 12: 'x' })))
  await site.agree('port_office', 'declaration_basic')
  const other = await site.signIn('port_office')
  await assert.rejects(ask('GET', '/imports/:id', { params: { id: done.id } }, other), { code: 'not_found' })
  await assert.rejects(ask('GET', '/imports/:id/rejects', { params: { id: done.id } }, other), { code: 'not_found' })
  assert.deepEqual(await ask('GET', '/imports', {}, other), { rows: [], next: null })
  await assert.rejects(upload(file(line(1)), 'x.csv', other), { code: 'forbidden' })
  const stranger = await site.signIn('nia')
  await assert.rejects(upload(file(line(1)), 'x.csv', stranger), { code: 'not_found' })
})

test('every state of a run is in the record', async () => {
  const { id } = await upload(file(line(80_000)))
  await work(id)
  const { rows } = await site.db.owner.query(
    `select o.text::jsonb as envelope from ledger_opening o where field = 1 and o.text like $1`,
    [`%import/${id}%`],
  )
  assert.deepEqual(rows.map((row) => row.envelope.act).sort(), ['import.begun', 'import.done', 'import.started'])
})

test('from the command line: the same rows, rejects beside the file, repeated without doubling', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tongguan-cli-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'some.csv')
  writeFileSync(path, file(line(90_000), line(90_001, { 12: 'x' })))
  const first = await importLocalFile(site.house, { file: path, source: 'customs-declarations', port: 'CNSHA' })
  assert.deepEqual([first.accepted, first.rejected, first.rejectsFile], [1, 1, `${path}.rejects.csv`])
  assert.match(readFileSync(`${path}.rejects.csv`, 'utf8'), /HS6 Code/)
  assert.equal((await importLocalFile(site.house, { file: path, source: 'customs-declarations' })).repeated, 1)
  assert.equal(await count(`signal where port = 'CNSHA'`), 1)
  await assert.rejects(
    importLocalFile(site.house, { file: path, source: 'nobody' }),
    /Sources here: customs-declarations, customs.declarations/,
  )
})

test('3,000 rows of the customs file, twice', async (t) => {
  const folder = sharedFolder()
  if (!folder) return t.skip('the customs files are not here (../shared)')
  const text = readFileSync(join(folder, 'data', 'customs', 'declarations-2020.csv'), 'utf8')
  const head = text.split('\n').slice(0, 3001).join('\n')
  const first = await bringIn(head)
  assert.deepEqual([first.accepted, first.rejected], [3000, 0])
  const second = await bringIn(head)
  assert.deepEqual([second.accepted, second.repeated], [0, 3000])
})

test('the whole customs files: 45,519 rows without loss, twice without a doubled row', async (t) => {
  const folder = sharedFolder()
  if (!folder) return t.skip('the customs files are not here (../shared)')
  const own = await signalsSite(t)
  const files = [
    ['declarations-2020.csv', 37_385],
    ['declarations-2021q1.csv', 8134],
  ] as const
  const started = performance.now()
  for (const round of ['accepted', 'repeated'] as const)
    for (const [name, rows] of files) {
      const result = await importLocalFile(own.house, {
        file: join(folder, 'data', 'customs', name),
        source: 'customs-declarations',
      })
      assert.deepEqual([result.rowsTotal, result[round], result.rejected], [rows, rows, 0], `${name} ${round}`)
    }
  t.diagnostic(`both files twice in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  const { rows } = await own.db.owner.query(
    'select count(*)::int as n, count(distinct external_no)::int as d from signal',
  )
  assert.deepEqual(rows[0], { n: 45_519, d: 45_519 })
  // Codes of parties are nowhere in the clear.
  for (const code of ['PF1L1IG', '708A72F', '7PN0VA5'])
    for (const table of ['part', 'person_vault', 'ledger_opening'])
      assert.equal(
        (await own.db.owner.query(`select 1 from ${table} t where t::text like '%' || $1 || '%' limit 1`, [code]))
          .rowCount,
        0,
      )
  assert.ok(!existsSync(join(own.dataDir, 'imports')) || readdirSync(join(own.dataDir, 'imports')).length === 0)
})

test('an upload that breaks off leaves nothing', async () => {
  async function* broken() {
    yield Buffer.from(HEADER)
    throw new Error('the line went dead')
  }
  await assert.rejects(
    inCall(site.house, officer, (call) =>
      startImport(call, site.house, { source: 'customs-declarations', name: 'x.csv', chunks: broken() }),
    ),
    /went dead/,
  )
  assert.deepEqual(readdirSync(join(site.dataDir, 'imports')), [])
})
