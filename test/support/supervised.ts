/**
 * For fault tests: supervisors in this process and in others that can be killed, a writer that remembers what was
 * acknowledged, folders of their own.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { DomainError } from '../../src/base/public.ts'
import { type Database, type Embedded, openDatabase, startEmbedded, withRole } from '../../src/store/public.ts'
import { isAlive } from '../../src/store/supervisor/process-identity.ts'

const DOOR = join(import.meta.dirname, '..', '..', 'src', 'store', 'public.ts')
export const isRoot = process.getuid?.() === 0

const folders: string[] = []
export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tongguan-fault-'))
  // The server's user must be able to pass.
  chmodSync(folder, 0o755)
  folders.push(folder)
  return folder
}
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A supervisor in a process of its own, so that it can be killed. */
export type Child = {
  process: ChildProcess
  adminUrl: string
  pid: number
  adopted: boolean
  supervises: boolean
  startedInMs: number
}

export const spawnSupervisor = (dataDir: string, mode = 'supervise'): ChildProcess =>
  spawn(
    process.execPath,
    [
      '--input-type=module-typescript',
      '-e',
      `import { startEmbedded } from ${JSON.stringify(DOOR)}
       const begun = performance.now()
       try {
         const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, mode: ${JSON.stringify(mode)} })
         console.log(JSON.stringify({ adminUrl: server.adminUrl, pid: server.pid(), adopted: server.adopted, supervises: server.supervises, startedInMs: performance.now() - begun }))
         process.on('SIGTERM', async () => { await server.stop(); process.exit(0) })
         setInterval(() => {}, 1000)
       } catch (error) {
         console.log(JSON.stringify({ reason: error.detail?.reason ?? String(error), message: error.message }))
         process.exit(1)
       }`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )

export const firstLine = async (child: ChildProcess): Promise<string> => {
  let text = ''
  for await (const chunk of child.stdout!) {
    text += chunk
    if (text.includes('\n')) break
  }
  return text.split('\n')[0]!
}

export const startChild = async (t: TestContext, dataDir: string, mode?: string): Promise<Child> => {
  const child = spawnSupervisor(dataDir, mode)
  const said = JSON.parse(await firstLine(child)) as Omit<Child, 'process'>
  t.after(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  })
  return { ...said, process: child }
}

export const start = async (t: TestContext, dataDir: string): Promise<Embedded & { startedInMs: number }> => {
  const begun = performance.now()
  const server = await startEmbedded({ dataDir })
  t.after(() => server.stop())
  return Object.assign(server, { startedInMs: performance.now() - begun })
}

export const sql = async <T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

export const killHard = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

export const gone = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await wait(10)
}

export const backendsOf = async (url: string): Promise<number[]> =>
  (await sql<{ pid: number }>(url, 'select pid from pg_stat_activity where pid <> pg_backend_pid()')).map(
    (row) => row.pid,
  )

/** Writes numbers one after the other and remembers which were acknowledged. */
export const writer = (db: Database): { acknowledged: number[]; refused: unknown[]; stop(): Promise<void> } => {
  const acknowledged: number[] = []
  const refused: unknown[] = []
  let stopping = false
  const loop = (async () => {
    for (let n = 1; !stopping; n++) {
      try {
        await withRole(db, 'owner', (tx) => tx.query('insert into kept values ($1)', [n]))
        acknowledged.push(n)
      } catch (error) {
        refused.push(error)
        await wait(10)
      }
    }
  })()
  return {
    acknowledged,
    refused,
    stop: async () => {
      stopping = true
      await loop
    },
  }
}

export const openWithTable = async (adminUrl: string): Promise<Database> => {
  const db = await openDatabase({ adminUrl })
  await db.owner.query('create table if not exists kept (n int primary key)')
  return db
}

export const assertKept = async (adminUrl: string, acknowledged: readonly number[]): Promise<void> => {
  const rows = await sql<{ n: number }>(adminUrl, 'select n from kept')
  const kept = new Set(rows.map((row) => row.n))
  assert.deepEqual(
    acknowledged.filter((n) => !kept.has(n)),
    [],
    'acknowledged rows are lost',
  )
}

export const refusedFor = (reason: string, words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof DomainError, String(error))
  assert.equal(error.detail.reason, reason)
  assert.match(error.message, words)
  assert.ok(error.text.zh.length > 10)
  return true
}
