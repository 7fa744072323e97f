/** Words of sharing: how a row is marked, for what it may be used, and who takes part. */
import { type Static, Type } from 'typebox'
import type { Bilingual } from '../../base/public.ts'

/** Traffic Light Protocol 2.0 (FIRST, 2022), as the reach of a marking inside this site. */
export const TLP = ['red', 'amber_strict', 'amber', 'green', 'clear'] as const
export type Tlp = (typeof TLP)[number]

export const PURPOSES = {
  port_security: { zh: '口岸安全协同', en: 'joint port security' },
  health_quarantine: { zh: '卫生检疫', en: 'health quarantine' },
  law_enforcement: { zh: '执法办案', en: 'law enforcement' },
  audit: { zh: '审计监督', en: 'audit' },
  administration: { zh: '系统管理', en: 'administration' },
} as const satisfies Record<string, Bilingual>
export type Purpose = keyof typeof PURPOSES

/** Purposes that open no content: auditors read the envelopes of the record, administrators manage accounts. */
export const PURPOSES_WITHOUT_CONTENT: ReadonlySet<string> = new Set(['audit', 'administration'])

export const DATA_CLASSES = {
  declaration_basic: { zh: '申报要素', en: 'declaration, basic' },
  declaration_commercial: { zh: '申报商业信息', en: 'declaration, commercial' },
  party: { zh: '当事人信息', en: 'parties' },
  manifest: { zh: '舱单信息', en: 'cargo manifests' },
  manifest_commercial: { zh: '舱单商业信息', en: 'cargo manifests, commercial' },
  prearrival: { zh: '抵港预报', en: 'pre-arrival notices' },
  health_declaration: { zh: '健康申报要素', en: 'declarations of health, basic' },
  health_quarantine: { zh: '卫生检疫信息', en: 'health quarantine' },
  laboratory: { zh: '检测结果', en: 'laboratory results' },
  inspection: { zh: '查验结果', en: 'inspection results' },
  cyber: { zh: '网络安全信息', en: 'cyber security' },
  sensor: { zh: '传感监测', en: 'sensor readings' },
  public_tip: { zh: '公众线索', en: 'public tips' },
  intelligence: { zh: '情报', en: 'intelligence' },
  assessment: { zh: '研判', en: 'assessments' },
  warning: { zh: '预警', en: 'warnings' },
  incident: { zh: '处置', en: 'incidents' },
  notice: { zh: '外部环境情况', en: 'environment notices' },
  administration: { zh: '系统管理', en: 'administration' },
  coordination: { zh: '值守与会商', en: 'duty and coordination' },
} as const satisfies Record<string, Bilingual>
export type DataClass = keyof typeof DATA_CLASSES

/** What is decided about a row when it is made, and what its circle is interned from. */
export type Marking = {
  owner: string
  dataClass: string
  purposeLock: string | null
  tlp: Tlp
  /** Agencies named besides the owner. */
  agencies: readonly string[]
  /** Groups with hidden rosters: incidents, warnings, standing groups. */
  groups: readonly string[]
}

const NameSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })

/** A row's marking as shown to someone who may see the row. `full` is true for the owner, who is told everyone who sees it. */
export const MarkingViewSchema = Type.Object({
  owner: Type.Union([NameSchema, Type.Null()]),
  dataClass: Type.Union([NameSchema, Type.Null()]),
  tlp: Type.Union([Type.String(), Type.Null()]),
  purposeLock: Type.Union([NameSchema, Type.Null()]),
  /** Derived from several records: seen only by those who see every one of them. */
  isMeet: Type.Boolean(),
  seenBy: Type.Array(NameSchema),
  full: Type.Boolean(),
})
export type MarkingView = Static<typeof MarkingViewSchema>
