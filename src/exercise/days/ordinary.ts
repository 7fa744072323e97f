/**
 * An ordinary hour at the port: what each source sends when nothing is wrong. Noise looks like noise: tiles that ring the
 * radiation portal, scans that every network sees, a seasick passenger, a neighbour who smells diesel. Rates are judgement.
 */
import { MINUTE_MS, type Random } from '../../base/public.ts'
import { AIRPORTS, CRUISE_SHIP, containerOf, FLEET, PORTS, type Ship } from './fleet.ts'
import type { PortMessage } from './model.ts'
import { EVENING, type Rhythm, ROUND_THE_CLOCK, WARM, WORKING_DAY } from './rhythm.ts'

export type Stream = Pick<PortMessage, 'source' | 'kind'> & {
  rhythm: Rhythm
  /** Begins the number of each message. */
  prefix: string
  cells: (random: Random, at: Date) => Record<string, string>
}

const iso = (at: Date): string => at.toISOString()
const later = (at: Date, minutes: number): string => iso(new Date(at.getTime() + minutes * MINUTE_MS))
const shipFor = (random: Random): Ship => (random.next() < 0.04 ? CRUISE_SHIP : random.pick(FLEET))
const lastPorts = (random: Random, ports: readonly string[] = PORTS): string => {
  const first = random.below(ports.length)
  return [0, 1, 2].map((n) => ports[(first + n) % ports.length]).join(';')
}

const GOODS = [
  ['塑料粒子', '390120'],
  ['汽车零件', '870899'],
  ['服装', '620342'],
  ['冻虾', '030617'],
  ['木托盘装瓷砖', '690721'],
  ['笔记本电脑', '847130'],
  ['家具', '940350'],
  ['葡萄酒', '220421'],
] as const

const manifest = (random: Random): Record<string, string> => {
  const ship = random.pick(FLEET)
  const [goods, hs6] = random.pick(GOODS)
  const dangerous = random.next() < 0.03
  return {
    vessel: ship.vessel,
    imo: ship.imo,
    voyage: `${100 + random.below(800)}W`,
    container: containerOf(random),
    goods: dangerous ? '油漆' : goods,
    hs6: dangerous ? '320810' : hs6,
    packages: String(20 + random.below(900)),
    grossMassKg: String(4_000 + random.below(22_000)),
    loadPort: random.pick(PORTS),
    dischargePort: 'CNLMN',
    ...(dangerous ? { dgClass: '3', unNumber: '1263' } : {}),
    seal: `LM${random.below(10_000_000)}`,
  }
}

const arrival = (random: Random, at: Date): Record<string, string> => {
  if (random.next() < 0.45) {
    return {
      conveyance: 'aircraft',
      flight: `${random.pick(['LM', 'HY', 'YF'])}${100 + random.below(900)}`,
      eta: later(at, 120 + random.below(240)),
      lastPorts: random.pick(AIRPORTS),
      crew: String(6 + random.below(8)),
      passengers: String(80 + random.below(220)),
    }
  }
  const ship = shipFor(random)
  return {
    conveyance: 'ship',
    vessel: ship.vessel,
    imo: ship.imo,
    mmsi: ship.mmsi,
    callSign: ship.callSign,
    flag: ship.flag,
    eta: later(at, 24 * 60 + random.below(600)),
    lastPorts: lastPorts(random),
    berth: ship.type === 'cruise' ? 'C1' : random.pick(['1', '2', '3', '4']),
    crew: String(ship.crew),
    passengers: String(ship.passengers),
    dgOnBoard: random.next() < 0.2 ? 'yes' : 'no',
    ballast: random.pick(['exchanged', 'exchanged', 'none']),
    ispsLevel: '1',
  }
}

const health = (random: Random): Record<string, string> => {
  const ship = shipFor(random)
  const ill = random.next() < 0.06 ? 1 : 0
  return {
    vessel: ship.vessel,
    imo: ship.imo,
    lastPorts: lastPorts(random),
    personsAboard: String(ship.crew + ship.passengers),
    ill: String(ill),
    deaths: '0',
    fever: 'no',
    rash: 'no',
    affectedArea: 'no',
    sanitationCertificate: random.next() < 0.96 ? 'valid' : 'expired',
    vectorsSeen: 'no',
    ...(ill > 0 ? { symptoms: '晕船呕吐，服药后缓解', cabins: '船员舱', isolationNeeded: 'no' } : {}),
  }
}

