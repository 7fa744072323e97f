/**
 * The demonstration port: an invented site with synthetic data, opened on an empty embedded database and nowhere else. It
 * goes through the product's own intake, rules and record; nothing on its pages is drawn by hand. The day goes on while the
 * server runs: a job brings what "arrived" since it last ran.
 */

import {
  declarationMarkings,
  openIntake,
  prepareDeclaration,
  putSource,
  readDeclaration,
  type Source,
  takeIn,
} from '../../actions/signals/public.ts'
import { DAY_MS, HOUR_MS, LIVE_REALM, seededRandom } from '../../base/public.ts'
import { putAgreement } from '../../engine/sharing/public.ts'
import { namedUuid, seedPersonas, systemPostOf } from '../../environment/identity/public.ts'
import type { Schedule, Task } from '../../store/public.ts'
import { withRole } from '../../store/public.ts'
import type { Site } from '../site.ts'
import { HISTORY_MS, syntheticDeclarations } from './declarations.ts'

const PER_DAY = 220
const BATCH = 500
/** A site that was switched off for long does not catch up for longer than this. */
const CATCH_UP_MS = DAY_MS

/** What the demonstration's agencies share, as their agreements would say it. Invented: local examples, not law. */
const AGREEMENTS = [
  { receiver: 'port_office', dataClass: 'declaration_basic', purpose: 'port_security' },
  { receiver: 'msa', dataClass: 'declaration_basic', purpose: 'port_security' },
  { receiver: 'health_cdc', dataClass: 'declaration_basic', purpose: 'health_quarantine' },
  { receiver: 'public_security', dataClass: 'declaration_basic', purpose: 'law_enforcement' },
  { receiver: 'public_security', dataClass: 'declaration_commercial', purpose: 'law_enforcement' },
] as const

const SOURCE_CODE = 'customs.declarations'
const SOURCE_ID = namedUuid('demonstration source customs.declarations')

const prepare = (site: Site): Promise<Source> =>
  withRole(site.db, 'owner', async (tx) => {
    await seedPersonas(tx, site.house.clock.now())
    const since = new Date(site.house.clock.now().getTime() - HISTORY_MS)
    for (const one of AGREEMENTS) {
      const id = namedUuid(`demonstration agreement ${one.receiver} ${one.dataClass} ${one.purpose}`)
      const [there] = await tx.query('select 1 from agreement where agreement_id = $1', [id])
      if (there) continue
      await putAgreement(tx, {
        id,
        giver: 'customs',
        receiver: one.receiver,
        dataClass: one.dataClass,
        purpose: one.purpose,
        basisZh: '演示协议，非真实文件',
        basisEn: 'demonstration agreement, not a real document',
        validFrom: since,
        validTo: null,
        giverSignedAt: since,
        receiverSignedAt: since,
      })
    }
    return putSource(tx, {
      id: SOURCE_ID,
      code: SOURCE_CODE,
      agencyId: 'customs',
      kind: 'declaration',
      zh: '海关申报（合成）',
      en: 'Customs declarations (synthetic)',
      reliability: 'A',
      port: site.config.portCode,
      place: 'sea',
      ...declarationMarkings('customs'),
    })
  })

/** When the newest row was observed: this survives a crash because it is the row. */
const findLastArrival = (site: Site): Promise<Date | undefined> =>
  withRole(site.db, 'owner', async (tx) => {
    const [row] = await tx.query<{ at: Date }>(
      'select observed_at as at from signal where realm = $1 and source_id = $2 order by received_at desc, id desc limit 1',
      [LIVE_REALM, SOURCE_ID],
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
      const rows = batch.map(({ cells, observedAt }) => {
        const { declaration, faults } = readDeclaration(cells, site.config.portZone)
        if (declaration === null) throw new Error(`synthetic row refused: ${faults[0]!.en}`)
        return prepareDeclaration(intake.tokens, source, { ...declaration, observedAt })
      })
      await takeIn(site.db, intake, source, rows, {
        realm: LIVE_REALM,
        at: clock === 'now' ? site.house.clock.now() : batch.at(-1)!.observedAt,
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
    const source = await prepare(site)
    const now = site.house.clock.now()
    const at = await findLastArrival(site)
    const from = new Date(Math.max(at?.getTime() ?? 0, now.getTime() - CATCH_UP_MS) + 1)
    if (from < now) await bring(site, source, from, now, 'now')
  },
})

export const DEMONSTRATION_SCHEDULE: Schedule = { task: 'demonstration_arrivals', cron: '* * * * *' }
