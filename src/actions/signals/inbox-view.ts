/** The watched folder as the Import page shows it: files of the sources that the reader may import for, and what became of them. */
import { readdir } from 'node:fs/promises'
import { instant } from '../../base/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { inboxOf } from './inbox.ts'
import { newestInboxFiles } from './inbox-store.ts'
import type { InboxView } from './model.ts'
import { listSources } from './sources.ts'

const SHOWN = 20

export const viewInbox = async (call: Call, house: House): Promise<InboxView> => {
  const state = inboxOf(house.dataDir)?.state
  const rows = await newestInboxFiles(call.tx, call.realm, SHOWN)
  const own = new Map(
    (await listSources(call.tx, call.actor)).filter((one) => one.mayImport).map((one) => [one.code, one]),
  )
  const named = (code: string) => {
    const { id, zh, en } = own.get(code)!
    return { id, zh, en }
  }
  // Whose the files are that name no source is not known: they are counted, their names are not shown.
  const turnedAway = state
    ? (await readdir(state.failedFolder).catch(() => [])).filter(
        (name) => name.startsWith('unassigned__') && !name.endsWith('.reason.txt'),
      ).length
    : 0
  return {
    watched: state !== undefined,
    answers: state?.hasOutbox ?? false,
    lastPassAt: state?.lastPassAt ? instant(state.lastPassAt) : null,
    fault: state?.fault ?? null,
    turnedAway,
    leftAlone: state?.odd ?? 0,
    waiting: (state?.waiting ?? [])
      .filter(
        ({ code, name }) => own.has(code) && !rows.some((row) => row.status === 'taken' && row.file_name === name),
      )
      .map(({ code, name, bytes }) => ({ fileName: name.slice(0, 120), bytes, source: named(code) })),
    files: rows.map((row) => ({
      id: row.id,
      fileName: row.file_name,
      bytes: Number(row.file_bytes),
      status: row.status as 'taken' | 'done' | 'failed',
      source: { id: row.source_id, zh: row.source_zh, en: row.source_en },
      importId: row.run_id,
      failure: row.failure,
      rejected: row.rejected ?? 0,
      takenAt: instant(new Date(row.taken_at)),
      settledAt: row.settled_at === null ? null : instant(new Date(row.settled_at)),
    })),
  }
}
