/**
 * The demonstration port: an invented site with synthetic data, opened on an empty embedded database and nowhere else. It
 * goes through the product's own intake, rules and record; nothing on its pages is drawn by hand. The day goes on while the
 * server runs: a job brings what "arrived" since it last ran.
 */

import { findSource, putSource, type Source, USUAL_SOURCES, usualMarkings } from '../../actions/signals/public.ts'
import { DAY_MS, LIVE_REALM, MINUTE_MS } from '../../base/public.ts'
import { putAgreement } from '../../engine/sharing/public.ts'
import { namedUuid, seedPersonas } from '../../environment/identity/public.ts'
import { dayAt, type PortDays, portMessages } from '../../exercise/days/public.ts'
import type { Schedule, Task, Tx } from '../../store/public.ts'
import { withRole } from '../../store/public.ts'
import type { Site } from '../site.ts'
import { DEMONSTRATION_AGREEMENTS } from './agreements.ts'
import { type Arrivals, bringMessages } from './bring.ts'

/** How many days of history the demonstration opens with. */
const HISTORY_MS = 14 * DAY_MS
const DECLARATIONS_PER_DAY = 220
/** The bad night has run so long when the visitor comes: the ship is at anchor, the terminal has just stopped. */
const BAD_NIGHT_BEFORE_MS = 118 * MINUTE_MS
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

const prepare = (site: Site): Promise<void> =>
  withRole(site.db, 'owner', async (tx) => {
    const now = site.house.clock.now()
    await seedPersonas(tx, now)
    await putAgreements(tx, new Date(now.getTime() - HISTORY_MS))
    await putSources(tx, site.config.portCode)
  })

const findSources = (site: Site): Promise<ReadonlyMap<string, Source>> =>
  withRole(site.db, 'owner', async (tx) => {
    const found = new Map<string, Source>()
    for (const { code } of USUAL_SOURCES) found.set(code, (await findSource(tx, code))!)
    return found
  })

/** When the newest row arrived: this survives a crash because it is the row. */
const findLastArrival = (site: Site): Promise<Date | undefined> =>
  withRole(site.db, 'owner', async (tx) => {
    const [row] = await tx.query<{ at: Date | null }>(
      `select max(observed_at) as at from (
         select observed_at from signal where realm = $1 and source_id = any ($2) order by received_at desc, id desc limit 50) newest`,
      [LIVE_REALM, USUAL_SOURCES.map(({ code }) => namedUuid(`demonstration source ${code}`))],
    )
    return row?.at ?? undefined
  })

/** When the demonstration was opened: the bad night hangs on it, also after a restart. */
const findOpening = (site: Site): Promise<Date> =>
  withRole(site.db, 'owner', async (tx) => {
    const [row] = await tx.query<{ at: Date }>('select min(created_at) as at from account where demo')
    return row!.at
  })

/** Something happens every third day besides; most days are quiet. */
const DAILY = ['pest-forgery', 'scrap-source', 'spoofed-gale', 'heat-crane'] as const

const daysOf = (site: Site, opening: Date): PortDays => {
  const zoneOffsetHours = offsetHours(site.config.portZone, opening)
  const today = dayAt(opening, zoneOffsetHours)
  return {
    seed: 1,
    zoneOffsetHours,
    declarationsPerDay: DECLARATIONS_PER_DAY,
    scriptsOf: (day) => {
      const n = Math.floor(Date.parse(day) / DAY_MS)
      return day !== today && n % 3 === 0 ? [DAILY[Math.floor(n / 3) % DAILY.length]!] : []
    },
    at: [{ script: 'cruise-outage', start: new Date(opening.getTime() - BAD_NIGHT_BEFORE_MS) }],
  }
}

const bring = async (site: Site, from: Date, to: Date, arrivals: Arrivals): Promise<void> =>
  bringMessages(site, await findSources(site), portMessages(daysOf(site, await findOpening(site)), from, to), arrivals)

const offsetHours = (zone: string, at: Date): number => {
  const hour = (timeZone: string): number =>
    Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at))
  return (hour(zone) - hour('UTC') + 24) % 24
}

/** Personas, sources, agreements and two weeks of history, where they are not there yet. */
export const openDemonstration = async (site: Site): Promise<{ fresh: boolean }> => {
  await prepare(site)
  const now = site.house.clock.now()
  const fresh = (await findLastArrival(site)) === undefined
  if (fresh) {
    const from = new Date(now.getTime() - HISTORY_MS)
    await withRole(site.db, 'owner', (tx) => tx.query('select app.ensure_partitions_between($1, $2)', [from, now]))
    await bring(site, from, now, 'as-sent')
  }
  return { fresh }
}

/** Every minute: what was sent since the newest row. */
export const demonstrationTask = (site: Site): Task => ({
  name: 'demonstration_arrivals',
  run: async () => {
    const now = site.house.clock.now()
    const at = await findLastArrival(site)
    const from = new Date(Math.max(at?.getTime() ?? 0, now.getTime() - CATCH_UP_MS) + 1)
    if (from < now) await bring(site, from, now, 'now')
  },
})

export const DEMONSTRATION_SCHEDULE: Schedule = { task: 'demonstration_arrivals', cron: '* * * * *' }
