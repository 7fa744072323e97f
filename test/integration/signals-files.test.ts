/** Files by every way: workbooks and JSON lines, columns mapped and remembered, the watched folder with a kill at every step. */
import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import {
  type ImportPreview,
  type ImportRun,
  type InboxView,
  importLocalFile,
  openInbox,
  routes,
  tasks,
  watchInbox,
} from '../../src/actions/signals/public.ts'
import { ensureSystemPosts } from '../../src/environment/identity/public.ts'
import { type Call, type House, inCall } from '../../src/ledger/public.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import { type SessionClaim, withRole } from '../../src/store/public.ts'
import { xlsxOf } from '../support/xlsx-file.ts'
import { HEADER, line, type SignalsSite, signalsSite } from './signals-site.ts'

let site: SignalsSite
let officer: SessionClaim & { postId: string }
let root: string
before(async () => {
  site = await signalsSite()
  officer = await site.signIn('customs')
  root = mkdtempSync(join(tmpdir(), 'tongguan-files-'))
  await withRole(site.db, 'auth', (tx) => ensureSystemPosts(tx))
})
after(async () => {
  rmSync(root, { recursive: true, force: true })
  await site.end()
})

const SOURCE = 'customs-declarations'
const ask = async <T>(method: string, url: string, input: object = {}, claim: SessionClaim = officer): Promise<T> => {
  const route = routes.find((one) => one.method === method && one.url === url)!
  return inCall(site.house, claim, (call: Call) =>
    route.handler(call, { params: undefined, query: {}, body: undefined, ...input } as never, site.house),
  ) as Promise<T>
}
const look = (content: Buffer | string, name: string, sheet?: string, claim?: SessionClaim) =>
  ask<ImportPreview>(
    'POST',
    '/imports/uploads',
    { query: { source: SOURCE, name, ...(sheet ? { sheet } : {}) }, body: Readable.from([Buffer.from(content)]) },
    claim,
  )
const begin = (body: { upload: string; columns?: object[] }, claim?: SessionClaim) =>
  ask<{ id: string }>('POST', '/imports/begin', { body }, claim)
const run = (id: string) => ask<ImportRun>('GET', '/imports/:id', { params: { id } })
const work = async (id: string, house: House = site.house): Promise<ImportRun> => {
  const { rows } = await site.db.owner.query(`select payload from graphile_worker._private_jobs where key = $1`, [
    `import:${id}`,
  ])
  await tasks(house)[0]!.run(rows[0].payload, { db: house.db, attempt: 1, isLastAttempt: false, log: () => {} })
  return run(id)
}
const csv = (...lines: string[]) => `${[HEADER, ...lines].join('\n')}\n`
const count = async (sql: string): Promise<number> =>
  Number((await site.db.owner.query(`select count(*) as n from ${sql}`)).rows[0].n)

/** What another system calls the columns, in an order of its own. */
const FOREIGN = ['单号', 'day', 'customs house', '税号', 'from', '原产国', 'who', '备注']
const foreignRow = (no: number, change: { [at: number]: string } = {}) =>
  Object.assign([`X${no}`, '2026-03-01', '40', '732690', 'DE', 'DE', '王某', '无'], change)
const fieldOf: { [name: string]: string | null } = {
  单号: 'externalNo',
  day: 'date',
  'customs house': 'office',
  税号: 'hs6',
  from: 'departure',
  原产国: 'origin',
  who: 'importer',
  备注: null,
}
const columns = Object.entries(fieldOf).map(([name, field]) => ({ name, field }))
const foreign = (...rows: string[][]) => [FOREIGN, ...rows].map((cells) => cells.join(',')).join('\n')

