/**
 * What a page costs the server with `--rows` signals (1,000,000 unless told): the newest 50 and a search for two Chinese
 * characters, each under the viewer's policy and as the owner without one in the same run, and the server's time of every
 * page's requests over HTTP. The site is the demonstration, started as a person starts it, with the rows added by intake.
 */
import { createHash } from 'node:crypto'
import {
  findSource,
  INTAKE_BATCH,
  listSignals,
  openIntake,
  prepareSignal,
  readSignal,
  searchQuery,
  takeIn,
} from '../src/actions/signals/public.ts'
import { readConfig } from '../src/app/config.ts'
import { openSite, type Site } from '../src/app/site.ts'
import { LIVE_REALM, type RealmId } from '../src/base/public.ts'
import { type Call, type House, inCall } from '../src/ledger/public.ts'
import { withRole } from '../src/store/public.ts'
import { startSite, Visitor } from '../test/support/running-site.ts'
import type { Figures } from './main.ts'
import { benchDeclarations } from './support/declarations.ts'
import { percentile } from './support/site.ts'

const CONNECTIONS = 2
const REPEATS = 200
/** Two characters each: frequent, middling and rare words of the declarations. */
const WORDS = ['中国', '越南', '德国', '日本', '空运', '海运', '泰国', '秘鲁', '瑞士', '智利'] as const

const load = async (site: Site, rows: number): Promise<void> => {
  const declarations = benchDeclarations()
  const intake = openIntake(site.config.dataDir)
  const source = await withRole(site.db, 'owner', (tx) => findSource(tx, 'customs.declarations'))
  let next = 0
  const worker = async (): Promise<void> => {
    for (let first = next; first < rows; first = next) {
      next += INTAKE_BATCH
      const list = Array.from({ length: Math.min(INTAKE_BATCH, rows - first) }, (_, i) => {
        const { content, faults } = readSignal('declaration', declarations.at(first + i), site.config.portZone)
        if (content === null) throw new Error(faults[0]!.en)
        return prepareSignal(intake.tokens, source!, content, new Date())
      })
      await takeIn(site.db, intake, source!, list, { realm: LIVE_REALM, at: new Date(), actor: 'post/bench' })
      if (first % 100_000 === 0) console.log(`  ${first} loaded`)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
}

const timed = async (work: () => Promise<unknown>, repeats = REPEATS): Promise<number[]> => {
  for (let i = 0; i < 5; i++) await work()
  const times: number[] = []
  for (let i = 0; i < repeats; i++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return times
}

/** The room's own function with the owner's rights: the same statements, and a policy that says true. */
const asOwner = <T>(site: Site, like: Call, fn: (call: Call) => Promise<T>): Promise<T> =>
  withRole(site.db, 'owner', (tx) => fn({ ...like, tx }))

const PLAIN_SEARCH = `
  select s.*, a.level, a.reasons from signal s left join lateral
    (select level, reasons from assessment a where a.realm = s.realm and a.signal_id = s.id order by uses_parts desc limit 1) a on true
   where s.realm = 1 and s.search @@ $1::tsquery order by s.received_at desc, s.id desc limit 51`

const p95 = (times: readonly number[]): string => percentile(times, 0.95).toFixed(2)

const PAGES = {
  situation: '/situation',
  signals: '/signals?needs=person&limit=50',
  signalsAll: '/signals?needs=all&limit=50',
  search: `/signals?needs=all&limit=50&q=${encodeURIComponent('越南')}`,
  count: '/signals/count?needs=person',
  warnings: '/warnings',
  incidents: '/incidents',
  tasks: '/tasks/mine',
  imports: '/imports',
  ledger: '/ledger',
  reference: '/reference',
  session: '/session',
} as const

export const run = async (args: readonly string[]): Promise<Figures> => {
  const at = args.indexOf('--rows')
  const rows = at === -1 ? 1_000_000 : Number(args[at + 1])
  const running = await startSite()
  try {
    const site = await openSite(
      readConfig({ ...process.env, DATABASE_URL: '', TONGGUAN_DATA: running.dataDir }, [], running.dataDir),
      'join',
      () => {},
    )
    console.log(`loading ${rows} signals`)
    await load(site, rows)
    await site.db.owner.query('analyze')
    const visitor = await new Visitor(running).become('demo.duty')
    const token = /tg_session=([^;]+)/.exec(visitor.cookie)![1]!
    const claim = {
      sessionHash: createHash('sha256').update(token).digest('hex'),
      purpose: '',
      realm: LIVE_REALM as RealmId,
    }
    const house: House = site.house
    // Inside one transaction: the statements alone, without begin and commit.
    const withPolicy = (fn: (call: Call) => Promise<unknown>) => inCall(house, claim, (call) => timed(() => fn(call)))
    const like = await inCall(house, claim, async (call) => ({ ...call }))
    const withoutPolicy = (fn: (call: Call) => Promise<unknown>) => asOwner(site, like, (call) => timed(() => fn(call)))
    const newest50 = (call: Call) => listSignals(call, { needs: 'all', limit: 50 })
    const newest = { policy: await withPolicy(newest50), owner: await withoutPolicy(newest50) }
    console.log(`newest 50: p95 ${p95(newest.policy)} ms, without policy ${p95(newest.owner)} ms`)
    let word = 0
    const nextWord = () => WORDS[word++ % WORDS.length]!
    const search = {
      policy: await withPolicy((call) => listSignals(call, { needs: 'all', limit: 50, q: nextWord() })),
      // The owner needs no detour past the policy: the condition itself, and the same rows joined to it.
      owner: await withoutPolicy((call) => call.tx.query(PLAIN_SEARCH, [searchQuery(nextWord())], 'plain-search')),
    }
    console.log(`search of two characters: p95 ${p95(search.policy)} ms, without policy ${p95(search.owner)} ms`)
    const pages: Record<string, number> = {}
    for (const [name, path] of Object.entries(PAGES)) {
      const times = await timed(async () => {
        const { status, body } = await visitor.ask('GET', path)
        if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
      }, 40)
      pages[name] = percentile(times, 0.95)
      console.log(`  ${name.padEnd(12)} p95 ${pages[name]!.toFixed(1)} ms`)
    }
    const list = (await visitor.ask('GET', PAGES.signalsAll)).body as { rows: { id: string }[] }
    const signalTimes = await timed(() => visitor.ask('GET', `/signals/${list.rows[0]!.id}`), 40)
    pages['case'] = percentile(signalTimes, 0.95)
    console.log(`  ${'case'.padEnd(12)} p95 ${pages['case'].toFixed(1)} ms`)
    await site.close()
    return {
      rows,
      newest50P95Ms: percentile(newest.policy, 0.95),
      newest50P95MsWithoutPolicy: percentile(newest.owner, 0.95),
      searchP95Ms: percentile(search.policy, 0.95),
      searchP95MsWithoutPolicy: percentile(search.owner, 0.95),
      slowestPageP95Ms: Math.max(...Object.values(pages)),
      pagesP95Ms: pages,
    }
  } finally {
    await running.end()
  }
}
