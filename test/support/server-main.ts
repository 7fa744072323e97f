/**
 * The PostgreSQL that all test files of one `npm test` share: prints its address as one line and serves until SIGTERM or
 * until its standard input closes, so that it never outlives a killed run. Where a test started by hand already keeps the
 * server of this checkout, that one is used and held by an open connection.
 */
import pg from 'pg'
import { startEmbedded } from '../../src/store/public.ts'
import { asAdmin, TEST_SERVER_FOLDER } from './database.ts'

const server = await startEmbedded({ dataDir: TEST_SERVER_FOLDER, durable: false }).catch(() =>
  startEmbedded({ dataDir: TEST_SERVER_FOLDER, durable: false, mode: 'join' }),
)
const hold = new pg.Client({ connectionString: server.adminUrl, application_name: 'npm test' })
hold.on('error', () => {})
await hold.connect()

let stopping = false
const stop = async (): Promise<void> => {
  if (stopping) return
  stopping = true
  await hold.end().catch(() => {})
  await server.stop()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.stdin.on('end', stop).on('close', stop).resume()

if (server.supervises)
  // What killed tests left behind.
  await asAdmin(server.adminUrl, async (client) => {
    const left = await client.query<{ datname: string }>(
      "select datname from pg_database where datname like 'tongguan\\_test\\_%'",
    )
    for (const { datname } of left.rows) await client.query(`drop database if exists ${datname} with (force)`)
  })
console.log(server.adminUrl)
