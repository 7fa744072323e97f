/**
 * The embedded PostgreSQL under supervision. One supervisor per data folder holds the lock; another process may join it and
 * uses the same server. Whoever supervises adopts a server that a killed predecessor left, restarts one that dies, and
 * stops it in the end.
 *
 * Crash points: before the lock: nothing happened. Cluster half built: see initialise.ts. Server started, supervisor
 * killed: the server goes on without one and the next start adopts it (or stops it where program or settings changed).
 * Server killed: what was committed is in its log, and recovery is an ordinary start.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import pg from 'pg'
import { type Binaries, findBinaries } from './binaries.ts'
import { diskFull, requireSpace, START_NEEDS_MIB } from './disk.ts'
import {
  initialiseCluster,
  readPassword,
  removeUnfinished,
  requireSameMajor,
  resetPassword,
  SUPERUSER,
} from './initialise.ts'
import { findLayout, type Layout } from './layout.ts'
import { findHolder, type Lock, takeLock } from './lock.ts'
import { clearRemains, findPostmaster, type Log, startPostmaster, stopPostmaster } from './postmaster.ts'
import { isAlive, sleepMs } from './process-identity.ts'
import { isRefusal, refusal } from './refusal.ts'
import { serverSettings } from './settings.ts'

export const DATABASE_NAME = 'tongguan'

export type EmbeddedOptions = {
  dataDir: string
  log?: Log
  /** `supervise` (default) refuses where another process supervises; `join` uses that one's server. */
  mode?: 'supervise' | 'join'
  /** False switches off fsync: for tests only, a crash then loses everything. */
  durable?: boolean
}

export type Embedded = {
  /** URL of the superuser on the product's database. */
  adminUrl: string
  /** Folder that holds cluster, password and state. */
  base: string
  port: number
  /** True where this process supervises; only then `stop` ends the server. */
  supervises: boolean
  /** True where a server left by a predecessor was taken over instead of starting one. */
  adopted: boolean
  pid(): number
  onDied(listener: (how: string) => void): void
  onRestarted(listener: () => void): void
  stop(): Promise<void>
}

type State = { port: number; settings: string; pid: number }

const readState = (layout: Layout): State | undefined => {
  try {
    return JSON.parse(readFileSync(layout.stateFile, 'utf8')) as State
  } catch {
    return undefined
  }
}

const writeState = (layout: Layout, state: State): void => {
  const draft = `${layout.stateFile}.draft-${process.pid}`
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600, flush: true })
  renameSync(draft, layout.stateFile)
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const urlOf = (password: string, port: number, database: string): string =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

const makeDatabase = async (password: string, port: number): Promise<void> => {
  const client = new pg.Client({ connectionString: urlOf(password, port, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE_NAME])
    if (rowCount === 0) await client.query(`create database ${DATABASE_NAME}`)
  } finally {
    await client.end()
  }
}

const settingsMark = (binaries: Binaries, durable: boolean): string =>
  createHash('sha256')
    .update(JSON.stringify([binaries.postgres, binaries.version, serverSettings(0, durable)]))
    .digest('hex')

/** Takes over or stops what runs on the folder. Returns the pid of a server that may stay. */
const settleWithLeftServer = async (
  layout: Layout,
  mark: string,
  password: string,
  log: Log,
): Promise<{ pid: number; port: number } | undefined> => {
  const left = findPostmaster(layout)
  if (left) {
    const state = readState(layout)
    const same = state?.settings === mark && state.pid === left.pid
    if (same && left.status === 'ready' && (await answers(urlOf(password, left.port, DATABASE_NAME)))) {
      log(`took over the database server ${left.pid} on port ${left.port}, which a killed predecessor left`)
      return { pid: left.pid, port: left.port }
    }
    log(`stopping the database server ${left.pid} that a predecessor left with other settings or in no usable state`)
    await stopPostmaster(left.pid)
  }
  await clearRemains(layout, log)
  return undefined
}

const joinRunning = async (layout: Layout, holder: number): Promise<Embedded> => {
  const until = Date.now() + 60_000
  while (Date.now() < until && findHolder(layout.base) !== undefined) {
    const state = readState(layout)
    const password = readPassword(layout)
    if (state && password) {
      const adminUrl = urlOf(password, state.port, DATABASE_NAME)
      if (state.pid > 0 && isAlive(state.pid) && (await answers(adminUrl)))
        return {
          ...{ adminUrl, base: layout.base, port: state.port, supervises: false, adopted: false },
          pid: () => readState(layout)?.pid ?? 0,
          onDied: () => {},
          onRestarted: () => {},
          stop: async () => {},
        }
    }
    await sleepMs(50)
  }
  throw refusal(
    'start_failed',
    `Process ${holder} supervises the database but it does not answer.`,
    `进程 ${holder} 正在管理数据库，但数据库没有响应。`,
  )
}

class Supervisor implements Embedded {
  readonly base: string
  readonly port: number
  readonly adminUrl: string
  readonly supervises = true
  readonly adopted: boolean
  readonly #layout: Layout
  readonly #binaries: Binaries
  readonly #durable: boolean
  readonly #log: Log
  readonly #lock: Lock
  readonly #died = new Set<(how: string) => void>()
  readonly #restarted = new Set<() => void>()
  #pid: number
  #stopping = false

