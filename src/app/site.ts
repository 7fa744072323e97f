/**
 * Opens a site for a process: the database (embedded under supervision, or by URL), its schema, its reference data. Everything
 * here may be repeated after a crash at any point; recovery is this same code.
 */
import { join } from 'node:path'
import { followRules, type RulesWatch } from '../actions/assess/public.ts'
import { ensureDefaultSources } from '../actions/signals/public.ts'
import { DomainError, systemClock } from '../base/public.ts'
import { ensureSystemPosts, isRealSite } from '../environment/identity/public.ts'
import { usePort } from '../environment/port/public.ts'
import {
  dayIn,
  installAgencies,
  installReference,
  loadReference,
  REFERENCE_CHANNEL,
  readReferenceFiles,
  renewReference,
  useReference,
} from '../environment/reference/public.ts'
import type { House } from '../ledger/public.ts'
import {
  backupCluster,
  type Database,
  type Embedded,
  type Listener,
  migrate,
  openDatabase,
  startEmbedded,
  withRole,
} from '../store/public.ts'
import type { Config } from './config.ts'
import { DEMONSTRATION_AGENCIES } from './demo/agencies.ts'

export type Log = (message: string) => void

export type Site = {
  config: Config
  db: Database
  embedded: Embedded | undefined
  house: House
  close(): Promise<void>
}

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

const prepareReference = async (
  db: Database,
  { demo, portCode, portZone }: { demo: boolean; portCode: string; portZone: string },
): Promise<void> => {
  const sets = readReferenceFiles()
  const reference = await withRole(db, 'owner', async (tx) => {
    await installReference(tx, sets)
    const loaded = await loadReference(tx, { today: dayIn(systemClock.now(), portZone) })
    await installAgencies(tx, loaded, new Set(demo ? DEMONSTRATION_AGENCIES : []))
    // A real site begins with sources to bring signals under; the demonstration has its own.
    if (!demo) await ensureDefaultSources(tx, portCode)
    return loaded
  })
  useReference(reference)
  await withRole(db, 'auth', (tx) => ensureSystemPosts(tx))
}

/** A change of law that another request or process committed is known here at once, and again after a break. */
export const followReference = async (site: Site, listener: Listener, log: Log): Promise<void> => {
  const renew = (): void => {
    const today = dayIn(site.house.clock.now(), site.house.portZone)
    withRole(site.db, 'job', (tx) => renewReference(tx, today)).catch((error) =>
      log(`reading the reference again: ${error}`),
    )
  }
  await listener.onNotify(REFERENCE_CHANNEL, renew)
  listener.onGap(renew)
}

/**
 * A site is the demonstration or a real one, for good: what it holds decides, not how it is started later. Only an empty
 * embedded database may become the demonstration.
 */
const decideDemo = async (config: Config, db: Database): Promise<boolean> =>
  withRole(db, 'auth', async (tx) => {
    if (await isRealSite(tx)) return false
    const [row] = await tx.query<{ demo: boolean }>('select exists (select from account where demo) as demo')
    if (row!.demo && !config.demo && config.databaseUrl === undefined && config.refuseDemo)
      throw new DomainError('conflict', {
        zh: `${config.dataDir} 中是演示数据；要建干净的站点，请用 TONGGUAN_DATA 另选目录。`,
        en: `${config.dataDir} holds the demonstration; for a clean site choose another folder with TONGGUAN_DATA.`,
      })
    return config.demo
  })

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
  let demo: boolean
  let rules: RulesWatch
  try {
    await migrate(db, { log, ...(embedded ? { backup: (reason) => backupBeside(config, embedded, reason) } : {}) })
    await db.request.query('select app.ledger_open()')
    demo = await decideDemo(config, db)
    await prepareReference(db, { demo, portCode: config.portCode, portZone: config.portZone })
    usePort({ code: config.portCode, file: config.portFile, tiles: config.mapTiles })
    rules = await followRules(db, log)
  } catch (error) {
    await db.close()
    await embedded?.stop()
    throw error
  }
  const house: House = {
    clock: systemClock,
    db,
    dataDir: config.dataDir,
    demo,
    ledgerOrigin: config.ledgerOrigin,
    portZone: config.portZone,
    portCode: config.portCode,
    reach: config.reach,
  }
  return {
    config,
    db,
    embedded,
    house,
    close: async () => {
      await rules.close()
      await db.close()
      await embedded?.stop()
    },
  }
}
