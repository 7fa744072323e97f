/**
 * A consistent copy of an embedded cluster while it runs, and its return into an empty data folder. The copy is made as
 * PostgreSQL prescribes for a file-system backup: start, copy, stop, write the label, add the log from start to stop. A slot
 * keeps that log from being removed meanwhile. A copy that was not finished has the name `*.unfinished`.
 */
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { DomainError } from '../../base/public.ts'
import { requireSpace } from './disk.ts'
import { findLayout } from './layout.ts'
import { takeLock } from './lock.ts'
import { findPostmaster } from './postmaster.ts'

/** Contents that belong to the running server and not to a copy. */
const EMPTY_IN_COPY = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])
const NOT_IN_COPY = /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|backup_label.*|tablespace_map.*)$/
const NOTE = 'tongguan-backup.json'

type Note = { postgres: string; at: string; systemIdentifier: string }

const copyFlushed = (from: string, to: string): void => {
  copyFileSync(from, to)
  const handle = openSync(to, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}

/** Files may vanish while they are copied (a dropped table); the log says so to whoever recovers. */
const copyTree = (from: string, to: string, top: boolean): void => {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (NOT_IN_COPY.test(entry.name)) continue
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    try {
      if (entry.isDirectory() && top && EMPTY_IN_COPY.has(entry.name)) mkdirSync(target, { mode: 0o700 })
      else if (entry.isDirectory()) copyTree(source, target, false)
      else if (entry.isFile()) copyFlushed(source, target)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}

const sizeMib = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ mib: number }>(
    'select ceil(sum(pg_database_size(oid)) / 1048576)::int as mib from pg_database',
  )
  return rows[0]!.mib
}

/**
 * Copies the cluster of a running embedded server to the new folder `target`.
 * @throws DomainError `conflict` where the folder is not empty or the server not on this machine, `unavailable` when the disk is full.
 */
export const backupCluster = async (adminUrl: string, target: string): Promise<void> => {
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new DomainError(
      'conflict',
      { zh: `${target} 不是空目录。`, en: `${target} is not empty.` },
      { reason: 'not_empty' },
    )
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {})
  await client.connect()
  const unfinished = `${target}.unfinished`
  try {
    await client.query('set transaction_timeout = 0; set idle_session_timeout = 0')
    const cluster = (await client.query<{ data_directory: string }>('show data_directory')).rows[0]!.data_directory
    if (!existsSync(join(cluster, 'PG_VERSION')))
      throw new DomainError(
        'conflict',
        {
          zh: '数据库不在本机，请用数据库服务器自己的备份工具（如 pg_basebackup）。',
          en: 'The database is not on this machine; use its own tools, such as pg_basebackup.',
        },
        { reason: 'external_server' },
      )
    rmSync(unfinished, { recursive: true, force: true })
    mkdirSync(unfinished, { recursive: true, mode: 0o700 })
    requireSpace(dirname(unfinished), (await sizeMib(client)) + 64)
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [`tongguan_backup_${process.pid}`])
    const { rows: begun } = await client.query<{ first: string }>(
      "select pg_walfile_name(pg_backup_start('tongguan', true)) as first",
    )
    copyTree(cluster, join(unfinished, 'cluster'), true)
    const { rows: ended } = await client.query<{ label: string; last: string }>(
      'select labelfile as label, pg_walfile_name(lsn) as last from pg_backup_stop(false)',
    )
    const { label, last } = ended[0]!
    const wal = join(unfinished, 'cluster', 'pg_wal')
    mkdirSync(join(wal, 'archive_status'), { recursive: true, mode: 0o700 })
    mkdirSync(join(wal, 'summaries'), { recursive: true, mode: 0o700 })
    for (const name of readdirSync(join(cluster, 'pg_wal')).filter((file) => /^[0-9A-F]{24}$/.test(file)))
      if (name >= begun[0]!.first && name <= last) copyFlushed(join(cluster, 'pg_wal', name), join(wal, name))
    writeFileSync(join(unfinished, 'cluster', 'backup_label'), label, { mode: 0o600, flush: true })
    const { rows: about } = await client.query<{ postgres: string; id: string }>(
      "select current_setting('server_version') as postgres, system_identifier::text as id from pg_control_system()",
    )
    const note: Note = { postgres: about[0]!.postgres, at: new Date().toISOString(), systemIdentifier: about[0]!.id }
    writeFileSync(join(unfinished, NOTE), `${JSON.stringify(note, null, 2)}\n`, { flush: true })
    if (existsSync(target)) rmSync(target, { recursive: true })
    renameSync(unfinished, target)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

/** PostgreSQL refuses a data folder that others may read. */
const makePrivate = (path: string, user: { uid: number; gid: number } | undefined): void => {
  const isFolder = statSync(path).isDirectory()
  if (isFolder) for (const name of readdirSync(path)) makePrivate(join(path, name), user)
  chmodSync(path, isFolder ? 0o700 : 0o600)
  if (user) chownSync(path, user.uid, user.gid)
}

/** Puts a copy into an empty data folder; the next start recovers it. @throws DomainError `conflict` where there are data already. */
export const restoreCluster = (source: string, dataDir: string): void => {
  if (!existsSync(join(source, NOTE)) || !existsSync(join(source, 'cluster', 'PG_VERSION')))
    throw new DomainError(
      'invalid',
      { zh: `${source} 不是同关的完整备份。`, en: `${source} is no complete backup of Tongguan.` },
      { reason: 'no_backup' },
    )
  JSON.parse(readFileSync(join(source, NOTE), 'utf8')) as Note
  const layout = findLayout(dataDir)
  const lock = takeLock(layout.base)
  if ('heldBy' in lock || existsSync(layout.cluster) || findPostmaster(layout)) {
    if ('release' in lock) lock.release()
    throw new DomainError(
      'conflict',
      { zh: `${dataDir} 中已有数据，请选择空目录。`, en: `${dataDir} already holds data; choose an empty folder.` },
      { reason: 'not_empty' },
    )
  }
  try {
    const building = join(layout.serverFolder, `cluster.building-restore-${process.pid}`)
    cpSync(join(source, 'cluster'), building, { recursive: true })
    makePrivate(building, layout.user)
    // The copied cluster has the password of its origin: without this file the next start sets a new one.
    rmSync(layout.passwordFile, { force: true })
    rmSync(layout.stateFile, { force: true })
    renameSync(building, layout.cluster)
  } finally {
    lock.release()
  }
}
