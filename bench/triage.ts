/**
 * Triage at volume: `--rows` declarations (20,000 unless told) through intake, arriving over thirty days; then `--waiting` more
 * of those that wait, copied from them with other subjects and times in the form in which intake leaves them after a fold
 * (42,000: as many as a million of these declarations have; 1,000,000: every one of a million waits). Then how long the list, its counts, one group, a search and a look at compound assessments take for an agency that sees everything and for one
 * that sees the basic part only. Times are of the whole call: transaction, policy, words.
 */
import { evaluateCompounds } from '../src/actions/compound/public.ts'
import { INTAKE_BATCH, openIntake, prepareSignal, readSignal, takeIn } from '../src/actions/signals/public.ts'
import { countOf, getGroup, listGroups } from '../src/actions/triage/public.ts'
import { DAY_MS, LIVE_REALM, uuid } from '../src/base/public.ts'
import { ensureSystemPosts, systemPostOf } from '../src/environment/identity/public.ts'
import { type Call, inCall } from '../src/ledger/public.ts'
import { withRole } from '../src/store/public.ts'
import type { Figures } from './main.ts'
import { benchDeclarations } from './support/declarations.ts'
import { openBenchSite, percentile } from './support/site.ts'

const SPREAD_MS = 30 * DAY_MS
const TIMES = 15

/** Of n copies, each takes the place of one that is there, on one of 200 subjects, in the window of a time drawn at random. */
const COPY_ITEMS = `
  with there as (select *, row_number() over () - 1 as i, count(*) over () as all_of from triage_item where object_kind = 'signal'),
       copies as (select n, $2::timestamptz + random() * ($3::timestamptz - $2::timestamptz) as at, floor(200 * random() * random())::int as subject
                    from generate_series(1, $1::int) n)
  insert into triage_item (realm, circle_id, group_id, object_kind, object_id, received_at, kind, rule, risk_type, source_id, port, place, rank, n)
  select t.realm, t.circle_id, md5(t.rule || c.subject || date_trunc('day', c.at))::uuid, 'signal', gen_random_uuid(), c.at, t.kind, t.rule,
         t.risk_type, t.source_id, t.port, t.place, t.rank, 1
    from copies c join there t on t.i = c.n % t.all_of`

const COPY_TALLIES = `
  insert into triage_tally (realm, circle_id, group_id, window_at, kind, rule, domain, subject_kind, subject_key, source_id, n, first_at, last_at, rank)
  select realm, circle_id, group_id, date_trunc('day', min(received_at)), kind, rule, split_part(coalesce(min(risk_type), ''), '.', 1), 'hs4',
         left(group_id::text, 4), source_id, count(*), min(received_at), max(received_at), max(rank)
    from triage_item where group_id not in (select group_id from triage_tally) group by realm, circle_id, group_id, kind, rule, source_id`

export const run = async (args: readonly string[]): Promise<Figures> => {
  const option = (name: string, fallback: number): number => {
    const at = args.indexOf(`--${name}`)
    return at === -1 ? fallback : Number(args[at + 1])
  }
  const rows = option('rows', 20_000)
  const waiting = option('waiting', 42_000)
  const bench = await openBenchSite()
  const { site, source } = bench
  try {
    const now = new Date()
    const since = new Date(now.getTime() - SPREAD_MS)
    await withRole(site.db, 'owner', async (tx) => {
      await ensureSystemPosts(tx)
      await tx.query('select app.ensure_partitions_between($1, $2)', [since, now])
      await tx.query(
        `select app.put_agreement($1, 'customs', 'port_office', 'declaration_basic', 'port_security', '协议', 'agreement', $2, 'infinity', $2, $2)`,
        [uuid(), since],
      )
    })
    const declarations = benchDeclarations()
    const intake = openIntake(bench.dataDir)
    const started = performance.now()
    for (let first = 0; first < rows; first += INTAKE_BATCH) {
      const arrived = new Date(since.getTime() + (SPREAD_MS * first) / rows)
      const list = Array.from({ length: Math.min(INTAKE_BATCH, rows - first) }, (_, i) => {
        const { content, faults } = readSignal('declaration', declarations.at(first + i), site.config.portZone)
        if (content === null) throw new Error(faults[0]!.en)
        return prepareSignal(intake.tokens, source, content, arrived)
      })
      await takeIn(site.db, intake, source, list, { realm: LIVE_REALM, at: arrived, actor: 'post/bench' })
    }
    const intakeSeconds = (performance.now() - started) / 1000
    await site.db.owner.query(COPY_ITEMS, [waiting, since, now])
    await site.db.owner.query(COPY_TALLIES)
    const foldStarted = performance.now()
    await site.db.job.query('select app.fold_triage()')
    const foldMs = performance.now() - foldStarted
    await site.db.owner.query('analyze')
    const figures = await site.db.owner.query<{ items: number; groups: number; tallies: number }>(
      `select (select count(*)::int from triage_item) as items, (select count(distinct group_id)::int from triage_tally) as groups,
              (select count(*)::int from triage_tally) as tallies`,
    )

    const timed = async (agency: string, work: (call: Call) => Promise<unknown>): Promise<number> => {
      const times: number[] = []
      for (let i = 0; i < TIMES; i++) {
        const from = performance.now()
        await inCall(site.house, { onBehalf: systemPostOf(agency), purpose: 'port_security', realm: LIVE_REALM }, work)
        times.push(performance.now() - from)
      }
      return percentile(times, 0.5)
    }
    const measured: Record<string, Figures> = {}
    for (const agency of ['customs', 'port_office']) {
      const first = await inCall(
        site.house,
        { onBehalf: systemPostOf(agency), purpose: 'port_security', realm: LIVE_REALM },
        (call) => listGroups(call, { when: 'all', limit: 1 }),
      )
      measured[agency] = {
        listDayMs: await timed(agency, (call) => listGroups(call, {})),
        listAllMs: await timed(agency, (call) => listGroups(call, { when: 'all' })),
        countDayMs: await timed(agency, (call) => countOf(call, {})),
        countAllMs: await timed(agency, (call) => countOf(call, { when: 'all' })),
        searchMs: await timed(agency, (call) => listGroups(call, { when: 'all', q: '870323' })),
        groupMs: await timed(agency, (call) => getGroup(call, first.rows[0]!.id)),
        compoundMs: await timed(agency, evaluateCompounds),
      }
      console.log(agency, JSON.stringify(measured[agency]))
    }
    return { rows, waiting, intakePerSecond: rows / intakeSeconds, foldMs, ...figures.rows[0]!, ...measured }
  } finally {
    await bench.close()
  }
}
