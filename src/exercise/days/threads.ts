/**
 * Threads: what really happens on a bad night, as a script of messages from several sources, false leads among them. Compound
 * ones cross domains. The first follows scenario SC-01 of `data/scenarios.json`; the others are of the same cloth.
 */
import { MINUTE_MS, type Random } from '../../base/public.ts'
import { CRUISE_SHIP, containerOf, FLEET, type Ship } from './fleet.ts'
import type { PortMessage, Thread, Truth } from './model.ts'

type Step = {
  minute: number
  role?: Truth['role']
} & Pick<PortMessage, 'source' | 'kind'> & { cells: Readonly<Record<string, string | undefined>> }

type Cast = { cruise: Ship; ship: Ship; boxes: readonly string[]; random: Random }

export type Script = Pick<Thread, 'zh' | 'en' | 'riskTypes'> & {
  id: string
  /** Local hour and minute at which it begins. */
  begins: readonly [hour: number, minute: number]
  steps: (cast: Cast) => readonly Step[]
}

const HEALTH = { source: 'customs.health_declarations', kind: 'health_declaration' } as const
const INSPECTION = { source: 'customs.inspections', kind: 'inspection' } as const
const PORTAL = { source: 'customs.sensors', kind: 'sensor' } as const
const TERMINAL = { source: 'port_operator.sensors', kind: 'sensor' } as const
const CYBER = { source: 'port_operator.alerts', kind: 'cyber' } as const
const LAB = { source: 'lab.results', kind: 'laboratory' } as const
const TIP = { source: 'port_office.tips', kind: 'tip' } as const
const NOTE = { source: 'public_security.notes', kind: 'intelligence' } as const
const MANIFEST = { source: 'customs.manifests', kind: 'manifest_line' } as const
const ARRIVAL = { source: 'msa.prearrivals', kind: 'prearrival' } as const

const named = ({ vessel, imo }: Ship) => ({ vessel, imo })

/** SC-01: an mpox cluster on a cruise ship, and ransomware in the terminal's system, each making the other worse. */
const cruiseOutage: Script = {
  id: 'cruise-outage',
  zh: '邮轮猴痘聚集与码头系统勒索叠加',
  en: 'Mpox cluster on a cruise ship while ransomware stops the terminal',
  riskTypes: ['bio.emerging', 'cyber.tos_attack'],
  begins: [1, 10],
  steps: ({ cruise }) => [
    {
      minute: 0,
      ...HEALTH,
      cells: {
        ...named(cruise),
        lastPorts: 'SGSIN;THBKK',
        personsAboard: String(cruise.crew + cruise.passengers),
        ill: '3',
        deaths: '0',
        fever: 'yes',
        rash: 'yes',
        affectedArea: 'yes',
        sanitationCertificate: 'valid',
        symptoms: '三名旅客发热、皮疹，手掌与面部为主',
        cabins: '六层中部',
        isolationNeeded: 'yes',
      },
    },
    {
      minute: 40,
      ...INSPECTION,
      cells: {
        subject: 'vessel',
        finding: 'biological_material',
        ...named(cruise),
        location: '1 号检疫锚地',
        quantity: '1',
        note: '锚地登临医学检查：1 人疑似，已就地隔离并采样',
      },
    },
    {
      minute: 55,
      role: 'false_lead',
      ...HEALTH,
      cells: {
        vessel: FLEET[3]!.vessel,
        imo: FLEET[3]!.imo,
        ill: '1',
        deaths: '0',
        fever: 'no',
        rash: 'yes',
        affectedArea: 'no',
        personsAboard: '22',
        symptoms: '船员皮疹，复核为药物过敏',
      },
    },
    {
      minute: 70,
      ...CYBER,
      cells: {
        system: 'tos',
        alertType: 'encryption',
        severity: '9',
        hosts: '37',
        serviceState: 'degraded',
        note: '码头操作系统多台主机文件被批量加密',
      },
    },
    {
      minute: 85,
      ...CYBER,
      cells: {
        system: 'gate',
        alertType: 'outage',
        severity: '9',
        hosts: '12',
        serviceState: 'down',
        note: '闸口交易归零，转运车辆滞留',
      },
    },
    {
      minute: 100,
      ...CYBER,
      cells: {
        system: 'tos',
        alertType: 'ransomware',
        severity: '10',
        hosts: '61',
        serviceState: 'down',
        note: '出现勒索信，备份服务器有相同特征',
      },
    },
    {
      minute: 110,
      role: 'false_lead',
      ...TIP,
      cells: {
        channel: 'social',
        category: 'rumour',
        text: '社交平台称“船上已死多人”',
        vessel: cruise.vessel,
        location: '邮轮客运大厅',
        reliability: 'E',
        credibility: '5',
      },
    },
    {
      minute: 200,
      ...LAB,
      cells: {
        sampleNo: 'S-SC01-1',
        sampleType: 'human',
        analyte: 'MPXV',
        method: 'PCR',
        result: 'positive',
        subjectNote: '首个样本',
      },
    },
    {
      minute: 300,
      ...CYBER,
      cells: {
        system: 'tos',
        alertType: 'outage',
        severity: '8',
        hosts: '61',
        serviceState: 'down',
        note: '备份恢复失败一次',
      },
    },
  ],
}