  constructor(parts: {
    layout: Layout
    binaries: Binaries
    durable: boolean
    log: Log
    lock: Lock
    port: number
    pid: number
    adopted: boolean
    password: string
    exited?: Promise<string>
  }) {
    this.base = parts.layout.base
    this.port = parts.port
    this.adminUrl = urlOf(parts.password, parts.port, DATABASE_NAME)
    this.adopted = parts.adopted
    this.#layout = parts.layout
    this.#binaries = parts.binaries
    this.#durable = parts.durable
    this.#log = parts.log
    this.#lock = parts.lock
    this.#pid = parts.pid
    void this.#watch(parts.exited ?? this.#exitOfAdopted(parts.pid))
  }

  pid(): number {
    return this.#pid
  }

  onDied(listener: (how: string) => void): void {
    this.#died.add(listener)
  }

  onRestarted(listener: () => void): void {
    this.#restarted.add(listener)
  }

  /** A server that is not our child sends no exit; it is looked at four times a second. */
  async #exitOfAdopted(pid: number): Promise<string> {
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (isAlive(pid)) return
        clearInterval(timer)
        resolve()
      }, 250)
      timer.unref()
    })
    return 'unknown cause'
  }

  async #watch(exited: Promise<string>): Promise<void> {
    const how = await exited
    if (this.#stopping) return
    this.#log(`the database server ${this.#pid} died (${how}); restarting it`)
    for (const listener of this.#died) listener(how)
    // The port stays: pools hold it in their URLs.
    for (let attempt = 0; !this.#stopping; attempt++) {
      const next = await this.#startAgain()
      if (next) return
      const waitMs = Math.min(5_000, 100 * 2 ** attempt)
      for (let waited = 0; waited < waitMs && !this.#stopping; waited += 50) await sleepMs(50)
    }
  }

  async #startAgain(): Promise<boolean> {
    try {
      await clearRemains(this.#layout, this.#log)
      requireSpace(this.#layout.serverFolder, START_NEEDS_MIB)
      const started = await startPostmaster(this.#layout, this.#binaries, this.port, this.#durable)
      if ('failure' in started) throw started.error
      this.#pid = started.pid
      writeState(this.#layout, {
        port: this.port,
        settings: settingsMark(this.#binaries, this.#durable),
        pid: started.pid,
      })
      if (this.#stopping) {
        await stopPostmaster(started.pid)
        return true
      }
      this.#log(`the database server is back as process ${started.pid}`)
      void this.#watch(started.exited)
      for (const listener of this.#restarted) listener()
      return true
    } catch (error) {
      this.#log(`the database server cannot be restarted yet: ${(error as Error).message}`)
      return false
    }
  }

  async stop(): Promise<void> {
    if (this.#stopping) return
    this.#stopping = true
    if (isAlive(this.#pid)) await stopPostmaster(this.#pid)
    this.#lock.release()
  }
}

const startServer = async (
  layout: Layout,
  binaries: Binaries,
  durable: boolean,
  log: Log,
  lock: Lock,
): Promise<Embedded> => {
  const mark = settingsMark(binaries, durable)
  const unfinished = await removeUnfinished(layout)
  if (unfinished.length > 0) log('removed an unfinished database that a killed start left')
  let isNew = false
  if (existsSync(layout.cluster)) requireSameMajor(layout, binaries)
  else {
    log('making a new database (a few seconds, once)')
    initialiseCluster(layout, binaries, durable)
    isNew = true
  }
  const left = await settleWithLeftServer(layout, mark, readPassword(layout) ?? '', log)
  const parts = { layout, binaries, durable, log, lock }
  if (left) return new Supervisor({ ...parts, ...left, adopted: true, password: readPassword(layout) ?? '' })
  const password = readPassword(layout) ?? resetPassword(layout, binaries)
  requireSpace(layout.serverFolder, START_NEEDS_MIB)
  let port = readState(layout)?.port ?? (await freePort())
  for (let attempt = 0; attempt < 5; attempt++) {
    const started = await startPostmaster(layout, binaries, port, durable)
    if ('pid' in started) {
      writeState(layout, { port, settings: mark, pid: started.pid })
      if (isNew || !(await answers(urlOf(password, port, DATABASE_NAME)))) await makeDatabase(password, port)
      return new Supervisor({ ...parts, port, pid: started.pid, adopted: false, password, exited: started.exited })
    }
    if (started.failure !== 'port_taken') throw started.error
    port = await freePort()
  }
  throw refusal('start_failed', 'No free port was found for the database server.', '没有找到可供数据库使用的空闲端口。')
}

/** @throws DomainError with a reason of refusal.ts. */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  try {
    return await superviseOrJoin(options, options.log ?? (() => {}))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    throw diskFull(`nothing could be written in ${options.dataDir}`, `${options.dataDir} 无法写入`)
  }
}

const superviseOrJoin = async (options: EmbeddedOptions, log: Log): Promise<Embedded> => {
  const layout = findLayout(options.dataDir)
  for (;;) {
    const lock = takeLock(layout.base)
    if ('release' in lock) {
      try {
        const binaries = findBinaries(layout.base, layout.user)
        return await startServer(layout, binaries, options.durable ?? true, log, lock)
      } catch (error) {
        lock.release()
        throw error
      }
    }
    if (options.mode !== 'join')
      throw refusal(
        'already_running',
        `Tongguan is already running on ${options.dataDir} as process ${lock.heldBy}. Stop it first, or choose another folder with TONGGUAN_DATA.`,
        `同关已在 ${options.dataDir} 上运行（进程 ${lock.heldBy}）。请先停止它，或用 TONGGUAN_DATA 指定其他目录。`,
      )
    try {
      return await joinRunning(layout, lock.heldBy)
    } catch (error) {
      // The supervisor we wanted to join has gone meanwhile: take its place.
      if (!isRefusal(error, 'start_failed') || findHolder(layout.base) !== undefined) throw error
    }
  }
}
