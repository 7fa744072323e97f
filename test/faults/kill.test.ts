/**
 * kill -9 at random moments under load: of the server, of PostgreSQL, of the integrator, and of all at once. The load is
 * sources that send batches for ever and an officer who imports one file after another. What was acknowledged is there
 * afterwards, once; the record verifies; the site takes signals again within five seconds.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { seededRandom } from '../../src/base/public.ts'
import { processesOf, type RunningSite, startSite, Visitor } from '../support/running-site.ts'

const MOMENTS = 20
const POSTERS = 3
const BACK_WITHIN_MS = 5_000
/** A file that was taken in is imported to its end this long after the last kill, at the latest. */
const IMPORTED_WITHIN_MS = 30_000
const FILE_ROWS = 3_000
const VICTIMS = ['server', 'postgres', 'integrator', 'all'] as const
const MAIN = join(import.meta.dirname, '..', '..', 'src', 'app', 'main.ts')
const SOURCE = 'customs.declarations'

const seed = Number(process.env['TONGGUAN_SEED'] ?? Date.now() % 1_000_000)
const random = seededRandom(seed)

let site: RunningSite
let token: string

before(async () => {
  site = await startSite()
  const admin = await new Visitor(site).become('demo.admin')
  const { body: posts } = (await admin.ask('GET', '/posts')) as {
    body: { rows: { id: string; agency: { id: string }; roles: string[] }[] }
  }
  const post = posts.rows.find((row) => row.agency.id === 'customs' && row.roles.includes('analyst'))!
  const scopes = ['signals:write', 'signals:read']
  const made = await admin.ask('POST', '/tokens', { name: 'faults', postId: post.id, scopes, days: 1 })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  token = (made.body as { token: string }).token
})
after(() => site.end())

/** The same number always says the same: what is sent again is a repeat, not a correction. */
const observedAt = new Date().toISOString()
const date = observedAt.slice(0, 10)

const item = (externalNo: string) => ({
  sourceCode: SOURCE,
  externalNo,
  kind: 'declaration',
  observedAt,
  body: {
    date,
    office: '01',
    hs6: '850440',
    departure: 'VN',
    origin: 'VN',
    mode: '10',
    importer: `IMP-${externalNo.length}`,
    netMass: 100,
    itemPrice: 4000,
  },
})

/** Number by number: what was acknowledged under which id. */
const acknowledged = new Map<string, string>()
/** Rows of files that were acknowledged as imported; their ids were not told. */
const imported = new Set<string>()
let stopping = false
let sent = 0

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Sends batches for ever; what got no answer is sent again under the same numbers until it does. */
const postForEver = async (): Promise<void> => {
  const visitor = new Visitor(site, token)
  while (!stopping) {
    const items = Array.from({ length: 1 + random.below(12) }, () => item(`KILL-${++sent}`))
    for (let done = false; !done && !stopping; ) {
      const answer = await visitor.ask('POST', '/signals', { items }).catch(() => undefined)
      if (answer?.status === 200) {
        const { results } = answer.body as { results: { index: number; status: string; id?: string }[] }
        for (const result of results) {
          assert.ok(['accepted', 'repeated'].includes(result.status), JSON.stringify(result))
          acknowledged.set(items[result.index]!.externalNo, result.id!)
        }
        done = true
      } else {
        // The server or its database is away: try again, as a source's own queue would.
        if (answer) assert.equal(answer.status, 503, `${answer.status} ${JSON.stringify(answer.body)}`)
        await pause(20)
      }
    }
  }
}

const fileOf = (n: number): { numbers: string[]; bytes: Uint8Array } => {
  const numbers = Array.from({ length: FILE_ROWS }, (_, i) => `FILE-${n}-${i}`)
  const rows = numbers.map((number) => `${number},${date},01,850440,VN,VN,10,I-${n}`)
  const header =
    'Declaration ID,Date,Office ID,HS6 Code,Country of Departure,Country of Origin,Mode of Transport,Importer ID'
  return { numbers, bytes: Buffer.from(`${header}\n${rows.join('\n')}\n`) }
}

type Run = { status: string; rowsRead: number; accepted: number; repeated: number; corrected: number; rejected: number }

/** One file after the other; each to its end before the next. */
const importForEver = async (finishBy: () => number): Promise<void> => {
  const officer = await new Visitor(site).become('demo.customs')
  for (let n = 0; !stopping; n++) {
    const { numbers, bytes } = fileOf(n)
    let id: string | undefined
    while (id === undefined && !stopping) {
      const answer = await officer.ask('POST', `/imports?source=${SOURCE}&name=f${n}.csv`, bytes).catch(() => undefined)
      if (answer?.status === 202) id = (answer.body as { id: string }).id
      else {
        if (answer) assert.equal(answer.status, 503, `${answer.status} ${JSON.stringify(answer.body)}`)
        await pause(50)
      }
    }
    while (id !== undefined) {
      const answer = await officer.ask('GET', `/imports/${id}`).catch(() => undefined)
      assert.notEqual(answer?.status, 404, 'an import that was acknowledged is gone')
      const run = answer?.status === 200 ? (answer.body as Run) : undefined
      if (run?.status === 'done') {
        // Whatever was tried before its answer was lost counts as repeated; every row counts once.
        assert.equal(run.accepted + run.repeated, FILE_ROWS, JSON.stringify(run))
        assert.equal(run.rowsRead, FILE_ROWS)
        for (const number of numbers) imported.add(number)
        break
      }
      assert.notEqual(run?.status, 'failed', JSON.stringify(run))
      assert.ok(performance.now() < finishBy(), `an import stands still: ${JSON.stringify(run)}`)
      await pause(50)
    }
  }
}

