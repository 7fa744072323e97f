import pg from 'pg'
import { startEmbedded } from '../src/store/public.ts'
const e = await startEmbedded({ dataDir: '/tmp/tg/harden/site' })
const c = new pg.Client({ connectionString: e.adminUrl }); await c.connect()
await c.query(`create temp table le (like ledger_entry including indexes); 
 insert into le (epoch, txid, id, leaf) select 1, (i/10)::text::xid8, i, '\\x00'::bytea from generate_series(1,500000) i; analyze le;
 create temp table ls as select 1 as epoch, 1 as cursor_epoch, '50000'::xid8 as cursor_txid, 500000::bigint as cursor_id; `)
const Q="select exists (select from le e where (e.epoch, e.txid, e.id) > (s.cursor_epoch, s.cursor_txid, s.cursor_id) and (e.epoch, e.txid) < (s.epoch, pg_snapshot_xmin(pg_current_snapshot()))) as ready, exists (select from le e where (e.epoch, e.txid, e.id) > (s.cursor_epoch, s.cursor_txid, s.cursor_id)) as waiting from ls s"
const Q3="select coalesce((e.epoch, e.txid) < (s.epoch, pg_snapshot_xmin(pg_current_snapshot())), false) as ready, e.epoch is not null as waiting from ls s left join lateral (select e.epoch, e.txid from le e where (e.epoch, e.txid, e.id) > (s.cursor_epoch, s.cursor_txid, s.cursor_id) order by e.epoch, e.txid, e.id limit 1) e on true"
await c.query('delete from ls where ctid <> (select min(ctid) from ls); analyze ls')
for (const q of [Q,Q3]) { const {rows}=await c.query('explain (analyze, costs off) '+q); console.log(rows.map(r=>r['QUERY PLAN']).join('\n')) }
await c.end(); await e.stop()