/** Goods declared clean, with live pests, spread over several boxes of one voyage; a forged certificate lets one out. */
const pestAndForgery: Script = {
  id: 'pest-forgery',
  zh: '伪造检疫证书掩护带虫木质包装',
  en: 'A forged plant health certificate covers wood packaging with live pests',
  riskTypes: ['bio.plant_pest', 'cyber.doc_fraud'],
  begins: [9, 20],
  steps: ({ ship, boxes }) => [
    ...boxes.slice(0, 3).map((container, n) => ({
      minute: 2 * n,
      ...MANIFEST,
      cells: {
        ...named(ship),
        voyage: '417W',
        container,
        goods: '木托盘装机械零件',
        hs6: '441520',
        packages: '24',
        grossMassKg: '18200',
        loadPort: 'VNSGN',
        dischargePort: 'CNLMN',
      },
    })),
    {
      minute: 65,
      ...INSPECTION,
      cells: {
        subject: 'container',
        finding: 'live_pest',
        container: boxes[0]!,
        ...named(ship),
        quantity: '36',
        unit: 'ind',
        location: '三号堆场查验场',
        note: '木质包装内大量活虫，IPPC 标识模糊',
      },
    },
    {
      minute: 110,
      ...CYBER,
      cells: {
        system: 'single_window',
        alertType: 'forgery',
        severity: '7',
        hosts: '1',
        serviceState: 'normal',
        note: '同一批植检证书编号在签发方查无记录',
      },
    },
    {
      minute: 150,
      ...INSPECTION,
      cells: {
        subject: 'container',
        finding: 'live_pest',
        container: boxes[1]!,
        ...named(ship),
        quantity: '20',
        unit: 'ind',
        location: '三号堆场',
        note: '同航次第二箱发现活虫',
      },
    },
    {
      minute: 260,
      role: 'false_lead',
      ...TIP,
      cells: {
        channel: 'phone',
        category: 'live_pest',
        text: '邻近小区有人捡到天牛',
        reliability: 'F',
        credibility: '5',
      },
    },
    {
      minute: 330,
      ...LAB,
      cells: {
        sampleNo: 'S-PEST-1',
        sampleType: 'plant',
        analyte: 'Anoplophora',
        method: 'PCR',
        result: 'positive',
        container: boxes[0]!,
      },
    },
  ],
}