const inspection = (random: Random): Record<string, string> => {
  const finding = ['nothing', 'misdeclared_goods', 'counterfeit', 'seal_broken', 'live_pest', 'cites'][
    random.weighted([92, 3, 2, 1.5, 1, 0.5])
  ]!
  const notes: Record<string, string> = {
    nothing: '单货相符',
    misdeclared_goods: '品名与实货略有出入，已要求改单',
    counterfeit: '箱内有疑似仿冒商标运动鞋',
    seal_broken: '封志松动，箱门完好',
    live_pest: '木质包装上有少量活虫，已取样',
    cites: '木制工艺品，疑似受限树种，待鉴定',
  }
  return {
    subject: random.next() < 0.8 ? 'container' : random.pick(['parcel', 'baggage']),
    finding,
    container: containerOf(random),
    location: random.pick(['一号堆场', '二号堆场', '三号堆场查验场', '澜门机场货站']),
    quantity: finding === 'nothing' ? '1' : String(1 + random.below(40)),
    note: notes[finding]!,
  }
}

const customsSensor = (random: Random): Record<string, string> => {
  const type = ['rpm', 'vector_trap', 'wastewater'][random.weighted([70, 20, 10])]!
  if (type === 'rpm') {
    // Potassium in tiles, bananas and fertiliser: the ordinary reason why a portal rings.
    const alarm = random.next() < 0.12
    const background = 100 + random.below(20)
    return {
      sensor: `RPM-${1 + random.below(4)}`,
      sensorType: 'rpm',
      quantity: 'gamma',
      value: String(alarm ? background * 2 + random.below(40) : background + random.below(30)),
      unit: 'cps',
      background: String(background),
      threshold: String(background * 2),
      alarm: alarm ? 'yes' : 'no',
      ...(alarm ? { isotope: 'K-40' } : {}),
      container: containerOf(random),
      location: '3 号闸口',
    }
  }
  return type === 'vector_trap'
    ? {
        sensor: `VT-${1 + random.below(12)}`,
        sensorType: 'vector_trap',
        quantity: 'mosquito',
        value: String(random.below(7)),
        unit: '只/夜',
        threshold: '20',
        alarm: 'no',
        location: random.pick(['邮轮客运大厅', '一号堆场', '澜门机场']),
      }
    : {
        sensor: `WW-${1 + random.below(3)}`,
        sensorType: 'wastewater',
        quantity: 'norovirus',
        value: String(random.below(30)),
        unit: 'copies/mL',
        threshold: '200',
        alarm: 'no',
        location: random.pick(['邮轮客运大厅', '澜门机场']),
      }
}

const terminalSensor = (random: Random): Record<string, string> => {
  const type = random.pick(['temperature', 'gas', 'weather', 'ais'] as const)
  const ship = random.pick(FLEET)
  switch (type) {
    case 'temperature':
      return {
        sensor: `RF-${1 + random.below(60)}`,
        sensorType: 'temperature',
        quantity: 'reefer',
        value: String(-20 + random.below(5)),
        unit: '°C',
        threshold: '-12',
        alarm: 'no',
        container: containerOf(random),
        location: '二号堆场',
      }
    case 'gas':
      return {
        sensor: `GS-${1 + random.below(8)}`,
        sensorType: 'gas',
        quantity: 'VOC',
        value: String(random.below(12)),
        unit: 'ppm',
        threshold: '50',
        alarm: 'no',
        location: '散货、冷链泊位',
      }
    case 'weather':
      return {
        sensor: 'WX-1',
        sensorType: 'weather',
        quantity: 'gust',
        value: String(3 + random.below(9)),
        unit: 'm/s',
        threshold: '20.8',
        alarm: 'no',
        location: '外航道',
      }
    case 'ais':
      return {
        sensor: 'AIS-1',
        sensorType: 'ais',
        quantity: 'speed',
        value: String(random.below(14)),
        unit: 'kn',
        alarm: 'no',
        vessel: ship.vessel,
        imo: ship.imo,
        mmsi: ship.mmsi,
        location: random.pick(['外航道', '2 号锚地', '1 号检疫锚地']),
      }
  }
}

const laboratory = (random: Random): Record<string, string> => {
  const [sampleType, analyte, unit, limit] = random.pick([
    ['food', 'cadmium', 'mg/kg', '0.5'],
    ['food', 'Salmonella', '', ''],
    ['plant', 'Bursaphelenchus', '', ''],
    ['water', 'E.coli', 'CFU/100mL', '250'],
    ['cargo', 'ash', '%', '2'],
    ['vector', 'dengue', '', ''],
  ] as const)
  return {
    sampleNo: `S${random.below(1_000_000)}`,
    sampleType,
    analyte,
    method: random.pick(['PCR', 'ICP-MS', '培养'] as const) === '培养' ? 'culture' : 'PCR',
    result: random.next() < 0.97 ? 'negative' : 'inconclusive',
    ...(limit ? { value: (Number(limit) * (0.1 + 0.5 * random.next())).toFixed(2), unit, limit } : {}),
  }
}

