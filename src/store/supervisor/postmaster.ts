/**
 * The server process: start it, find the one that is there, stop it. `postmaster.pid` is PostgreSQL's own lock; a number in
 * it counts only where that process is a server on this very folder.
 */
import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { diskFull } from './disk.ts'
import type { Layout } from './layout.ts'
import { commandLine, goneWithin, isAlive, processesWorkingIn, sleepMs } from './process-identity.ts'
import { refusal } from './refusal.ts'
import { serverSettings } from './settings.ts'

export type Log = (message: string) => void

type PidFile = { pid: number; port: number; status: string }

export const readPidFile = (layout: Layout): PidFile | undefined => {
  const path = join(layout.cluster, 'postmaster.pid')
  if (!existsSync(path)) return undefined
  const lines = readFileSync(path, 'utf8').split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() }
}

/** A living server on this folder, whoever started it. */
export const findPostmaster = (layout: Layout): PidFile | undefined => {
  const found = readPidFile(layout)
  if (!found || !(found.pid > 0) || !isAlive(found.pid)) return undefined
  const command = commandLine(found.pid)
  const named = basename(command[0] ?? '').startsWith('postgres')
  return named && command.includes(layout.cluster) ? found : undefined
}

/** A backend that was told to leave at once has this long. */
const LEAVES_WITHIN_MS = 500

/**
 * Clears what a dead server left. Its backends would end by themselves once they notice, which a busy one does late; they are
 * told to leave at once, and one that does not is killed: nothing of theirs is needed, what was committed is in the log, and a
 * new server must never run beside them. Only then a lock file whose number now belongs to somebody else is removed.
 */
export const clearRemains = async (layout: Layout, log: Log): Promise<void> => {
  const signal = (pid: number, name: 'SIGQUIT' | 'SIGKILL'): void => {
    try {
      process.kill(pid, name)
    } catch {
      // It ended meanwhile.
    }
  }
  const isServer = (pid: number): boolean => basename(commandLine(pid)[0] ?? '').startsWith('postgres')
  // Somebody's shell may stand in the folder as well.
  const remains = processesWorkingIn(layout.cluster).filter(isServer)
  for (const pid of remains) signal(pid, 'SIGQUIT')
  for (const pid of remains) {
    if (await goneWithin(pid, LEAVES_WITHIN_MS)) continue
    log(`process ${pid} of a dead server does not end; it is killed`)
    signal(pid, 'SIGKILL')
    await goneWithin(pid, 5_000)
  }
  const left = readPidFile(layout)
  if (!left) return
  if (left.pid > 0 && isAlive(left.pid))
    log(
      `postmaster.pid names process ${left.pid}, which is no server on this folder (the number was used again); removed`,
    )
  rmSync(join(layout.cluster, 'postmaster.pid'), { force: true })
}

/** SIGINT ends sessions and writes a checkpoint; SIGQUIT leaves recovery to the next start; both lose nothing. */
export const stopPostmaster = async (pid: number): Promise<void> => {
  for (const [signal, waitMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await goneWithin(pid, waitMs)) return
  }
}

const MAX_LOG_BYTES = 16 * 1024 * 1024

const tail = (path: string, from: number): string => {
  const size = statSync(path).size
  const length = Math.min(size - from, 64 * 1024)
  if (length <= 0) return ''
  const handle = openSync(path, 'r')
  const buffer = Buffer.alloc(length)
  readSync(handle, buffer, 0, length, size - length)
  closeSync(handle)
  return buffer.toString('utf8')
}

export type Failure = 'port_taken' | 'disk_full' | 'other'

const failureOf = (said: string): Failure => {
  if (/Address already in use|could not bind|could not create any TCP\/IP sockets/.test(said)) return 'port_taken'
  if (/No space left on device/.test(said)) return 'disk_full'
  return 'other'
}

const explain = (failure: Failure, said: string, code: string): Error => {
  if (failure === 'disk_full') return diskFull('the database could not write', '数据库写入失败')
  const lines = said.split('\n').filter((line) => /FATAL|PANIC|HINT|error while loading/.test(line))
  const why = lines.slice(-3).join(' ').trim() || `it ended with ${code}`
  const memory = /Cannot allocate memory|could not map anonymous shared memory/.test(said)
  return refusal(
    'start_failed',
    `The database server did not start: ${why}${memory ? ' The machine has too little free memory.' : ''}`,
    `数据库服务器未能启动：${why}${memory ? ' 本机可用内存不足。' : ''}`,
  )
}

export type Started = { pid: number; exited: Promise<string> }
export type NotStarted = { failure: Failure; error: Error }

/**
 * Starts a server and waits until it takes connections; recovery after a crash may take its time while the process lives.
 * It gets a session of its own: Ctrl-C in a terminal reaches the program, which then stops it in order.
 */
export const startPostmaster = async (
  layout: Layout,
  binaries: Binaries,
  port: number,
  durable: boolean,
): Promise<Started | NotStarted> => {
  if (existsSync(layout.logFile) && statSync(layout.logFile).size > MAX_LOG_BYTES)
    renameSync(layout.logFile, `${layout.logFile}.1`)
  const logHandle = openSync(layout.logFile, 'a', 0o600)
  const logStart = statSync(layout.logFile).size
  const options = Object.entries(serverSettings(port, durable)).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(binaries.postgres, ['-D', layout.cluster, ...options], {
    ...layout.user,
    cwd: layout.serverFolder,
    detached: true,
    stdio: ['ignore', logHandle, logHandle],
    env: { LC_ALL: 'C.UTF-8', TZ: 'UTC', PG_OOM_ADJUST_FILE: '/proc/self/oom_score_adj', PG_OOM_ADJUST_VALUE: '0' },
  })
  closeSync(logHandle)
  let ended: string | undefined
  const exited = new Promise<string>((resolve) => {
    const end = (how: string): void => {
      ended = how
      resolve(how)
    }
    child.once('exit', (code, signal) => end(signal ?? `exit status ${code}`))
    child.once('error', (error) => end(error.message))
  })
  child.unref()
  const pid = child.pid ?? 0
  protectFromOutOfMemory(pid)
  while (ended === undefined) {
    const file = readPidFile(layout)
    if (file?.pid === pid && file.status === 'ready') return { pid, exited }
    await sleepMs(10)
  }
  const said = tail(layout.logFile, logStart)
  const failure = failureOf(said)
  return { failure, error: explain(failure, said, ended) }
}

/** Where memory runs out the kernel should take a backend, which PostgreSQL survives, not the postmaster. Needs root. */
const protectFromOutOfMemory = (pid: number): void => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || pid === 0) return
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '-900')
  } catch {
    // Not allowed in this container: the server then stands in line like everybody else.
  }
}