test('a file is looked at, its columns are mapped, and the source remembers them', async () => {
  const first = await look(foreign(foreignRow(1), foreignRow(2, { 3: '73269' })), 'foreign.csv')
  assert.deepEqual(
    first.columns.filter((one) => one.how === 'guessed').map((one) => one.field),
    ['origin'],
  )
  assert.match(
    first.faults.map((one) => one.en).join(),
    /Declaration ID.*Date.*Office ID.*HS6 Code.*Country of Departure/,
  )
  assert.equal(first.remembered, null)
  await assert.rejects(begin({ upload: first.upload }), /Required fields have no column/)
  const mapped = await ask<ImportPreview>('POST', '/imports/preview', { body: { upload: first.upload, columns } })
  assert.deepEqual(mapped.faults, [])
  assert.deepEqual([mapped.tried, mapped.refused, mapped.rows.length], [2, 1, 2])
  assert.match(mapped.rows[0]!.title!.zh, /732690|德国|X1/)
  assert.match(mapped.rows[1]!.faults[0]!.en, /HS6 Code: “73269” does not fit/)
  assert.deepEqual(mapped.rows[0]!.cells, foreignRow(1))
  assert.match(mapped.notices.map((one) => one.en).join(), /mapping leaves unread: 备注/)
  assert.equal(await count('import_mapping'), 0, 'looking keeps nothing')

  const { id } = await begin({ upload: first.upload, columns })
  assert.deepEqual(await begin({ upload: first.upload, columns }), { id }, 'safe to repeat')
  const done = await work(id)
  assert.deepEqual([done.status, done.accepted, done.rejected, done.mappingVersion], ['done', 1, 1, 1])

  const second = await look(foreign(foreignRow(3)), 'next.csv')
  assert.deepEqual(
    [second.faults, second.differs, second.remembered?.version, second.remembered?.by?.zh],
    [[], null, 1, '甲'],
  )
  assert.ok(second.columns.every((one) => one.how === 'remembered'))
  await begin({ upload: second.upload })
  assert.equal(await count('import_mapping'), 1, 'the same columns are no new version')
  const rejects = await ask<{ rows: { line: string }[] }>('GET', '/imports/:id/rejects', { params: { id } })
  assert.ok(!JSON.stringify(rejects).includes('王某'), 'what was mapped to a person is blanked')
})

test('the command line reads with the same mapping; a header that differs is told', async () => {
  const path = join(root, 'cli.csv')
  writeFileSync(path, foreign(foreignRow(10)).replace('备注', '附注'))
  const told: string[] = []
  const result = await importLocalFile(site.house, { file: path, source: SOURCE, onNotice: ({ en }) => told.push(en) })
  assert.equal(result.accepted, 1)
  assert.match(told.join('; '), /differ from those that were mapped before: new: 附注; gone: 备注/)
  writeFileSync(path, foreign(foreignRow(11)).replace('customs house', 'haus'))
  await assert.rejects(
    importLocalFile(site.house, { file: path, source: SOURCE }),
    (error: Error & { detail?: { fields: { en: string }[] } }) => {
      assert.match(error.detail!.fields[0]!.en, /"Office ID" is missing; last time it was "customs house"/)
      return true
    },
  )
})

test('an upload is of use to its officer alone, and says what is wrong with a mapping', async () => {
  const { upload } = await look(foreign(foreignRow(20)), 'mine.csv')
  const colleague = await site.signIn('customs')
  const body = { upload, columns }
  await assert.rejects(begin(body, colleague), { code: 'conflict' })
  await assert.rejects(ask('POST', '/imports/preview', { body }, colleague), { code: 'conflict' })
  await assert.rejects(begin({ upload: `${upload.slice(0, -4)}AAAA`, columns }), { code: 'conflict' })
  const wrong = [
    ...columns.slice(0, 1),
    { name: 'day', field: 'externalNo' },
    { name: 'none', field: 'hs6' },
    { name: 'from', field: 'fraud' },
  ]
  await assert.rejects(
    begin({ upload, columns: wrong }),
    (error: Error & { detail?: { fields: { en: string }[] } }) => {
      const said = error.detail!.fields.map((one) => one.en).join(' ')
      assert.match(said, /"单号" and "day"; leave one.*no column "none".*"from": no such field/)
      return true
    },
  )
  await ask('POST', '/imports/discard', { body: { upload } })
  await assert.rejects(begin(body), { code: 'conflict' })
  const other = await site.signIn('port_office')
  await assert.rejects(look(foreign(foreignRow(1)), 'x.csv', undefined, other), { code: 'not_found' })
  assert.equal(readdirSync(join(site.dataDir, 'imports')).filter((name) => name.endsWith('.staged')).length, 0)
})