const cyber = (random: Random): Record<string, string> => {
  const [alertType, severity] = [
    ['scan', 2],
    ['phishing', 3],
    ['malware', 4],
    ['intrusion', 4],
  ][random.weighted([60, 28, 10, 2])] as [string, number]
  return {
    system: random.pick(['network', 'email', 'gate', 'tos', 'other']),
    alertType,
    severity: String(Math.max(1, severity + random.below(2) - 1)),
    hosts: String(1 + random.below(3)),
    serviceState: 'normal',
    note: '已由安全设备自动阻断',
  }
}

const tip = (random: Random): Record<string, string> => {
  const [category, text, location] = random.pick([
    ['pollution', '码头附近有柴油味', '散货、冷链泊位'],
    ['other', '邮轮客运大厅排队太久', '邮轮客运大厅'],
    ['security', '有人在闸口附近拍照', '3 号闸口'],
    ['counterfeit', '夜市有人卖走私手表', ''],
    ['illness', '候船厅有人咳嗽', '邮轮客运大厅'],
    ['other', '集卡占用非机动车道', '3 号闸口'],
    ['rumour', '听说要封港，是真的吗', ''],
    ['cites', '有人在网上卖鹦鹉', ''],
  ] as const)
  return {
    channel: random.pick(['phone', 'web', 'social']),
    category,
    text,
    ...(location ? { location } : {}),
    reliability: 'F',
    credibility: '6',
  }
}

const intelligence = (random: Random, at: Date): Record<string, string> => {
  const [topic, text, origin] = random.pick([
    ['economic.smuggling', '某航线低报价格的手法近期增多，提示核对同类价格', 'VN'],
    ['ecology.solid_waste', '有中间商以再生颗粒名义转运废塑料', 'MY'],
    ['ecology.cites', '象牙制品改走快件渠道的可能性上升', 'TH'],
    ['social.drugs', '以水果集装箱夹带的路线需要关注', 'EC'],
  ] as const)
  return {
    originator: '公安情报部门（合成）',
    topic,
    text,
    confidence: random.pick(['low', 'moderate']),
    handling: 'no_onward',
    validUntil: later(at, 14 * 24 * 60),
    origin,
    reliability: 'B',
    credibility: '3',
  }
}

/** Each source with its pace on an ordinary day. */
export const STREAMS: readonly Stream[] = [
  {
    source: 'customs.manifests',
    kind: 'manifest_line',
    prefix: 'MF',
    rhythm: { perDay: 120, byHour: WORKING_DAY, weekend: 0.7 },
    cells: manifest,
  },
  {
    source: 'msa.prearrivals',
    kind: 'prearrival',
    prefix: 'PA',
    rhythm: { perDay: 26, byHour: ROUND_THE_CLOCK },
    cells: arrival,
  },
  {
    source: 'customs.health_declarations',
    kind: 'health_declaration',
    prefix: 'HD',
    rhythm: { perDay: 16, byHour: ROUND_THE_CLOCK },
    cells: health,
  },
  {
    source: 'customs.inspections',
    kind: 'inspection',
    prefix: 'IN',
    rhythm: { perDay: 42, byHour: WORKING_DAY, weekend: 0.5 },
    cells: inspection,
  },
  {
    source: 'customs.sensors',
    kind: 'sensor',
    prefix: 'CS',
    rhythm: { perDay: 60, byHour: WORKING_DAY, season: WARM.map((factor) => 0.8 + 0.2 * factor) },
    cells: customsSensor,
  },
  {
    source: 'port_operator.sensors',
    kind: 'sensor',
    prefix: 'TS',
    rhythm: { perDay: 48, byHour: ROUND_THE_CLOCK },
    cells: terminalSensor,
  },
  {
    source: 'lab.results',
    kind: 'laboratory',
    prefix: 'LR',
    rhythm: { perDay: 18, byHour: WORKING_DAY, weekend: 0.3 },
    cells: laboratory,
  },
  {
    source: 'port_operator.alerts',
    kind: 'cyber',
    prefix: 'CY',
    rhythm: { perDay: 72, byHour: ROUND_THE_CLOCK },
    cells: cyber,
  },
  {
    source: 'port_office.tips',
    kind: 'tip',
    prefix: 'TP',
    rhythm: { perDay: 36, byHour: EVENING, weekend: 1.4 },
    cells: tip,
  },
  {
    source: 'public_security.notes',
    kind: 'intelligence',
    prefix: 'PI',
    rhythm: { perDay: 2, byHour: WORKING_DAY, weekend: 0.2 },
    cells: intelligence,
  },
]
