/** `tongguan doctor`: looks at everything a site needs, says what is wrong and what to do. Changes nothing. */
import { statfsSync } from 'node:fs'
import { formatVkey, openLedgerKey, readLedgerStatus } from '../../ledger/public.ts'
import { planMigrations, readMigrations } from '../../store/public.ts'
import { ledgerKeyFile } from '../integrator-process.ts'
import { openSite } from '../site.ts'
import type { Command } from './command.ts'

type Finding = { what: string; ok: boolean; says: string; remedy?: string }

const MIB = 1_048_576
/** Below this much free space a busy site may stop within hours; judgement, not validated. */
const DISK_MIB = 2_048
/** An integrator looks ten times a second; silence of so long means that none runs. */
const SILENT_MS = 10_000
const CLOCK_MS = 2_000

export const doctorCommand: Command = async (_args, terminal) => {
  const config = terminal.config()
  const findings: Finding[] = []
  const find = (what: string, ok: boolean, says: string, remedy: string): void => {
    findings.push({ what, ok, says, ...(ok ? {} : { remedy }) })
  }
  const major = Number(process.versions.node.split('.')[0])
  find('node', major >= 24, process.version, 'start with npm start or npx tongguan, which bring Node 24')
  const site = await openSite(config, 'join', () => {})
  try {
    const { rows } = await site.db.owner.query<{ version: string; now: Date; fsync: string }>(
      "select current_setting('server_version') as version, clock_timestamp() as now, current_setting('fsync') as fsync",
    )
    find('database', true, `PostgreSQL ${rows[0]!.version}`, '')
    find(
      'durability',
      rows[0]!.fsync === 'on',
      `fsync ${rows[0]!.fsync}`,
      'set fsync = on; a crash loses data without it',
    )
    const skew = Math.abs(rows[0]!.now.getTime() - Date.now())
    find(
      'clock',
      skew < CLOCK_MS,
      `${skew} ms between this machine and the database`,
      'let both follow the same time server',
    )
    const applied = await site.db.owner.query('select number, name, sha256, breaking from migration order by number')
    find(
      'schema',
      planMigrations(readMigrations(), applied.rows).length === 0,
      `${applied.rows.length} migrations`,
      'start the server once',
    )
    const status = await readLedgerStatus({ query: (text, values) => site.db.owner.query(text, values) })
    find(
      'ledger',
      status.stopped === null,
      `${status.size} entries, ${status.signedSize ?? 0} signed`,
      `signing has stopped: ${status.stopped}; run tongguan ledger verify`,
    )
    const silent = status.silentMs ?? Number.POSITIVE_INFINITY
    find(
      'integrator',
      silent < SILENT_MS,
      silent < SILENT_MS ? `lag ${Math.round(status.lagMs)} ms` : 'does not run',
      'it runs with the server: start it',
    )
    find('ledger key', true, formatVkey(openLedgerKey(ledgerKeyFile(config.dataDir), config.ledgerOrigin)), '')
    const disk = statfsSync(site.embedded?.base ?? config.dataDir)
    const freeMib = Math.floor((disk.bavail * disk.bsize) / MIB)
    find('disk', freeMib >= DISK_MIB, `${freeMib} MiB free`, 'free space or move TONGGUAN_DATA to a larger disk')
  } finally {
    await site.close()
  }
  const ok = findings.every((one) => one.ok)
  terminal.print(
    terminal.json
      ? JSON.stringify({ ok, findings })
      : findings
          .map((one) => `${one.ok ? 'ok ' : 'BAD'} ${one.what}: ${one.says}${one.remedy ? `\n    ${one.remedy}` : ''}`)
          .join('\n'),
  )
  return ok ? 0 : 1
}
