import pg from 'pg'
import { sealFacts, appendSealed, openLedgerKey, runIntegrator, verifyLedger, integrateAll } from '/work/main/src/ledger/public.ts'
const N = Number(process.argv[2] ?? 100000)
const url = (r: string) => `postgres://tongguan_${r}@127.0.0.1:55437/t`
const conn = async (r: string) => { const c = new pg.Client({ connectionString: url(r) }); await c.connect(); return c }
const key = openLedgerKey('/tmp/tg/ledger/perf.key', 'ledger.perf/live')
const c = await conn('intake')
const tx = { query: async (t: string, v: unknown[], name?: string) => (await c.query({ text: t, values: v, name })).rows }
const body = { 名称: '甲醇 / methanol', net: 18250.5, hs: '290511', berth: 'B-07', flags: ['un1230', null, true], at: '2026-11-22T08:00:00.000Z', items: Array.from({ length: 10 }, (_, i) => ({ n: i, v: 'abcdefghij' })) }
let sealMs = 0, appendMs = 0
const t0 = performance.now()
for (let i = 0; i < N; i += 1000) {
  const a = performance.now()
  const s = sealFacts(Array.from({ length: 1000 }, (_, j) => ({ act: 'signal.received', object: `signal/${i + j}`, payload: { row: body }, circleId: 1 })), { actor: 'post/x', realm: 1, at: new Date(), recordedAt: new Date() })
  const b = performance.now()
  await c.query('begin'); await appendSealed(tx as never, s); await c.query('commit')
  appendMs += performance.now() - b; sealMs += b - a
}
console.log('seal/s', Math.round(N / sealMs * 1000), 'append/s', Math.round(N / appendMs * 1000))
const l = await conn('ledger')
const t1 = performance.now()
await integrateAll(l, { keys: [key], keptFile: '/tmp/tg/ledger/perf.checkpoint' })
console.log('integrate/s', Math.round(N / (performance.now() - t1) * 1000))
const o = await conn('owner')
const r = await verifyLedger(o, { origin: 'ledger.perf/live', trusted: [key] })
console.log('verify', r.ok, r.size, r.seconds, r.faults.slice(0, 3))
const r2 = await verifyLedger(o, { origin: 'ledger.perf/live', trusted: [key], treeOnly: true })
console.log('tree only', r2.ok, r2.size, r2.seconds)
process.exit(0)
