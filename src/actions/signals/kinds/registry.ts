/** Every kind of signal there is, by its id; and the columns of each, with those that every kind has. */
import type { Bilingual } from '../../../base/public.ts'
import { type Column, column } from './column.ts'
import { GENERAL_COLUMNS } from './common-columns.ts'
import { CYBER } from './cyber.ts'
import { DECLARATION } from './declaration.ts'
import { HEALTH_DECLARATION } from './health-declaration.ts'
import { INSPECTION } from './inspection.ts'
import { INTELLIGENCE } from './intelligence.ts'
import type { Kind } from './kind.ts'
import { LABORATORY } from './laboratory.ts'
import { MANIFEST_LINE } from './manifest-line.ts'
import { PREARRIVAL } from './prearrival.ts'
import { SENSOR } from './sensor.ts'
import { TIP } from './tip.ts'

export const KIND_IDS = [
  'declaration',
  'manifest_line',
  'prearrival',
  'health_declaration',
  'inspection',
  'sensor',
  'laboratory',
  'cyber',
  'tip',
  'intelligence',
] as const
export type SignalKind = (typeof KIND_IDS)[number]

const KINDS: { readonly [kind in SignalKind]: Kind } = {
  declaration: DECLARATION,
  manifest_line: MANIFEST_LINE,
  prearrival: PREARRIVAL,
  health_declaration: HEALTH_DECLARATION,
  inspection: INSPECTION,
  sensor: SENSOR,
  laboratory: LABORATORY,
  cyber: CYBER,
  tip: TIP,
  intelligence: INTELLIGENCE,
}

export const SIGNAL_KINDS = Object.fromEntries(KIND_IDS.map((id) => [id, { zh: KINDS[id].zh, en: KINDS[id].en }])) as {
  readonly [kind in SignalKind]: Bilingual
}

export const isSignalKind = (id: string): id is SignalKind => Object.hasOwn(KINDS, id)

/** Undefined for a kind that a newer version of the platform wrote. */
export const findKind = (id: string): Kind | undefined => (isSignalKind(id) ? KINDS[id] : undefined)

/** @throws where the kind is none of ours: a bug, since what enters was checked. */
export const getKind = (id: string): Kind => {
  const kind = findKind(id)
  if (!kind) throw new Error(`there is no kind of signal ${id}`)
  return kind
}

const numberColumn = ({ number }: Kind): Column =>
  column('externalNo', 'id', {
    zh: number.zh,
    en: number.en,
    names: ['编号', 'number', ...(number.names ?? [])],
    required: true,
    group: 'message',
  })

const OBSERVED_AT = column('observedAt', 'instant', {
  zh: '观察时间',
  en: 'Observed at',
  names: ['时间', '发现时间', 'time', 'date time'],
  required: true,
  group: 'message',
})

const columns = new Map<string, readonly Column[]>()

/** Every column of a kind's files, forms and messages: its number, its time, its own, and the general ones. */
export const columnsOf = (id: SignalKind): readonly Column[] => {
  let all = columns.get(id)
  if (!all) {
    const kind = KINDS[id]
    all = [
      numberColumn(kind),
      ...(kind.observedOn === undefined ? [OBSERVED_AT] : []),
      ...kind.columns,
      ...GENERAL_COLUMNS,
    ]
    columns.set(id, all)
  }
  return all
}

/** Kinds of subject in words, for mentions. */
export const SUBJECT_KINDS: Readonly<Record<string, Bilingual>> = {
  container: { zh: '箱号', en: 'Container' },
  vessel: { zh: '船名', en: 'Vessel' },
  imo: { zh: 'IMO 编号', en: 'IMO number' },
  mmsi: { zh: 'MMSI', en: 'MMSI' },
  call_sign: { zh: '呼号', en: 'Call sign' },
  flight: { zh: '航班', en: 'Flight' },
  seal: { zh: '封志号', en: 'Seal' },
  berth: { zh: '泊位', en: 'Berth' },
  port: { zh: '港口', en: 'Port' },
  hs6: { zh: '商品编码', en: 'HS code' },
  hs4: { zh: '品目', en: 'HS heading' },
  un_number: { zh: '联合国编号', en: 'UN number' },
  origin: { zh: '原产国（地区）', en: 'Country of origin' },
  departure: { zh: '启运国（地区）', en: 'Country of departure' },
  office: { zh: '申报关', en: 'Customs office' },
  courier: { zh: '快件企业', en: 'Courier' },
  organisation: { zh: '单位', en: 'Organisation' },
  sensor: { zh: '设备', en: 'Sensor' },
  sample: { zh: '样品', en: 'Sample' },
  analyte: { zh: '检测项目', en: 'Analyte' },
  system: { zh: '系统', en: 'System' },
}
