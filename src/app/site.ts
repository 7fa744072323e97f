/**
 * Opens a site for a process: the database (embedded under supervision, or by URL), its schema, its reference data. Everything
 * here may be repeated after a crash at any point; recovery is this same code.
 */
import { join } from 'node:path'
import { systemClock } from '../base/public.ts'
import { ensureSystemPosts } from '../environment/identity/public.ts'
import { installAgencies, installReference, loadReference, readReferenceFiles, useReference } from '../environment/reference/public.ts'
import type { House } from '../ledger/public.ts'
import { backupCluster, type Database, type Embedded, migrate, openDatabase, startEmbedded, withRole } from '../store/public.ts'
import type { Config } from './config.ts'
import { DEMONSTRATION_AGENCIES } from './demo/agencies.ts'

export type Log = (message: string) => void

export type Site = { config: Config; db: Database; embedded: Embedded | undefined; house: House; close(): Promise<void> }

export type SiteMode = 'supervise' | 'join'

const startDatabase = async (config: Config, mode: SiteMode, log: Log): Promise<Embedded | undefined> => {
  if (config.databaseUrl !== undefined) return undefined
  if (mode === 'supervise') return startEmbedded({ dataDir: config.dataDir, log })
  // A command beside a running server uses its database; without one it starts the database for itself.
  try {
    return await startEmbedded({ dataDir: config.dataDir, log, mode: 'join' })
  } catch {
    return startEmbedded({ dataDir: config.dataDir, log })
  }
}

const prepareReference = async (db: Database, demo: boolean): Promise<void> => {
  const sets = readReferenceFiles()
  const reference = await withRole(db, 'owner', async (tx) => {
    await installReference(tx, sets)
    const loaded = await loadReference(tx)
    await installAgencies(tx, loaded, new Set(demo ? DEMONSTRATION_AGENCIES : []))
    return loaded
  })
  useReference(reference)
  await withRole(db, 'auth', (tx) => ensureSystemPosts(tx))
}

/** A copy of the data before a migration that cannot be undone. */
const backupBeside = (config: Config, embedded: Embedded, reason: string): Promise<void> =>
  backupCluster(embedded.adminUrl, join(config.dataDir, 'backups', `${reason}-${Date.now()}`))

/** @throws DomainError with the remedy where the database cannot be had. */
export const openSite = async (config: Config, mode: SiteMode, log: Log): Promise<Site> => {
  const embedded = await startDatabase(config, mode, log)
  const db = await openDatabase({
    adminUrl: config.databaseUrl ?? embedded!.adminUrl,
    secretDir: join(config.dataDir, 'keys'),
  })
  try {
    await migrate(db, { log, ...(embedded ? { backup: (reason) => backupBeside(config, embedded, reason) } : {}) })
    await db.request.query('select app.ledger_open()')
    await prepareReference(db, config.demo)
  } catch (error) {
    await db.close()
    await embedded?.stop()
    throw error
  }
  const house: House = {
    clock: systemClock,
    db,
    dataDir: config.dataDir,
    demo: config.demo,
    ledgerOrigin: config.ledgerOrigin,
    portZone: config.portZone,
    portCode: config.portCode,
  }
  return {
    config,
    db,
    embedded,
    house,
    close: async () => {
      await db.close()
      await embedded?.stop()
    },
  }
}
