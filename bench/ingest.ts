/**
 * Ingest, as the write path defines it. A signal counts when its duplicate key, its row with all indexes, every mention, an
 * assessment of all rules and one leaf per fact are committed and integrated. "Plain" is the same signal rows with the same
 * indexes by the same number of connections, in a second database of the same server. Steady state over `--rows` (1,000,000
 * unless told); the last 100,000 are reported. HTTP and the time until a signal is visible on an open page: see `visible`.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import {
  INTAKE_BATCH,
  openIntake,
  type Prepared,
  prepareSignal,
  readSignal,
  takeIn,
} from '../src/actions/signals/public.ts'
import { LIVE_REALM } from '../src/base/public.ts'
import { migrate, openDatabase, withIntake } from '../src/store/public.ts'
import type { Figures } from './main.ts'
import { benchDeclarations, type DeclarationSource } from './support/declarations.ts'
import { type BenchSite, ledgerSize, openBenchSite } from './support/site.ts'
import { measureVisible } from './support/visible.ts'

const CONNECTIONS = 2
const LAST = 100_000

const option = (args: readonly string[], name: string, fallback: number): number => {
  const at = args.indexOf(`--${name}`)
  return at === -1 ? fallback : Number(args[at + 1])
}

const prepared = (
  bench: BenchSite,
  declarations: DeclarationSource,
  tokens: ReturnType<typeof openIntake>['tokens'],
  n: number,
): Prepared => {
  const { content, faults } = readSignal('declaration', declarations.at(n), bench.site.config.portZone)
  if (content === null) throw new Error(faults[0]!.en)
  return prepareSignal(tokens, bench.source, content, new Date())
}

/** Runs `batch(first)` for every batch over CONNECTIONS at once; resolves with the time at which `rows - LAST` were done. */
const drive = async (
  rows: number,
  batch: (first: number) => Promise<void>,
): Promise<{ lastFrom: number; to: number }> => {
  let next = 0
  let done = 0
  let lastFrom = performance.now()
  const worker = async (): Promise<void> => {
    for (;;) {
      const first = next
      if (first >= rows) return
      next += INTAKE_BATCH
      await batch(first)
      done += INTAKE_BATCH
      if (done <= rows - LAST) lastFrom = performance.now()
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  return { lastFrom, to: performance.now() }
}

const full = async (
  bench: BenchSite,
  rows: number,
  declarations: DeclarationSource,
): Promise<{ perSecond: number; lagMs: number }> => {
  const intake = openIntake(bench.dataDir)
  let worstLag = 0
  const watch = setInterval(() => {
    void bench.site.db.owner
      .query<{ lag: number }>(
        'select coalesce(extract(epoch from clock_timestamp() - behind_since) * 1000, 0)::float8 as lag from ledger_state',
      )
      .then(({ rows: [row] }) => {
        worstLag = Math.max(worstLag, row!.lag)
      })
  }, 500)
  const { lastFrom } = await drive(rows, async (first) => {
    const list = Array.from({ length: INTAKE_BATCH }, (_, i) => prepared(bench, declarations, intake.tokens, first + i))
    await takeIn(bench.site.db, intake, bench.source, list, { realm: LIVE_REALM, at: new Date(), actor: 'post/bench' })
  })
  clearInterval(watch)
  const { rows: counted } = await bench.site.db.owner.query<{ n: string }>('select count(*) as n from ledger_entry')
  const entries = Number(counted[0]!.n)
  while ((await ledgerSize(bench.site)) < entries) await new Promise((resolve) => setTimeout(resolve, 20))
  return { perSecond: (LAST / (performance.now() - lastFrom)) * 1000, lagMs: worstLag }
}

/** The same rows with the same indexes and policies, and nothing else: no key, mention, assessment, part, entry. */
const PLAIN = `
  insert into signal (realm, id, received_at, circle_id, source_id, kind, port, place, observed_at, external_no, version,
                      reliability, credibility, flags, body, search, fact, commitment)
  select 1, id, $1, $2, $3, 'declaration', $4, 'sea', observed_at, external_no, 1, 'A', '6', '{}', body::jsonb, search::tsvector, $5, $5
    from unnest($6::uuid[], $7::timestamptz[], $8::text[], $9::text[], $10::text[]) as r (id, observed_at, external_no, body, search)`

const plain = async (bench: BenchSite, rows: number, declarations: DeclarationSource): Promise<number> => {
  const admin = new pg.Client({ connectionString: bench.site.db.adminUrl })
  await admin.connect()
  await admin.query('create database plain owner tongguan_owner')
  await admin.end()
  const url = new URL(bench.site.db.adminUrl)
  url.pathname = '/plain'
  const db = await openDatabase({ adminUrl: url.href })
  try {
    await migrate(db)
    const { source } = bench
    await db.owner.query("insert into agency (agency_id, zh, en, type) values ('customs', '海关', 'Customs', 'x')")
    const circle = await db.owner.query<{ id: number }>(
      "select app.intern_circle('customs', 'declaration_basic', null, 'amber', '{}', '{}') as id",
    )
    const circleId = circle.rows[0]!.id
    await db.owner.query(
      "insert into source (source_id, code, agency_id, kind, zh, en, circle_id, whole_circle_id, port, place) values ($1, 'customs.declarations', 'customs', 'declaration', '海', 'x', $2, $2, 'CNLMN', 'sea')",
      [source.id, circleId],
    )
    const intake = openIntake(bench.dataDir)
    const hash = randomBytes(32)
    const { lastFrom, to } = await drive(rows, async (first) => {
      const list = Array.from({ length: INTAKE_BATCH }, (_, i) =>
        prepared(bench, declarations, intake.tokens, first + i),
      )
      await withIntake(db, { realm: LIVE_REALM }, (tx) =>
        tx.query(
          PLAIN,
          [
            new Date(),
            circleId,
            source.id,
            source.port,
            hash,
            list.map(() => randomUUID()),
            list.map((row) => row.observedAt.toISOString()),
            list.map((row) => row.externalNo),
            list.map((row) => JSON.stringify(row.body)),
            list.map((row) => row.search),
          ],
          'plain',
        ),
      )
    })
    return (LAST / (to - lastFrom)) * 1000
  } finally {
    await db.close()
  }
}

export const run = async (args: readonly string[]): Promise<Figures> => {
  const rows = option(args, 'rows', 1_000_000)
  if (rows % INTAKE_BATCH !== 0 || rows < LAST)
    throw new Error(`--rows is a multiple of ${INTAKE_BATCH}, at least ${LAST}`)
  const declarations = benchDeclarations()
  console.log(`${rows} signals from ${declarations.name}, ${CONNECTIONS} connections, ${INTAKE_BATCH} per transaction`)
  const bench = await openBenchSite()
  let figures: Figures
  try {
    const plainPerSecond = await plain(bench, rows, declarations)
    console.log(`plain insert of the same rows: ${Math.round(plainPerSecond)} rows/s`)
    const { perSecond, lagMs } = await full(bench, rows, declarations)
    console.log(
      `committed and integrated: ${Math.round(perSecond)} signals/s, the ledger lagged ${Math.round(lagMs)} ms at most`,
    )
    figures = {
      signalsPerSecond: perSecond,
      plainInsertPerSecond: plainPerSecond,
      ratioToPlainInsert: perSecond / plainPerSecond,
      integrationLagMaxMs: lagMs,
      rows,
    }
  } finally {
    await bench.close()
  }
  const seconds = option(args, 'visible-seconds', 60)
  return seconds === 0 ? figures : { ...figures, ...(await measureVisible(seconds)) }
}
