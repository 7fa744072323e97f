/**
 * The integrator: rounds every 100 ms, a checkpoint at most every second, published files where a folder is named. The leader
 * lock says who works, the fence in each round says who is right. Runs in its own process (integrator-main.ts) and owns one
 * connection; when that breaks, everything it remembers is forgotten and start-up runs again.
 *
 * Order of what follows a round, each step repeatable: files of the size, signature stored, checkpoint kept beside the key,
 * checkpoint published. A crash in between leaves files nobody refers to, or a stored note that is published next time.
 */
import { join } from 'node:path'
import type pg from 'pg'
import { openCheckpoint } from './checkpoint.ts'
import { integrateRound, lookAhead, type Memory } from './integrate.ts'
import type { SignerKey } from './keys.ts'
import { findPublishedCheckpoint, type Hook, LedgerStopped, publishTiles, replaceFile } from './publish.ts'
import { startUp, stop } from './recover.ts'
import { signSize } from './signer.ts'
import { type Sql, sqlOf } from './sql.ts'

/** From ledger-format.md, section 9 and write-path.md; the lag they give was measured. */
export const ROUND_MS = 100
/** Judgement, not validated: a checkpoint a second keeps their number near that of a day's seconds. */
export const CHECKPOINT_MS = 1000
/** Entries per round: bounds memory and the length of one transaction. Judgement, not tuned. */
const MAX_ENTRIES = 8192
const LEADER_LOCK = 'select pg_try_advisory_lock(7161, 2) as led'

export type IntegratorOptions = {
  connect: () => Promise<pg.Client>
  /** One key; two while one replaces the other. The first names the log. */
  keys: readonly SignerKey[]
  /** The last signed checkpoint is kept here too: what shows that a database went back in time. */
  keptFile: string
  logDir?: string
  roundMs?: number
  checkpointMs?: number
  signal?: AbortSignal
  /** For tests: called at each step of the crash table. */
  hook?: Hook
  onStatus?: (status: IntegratorStatus) => void
}

export type IntegratorStatus =
  | { is: 'leading'; size: number }
  | { is: 'waiting' }
  | { is: 'integrated'; size: number; taken: number }
  | { is: 'signed'; size: number }
  | { is: 'stopped'; why: string }
  | { is: 'failed'; why: string }

const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
  })

/** Signs, keeps and publishes the tree of `size`. Safe to repeat at any point. */
export const publishSize = async (sql: Sql, size: number, options: IntegratorOptions): Promise<void> => {
  const { keys, logDir, keptFile, hook = () => {} } = options
  const published = logDir && findPublishedCheckpoint(join(logDir, 'checkpoint'))
  if (logDir) {
    const from = published ? openCheckpoint(published, keys[0]!.name, keys).size : 0
    await publishTiles(sql, logDir, from, size, hook)
    await hook('files')
  }
  const { note } = await signSize(sql, size, keys)
  await hook('signed')
  if (findPublishedCheckpoint(keptFile) !== note) replaceFile(keptFile, note)
  await hook('kept')
  if (logDir && published !== note) replaceFile(join(logDir, 'checkpoint'), note)
  await hook('published')
}

/** Takes all there is and signs it, on a connection that nobody else uses. For the command line where no integrator runs. */
export const integrateAll = async (
  client: pg.ClientBase,
  options: Omit<IntegratorOptions, 'connect'>,
): Promise<boolean> => {
  const sql = sqlOf(client)
  if (!(await lead(sql))) return false
  try {
    let memory: Memory = await startUp(sql, { origin: options.keys[0]!.name, ...options })
    for (let taken = 1; taken > 0; ) {
      const step = await integrateRound(sql, memory, MAX_ENTRIES, options.hook)
      memory = step.memory
      taken = step.round.taken
    }
    await publishSize(sql, memory.edge.size, { ...options, connect: () => Promise.reject(new Error('one connection')) })
    return true
  } finally {
    await sql('select pg_advisory_unlock(7161, 2)')
  }
}

const lead = async (sql: Sql): Promise<boolean> => (await sql<{ led: boolean }>(LEADER_LOCK))[0]!.led

/** Runs until the signal is aborted; every failure is reported and followed by a new start. */
export const runIntegrator = async (options: IntegratorOptions): Promise<void> => {
  const { signal, onStatus = () => {} } = options
  while (!signal?.aborted) {
    let client: pg.Client | undefined
    try {
      client = await options.connect()
      client.on('error', () => {})
      await work(sqlOf(client), options, onStatus)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      onStatus({ is: error instanceof LedgerStopped ? 'stopped' : 'failed', why })
      await pause(error instanceof LedgerStopped ? 5_000 : 200, signal)
    } finally {
      await client?.end().catch(() => {})
    }
  }
}

const work = async (
  sql: Sql,
  options: IntegratorOptions,
  onStatus: (status: IntegratorStatus) => void,
): Promise<void> => {
  const { signal, roundMs = ROUND_MS, checkpointMs = CHECKPOINT_MS } = options
  while (!(await lead(sql))) {
    onStatus({ is: 'waiting' })
    await pause(1_000, signal)
    if (signal?.aborted) return
  }
  let memory: Memory = await startUp(sql, { origin: options.keys[0]!.name, ...options })
  onStatus({ is: 'leading', size: memory.edge.size })
  let signed = -1
  let signedAt = 0
  let notedAt = 0
  let behindSince: number | null = null
  while (!signal?.aborted) {
    const began = performance.now()
    let full = false
    const { ready, waiting } = await lookAhead(sql)
    if (ready) {
      const step = await integrateRound(sql, memory, MAX_ENTRIES, options.hook)
      memory = step.memory
      full = step.round.taken === MAX_ENTRIES
      onStatus({ is: 'integrated', ...step.round })
      await options.hook?.('committed')
    }
    behindSince = full || (waiting && !ready) ? (behindSince ?? began) : null
    if (memory.edge.size > signed && began - signedAt >= checkpointMs) {
      try {
        await publishSize(sql, memory.edge.size, options)
      } catch (error) {
        if (error instanceof LedgerStopped) throw await stop(sql, error.message)
        throw error
      }
      signed = memory.edge.size
      signedAt = began
      onStatus({ is: 'signed', size: signed })
    }
    if (began - notedAt >= 1_000) {
      notedAt = began
      await sql(
        `update ledger_state set looked_at = clock_timestamp(), behind_since = clock_timestamp() - $1 * interval '1 ms'`,
        [behindSince === null ? null : began - behindSince],
      )
    }
    if (!full) await pause(Math.max(0, roundMs - (performance.now() - began)), signal)
  }
}
