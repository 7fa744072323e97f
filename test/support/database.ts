/**
 * A database of its own for a test, in milliseconds. The schema is built once per set of migrations in a template that is
 * cloned. The server is the one of TONGGUAN_TEST_DATABASE_URL, or one shared by all test processes of this checkout, which
 * ends by itself a minute after the last of them. It runs without fsync: fault tests start their own.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import {
  type Database,
  migrate,
  migrationsHash,
  openDatabase,
  readMigrations,
  startEmbedded,
} from '../../src/store/public.ts'
import { isServed } from './served.ts'

export const TEST_SERVER_FOLDER = join(import.meta.dirname, '..', '..', 'var', 'test-pg')

export type TestDatabase = {
  /** Administrator's URL of this database. */
  adminUrl: string
  name: string
  db: Database
  drop(): Promise<void>
}

let server: Promise<string> | undefined

/** Starts the keeper of the shared server where none lives, and joins its server. */
const sharedServer = async (): Promise<string> => {
  for (let attempt = 0; ; attempt++) {
    if (!isServed(TEST_SERVER_FOLDER)) {
      const keeper = spawn(process.execPath, [join(import.meta.dirname, 'keep-server.ts')], {
        detached: true,
        stdio: 'ignore',
      })
      keeper.unref()
    }
    const until = Date.now() + 30_000
    while (!isServed(TEST_SERVER_FOLDER) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 30))
    try {
      return (await startEmbedded({ dataDir: TEST_SERVER_FOLDER, mode: 'join', durable: false })).adminUrl
    } catch (error) {
      if (attempt >= 2) throw error
    }
  }
}

/** Administrator's URL of the test server. */
export const testServerUrl = (): Promise<string> => {
  server ??= process.env.TONGGUAN_TEST_DATABASE_URL
    ? Promise.resolve(process.env.TONGGUAN_TEST_DATABASE_URL)
    : sharedServer()
  return server
}

const urlOf = (adminUrl: string, name: string): string => {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

export const asAdmin = async <T>(adminUrl: string, fn: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}

/** The migrated template; one process builds it, others wait. A half-built one (killed) is built again. */
const template = async (adminUrl: string): Promise<string> => {
  const files = readMigrations()
  const name = `tongguan_template_${migrationsHash(files)}`
  await asAdmin(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock(7161, 9)')
    const { rows } = await client.query<{ ready: boolean }>(
      'select datistemplate as ready from pg_database where datname = $1',
      [name],
    )
    if (rows[0]?.ready) return
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
    const db = await openDatabase({ adminUrl: urlOf(adminUrl, name) })
    try {
      await migrate(db, { files })
    } finally {
      await db.close()
    }
    await client.query(`alter database ${name} with is_template true allow_connections false`)
    // Templates of migrations as they were before.
    const old = await client.query<{ datname: string }>(
      "select datname from pg_database where datname like 'tongguan\\_template\\_%' and datname <> $1",
      [name],
    )
    for (const { datname } of old.rows) {
      await client.query(`alter database ${datname} with is_template false`)
      await client.query(`drop database if exists ${datname} with (force)`)
    }
  })
  return name
}

let known: Promise<string> | undefined

/** An empty database without schema, for tests of migrations. */
export const emptyDatabase = async (): Promise<{ adminUrl: string; name: string; drop(): Promise<void> }> =>
  make(undefined)

const make = async (from: string | undefined): Promise<{ adminUrl: string; name: string; drop(): Promise<void> }> => {
  const server = await testServerUrl()
  const name = `tongguan_test_${process.pid}_${randomBytes(5).toString('hex')}`
  await asAdmin(server, async (client) => {
    for (let attempt = 0; ; attempt++) {
      try {
        await client.query(`create database ${name}${from ? ` template ${from} strategy file_copy` : ''}`)
        return
      } catch (error) {
        // 55006: somebody looks at the template at this moment.
        if (attempt >= 20 || (error as { code?: string }).code !== '55006') throw error
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  })
  return {
    adminUrl: urlOf(server, name),
    name,
    drop: async () => {
      await asAdmin(server, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/**
 * A migrated database and its pools. With a test context it is dropped after that test; otherwise call `drop`.
 */
export const testDatabase = async (t?: { after(fn: () => Promise<void>): void }): Promise<TestDatabase> => {
  const server = await testServerUrl()
  known ??= template(server)
  const made = await make(await known)
  const db = await openDatabase({ adminUrl: made.adminUrl, applicationName: `test ${process.pid}` })
  let dropped = false
  const drop = async (): Promise<void> => {
    if (dropped) return
    dropped = true
    // A pool waits for connections that are still in use; dropping by force ends them.
    await Promise.race([db.close(), new Promise((resolve) => setTimeout(resolve, 1_000).unref())])
    await made.drop()
  }
  t?.after(drop)
  return { adminUrl: made.adminUrl, name: made.name, db, drop }
}