/** Scrap that hides a source, under a recycled-goods declaration. */
const scrapSource: Script = {
  id: 'scrap-source',
  zh: '废金属夹藏放射源，申报为再生原料',
  en: 'A radioactive source in scrap that is declared as recycled material',
  riskTypes: ['nuclear.orphan_source', 'ecology.solid_waste'],
  begins: [14, 5],
  steps: ({ ship, boxes }) => [
    {
      minute: 0,
      ...MANIFEST,
      cells: {
        ...named(ship),
        voyage: '093E',
        container: boxes[3]!,
        goods: '再生钢铁原料',
        hs6: '720449',
        packages: '1',
        grossMassKg: '25800',
        loadPort: 'AEJEA',
        dischargePort: 'CNLMN',
      },
    },
    {
      minute: 22,
      ...PORTAL,
      cells: {
        sensor: 'RPM-2',
        sensorType: 'rpm',
        quantity: 'gamma',
        value: '5200',
        unit: 'cps',
        background: '112',
        threshold: '224',
        alarm: 'yes',
        isotope: 'Cs-137',
        container: boxes[3]!,
        location: '3 号闸口',
      },
    },
    {
      minute: 31,
      role: 'false_lead',
      ...PORTAL,
      cells: {
        sensor: 'RPM-1',
        sensorType: 'rpm',
        quantity: 'gamma',
        value: '290',
        unit: 'cps',
        background: '110',
        threshold: '220',
        alarm: 'yes',
        isotope: 'K-40',
        container: boxes[4]!,
        location: '3 号闸口',
      },
    },
    {
      minute: 48,
      ...PORTAL,
      cells: {
        sensor: 'HH-1',
        sensorType: 'handheld',
        quantity: 'dose_rate',
        value: '85',
        unit: 'µSv/h',
        background: '0.11',
        threshold: '1',
        alarm: 'yes',
        isotope: 'Cs-137',
        container: boxes[3]!,
        location: '二号堆场',
      },
    },
    {
      minute: 130,
      ...INSPECTION,
      cells: {
        subject: 'container',
        finding: 'waste',
        container: boxes[3]!,
        quantity: '25.8',
        unit: 't',
        location: '二号堆场',
        note: '混有废旧仪表、电路板，与申报的再生原料不符',
      },
    },
    {
      minute: 190,
      ...NOTE,
      cells: {
        originator: '公安情报部门（合成）',
        topic: 'nuclear.orphan_source',
        text: '邻国近期有工业探伤源失窃',
        confidence: 'moderate',
        reliability: 'B',
        credibility: '2',
      },
    },
  ],
}

/** False positions in the channel while a gale comes in. */
const spoofedGale: Script = {
  id: 'spoofed-gale',
  zh: '大风来临时外航道卫星定位受骗',
  en: 'Spoofed positions in the outer channel as a gale comes in',
  riskTypes: ['space.gnss', 'social.storm_crew'],
  begins: [18, 40],
  steps: ({ ship }) => [
    {
      minute: 0,
      ...TERMINAL,
      cells: {
        sensor: 'WX-1',
        sensorType: 'weather',
        quantity: 'gust',
        value: '22.6',
        unit: 'm/s',
        threshold: '20.8',
        alarm: 'yes',
        location: '外航道',
      },
    },
    {
      minute: 18,
      ...CYBER,
      cells: {
        system: 'gnss',
        alertType: 'spoofing',
        severity: '8',
        hosts: '4',
        serviceState: 'degraded',
        note: '四艘船的定位同时跳到同一点',
      },
    },
    {
      minute: 25,
      ...TERMINAL,
      cells: {
        sensor: 'AIS-1',
        sensorType: 'ais',
        quantity: 'position_jump',
        value: '3.8',
        unit: 'nm',
        threshold: '0.5',
        alarm: 'yes',
        ...named(ship),
        mmsi: ship.mmsi,
        location: '外航道',
      },
    },
    {
      minute: 52,
      ...ARRIVAL,
      cells: {
        conveyance: 'ship',
        ...named(ship),
        mmsi: ship.mmsi,
        eta: '',
        crew: String(ship.crew),
        passengers: '0',
        dgOnBoard: 'yes',
        ispsLevel: '2',
        ballast: 'unknown',
        berth: '2',
        purpose: 'shelter',
      },
    },
    {
      minute: 75,
      role: 'false_lead',
      ...TIP,
      cells: {
        channel: 'phone',
        category: 'security',
        text: '看见一条船在防波堤外打转',
        location: '外航道',
        reliability: 'F',
        credibility: '4',
      },
    },
  ],
}

