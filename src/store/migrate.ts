/**
 * Migrations: numbered, forward only, each in one transaction as tongguan_owner. A file that was applied is never changed
 * again. A file whose head says `-- breaking` makes older programs refuse the database from then on; before it runs on an
 * embedded server the data are backed up.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Logger, runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { DomainError } from '../base/public.ts'
import type { Database } from './pool.ts'

export const SQL_FOLDER = join(import.meta.dirname, '..', '..', 'sql')

export type MigrationFile = { number: number; name: string; text: string; sha256: string; breaking: boolean }
export type Applied = { number: number; name: string; sha256: string; breaking: boolean }

export const readMigrations = (folder = SQL_FOLDER): MigrationFile[] => {
  const files = readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      const head = text.split('\n').slice(0, 10)
      return {
        number: Number(file.slice(0, 4)),
        name: file.slice(5, -4),
        text,
        sha256: createHash('sha256').update(text).digest('hex'),
        breaking: head.some((line) => line.trim() === '-- breaking'),
      }
    })
  for (const [i, file] of files.entries())
    if (file.number === files[i - 1]?.number) throw new Error(`Two migrations have the number ${file.number}.`)
  return files
}

/** Changes with any migration: names a template database of the tests. */
export const migrationsHash = (files: readonly MigrationFile[]): string =>
  createHash('sha256')
    .update(files.map((file) => `${file.number} ${file.sha256}`).join('\n'))
    .digest('hex')
    .slice(0, 16)

const refused = (reason: string, en: string, zh: string): DomainError =>
  new DomainError('conflict', { zh, en }, { reason })

/** Pure: what is to be run. @throws DomainError `conflict` with reason `changed_migration` or `newer_schema`. */
export const planMigrations = (files: readonly MigrationFile[], applied: readonly Applied[]): MigrationFile[] => {
  const byNumber = new Map(applied.map((row) => [row.number, row]))
  const known = new Set(files.map((file) => file.number))
  const newer = applied.filter((row) => !known.has(row.number))
  const breaking = newer.find((row) => row.breaking)
  if (breaking)
    throw refused(
      'newer_schema',
      `The database was changed by a newer version of Tongguan (migration ${breaking.number}, ${breaking.name}), which this version cannot work with. Start the newer version.`,
      `数据库已由更新版本的同关升级（迁移 ${breaking.number} ${breaking.name}），当前版本无法使用。请启动新版本。`,
    )
  for (const file of files) {
    const row = byNumber.get(file.number)
    if (row && row.sha256 !== file.sha256)
      throw refused(
        'changed_migration',
        `Migration ${file.number} (${file.name}) was changed after it had been applied. Restore the file as it was and add a new migration instead.`,
        `迁移文件 ${file.number}（${file.name}）在执行后被改动。请恢复原文件，并新增一个迁移。`,
      )
  }
  return files.filter((file) => !byNumber.has(file.number))
}

const BOOKKEEPING = `
  create table if not exists migration (
    number int primary key,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default now(),
    breaking boolean not null
  );
  comment on table migration is 'no-rls: which schema files were applied, without content'`

const findApplied = async (client: pg.ClientBase): Promise<Applied[]> => {
  const { rows } = await client.query<{ present: boolean }>(
    "select to_regclass('public.migration') is not null as present",
  )
  if (!rows[0]!.present) return []
  return (await client.query<Applied>('select number, name, sha256, breaking from migration order by number')).rows
}

const runOne = async (client: pg.ClientBase, file: MigrationFile): Promise<void> => {
  try {
    await client.query('begin')
    await client.query(file.text)
    await client.query('insert into migration (number, name, sha256, breaking) values ($1, $2, $3, $4)', [
      file.number,
      file.name,
      file.sha256,
      file.breaking,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    const at = Number((error as pg.DatabaseError).position ?? 0)
    const line = at > 0 ? `, line ${file.text.slice(0, at).split('\n').length}` : ''
    throw new Error(`Migration ${file.number} (${file.name}${line}) failed: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

export type MigrateOptions = {
  files?: readonly MigrationFile[]
  log?: (message: string) => void
  /** Called before the first breaking migration of a database that holds data. */
  backup?: (reason: string) => Promise<void>
}

/** Brings the schema up to date. Twenty processes may call it at once: one works, the others wait and find it done. */
export const migrate = async (
  db: Pick<Database, 'owner'>,
  options: MigrateOptions = {},
): Promise<{ applied: number[] }> => {
  const files = options.files ?? readMigrations()
  const client = await db.owner.connect()
  try {
    // An ordinary start finds nothing to do and takes no lock.
    const isCurrent = planMigrations(files, await findApplied(client)).length === 0
    const applied = isCurrent ? [] : await applyLocked(db.owner, client, files, options)
    if (isCurrent) await updateJobQueue(db.owner, client)
    const { rows } = await client.query<{ present: boolean }>(
      "select to_regprocedure('app.ensure_partitions(int)') is not null as present",
    )
    if (rows[0]!.present) await client.query('select app.ensure_partitions(3)')
    return { applied }
  } finally {
    await client.query('select pg_advisory_unlock_all()').catch(() => {})
    client.release()
  }
}

const applyLocked = async (
  pool: pg.Pool,
  client: pg.ClientBase,
  files: readonly MigrationFile[],
  options: MigrateOptions,
): Promise<number[]> => {
  await client.query('select pg_advisory_lock(7161, 0)')
  const before = await findApplied(client)
  const plan = planMigrations(files, before)
  const breaking = plan.find((file) => file.breaking)
  if (before.length > 0 && breaking) await options.backup?.(`before-migration-${breaking.number}`)
  await updateJobQueue(pool, client)
  await client.query(BOOKKEEPING)
  for (const file of plan) {
    options.log?.(`migration ${file.number} ${file.name}`)
    await runOne(client, file)
  }
  return plan.map((file) => file.number)
}

/** The queue's schema version; 0 where there is none yet. */
const queueVersion = async (client: pg.ClientBase): Promise<number> => {
  const { rows } = await client.query<{ present: boolean }>(
    "select to_regclass('graphile_worker.migrations') is not null as present",
  )
  if (!rows[0]!.present) return 0
  return (await client.query<{ id: number }>('select max(id) as id from graphile_worker.migrations')).rows[0]!.id
}

/**
 * The queue's own tables, made and updated by the owner so that the job role owns nothing. 0003-jobs.sql gives the job role
 * its rights; after an update of the queue they are given again.
 */
const updateJobQueue = async (pool: pg.Pool, client: pg.ClientBase): Promise<void> => {
  const before = await queueVersion(client)
  await runMigrations({
    pgPool: pool,
    logger: new Logger(() => (level, message) => level === 'error' && console.error(message)),
  })
  const { rows } = await client.query<{ present: boolean }>(
    "select to_regprocedure('app.open_job_queue()') is not null as present",
  )
  if (rows[0]!.present && (await queueVersion(client)) !== before) await client.query('select app.open_job_queue()')
}
