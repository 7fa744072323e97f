/**
 * What the sender is told: one file of JSON per file that was brought, for the way out of an isolated network. Counters, and of
 * each refused row where and why; never what stood in it.
 */
import type { Bilingual } from '../../base/public.ts'
import type { ImportRow, RejectRow } from './import-store.ts'

/** Faults in one acknowledgement; the whole list lies beside the file. Judgement, not validated. */
export const MOST_FAULTS = 1000

export type Acknowledgement = {
  file: string
  sha256: string | null
  source: string | null
  status: 'done' | 'failed'
  takenAt: string
  settledAt: string
  import: string | null
  rows: number
  accepted: number
  repeated: number
  corrected: number
  rejected: number
  reason: Bilingual | null
  faults: { row: number; field: string; zh: string; en: string }[]
  faultsLeftOut: boolean
}

export const acknowledge = (
  file: Pick<Acknowledgement, 'file' | 'sha256' | 'source' | 'takenAt' | 'settledAt'>,
  run: ImportRow | undefined,
  rejects: readonly RejectRow[],
  reason: Bilingual | null,
): Acknowledgement => ({
  ...file,
  status: run?.status === 'done' ? 'done' : 'failed',
  import: run?.id ?? null,
  rows: run?.rows_read ?? 0,
  accepted: run?.accepted ?? 0,
  repeated: run?.repeated ?? 0,
  corrected: run?.corrected ?? 0,
  rejected: run?.rejected ?? 0,
  reason: reason ?? (run?.failure as Bilingual | null | undefined) ?? null,
  faults: rejects.slice(0, MOST_FAULTS).map(({ row_number, field, zh, en }) => ({ row: row_number, field, zh, en })),
  faultsLeftOut: rejects.length > MOST_FAULTS,
})