/** Goods that heat themselves under a false name, and a crane whose controls do not answer. */
const heatAndCrane: Script = {
  id: 'heat-crane',
  zh: '瞒报危险货物自热，岸桥控制失灵',
  en: 'Misdeclared goods heat up while a crane’s controls fail',
  riskTypes: ['social.dg_misdeclared', 'cyber.ot_crane'],
  begins: [22, 15],
  steps: ({ ship, boxes }) => [
    {
      minute: 0,
      ...MANIFEST,
      cells: {
        ...named(ship),
        voyage: '226W',
        container: boxes[5]!,
        goods: '日用品',
        hs6: '380894',
        packages: '640',
        grossMassKg: '19400',
        loadPort: 'VNSGN',
        dischargePort: 'CNLMN',
      },
    },
    {
      minute: 34,
      ...TERMINAL,
      cells: {
        sensor: 'TH-2',
        sensorType: 'thermal',
        quantity: 'container_wall',
        value: '71',
        unit: '°C',
        threshold: '50',
        alarm: 'yes',
        container: boxes[5]!,
        location: '1 号泊位',
      },
    },
    {
      minute: 41,
      ...CYBER,
      cells: {
        system: 'crane',
        alertType: 'intrusion',
        severity: '8',
        hosts: '2',
        serviceState: 'down',
        note: '岸桥控制器收到非授权指令后停机',
      },
    },
    {
      minute: 50,
      ...TERMINAL,
      cells: {
        sensor: 'GS-1',
        sensorType: 'gas',
        quantity: 'VOC',
        value: '140',
        unit: 'ppm',
        threshold: '50',
        alarm: 'yes',
        container: boxes[5]!,
        location: '1 号泊位',
      },
    },
    {
      minute: 95,
      ...INSPECTION,
      cells: {
        subject: 'container',
        finding: 'dangerous_goods',
        container: boxes[5]!,
        quantity: '640',
        unit: 'pkg',
        location: '1 号泊位',
        note: '实货为二氧化硫脲，未按危险货物申报',
      },
    },
  ],
}

export const SCRIPTS: readonly Script[] = [cruiseOutage, pestAndForgery, scrapSource, spoofedGale, heatAndCrane]

export type Played = { thread: Thread; messages: readonly PortMessage[] }

/**
 * One script on one day, with its own cast.
 * @param day or moment, as 2026-11-25 or 2026-11-25T01:10: part of every number, so that no two days share one
 */
export const play = (script: Script, start: Date, day: string, random: Random): Played => {
  const id = `${script.id}/${day}`
  // Says nothing of what it belongs to: what is true stands beside a message and never in it.
  const number = `N${day.replaceAll(/[^0-9]/g, '')}${100 + SCRIPTS.indexOf(script)}`
  const boxes = Array.from({ length: 6 }, () => containerOf(random))
  const cast: Cast = {
    cruise: CRUISE_SHIP,
    ship: random.pick(FLEET.filter(({ type }) => type !== 'cruise')),
    boxes,
    random,
  }
  const messages = script.steps(cast).map(({ minute, role = 'evidence', source, kind, cells }, n): PortMessage => {
    const at = new Date(start.getTime() + minute * MINUTE_MS)
    const filled = Object.fromEntries(
      Object.entries(cells).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    )
    if (filled['eta'] === '') filled['eta'] = new Date(at.getTime() + 90 * MINUTE_MS).toISOString()
    return {
      source,
      kind,
      at,
      cells: {
        externalNo: `${number}-${n + 1}`,
        observedAt: at.toISOString(),
        ...filled,
      },
      truth: { thread: id, role },
    }
  })
  return { thread: { id, zh: script.zh, en: script.en, riskTypes: script.riskTypes, start }, messages }
}
