/**
 * `tongguan ledger checkpoint | verify | prove SEQ | export DIR`. Each takes one connection of the owner: verification reads
 * openings and rows of every circle, and where no integrator runs, checkpoint takes what is waiting before it prints.
 */
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type pg from 'pg'
import { DomainError } from '../../base/public.ts'
import {
  exportLedger,
  formatVkey,
  getLatestCheckpoint,
  integrateAll,
  parseVkey,
  proveEntry,
  readLedgerKey,
  readLedgerStatus,
  type SignerKey,
  type VerifierKey,
  verifyLedger,
} from '../../ledger/public.ts'
import { type Terminal, UsageError } from './command.ts'

export type LedgerDesk = {
  client: pg.ClientBase
  origin: string
  keyFile: string
  /** Where the log is published as files, if it is. */
  logDir?: string
  terminal: Pick<Terminal, 'json' | 'say' | 'print'>
}

const keptFileOf = ({ keyFile }: LedgerDesk): string => join(dirname(keyFile), 'ledger.checkpoint')

const keyOf = ({ keyFile, origin }: LedgerDesk): SignerKey => {
  try {
    return readLedgerKey(keyFile, origin)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new DomainError('unavailable', {
      zh: `没有密钥文件 ${keyFile}：请先启动一次服务。`,
      en: `There is no key file ${keyFile}: start the server once.`,
    })
  }
}

const show = ({ terminal }: LedgerDesk, document: object, lines: readonly string[]): void =>
  terminal.print(terminal.json ? JSON.stringify(document) : lines.join('\n'))

/** How long an integrator that runs elsewhere is given to sign what it has taken. */
const PATIENCE_MS = 3_000

export const ledgerCheckpoint = async (desk: LedgerDesk): Promise<number> => {
  const key = keyOf(desk)
  const options = { keys: [key], keptFile: keptFileOf(desk), ...(desk.logDir ? { logDir: desk.logDir } : {}) }
  if (!(await integrateAll(desk.client, options))) {
    const until = Date.now() + PATIENCE_MS
    for (;;) {
      const { size, signedSize } = await readLedgerStatus(desk.client)
      if (signedSize === size || Date.now() > until) break
      await new Promise((done) => setTimeout(done, 50))
    }
  }
  const { size, note, signedAt } = await getLatestCheckpoint(desk.client)
  const [origin, , root] = note.split('\n')
  show(desk, { origin, size, root, signedAt: signedAt.toISOString(), vkey: formatVkey(key), checkpoint: note }, [
    note.trimEnd(),
  ])
  return 0
}

const notesOutside = (desk: LedgerDesk): { where: string; note: string }[] =>
  [keptFileOf(desk), ...(desk.logDir ? [join(desk.logDir, 'checkpoint')] : [])].flatMap((where) => {
    try {
      return [{ where, note: readFileSync(where, 'utf8') }]
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  })

/** Status 1 where anything is wrong. `vkey`: keys to trust instead of the site's own, one or more while keys rotate. */
export const ledgerVerify = async (desk: LedgerDesk, vkeys: readonly string[] = []): Promise<number> => {
  const trusted: VerifierKey[] = vkeys.length > 0 ? vkeys.map(parseVkey) : [keyOf(desk)]
  // Read before the snapshot is taken: what is outside may not be newer than what we look at.
  const outside = notesOutside(desk)
  const report = await verifyLedger(desk.client, { origin: desk.origin, trusted, outside })
  const { rows: tables, ...rest } = report
  const rows = Object.values(tables).reduce((sum, n) => sum + n, 0)
  show(desk, { ...rest, rows, tables }, [
    ...report.faults.map(({ zh, en }) => `✗ ${en} | ${zh}`),
    ...Object.entries(report.counts)
      .filter(([kind, n]) => n > report.faults.filter((fault) => fault.kind === kind).length)
      .map(([kind, n]) => `✗ ${kind}: ${n} in all`),
    `size ${report.size}, root ${report.root}, signed size ${report.signedSize}`,
    `${report.openings} openings (${report.erased} payloads erased), ${rows} rows in ${Object.keys(tables).length} tables, ${report.seconds} s`,
    report.ok ? 'ledger verified | 记录完整' : 'ledger NOT verified | 记录有误',
  ])
  return report.ok ? 0 : 1
}

export const ledgerProve = async (desk: LedgerDesk, seqText: string | undefined): Promise<number> => {
  if (seqText === undefined || !/^(?:0|[1-9][0-9]{0,15})$/.test(seqText))
    throw new UsageError('ledger prove SEQ: the index of an entry, from 0')
  const proof = await proveEntry(desk.client, Number(seqText))
  desk.terminal.print(JSON.stringify({ ...proof, vkey: formatVkey(keyOf(desk)) }, null, desk.terminal.json ? 0 : 2))
  return 0
}

export const ledgerExport = async (desk: LedgerDesk, directory: string | undefined): Promise<number> => {
  if (!directory) throw new UsageError('ledger export DIR: a folder for the files')
  const vkey = formatVkey(keyOf(desk))
  const { size } = await exportLedger(desk.client, resolve(directory), vkey)
  show(desk, { directory: resolve(directory), size, vkey }, [`exported ${size} entries to ${resolve(directory)}`, vkey])
  return 0
}
