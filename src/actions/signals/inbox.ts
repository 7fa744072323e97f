/**
 * The watched folder: how files cross from an isolated network and how the answers go back. A file that is complete is imported
 * through the ordinary import as the system post of its source's agency, then moved with its rejects beside it, and acknowledged.
 *
 * Crash points. Before the row `inbox_file` is committed: the file still lies in the folder and is taken again (a copy that was
 * left is swept). After it: the file is found again by source, name and SHA-256 and never imported twice. Then rejects,
 * acknowledgement, move, row, in this order; each may be repeated, so a crash between any two ends in the same state. A file
 * whose move was not recorded any more is gone from the folder; its row is settled as its import ended.
 */

import { join } from 'node:path'
import { type Bilingual, DomainError, LIVE_REALM, uuid } from '../../base/public.ts'
import { systemPostOf } from '../../environment/identity/public.ts'
import { type Call, type House, inCall } from '../../ledger/public.ts'
import { type BehalfClaim, isUniqueViolation, type Tx, withRole } from '../../store/public.ts'
import { receiveFile, removeFile } from './import-file.ts'
import { writeRejects } from './import-local.ts'
import { fileNameOf, queueImport } from './import-service.ts'
import { findImport, type ImportRow, listRejects } from './import-store.ts'
import { acknowledge, MOST_FAULTS } from './inbox-ack.ts'
import {
  DONE,
  ensureFolder,
  FAILED,
  type Found,
  hashOf,
  listInbox,
  moveFound,
  type Opened,
  openFound,
  safeName,
  TAKEN_ENDINGS,
  writeWhole,
} from './inbox-folder.ts'
import { getInboxFile, type InboxRow, insertInboxFile, openInboxFiles, settleInboxFile } from './inbox-store.ts'
import { findMapping } from './mapping-store.ts'
import { findSource, getSourceToWrite, type Source } from './sources.ts'

export type InboxOptions = {
  inbox: string
  /** Where acknowledgements go; undefined: nowhere. */
  outbox: string | undefined
  log: (message: string) => void
  /** A file without a marker is complete when it has not changed for so long; judgement, not validated. */
  settleMs?: number
}

export type InboxState = {
  hasOutbox: boolean
  lastPassAt: Date | null
  /** Why the folder cannot be worked. */
  fault: Bilingual | null
  /** Files that lie there, by the code of their source. */
  waiting: { code: string; name: string; bytes: number }[]
  /** Links, pipes and folders that name no source: left alone. */
  odd: number
  failedFolder: string
}

export type Inbox = { state: InboxState; pass(): Promise<void> }

const SETTLE_MS = 5000

/** The source, and the claim under which its agency's system post may write what its officers alone see. */
type Sender = { source: Source; claim: BehalfClaim }

const senderOf = async (tx: Tx, code: string): Promise<Sender | undefined> => {
  const source = await findSource(tx, code)
  if (!source) return undefined
  const [circle] = await tx.query<{ purpose_lock: string | null }>(
    'select purpose_lock from circle where circle_id = $1',
    [source.partyCircleId],
  )
  const purpose = circle?.purpose_lock ?? source.purpose
  return { source, claim: { onBehalf: systemPostOf(source.agencyId), purpose, realm: LIVE_REALM } }
}

const reasonOf = (error: DomainError): Bilingual => {
  const fields = error.detail.fields ?? []
  return {
    zh: [error.text.zh, ...fields.map(({ zh }) => zh)].join(' '),
    en: [error.text.en, ...fields.map(({ en }) => en)].join(' '),
  }
}

const UNKNOWN_SOURCE: Bilingual = {
  zh: '文件名未写明已知来源。请命名为“来源代码__名称.csv”，或放入以来源代码命名的文件夹。',
  en: 'The name says no source that is known here. Call it SOURCE__anything.csv, or put it into a folder named SOURCE.',
}
const UNKNOWN_ENDING: Bilingual = {
  zh: '只收 .csv、.txt、.xlsx、.jsonl、.ndjson 文件。',
  en: 'Only .csv, .txt, .xlsx, .jsonl and .ndjson files are taken.',
}

