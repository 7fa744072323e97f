/**
 * `tongguan serve`: database, integrator, jobs, HTTP, in this order, and back in the other. Ready means: the page can be used.
 * Killed at any moment, the next start adopts or recovers what is left.
 */
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { watchInbox } from '../actions/signals/public.ts'
import { DomainError, sealedText } from '../base/public.ts'
import { createIdentity, siteKey } from '../environment/identity/public.ts'
import { openListener, startJobs } from '../store/public.ts'
import type { Config } from './config.ts'
import { DEMONSTRATION_SCHEDULE, demonstrationTask, openDemonstration } from './demo/demonstration.ts'
import { playDutyDesk } from './demo/duty-desk.ts'
import { playNightBefore } from './demo/night-before.ts'
import { hangRoutes } from './http/door.ts'
import { buildServer } from './http/server.ts'
import { claimReader, hangSessionRoutes } from './http/session-routes.ts'
import { hangStream } from './http/stream.ts'
import { startIntegrator } from './integrator-process.ts'
import { watchHead } from './ledger/head.ts'
import { hangCheckpoint, ledgerRoutes } from './ledger/routes.ts'
import { roomRoutes, roomSchedule, roomTasks } from './rooms.ts'
import { followReference, type Log, openSite } from './site.ts'
import { VERSION } from './version.ts'

const WEB_DIR = join(import.meta.dirname, '..', '..', 'web', 'dist')

export type Served = { url: string; demo: boolean; stop(): Promise<void> }

export const serve = async (config: Config, log: Log): Promise<Served> => {
  const site = await openSite(config, 'supervise', log)
  const { db, house } = site
  const closers: (() => Promise<unknown> | unknown)[] = [() => site.close()]
  const closeAll = async (): Promise<void> => {
    for (const close of closers.reverse()) await Promise.resolve(close()).catch((error) => log(`stopping: ${error}`))
    closers.length = 0
  }
  try {
    const identity = createIdentity({ house, siteName: config.siteName, secureCookies: config.secureCookies })
    await identity.start()
    const integrator = startIntegrator(site, log)
    closers.push(() => integrator.stop())
    if (house.demo) {
      const { fresh } = await openDemonstration(site)
      if (fresh) await playNightBefore(house, identity, roomRoutes)
      if (fresh) await playDutyDesk(house, identity, roomRoutes)
    }
    const jobs = startJobs({
      db,
      log,
      tasks: [...roomTasks(house), ...(house.demo ? [demonstrationTask(site)] : [])],
      schedule: [...roomSchedule, ...(house.demo ? [DEMONSTRATION_SCHEDULE] : [])],
    })
    closers.push(() => jobs.stop())

    if (config.inbox !== undefined) {
      const watched = watchInbox(house, { inbox: config.inbox, outbox: config.outbox, log })
      closers.push(() => watched.stop())
    }

    const server = await buildServer({
      webDir: WEB_DIR,
      version: VERSION,
      mapTiles: config.mapTiles,
      // Where a bug was matters; where the database went away does not.
      logError: (error, route) =>
        log(
          `${route}: ${error instanceof Error && !(error instanceof DomainError) ? (error.stack ?? error.message) : error}`,
        ),
    })
    closers.push(() => server.close())
    const claims = claimReader(identity)
    const seal = sealedText(siteKey(config.dataDir), 'cursor stream and entries')
    const listener = await openListener(db, 'job')
    closers.push(() => listener.close())
    let grown = (): void => {}
    const watch = await watchHead(db, listener, () => grown())
    hangSessionRoutes(server, identity)
    const record = ledgerRoutes(site, seal)
    hangCheckpoint(server, site)
    closers.push(() => record.verifier.stop())
    hangRoutes(server, house, claims, [...roomRoutes, ...record.routes])
    await followReference(site, listener, log)
    const streams = hangStream(server, house, claims, seal, () => watch.head())
    grown = () => streams.noteSize()
    await listener.onNotify('access', () => streams.noteAccess())
    listener.onGap(() => streams.noteAccess())
    closers.push(() => streams.close())
    await server.listen({ host: config.host, port: config.port })
    const { port } = server.server.address() as AddressInfo
    return { url: `http://${config.host}:${port}`, demo: house.demo, stop: closeAll }
  } catch (error) {
    await closeAll()
    throw error
  }
}