test('a workbook: dates and codes as a spreadsheet keeps them, a named sheet, formulas by their value', async () => {
  const header = HEADER.split(',')
  const row = (no: number, change: { [at: number]: object | string } = {}) =>
    Object.assign(
      line(`W${no}`).split(','),
      { 1: { n: 46082, s: 1 }, 12: { n: 10121, s: 3 }, 15: { n: 0.08, s: 4 }, 18: { n: 1250.5, s: 6 } },
      change,
    )
  const book = xlsxOf({
    说明: [['出口数据']],
    数据: [
      header,
      row(1),
      null,
      row(2, { 12: { xml: '<f>A1</f><v>732690</v>' } }),
      row(3, { 1: { xml: '<f>TODAY()</f>' } }),
      row(4, { 13: { xml: '<v>#REF!</v>', t: 'e' } }),
    ] as never,
  })
  await assert.rejects(look(book, 'b.xlsx', '没有'), /no sheet/)
  const preview = await look(book, 'b.xlsx', '数据')
  assert.deepEqual([preview.sheet, preview.sheets, preview.encoding], ['数据', ['说明', '数据'], 'xlsx'])
  assert.ok(preview.differs, 'the source’s files had other columns')
  assert.deepEqual([preview.tried, preview.refused], [4, 2])
  assert.deepEqual(
    preview.rows.map((one) => one.row),
    [2, 4, 5, 6],
  )
  assert.deepEqual(preview.rows[0]!.cells.slice(12, 19), ['010121', 'DE', 'DE', '8%', 'A', 'Y', '1250.5'])
  const { id } = await begin({ upload: preview.upload })
  const done = await work(id)
  assert.deepEqual([done.accepted, done.rejected, done.sheet, done.mappingVersion], [2, 2, '数据', 2])
  assert.match(done.notices.map((one) => one.zh).join(), /未读取的工作表：说明/)
  const { rows } = await ask<{ rows: { row: number; field: string; message: { en: string } }[] }>(
    'GET',
    '/imports/:id/rejects',
    { params: { id } },
  )
  assert.deepEqual(
    rows.map((one) => [one.row, one.field]),
    [
      [5, 'Date'],
      [6, 'Country of Departure'],
    ],
  )
  assert.match(rows[0]!.message.en, /the formula holds no value/)
  const { rows: kept } = await site.db.owner.query(
    `select body->>'hs6' as hs6, observed_at from signal where external_no = 'W1'`,
  )
  assert.deepEqual([kept[0].hs6, kept[0].observed_at.toISOString()], ['010121', '2026-02-28T16:00:00.000Z'])
})

test('JSON lines: names mapped as columns are; a broken line is told by its number', async () => {
  const object = (no: number) => Object.fromEntries(FOREIGN.map((name, i) => [name, foreignRow(no)[i]]))
  const lines = [JSON.stringify(object(30)), '{"单号": "X31", ', '[1]', JSON.stringify(object(32))].join('\n')
  const preview = await look(lines, 'j.jsonl')
  const { id } = await begin({ upload: preview.upload, columns })
  const done = await work(id)
  assert.deepEqual([done.accepted, done.rejected], [2, 2])
  const { rows } = await ask<{ rows: { row: number; message: { en: string } }[] }>('GET', '/imports/:id/rejects', {
    params: { id },
  })
  assert.deepEqual(
    rows.map((one) => [one.row, one.message.en]),
    [2, 3].map((no) => [no, `line ${no} is not a JSON object; write one {…} a line, without breaks`]),
  )
  await assert.rejects(look(`[${JSON.stringify(object(1))}]`, 'a.json'), /JSON array; make it JSON lines/)
})

test('another agency sees neither mappings nor files of the folder', async () => {
  const other = await site.signIn('msa')
  const seen = await inCall(
    site.house,
    other,
    async ({ tx }) => (await tx.query('select 1 from import_mapping union all select 1 from inbox_file')).length,
  )
  assert.equal(seen, 0)
})

let now = Date.now()
const crossing = (name: string) => {
  const inbox = join(root, name)
  const outbox = join(root, `${name}-out`)
  mkdirSync(inbox)
  const house = { ...site.house, clock: { now: () => new Date(now++) } }
  const open = () => openInbox(house, { inbox, outbox, log: () => {} })
  return {
    inbox,
    outbox,
    open,
    later: (ms = 10_000) => (now += ms),
    list: (...at: string[]) => readdirSync(join(inbox, ...at)).sort(),
  }
}
const taken = async () => (await site.db.owner.query(`select * from inbox_file order by taken_at desc, id`)).rows

