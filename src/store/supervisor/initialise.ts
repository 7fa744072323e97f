/**
 * Makes the cluster. It is built beside its place and renamed when it is complete and on disk, so that whoever finds
 * `cluster` finds a whole one; a kill at any moment leaves a `cluster.building-*` that the next start removes.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { diskFull, INIT_NEEDS_MIB, requireSpace } from './disk.ts'
import type { Layout } from './layout.ts'
import { processesOn, sleepMs } from './process-identity.ts'
import { refusal } from './refusal.ts'

export const SUPERUSER = 'postgres'

const flush = (path: string): void => {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** Only from this machine, only with a password. */
const HOST_RULES = 'host all all 127.0.0.1/32 scram-sha-256\n'

const savePassword = (layout: Layout): string => {
  const password = randomBytes(24).toString('base64url')
  const draft = `${layout.passwordFile}.draft-${process.pid}`
  writeFileSync(draft, password, { mode: 0o600, flush: true })
  renameSync(draft, layout.passwordFile)
  return password
}

export const readPassword = (layout: Layout): string | undefined =>
  existsSync(layout.passwordFile) ? readFileSync(layout.passwordFile, 'utf8').trim() : undefined

const killQuietly = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Ended by itself.
  }
}

export const removeUnfinished = async (layout: Layout): Promise<string[]> => {
  const left = readdirSync(layout.serverFolder).filter((name) => name.startsWith('cluster.building-'))
  for (const name of left) {
    const path = join(layout.serverFolder, name)
    // The initdb of a killed start may still be at work there, and its parts start each other.
    for (let working = processesOn(path); working.length > 0; working = processesOn(path)) {
      for (const pid of working) killQuietly(pid)
      await sleepMs(10)
    }
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
  }
  return left
}

export const initialiseCluster = (layout: Layout, binaries: Binaries, durable: boolean): void => {
  requireSpace(layout.serverFolder, INIT_NEEDS_MIB)
  // The password is on disk before the cluster that needs it: the other order could leave one that nobody can enter.
  const password = readPassword(layout) ?? savePassword(layout)
  const building = join(layout.serverFolder, `cluster.building-${process.pid}-${randomBytes(4).toString('hex')}`)
  const passwordForInit = join(layout.serverFolder, `cluster.building-${process.pid}.password`)
  writeFileSync(passwordForInit, `${password}\n`, { mode: 0o600 })
  if (layout.user) chownSync(passwordForInit, layout.user.uid, layout.user.gid)
  try {
    const made = spawnSync(
      binaries.initdb,
      [
        ...['--pgdata', building, '--username', SUPERUSER, '--pwfile', passwordForInit, '--auth', 'scram-sha-256'],
        // The builtin C.UTF-8 sorts alike everywhere; LC_CTYPE gives Chinese letters their class, or they have no trigrams.
        ...['--encoding', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'],
        ...['--data-checksums', '--no-instructions', ...(durable ? [] : ['--no-sync'])],
      ],
      {
        ...layout.user,
        cwd: layout.serverFolder,
        env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
        encoding: 'utf8',
      },
    )
    if (made.status !== 0) {
      const said = `${made.stderr ?? ''}${made.error?.message ?? ''}`.trim()
      if (/No space left|could not resize|ENOSPC/i.test(said))
        throw diskFull('initdb could not write', '初始化数据库时写入失败')
      throw refusal(
        'start_failed',
        `The database could not be initialised: ${said.split('\n').slice(-4).join(' ')}`,
        `数据库初始化失败：${said.split('\n').slice(-4).join(' ')}`,
      )
    }
    writeFileSync(join(building, 'pg_hba.conf'), HOST_RULES)
    if (durable) flush(join(building, 'pg_hba.conf'))
    renameSync(building, layout.cluster)
    if (durable) flush(layout.serverFolder)
  } finally {
    rmSync(passwordForInit, { force: true })
    rmSync(building, { recursive: true, force: true })
  }
}

export const requireSameMajor = (layout: Layout, binaries: Binaries): void => {
  const major = Number.parseInt(readFileSync(join(layout.cluster, 'PG_VERSION'), 'utf8'), 10)
  if (major === binaries.major) return
  throw refusal(
    'other_major_version',
    `The data in ${layout.cluster} were written by PostgreSQL ${major}; this version brings ${binaries.major}. ` +
      'Nothing was changed. Start the version of Tongguan that wrote them and run "tongguan backup DIR", then restore the backup with this version into an empty folder (TONGGUAN_DATA); or run a PostgreSQL server yourself, upgrade with pg_upgrade, and set DATABASE_URL.',
    `${layout.cluster} 中的数据由 PostgreSQL ${major} 写入，本版本使用 ${binaries.major}。数据没有改动。请用原版本运行“tongguan backup 目录”，再用本版本恢复到空目录（TONGGUAN_DATA）；或自行部署 PostgreSQL，用 pg_upgrade 升级后设置 DATABASE_URL。`,
  )
}

/** Sets a new superuser password without a server: for a cluster whose password file was lost. The server must be down. */
export const resetPassword = (layout: Layout, binaries: Binaries): string => {
  const password = savePassword(layout)
  spawnSync(binaries.postgres, ['--single', '-j', '-D', layout.cluster, 'postgres'], {
    ...layout.user,
    cwd: layout.serverFolder,
    env: { LC_ALL: 'C.UTF-8' },
    input: `alter role ${SUPERUSER} password '${password}';\n\n`,
  })
  return password
}