export const openInbox = (house: House, options: InboxOptions): Inbox => {
  const { inbox, outbox, log, settleMs = SETTLE_MS } = options
  const state: InboxState = {
    hasOutbox: outbox !== undefined,
    lastPassAt: null,
    fault: null,
    waiting: [],
    odd: 0,
    failedFolder: join(inbox, FAILED),
  }
  /** What was seen of each path: since when it has not changed, and its hash once that was needed. */
  const seen = new Map<string, { signature: string; since: number; sha256?: Buffer }>()
  let mayHaveOpen = true

  const tell = async (name: string, content: object): Promise<void> => {
    if (outbox === undefined) return
    await ensureFolder(outbox)
    await writeWhole(join(outbox, `${safeName(name)}.ack.json`), `${JSON.stringify(content, null, 2)}\n`)
  }

  /** Refuses a file that belongs to no source: nobody's row says so, only the folder and the acknowledgement. */
  const turnAway = async (found: Found, opened: Opened, why: Bilingual): Promise<void> => {
    const at = house.clock.now().toISOString()
    const sha256 = (await hashOf(opened)).toString('hex')
    const name = `unassigned__${sha256.slice(0, 8)}-${safeName(found.name)}`
    await writeWhole(join(inbox, FAILED, `${name}.reason.txt`), `${why.zh}\n${why.en}\n`)
    const file = { file: fileNameOf(found.name), sha256, source: null, takenAt: at, settledAt: at }
    await tell(name, acknowledge(file, undefined, [], why))
    if (await moveFound(found.path, opened.signature, join(inbox, FAILED, name)))
      log('inbox: a file was turned away; failed/ says why')
  }

  const rowOf = (
    sender: Sender,
    found: Found,
    file: { sha256: Buffer; bytes: number },
    became: { run: string } | { failure: Bilingual },
  ): InboxRow => ({
    id: uuid(),
    circle_id: sender.source.partyCircleId,
    source_id: sender.source.id,
    file_name: fileNameOf(found.name),
    file_sha256: file.sha256,
    file_bytes: file.bytes,
    status: 'taken',
    run_id: 'run' in became ? became.run : null,
    failure: 'failure' in became ? became.failure : null,
    taken_at: house.clock.now(),
    settled_at: null,
  })

  const take = async (sender: Sender, found: Found, opened: Opened, sha256: Buffer): Promise<void> => {
    const { source, claim } = sender
    const id = uuid()
    const mapping = await inCall(house, claim, (call) => findMapping(call.tx, call.realm, source.id))
    const file = { sha256, bytes: opened.bytes }
    let keep: (call: Call) => Promise<void>
    try {
      if (!TAKEN_ENDINGS.test(found.name)) throw new DomainError('unsupported', UNKNOWN_ENDING)
      const chunks = opened.handle.createReadStream({ start: 0, autoClose: false })
      const received = await receiveFile(house.dataDir, id, source.kind, chunks, { chosen: mapping?.chosen })
      // It was written to while it was read: it is looked at again when it has come to rest.
      if (!received.sha256.equals(sha256)) return removeFile(house.dataDir, id)
      keep = async (call) => {
        await getSourceToWrite(call.tx, call.actor, source.id)
        await queueImport(call, source, id, { ...received, name: found.name, mappingId: mapping?.id ?? null })
        await insertInboxFile(call, rowOf(sender, found, file, { run: id }))
      }
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'unavailable') throw error
      keep = (call) => insertInboxFile(call, rowOf(sender, found, file, { failure: reasonOf(error) }))
    }
    try {
      await inCall(house, claim, keep)
      mayHaveOpen = true
    } catch (error) {
      await removeFile(house.dataDir, id)
      // Another process of the site was first.
      if (!isUniqueViolation(error, 'inbox_file_open')) throw error
    }
  }

  const settle = async (
    sender: Sender,
    row: InboxRow,
    run: ImportRow | undefined,
    where: { path: string; signature: string } | undefined,
  ): Promise<void> => {
    const { source, claim } = sender
    const at = house.clock.now()
    const status = run?.status === 'done' ? DONE : FAILED
    const name = `${source.code}__${row.id.slice(0, 8)}-${safeName(row.file_name)}`
    const target = join(inbox, status, name)
    if (run && run.rejected > 0) await writeRejects(house, run.id, `${target}.rejects.csv`)
    const failure = row.failure as Bilingual | null
    if (!run && failure) await writeWhole(`${target}.reason.txt`, `${failure.zh}\n${failure.en}\n`)
    const rejects = run
      ? await inCall(house, claim, (call) =>
          listRejects(call.tx, call.realm, run.id, { row: 0, field: '' }, MOST_FAULTS + 1),
        )
      : []
    const file = {
      file: row.file_name,
      sha256: row.file_sha256.toString('hex'),
      source: source.code,
      takenAt: new Date(row.taken_at).toISOString(),
      settledAt: at.toISOString(),
    }
    await tell(name, acknowledge(file, run, rejects, failure))
    if (where && !(await moveFound(where.path, where.signature, target))) return
    await inCall(house, claim, async (call) => {
      const now = await getInboxFile(call.tx, call.realm, row.id)
      if (now?.status === 'taken') await settleInboxFile(call, { ...now, status, settled_at: at })
    })
  }

  /** True where the import of the row has ended, or there was none. */
  const ended = async (sender: Sender, row: InboxRow): Promise<{ run: ImportRow | undefined } | undefined> => {
    if (row.run_id === null) return { run: undefined }
    const run = await inCall(house, sender.claim, (call) => findImport(call.tx, call.realm, row.run_id!))
    return run && (run.status === 'done' || run.status === 'failed') ? { run } : undefined
  }

  type Open = { row: InboxRow; hasFile: boolean }

  const work = async (found: Found, open: readonly Open[], sender: Sender | undefined): Promise<void> => {
    const opened = await openFound(found.path)
    if (!opened) return
    try {
      const now = house.clock.now().getTime()
      let known = seen.get(found.path)
      if (known?.signature !== opened.signature) {
        known = { signature: opened.signature, since: now }
        seen.set(found.path, known)
      }
      if (found.code !== null) state.waiting.push({ code: found.code, name: found.name, bytes: opened.bytes })
      if (!found.hasMarker && now - known.since < settleMs) return
      if (!sender) return await turnAway(found, opened, UNKNOWN_SOURCE)
      known.sha256 ??= await hashOf(opened)
      const { sha256 } = known
      const mine = open.find(
        ({ row }) =>
          row.source_id === sender.source.id &&
          row.file_name === fileNameOf(found.name) &&
          row.file_sha256.equals(sha256),
      )
      if (!mine) return await take(sender, found, opened, sha256)
      mine.hasFile = true
      const end = await ended(sender, mine.row)
      if (end) await settle(sender, mine.row, end.run, { path: found.path, signature: opened.signature })
    } finally {
      await opened.handle.close()
    }
  }

  const pass = async (): Promise<void> => {
    await ensureFolder(inbox)
    await ensureFolder(join(inbox, DONE))
    await ensureFolder(join(inbox, FAILED))
    const { files, odd } = await listInbox(inbox)
    state.odd = odd
    state.waiting = []
    for (const path of seen.keys()) if (!files.some((one) => one.path === path)) seen.delete(path)
    if (files.length > 0 || mayHaveOpen) {
      const { rows, senders } = await withRole(house.db, 'owner', async (tx) => {
        const found = await openInboxFiles(tx, LIVE_REALM)
        const keys = new Set([...files.flatMap(({ code }) => code ?? []), ...found.map((row) => row.source_id)])
        const known = new Map<string, Sender>()
        for (const key of keys) {
          const sender = await senderOf(tx, key)
          if (sender) known.set(key, sender)
        }
        return { rows: found, senders: known }
      })
      mayHaveOpen = rows.length > 0
      const open: Open[] = rows.map((row) => ({ row, hasFile: false }))
      for (const found of files)
        await work(found, open, found.code === null ? undefined : senders.get(found.code)).catch((error) => fail(error))
      // Moved before a crash, or taken away by somebody: what is on record is brought to its end all the same.
      for (const { row, hasFile } of open) {
        const sender = senders.get(row.source_id)
        if (hasFile || !sender || files.some((one) => fileNameOf(one.name) === row.file_name)) continue
        const end = await ended(sender, row)
        if (end) await settle(sender, row, end.run, undefined).catch((error) => fail(error))
      }
    }
  }

  /** One file must not hold up the others. */
  const fail = (error: unknown): void => {
    log(
      `inbox: ${error instanceof DomainError ? error.message : ((error as { code?: string }).code ?? (error as Error).name)}`,
    )
    fault = {
      zh: '有文件暂时无法处理，稍后自动再试；若一直如此，请管理员查看服务日志和文件夹权限。',
      en: 'A file cannot be worked at the moment and is tried again; if this stays, let an administrator look at the log and the rights of the folder.',
    }
  }
  let fault: Bilingual | null = null

  return {
    state,
    pass: async () => {
      fault = null
      try {
        await pass()
      } catch (error) {
        fail(error)
      }
      state.fault = fault
      state.lastPassAt = house.clock.now()
    },
  }
}

const POLL_MS = 2000
const inboxes = new Map<string, Inbox>()

/** The folder that this process watches for a site; undefined where it watches none. */
export const inboxOf = (dataDir: string): Inbox | undefined => inboxes.get(dataDir)

/** Watches until it is stopped. */
export const watchInbox = (house: House, options: InboxOptions): { stop(): Promise<void> } => {
  const inbox = openInbox(house, options)
  inboxes.set(house.dataDir, inbox)
  let stopping = false
  let wake = (): void => {}
  const loop = (async () => {
    while (!stopping) {
      await inbox.pass()
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  return {
    stop: async () => {
      stopping = true
      wake()
      await loop
      inboxes.delete(house.dataDir)
    },
  }
}