test('a file crosses: complete, imported as the system post, moved, acknowledged', async () => {
  const { inbox, outbox, open, later, list } = crossing('in-1')
  const box = open()
  writeFileSync(join(inbox, `${SOURCE}__a.csv.part`), 'half')
  writeFileSync(join(inbox, `${SOURCE}__a.csv`), csv(line('C1')))
  await box.pass()
  assert.equal((await taken()).length, 0, 'it may still grow')
  writeFileSync(join(inbox, `${SOURCE}__a.csv`), csv(line('C1'), line('C2', { 12: 'x' })))
  later()
  await box.pass()
  assert.equal((await taken()).length, 0, 'it has grown')
  later()
  await box.pass()
  const [row] = await taken()
  assert.equal(row.status, 'taken')
  await box.pass()
  assert.ok(list().includes(`${SOURCE}__a.csv`), 'it stays while its import runs')
  const done = await work(row.run_id)
  assert.deepEqual([done.accepted, done.rejected, done.by.en, done.byFolder], [1, 1, 'the watched folder', true])
  await box.pass()
  const name = `${SOURCE}__${row.id.slice(0, 8)}-a.csv`
  assert.deepEqual(list(), [`${SOURCE}__a.csv.part`, 'done', 'failed'])
  assert.deepEqual(list('done'), [name, `${name}.rejects.csv`])
  const ack = JSON.parse(readFileSync(join(outbox, `${name}.ack.json`), 'utf8'))
  assert.deepEqual(
    [ack.status, ack.accepted, ack.rejected, ack.faults[0].row, ack.faults[0].field, ack.file],
    ['done', 1, 1, 3, 'HS6 Code', 'a.csv'],
  )
  assert.deepEqual(Object.keys(ack.faults[0]), ['row', 'field', 'zh', 'en'])
  assert.equal((await taken())[0].status, 'done')
})

test('a marker makes a file complete at once; a folder names the source; what cannot be read fails with the reason', async () => {
  const { inbox, outbox, open, list } = crossing('in-2')
  mkdirSync(join(inbox, SOURCE))
  writeFileSync(join(inbox, SOURCE, 'b.csv'), 'a,b\n1,2\n')
  writeFileSync(join(inbox, SOURCE, 'b.csv.done'), '')
  const box = open()
  await box.pass()
  await box.pass()
  const [row] = await taken()
  assert.deepEqual([row.status, row.run_id], ['failed', null])
  const name = `${SOURCE}__${row.id.slice(0, 8)}-b.csv`
  assert.deepEqual(list('failed'), [name, `${name}.reason.txt`])
  assert.deepEqual(list(SOURCE), [])
  assert.match(readFileSync(join(outbox, `${name}.ack.json`), 'utf8'), /The required column/)
})

test('names without a source, hostile names, links, pipes: turned away or left alone, nothing outside is touched', async () => {
  const { inbox, outbox, open, later, list } = crossing('in-3')
  const secret = join(root, 'secret.csv')
  writeFileSync(secret, csv(line('S1')))
  symlinkSync(secret, join(inbox, `${SOURCE}__link.csv`))
  symlinkSync(root, join(inbox, 'customs.declarations'))
  writeFileSync(join(inbox, 'nobody__x.csv'), csv(line('S2')))
  writeFileSync(join(inbox, `none__x\n\u202e.csv`), csv(line('S3')))
  writeFileSync(join(inbox, `${SOURCE}__$(rm -rf ~);'.csv`), csv(line('S4')))
  const box = open()
  await box.pass()
  later()
  await box.pass()
  assert.equal(box.state.odd, 2)
  assert.equal(await count(`signal where external_no in ('S1', 'S2', 'S3')`), 0)
  assert.ok(existsSync(secret) && list().includes(`${SOURCE}__link.csv`))
  const failed = list('failed')
  assert.equal(failed.length, 4)
  assert.ok(
    failed.every((one) => /^unassigned__[0-9a-f]{8}-[\p{L}\p{N}._-]+$/u.test(one)),
    failed.join(),
  )
  assert.equal(readdirSync(outbox).length, 2)
  const [row] = await taken()
  await work(row.run_id)
  await box.pass()
  assert.equal((await taken())[0].status, 'done')
  assert.ok(list('done')[0]!.startsWith(`${SOURCE}__${row.id.slice(0, 8)}-_rm_-rf_`), list('done').join())
})

