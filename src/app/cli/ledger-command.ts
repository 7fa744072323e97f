/** `tongguan ledger …` on this machine's site, beside a running server or without one. */
import pg from 'pg'
import { ledgerKeyFile } from '../integrator-process.ts'
// Rooms register which of their columns are protected when they are loaded.
import '../rooms.ts'
import { openSite } from '../site.ts'
import { type Command, UsageError } from './command.ts'
import { type LedgerDesk, ledgerCheckpoint, ledgerExport, ledgerProve, ledgerVerify } from './ledger.ts'

const vkeysOf = (args: readonly string[]): string[] =>
  args.flatMap((arg, i) => (args[i - 1] === '--vkey' ? [arg] : arg.startsWith('--vkey=') ? [arg.slice(7)] : []))

export const ledgerCommand: Command = async (args, terminal) => {
  const [what, ...rest] = args
  const run = (desk: LedgerDesk): Promise<number> => {
    switch (what) {
      case 'checkpoint':
        return ledgerCheckpoint(desk)
      case 'verify':
        return ledgerVerify(desk, vkeysOf(rest))
      case 'prove':
        return ledgerProve(desk, rest[0])
      case 'export':
        return ledgerExport(desk, rest[0])
      default:
        throw new UsageError('ledger checkpoint | verify [--vkey VKEY] | prove SEQ | export DIR')
    }
  }
  if (!['checkpoint', 'verify', 'prove', 'export'].includes(what ?? ''))
    throw new UsageError('ledger checkpoint | verify | prove SEQ | export DIR')
  const config = terminal.config()
  const site = await openSite(config, 'join', () => {})
  const client = new pg.Client({ connectionString: site.db.url('owner'), application_name: 'tongguan ledger' })
  try {
    await client.connect()
    return await run({
      client,
      origin: config.ledgerOrigin,
      keyFile: ledgerKeyFile(config.dataDir),
      ...(process.env['TONGGUAN_LOG_DIR'] ? { logDir: process.env['TONGGUAN_LOG_DIR'] } : {}),
      terminal,
    })
  } finally {
    await client.end()
    await site.close()
  }
}
