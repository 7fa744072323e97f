/**
 * Where the embedded server's files are, and whose they are.
 *
 *   <base>/            the supervisor's: password, state, lock, log; the server's user may pass through, not write
 *   <base>/server/     the server's user's, nobody else's
 *   <base>/server/cluster            the data
 *   <base>/server/cluster.building-* what a killed initdb left behind; removed at the next start
 *
 * PostgreSQL refuses to run as root, so root runs it as another user. Where the requested folder lies under one that this
 * user may not enter, <base> is in /var/lib/tongguan and a text file in the requested folder says so.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ServerUser } from './binaries.ts'
import { findHolder } from './lock.ts'
import { processesWorkingIn } from './process-identity.ts'
import { refusal } from './refusal.ts'

export type Layout = {
  base: string
  serverFolder: string
  cluster: string
  passwordFile: string
  stateFile: string
  logFile: string
  /** Whom the server runs as where that is not the user of this process. */
  user: ServerUser | undefined
}

const POINTER = 'postgres.where'
const ELSEWHERE = '/var/lib/tongguan'

const isRoot = (): boolean => process.getuid?.() === 0

/** The user `postgres` where the machine has one, else `nobody`; `TONGGUAN_DATABASE_USER` names another. */
const serverUser = (): ServerUser => {
  const users = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name ?? '', { uid: Number(uid), gid: Number(gid) }]),
  )
  const wanted = process.env.TONGGUAN_DATABASE_USER
  const user = wanted ? users.get(wanted) : (users.get('postgres') ?? users.get('nobody'))
  if (user && user.uid !== 0) return user
  throw refusal(
    'no_server_user',
    `PostgreSQL refuses to run as root and there is no user "${wanted ?? 'nobody'}" to run it as. Start as an ordinary user, or name one in TONGGUAN_DATABASE_USER.`,
    `PostgreSQL 不能以 root 身份运行，而本机没有可用的用户“${wanted ?? 'nobody'}”。请用普通用户启动，或在 TONGGUAN_DATABASE_USER 中指定用户。`,
  )
}

const canEnter = (folder: string, user: ServerUser): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...user, cwd: '/', env: {} }).status === 0

const layoutIn = (base: string, user: ServerUser | undefined): Layout => ({
  base,
  serverFolder: join(base, 'server'),
  cluster: join(base, 'server', 'cluster'),
  passwordFile: join(base, 'password'),
  stateFile: join(base, 'state.json'),
  logFile: join(base, 'server.log'),
  user,
})

const makeFolders = (layout: Layout): void => {
  mkdirSync(layout.base, { recursive: true })
  chmodSync(layout.base, layout.user ? 0o711 : 0o700)
  mkdirSync(layout.serverFolder, { recursive: true, mode: 0o700 })
  if (layout.user) chownSync(layout.serverFolder, layout.user.uid, layout.user.gid)
}

/** An existing folder keeps its owner: data made as one user are not readable for another. */
const ownerOf = (base: string): ServerUser | undefined => {
  const folder = join(base, 'server')
  if (!existsSync(folder)) return undefined
  const { uid, gid } = statSync(folder)
  return uid === 0 ? undefined : { uid, gid }
}

export const findLayout = (dataDir: string): Layout => {
  const requested = resolve(dataDir)
  const beside = join(requested, 'postgres')
  mkdirSync(requested, { recursive: true })
  if (!isRoot()) {
    const layout = layoutIn(beside, undefined)
    const owner = ownerOf(beside)
    if (owner && owner.uid !== process.getuid?.())
      throw refusal(
        'not_ours',
        `The data in ${beside} belong to user number ${owner.uid}. Start as that user or as root, or choose another folder with TONGGUAN_DATA.`,
        `${beside} 中的数据属于用户 ${owner.uid}。请以该用户或 root 启动，或用 TONGGUAN_DATA 指定其他目录。`,
      )
    makeFolders(layout)
    return layout
  }
  const pointer = join(requested, POINTER)
  if (existsSync(pointer)) {
    const base = readFileSync(pointer, 'utf8').trim()
    const layout = layoutIn(base, ownerOf(base) ?? serverUser())
    makeFolders(layout)
    return layout
  }
  const layout = layoutIn(beside, ownerOf(beside) ?? serverUser())
  if (existsSync(layout.cluster) || canEnter(requested, layout.user!)) {
    makeFolders(layout)
    return layout
  }
  const base = join(ELSEWHERE, createHash('sha256').update(requested).digest('hex').slice(0, 16))
  const moved = layoutIn(base, ownerOf(base) ?? serverUser())
  // Data of a requested folder that was deleted since: kept aside, never opened as if they belonged to the new one.
  if (existsSync(base) && findHolder(base) === undefined) {
    for (const pid of processesWorkingIn(moved.cluster)) process.kill(pid, 'SIGQUIT')
    renameSync(base, `${base}.left-${Date.now()}`)
  }
  makeFolders(moved)
  writeFileSync(pointer, `${base}\n`)
  return moved
}