test('killed between any two steps, nothing is lost and nothing doubles', async () => {
  const { inbox, open, later, list } = crossing('in-4')
  const drop = (name: string, ...lines: string[]) => {
    writeFileSync(join(inbox, `${SOURCE}__${name}.csv`), csv(...lines))
    writeFileSync(join(inbox, `${SOURCE}__${name}.csv.done`), '')
  }
  const before = (await taken()).length
  drop('k', line('K1'), line('K2'))
  // Killed before the row is committed.
  const request = new Proxy(site.db.job, {
    get: (target, name) =>
      name === 'connect' ? () => Promise.reject(new Error('Connection terminated')) : Reflect.get(target, name),
  })
  const away = openInbox(
    { ...site.house, db: { ...site.db, job: request } as never },
    { inbox, outbox: undefined, log: () => {} },
  )
  await away.pass()
  assert.ok(away.state.fault)
  assert.equal((await taken()).length, before)
  // Killed after it was taken, before and after its import ran: another process goes on.
  await open().pass()
  await open().pass()
  assert.equal((await taken()).length, before + 1)
  const [row] = await taken()
  await work(row.run_id)
  await open().pass()
  assert.equal((await taken())[0].status, 'done')
  assert.equal(await count(`signal where external_no in ('K1', 'K2')`), 2)
  assert.equal(list('done').length, 1)
  // Killed after the move, before it was recorded.
  await site.db.owner.query(`update inbox_file set status = 'taken', settled_at = null where id = $1`, [row.id])
  await open().pass()
  assert.equal((await taken())[0].status, 'done')
  // Two processes at once take it once; the same content again is repeated, not doubled.
  drop('k', line('K1'), line('K2'))
  const boxes = [open(), open()]
  await Promise.all(boxes.map((box) => box.pass()))
  assert.equal((await taken()).length, before + 2)
  const again = await work((await taken())[0].run_id)
  assert.deepEqual([again.accepted, again.repeated], [0, 2])
  // Replaced while its import ran: the new content is a file of its own, the old one ends on record.
  renameSync(join(inbox, `${SOURCE}__k.csv`), join(root, 'aside.csv'))
  drop('k', line('K3'))
  await open().pass()
  assert.equal((await taken()).length, before + 3)
  await work((await taken())[0].run_id)
  await open().pass()
  later()
  await open().pass()
  assert.deepEqual(
    (await taken()).slice(0, 3).map((one) => one.status),
    ['done', 'done', 'done'],
  )
  assert.equal(await count(`signal where external_no in ('K1', 'K2', 'K3')`), 3)
})

test('the page shows the folder to the source’s officers', async () => {
  const { inbox } = crossing('in-5')
  writeFileSync(join(inbox, `${SOURCE}__wait.csv`), csv(line('V1')))
  const watched = watchInbox(site.house, { inbox, outbox: undefined, log: () => {} })
  for (let i = 0; i < 50 && !(await ask<InboxView>('GET', '/imports/folder')).lastPassAt; i++)
    await new Promise((go) => setTimeout(go, 50))
  const view = await ask<InboxView>('GET', '/imports/folder')
  const other = await ask<InboxView>('GET', '/imports/folder', {}, await site.signIn('msa'))
  await watched.stop()
  assert.deepEqual([view.watched, view.answers, view.fault], [true, false, null])
  assert.deepEqual(
    view.waiting.map((one) => one.fileName),
    ['wait.csv'],
  )
  assert.ok(view.files.some((one) => one.fileName === 'a.csv' && one.rejected === 1))
  assert.deepEqual([other.waiting, other.files], [[], []])
  assert.equal((await ask<InboxView>('GET', '/imports/folder')).watched, false)
})

test('runs, mappings and files of the folder stand in the record as they are', async () => {
  const verify = async (): Promise<string[]> => {
    const found: string[] = []
    const client = await site.db.owner.connect()
    try {
      await client.query('begin')
      await verifyRows(client, { add: (kind: string, where: string) => found.push(`${kind} ${where}`) } as never)
      await client.query('rollback')
    } finally {
      client.release()
    }
    return found
  }
  assert.deepEqual(await verify(), [])
  await site.db.owner.query(`update import_mapping set columns = '[]' where version = 2`)
  assert.match((await verify()).join(), /^row-changed import_mapping [^,]*$/)
})
