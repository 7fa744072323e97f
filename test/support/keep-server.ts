/** Keeps the shared test server: started by the first test that needs it, ends a minute after the last connection. */
import pg from 'pg'
import { startEmbedded } from '../../src/store/public.ts'
import { TEST_SERVER_FOLDER } from './database.ts'

const IDLE_MS = 60_000

const server = await startEmbedded({ dataDir: TEST_SERVER_FOLDER, durable: false }).catch(() => process.exit(0))
let lastSeen = Date.now()
const stop = async (): Promise<never> => {
  await server.stop()
  process.exit(0)
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)

const watcher = new pg.Client({ connectionString: server.adminUrl, application_name: 'keeper' })
watcher.on('error', () => {
  void stop()
})
await watcher.connect()
// What killed tests left behind.
const left = await watcher.query<{ datname: string }>(
  "select datname from pg_database where datname like 'tongguan\\_test\\_%'",
)
for (const { datname } of left.rows) await watcher.query(`drop database if exists ${datname} with (force)`)
setInterval(async () => {
  const { rows } = await watcher.query<{ n: number }>(
    "select count(*)::int as n from pg_stat_activity where backend_type = 'client backend' and application_name <> 'keeper'",
  )
  if (rows[0]!.n > 0) lastSeen = Date.now()
  if (Date.now() - lastSeen > IDLE_MS) await stop()
}, 2_000)