const kill9 = (pids: readonly number[]): void => {
  for (const pid of pids)
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Already gone with its parent.
    }
}

/** Waits until a write is acknowledged again. */
const untilBack = async (): Promise<void> => {
  const start = performance.now()
  const visitor = new Visitor(site, token)
  const number = `BACK-${++sent}`
  for (;;) {
    const answer = await visitor.ask('POST', '/signals', { items: [item(number)] }).catch(() => undefined)
    if (answer?.status === 200) {
      acknowledged.set(number, (answer.body as { results: { id: string }[] }).results[0]!.id)
      return
    }
    if (performance.now() - start > 60_000) throw new Error(`not back after 60 s:\n${site.said()}`)
    await pause(20)
  }
}

/** Every signal of this test as lists show them, newest page first: number by number its ids. */
const listAll = async (): Promise<Map<string, string[]>> => {
  const reader = new Visitor(site, token)
  const found = new Map<string, string[]>()
  for (let before = ''; ; ) {
    const { status, body } = await reader.ask('GET', `/signals?source=${SOURCE}&limit=200${before}`)
    assert.equal(status, 200, JSON.stringify(body))
    const { rows, next } = body as { rows: { id: string; externalNo: string; version: number }[]; next: string | null }
    for (const { id, externalNo, version } of rows) {
      if (!/^(KILL|BACK|FILE)-/.test(externalNo)) continue
      assert.equal(version, 1, `${externalNo} was corrected by a repeat`)
      found.set(externalNo, [...(found.get(externalNo) ?? []), id])
    }
    if (next === null) return found
    before = `&before=${encodeURIComponent(next)}`
  }
}

test(`${MOMENTS} kills under load (seed ${seed})`, { timeout: 300_000 }, async (t) => {
  let finishBy = Number.POSITIVE_INFINITY
  const load = [...Array.from({ length: POSTERS }, postForEver), importForEver(() => finishBy)]
  // A failure of the load is reported where it is awaited.
  for (const one of load) one.catch(() => {})
  const slowest: Record<string, number> = {}
  try {
    for (let moment = 0; moment < MOMENTS; moment++) {
      await pause(200 + random.below(800))
      const victim = VICTIMS[moment % VICTIMS.length]!
      const { integrator, postgres } = processesOf(site)
      const killedAt = performance.now()
      if (victim === 'postgres') kill9(postgres)
      if (victim === 'integrator') kill9(integrator)
      if (victim === 'server' || victim === 'all') {
        if (victim === 'all') kill9([...integrator, ...postgres])
        await site.kill('SIGKILL')
        await site.start()
      }
      await untilBack()
      const ms = performance.now() - killedAt
      slowest[victim] = Math.max(slowest[victim] ?? 0, Math.round(ms))
      assert.ok(ms < BACK_WITHIN_MS, `back only ${Math.round(ms)} ms after ${victim} was killed:\n${site.said()}`)
    }
  } finally {
    stopping = true
    finishBy = performance.now() + IMPORTED_WITHIN_MS
  }
  await Promise.all(load)
  t.diagnostic(
    `${acknowledged.size} sent and ${imported.size} imported, slowest return in ms: ${JSON.stringify(slowest)}`,
  )

  const found = await listAll()
  for (const [number, ids] of found) assert.equal(ids.length, 1, `${number} is doubled`)
  for (const [number, id] of acknowledged) assert.deepEqual(found.get(number), [id], `${number} was acknowledged`)
  for (const number of imported) assert.ok(found.has(number), `${number} was imported and is gone`)
  // The same again: every one is known under its id, none is new.
  const reader = new Visitor(site, token)
  const numbers = [...acknowledged.keys()]
  for (let i = 0; i < numbers.length; i += 1000) {
    const again = numbers.slice(i, i + 1000)
    const { body } = await reader.ask('POST', '/signals', { items: again.map(item) })
    for (const result of (body as { results: { index: number; status: string; id: string }[] }).results) {
      assert.equal(result.status, 'repeated')
      assert.equal(result.id, acknowledged.get(again[result.index]!))
    }
  }
  const verified = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', MAIN, 'ledger', 'verify', '--json'],
    { env: { ...process.env, DATABASE_URL: '', TONGGUAN_DATA: site.dataDir }, encoding: 'utf8' },
  )
  assert.equal(verified.status, 0, verified.stdout + verified.stderr)
  const report = JSON.parse(verified.stdout) as { ok: boolean; rows: number; faults: unknown[] }
  assert.equal(report.ok, true, JSON.stringify(report.faults))
  assert.ok(report.rows >= acknowledged.size + imported.size)
})
