/**
 * The demonstration port: an invented site with synthetic data, opened on an empty embedded database and nowhere else. It
 * goes through the product's own intake, rules and record; nothing on its pages is drawn by hand. The day goes on while the
 * server runs: a job brings what "arrived" since it last ran.
 */

import {
  findSource,
  openIntake,
  prepareSignal,
  putSource,
  readSignal,
  type Source,
  takeIn,
  USUAL_SOURCES,
  usualMarkings,
} from '../../actions/signals/public.ts'
import { DAY_MS, HOUR_MS, LIVE_REALM, seededRandom } from '../../base/public.ts'
import { putAgreement } from '../../engine/sharing/public.ts'
import { namedUuid, seedPersonas, systemPostOf } from '../../environment/identity/public.ts'
import type { Schedule, Task, Tx } from '../../store/public.ts'
import { withRole } from '../../store/public.ts'
import type { Site } from '../site.ts'
import { DEMONSTRATION_AGREEMENTS } from './agreements.ts'
import { HISTORY_MS, syntheticDeclarations } from './declarations.ts'

const PER_DAY = 220
const BATCH = 500
/** A site that was switched off for long does not catch up for longer than this. */
const CATCH_UP_MS = DAY_MS

const SOURCE_CODE = 'customs.declarations'

/** Makes or renews a source of each kind, with names that say that what it brings is invented. */
const putSources = async (tx: Tx, portCode: string): Promise<void> => {
  for (const { no: _, ...source } of USUAL_SOURCES)
    await putSource(tx, {
      ...source,
      id: namedUuid(`demonstration source ${source.code}`),
      ...(source.code === SOURCE_CODE
        ? { zh: '海关申报（合成）', en: 'Customs declarations (synthetic)', reliability: 'A' }
        : { zh: `${source.zh}（合成）`, en: `${source.en} (synthetic)` }),
      port: portCode,
      place: 'sea',
      ...usualMarkings(source.kind, source.agencyId),
    })
}

const putAgreements = async (tx: Tx, since: Date): Promise<void> => {
  for (const { giver, receiver, dataClass, purpose } of DEMONSTRATION_AGREEMENTS) {
    const id = namedUuid(
      `demonstration agreement ${giver === 'customs' ? '' : `${giver} `}${receiver} ${dataClass} ${purpose}`,
    )
    const [there] = await tx.query('select 1 from agreement where agreement_id = $1', [id])
    if (there) continue
    await putAgreement(tx, {
      id,
      giver,
      receiver,
      dataClass,
      purpose,
      basisZh: '演示协议，非真实文件',
      basisEn: 'demonstration agreement, not a real document',
      validFrom: since,
      validTo: null,
      giverSignedAt: since,
      receiverSignedAt: since,
    })
  }
}

const prepare = (site: Site): Promise<Source> =>
  withRole(site.db, 'owner', async (tx) => {
    const now = site.house.clock.now()
    await seedPersonas(tx, now)
    await putAgreements(tx, new Date(now.getTime() - HISTORY_MS))
    await putSources(tx, site.config.portCode)
    return (await findSource(tx, SOURCE_CODE))!
  })

const findDeclarations = async (site: Site): Promise<Source> =>
  (await withRole(site.db, 'owner', (tx) => findSource(tx, SOURCE_CODE)))!

/** When the newest row was observed: this survives a crash because it is the row. */
const findLastArrival = (site: Site): Promise<Date | undefined> =>
  withRole(site.db, 'owner', async (tx) => {
    const [row] = await tx.query<{ at: Date }>(
      'select observed_at as at from signal where realm = $1 and source_id = $2 order by received_at desc, id desc limit 1',
      [LIVE_REALM, namedUuid(`demonstration source ${SOURCE_CODE}`)],
    )
    return row?.at
  })

/**
 * Brings declarations that arrived in [from, to). Repeating it doubles nothing: keys follow from the hour. History is brought
 * at the time of its arrival: the last day one by one, what is older by the hour.
 */
const bring = async (site: Site, source: Source, from: Date, to: Date, clock: 'arrival' | 'now'): Promise<void> => {
  const intake = openIntake(site.config.dataDir)
  const oneByOne = to.getTime() - DAY_MS
  for (let start = from.getTime(); start < to.getTime(); start = nextHour(start)) {
    const end = Math.min(nextHour(start), to.getTime())
    const hour = Math.floor(start / HOUR_MS)
    const whole = syntheticDeclarations(seededRandom(hour), new Date(hour * HOUR_MS), new Date((hour + 1) * HOUR_MS), {
      perDay: PER_DAY,
      zoneOffsetHours: offsetHours(site.config.portZone, new Date(start)),
      firstNumber: (hour % 100_000) * 100,
    })
    const due = whole.filter(({ observedAt }) => observedAt.getTime() >= start && observedAt.getTime() < end)
    const size = clock === 'arrival' && start >= oneByOne ? 1 : BATCH
    for (let i = 0; i < due.length; i += size) {
      const batch = due.slice(i, i + size)
      const at = clock === 'now' ? site.house.clock.now() : batch.at(-1)!.observedAt
      const rows = batch.map(({ cells, observedAt }) => {
        const { content, faults } = readSignal('declaration', cells, site.config.portZone)
        if (content === null) throw new Error(`synthetic row refused: ${faults[0]!.en}`)
        return prepareSignal(intake.tokens, source, { ...content, observedAt }, at)
      })
      await takeIn(site.db, intake, source, rows, {
        realm: LIVE_REALM,
        at,
        actor: `post/${systemPostOf('customs')}`,
      })
    }
  }
}

const nextHour = (at: number): number => (Math.floor(at / HOUR_MS) + 1) * HOUR_MS

const offsetHours = (zone: string, at: Date): number => {
  const hour = (timeZone: string): number =>
    Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at))
  return (hour(zone) - hour('UTC') + 24) % 24
}

/** Personas, a source, agreements and two weeks of history, where they are not there yet. */
export const openDemonstration = async (site: Site): Promise<{ fresh: boolean }> => {
  const source = await prepare(site)
  const now = site.house.clock.now()
  const fresh = (await findLastArrival(site)) === undefined
  if (fresh) {
    const from = new Date(now.getTime() - HISTORY_MS)
    await withRole(site.db, 'owner', (tx) => tx.query('select app.ensure_partitions_between($1, $2)', [from, now]))
    await bring(site, source, from, now, 'arrival')
  }
  return { fresh }
}

/** Every minute: what arrived since the newest row. */
export const demonstrationTask = (site: Site): Task => ({
  name: 'demonstration_arrivals',
  run: async () => {
    const source = await findDeclarations(site)
    const now = site.house.clock.now()
    const at = await findLastArrival(site)
    const from = new Date(Math.max(at?.getTime() ?? 0, now.getTime() - CATCH_UP_MS) + 1)
    if (from < now) await bring(site, source, from, now, 'now')
  },
})

export const DEMONSTRATION_SCHEDULE: Schedule = { task: 'demonstration_arrivals', cron: '* * * * *' }
