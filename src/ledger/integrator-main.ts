/**
 * The integrator as a process of its own. Environment: TONGGUAN_LEDGER_URL (database, role tongguan_ledger),
 * TONGGUAN_LEDGER_ORIGIN, TONGGUAN_LEDGER_KEY (file, made on first use; the last checkpoint is kept beside it),
 * TONGGUAN_LEDGER_NEXT_KEY (while keys rotate), TONGGUAN_LOG_DIR (published files, optional). It reports to its parent by
 * messages or, without one, in lines of JSON, and ends with its parent: a leader that nobody supervises holds the lock.
 */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { type IntegratorStatus, runIntegrator } from './integrator.ts'
import { openLedgerKey } from './key-file.ts'

const setting = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

const keyFile = setting('TONGGUAN_LEDGER_KEY')
const origin = process.env.TONGGUAN_LEDGER_ORIGIN || 'ledger.tongguan.local/live'
const url = setting('TONGGUAN_LEDGER_URL')
mkdirSync(dirname(keyFile), { recursive: true })
const next = process.env.TONGGUAN_LEDGER_NEXT_KEY
const keys = [openLedgerKey(keyFile, origin), ...(next ? [openLedgerKey(next, origin)] : [])]
const stopping = new AbortController()
for (const name of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(name, () => stopping.abort())

const report = (status: IntegratorStatus): void => {
  if (process.send) process.send(status, () => {})
  else if (status.is !== 'integrated') process.stdout.write(`${JSON.stringify(status)}\n`)
}

await runIntegrator({
  connect: async () => {
    const client = new pg.Client({ connectionString: url, application_name: 'tongguan integrator', keepAlive: true })
    await client.connect()
    return client
  },
  keys,
  keptFile: join(dirname(keyFile), 'ledger.checkpoint'),
  ...(process.env.TONGGUAN_LOG_DIR ? { logDir: process.env.TONGGUAN_LOG_DIR } : {}),
  signal: stopping.signal,
  onStatus: report,
})
process.exit(0)
