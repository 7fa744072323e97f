/** What tests of signals of every kind share: one source of each kind, a sound message of each, and many of them mixed. */
import { putSource, type SignalKind, usualMarkings } from '../../src/actions/signals/public.ts'
import { uuid } from '../../src/base/public.ts'
import { withRole } from '../../src/store/public.ts'
import type { SignalsSite } from './signals-site.ts'

export type Item = {
  sourceCode: string
  externalNo: string
  kind: SignalKind
  observedAt: string
  body: Record<string, unknown>
}

/** A sound body of each kind, with its part and its persons where it has some. All invented. */
export const SAMPLES: { readonly [kind in SignalKind]: Record<string, unknown> } = {
  declaration: {
    office: '02',
    hs6: '870899',
    departure: 'DE',
    origin: 'DE',
    mode: '10',
    netMass: 9,
    itemPrice: 9,
    importer: 'IMP77',
  },
  manifest_line: {
    goods: '塑料颗粒',
    container: 'CSQU3054383',
    hs6: '390110',
    packages: 20,
    grossMassKg: 21_000,
    vessel: 'Lan Men Star',
    imo: '9074729',
    loadPort: 'VNSGN',
    shipper: 'Nguyen Van A',
    consigneeOrg: '91350100M000100Y43',
    freightValue: 1200,
  },
  prearrival: {
    conveyance: 'ship',
    vessel: 'LAN MEN STAR',
    imo: '9074729',
    mmsi: '413000000',
    flag: 'CN',
    eta: '2026-03-02T08:00:00+08:00',
    lastPorts: ['VNSGN', 'SGSIN'],
    crew: 22,
    ballast: 'exchanged',
  },
  health_declaration: {
    vessel: 'LAN MEN STAR',
    imo: '9074729',
    ill: 3,
    deaths: 0,
    fever: true,
    rash: true,
    affectedArea: true,
    symptoms: '高热、水疱样皮疹',
    cabins: '三层左舷',
    isolationNeeded: true,
  },
  inspection: {
    subject: 'container',
    finding: 'waste',
    container: 'CSQU3054383',
    quantity: 12,
    unit: 't',
    note: '夹带废塑料',
  },
  sensor: {
    sensor: 'RPM-03',
    sensorType: 'rpm',
    value: 840,
    unit: 'nSv/h',
    threshold: 300,
    alarm: true,
    container: 'CSQU3054383',
  },
  laboratory: {
    sampleNo: 'S-7',
    sampleType: 'human',
    analyte: 'MPXV',
    result: 'positive',
    subjectNote: '左舷船员样品',
  },
  cyber: { system: 'tos', alertType: 'ransomware', severity: 9, serviceState: 'down', hosts: 40, note: '闸口改人工' },
  tip: {
    channel: 'phone',
    category: 'waste',
    text: '三号堆场有人倒废料',
    location: '三号堆场',
    reporter: '王某 13800138000',
  },
  intelligence: { originator: '省厅', text: '同一航线近期夹带', confidence: 'moderate', imo: '9074729' },
}

export const sourceCodeOf = (kind: SignalKind): string => `test.${kind}`

/** A source of each kind, owned by customs and marked as a port usually marks it. */
export const openSources = (site: SignalsSite): Promise<void> =>
  withRole(site.db, 'owner', async (tx) => {
    for (const kind of Object.keys(SAMPLES) as SignalKind[])
      await putSource(tx, {
        id: uuid(),
        code: sourceCodeOf(kind),
        agencyId: 'customs',
        kind,
        zh: `${kind} 来源`,
        en: `${kind} source`,
        reliability: 'C',
        port: 'CNLMN',
        place: 'sea',
        ...usualMarkings(kind, 'customs'),
      })
  })

export const OBSERVED = new Date(Date.now() - 60_000).toISOString()

export const message = (kind: SignalKind, externalNo: string, change: Record<string, unknown> = {}): Item => ({
  sourceCode: sourceCodeOf(kind),
  externalNo,
  kind,
  observedAt: OBSERVED,
  body: { ...SAMPLES[kind], ...change },
})
