/**
 * kill -9 at random moments under load: of the server, of PostgreSQL, of the integrator, and of all at once. What was
 * acknowledged is there afterwards, once; the record verifies; the site is back within five seconds.
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
const VICTIMS = ['server', 'postgres', 'integrator', 'all'] as const
const MAIN = join(import.meta.dirname, '..', '..', 'src', 'app', 'main.ts')

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
  const made = await admin.ask('POST', '/tokens', {
    name: 'faults',
    postId: post.id,
    scopes: ['signals:write', 'signals:read'],
    days: 1,
  })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  token = (made.body as { token: string }).token
})
after(() => site.end())

/** The same number always says the same: what is sent again is a repeat, not a correction. */
const observedAt = new Date().toISOString()

const item = (externalNo: string) => ({
  sourceCode: 'customs.declarations',
  externalNo,
  kind: 'declaration',
  observedAt,
  body: {
    date: observedAt.slice(0, 10),
    office: '01',
    hs6: '850440',
    departure: 'VN',
    origin: 'VN',
    mode: '10',
    netMass: 100,
    itemPrice: 4000,
  },
})

/** Number by number: what was acknowledged under which id. */
const acknowledged = new Map<string, string>()
let stopping = false
let sent = 0

/** Sends batches for ever; what got no answer is sent again under the same numbers until it does. */
const poster = async (): Promise<void> => {
  const visitor = new Visitor(site, token)
  while (!stopping) {
    const items = Array.from({ length: 1 + random.below(12) }, () => item(`KILL-${++sent}`))
    for (let done = false; !done && !stopping; ) {
      try {
        const { status, body } = await visitor.ask('POST', '/signals', { items })
        if (status === 200 || status === 201) {
          const { results } = body as { results: { index: number; status: string; id?: string }[] }
          for (const result of results) {
            assert.ok(['accepted', 'repeated'].includes(result.status), JSON.stringify(result))
            acknowledged.set(items[result.index]!.externalNo, result.id!)
          }
          done = true
        } else assert.equal(status, 503, `${status} ${JSON.stringify(body)}`)
      } catch (error) {
        // The server is away: try again, as a source's own queue would.
        if (error instanceof assert.AssertionError) throw error
      }
      if (!done) await new Promise((resolve) => setTimeout(resolve, 20))
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

/** Milliseconds until a write is acknowledged again. */
const backAfter = async (): Promise<number> => {
  const start = performance.now()
  const visitor = new Visitor(site, token)
  for (;;) {
    const answer = await visitor.ask('POST', '/signals', { items: [item(`BACK-${++sent}`)] }).catch(() => undefined)
    if (answer && answer.status < 300) return performance.now() - start
    if (performance.now() - start > 60_000) throw new Error(`not back after 60 s:\n${site.said()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test(`${MOMENTS} kills under load (seed ${seed})`, { timeout: 300_000 }, async (t) => {
  const posters = Array.from({ length: POSTERS }, poster)
  const slowest: Record<string, number> = {}
  for (let moment = 0; moment < MOMENTS; moment++) {
    await new Promise((resolve) => setTimeout(resolve, 200 + random.below(800)))
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
    await backAfter()
    const ms = performance.now() - killedAt
    slowest[victim] = Math.max(slowest[victim] ?? 0, Math.round(ms))
    assert.ok(ms < BACK_WITHIN_MS, `back only ${Math.round(ms)} ms after ${victim} was killed:\n${site.said()}`)
  }
  stopping = true
  await Promise.all(posters)
  t.diagnostic(`${acknowledged.size} acknowledged, slowest return in ms: ${JSON.stringify(slowest)}`)

  const reader = new Visitor(site, token)
  for (const [externalNo, id] of acknowledged) {
    const { status, body } = await reader.ask('GET', `/signals/${id}`)
    assert.equal(status, 200, `${externalNo} was acknowledged and is gone`)
    assert.equal((body as { externalNo: string }).externalNo, externalNo)
    assert.equal((body as { versions: unknown[] }).versions.length, 1, `${externalNo} is doubled`)
  }
  // The same again: every one is known, none is new.
  const numbers = [...acknowledged.keys()]
  for (let i = 0; i < numbers.length; i += 500) {
    const { body } = await reader.ask('POST', '/signals', { items: numbers.slice(i, i + 500).map(item) })
    for (const result of (body as { results: { status: string }[] }).results) assert.equal(result.status, 'repeated')
  }
  const verified = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', MAIN, 'ledger', 'verify', '--json'],
    {
      env: { ...process.env, DATABASE_URL: '', TONGGUAN_DATA: site.dataDir },
      encoding: 'utf8',
    },
  )
  assert.equal(verified.status, 0, verified.stdout + verified.stderr)
  const report = JSON.parse(verified.stdout) as { ok: boolean; rows: number; faults: unknown[] }
  assert.equal(report.ok, true, JSON.stringify(report.faults))
  assert.ok(report.rows >= acknowledged.size)
})
