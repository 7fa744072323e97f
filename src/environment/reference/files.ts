/** Shapes of the files in `data/`, as `data/check.mjs` validates them. Texts are pairs: `zh`/`en`, `xZh`/`xEn`. */

export type Named = { id: string; zh: string; en: string }
export type Amount = { amount: number; unit: 'minute' | 'hour' | 'day' | 'workingDay' }
export type DeadlineKind = 'statutory_numeric' | 'statutory_immediate' | 'statutory_prompt' | 'local_default'
export type Jurisdiction = 'CN' | 'INT'

/** `zh` and `en` are the short names for screens; the duty matrix has the full ones. */
export type Agency = Named & {
  fullZh: string
  fullEn: string
  type: string
  roleZh: string
  roleEn: string
  verification: string
}

export type Instrument = Named & {
  jurisdiction: Jurisdiction
  firstInForce: string | null
  versionZh: string
  versionEn: string
  verification: string
  status: string
  /** The first day on which it no longer holds, as recorded at this site; absent or null: no end is known. */
  validTo?: string | null
  /** The instrument that took its place. */
  replacedBy?: string | null
  verifyAgainst: string | null
  noteZh: string
  noteEn: string
}

type RowCommon = {
  id: string
  riskTypes: string[]
  primaryFor: string[]
  crossCutting: boolean
  domains: string[]
  places: string[]
  phase: string
  lead: string[]
  support: string[]
  inform: string[]
  handover?: { from: string; to: string; phase: string; triggerZh: string; triggerEn: string }[]
  confidence: string
  source: string
  noteZh: string
  noteEn: string
}
export type NationalRow = RowCommon & {
  jurisdiction: 'CN'
  riskZh: string
  riskEn: string
  basis: { instrument: string; articles: string[]; verification: string; whatZh: string; whatEn: string }[]
  legalReviewRequired: boolean
  reviewInstruments: string[]
}
export type InternationalRow = RowCommon &
  Named & {
    jurisdiction: 'INT'
    instrument: string
    keyProvisions: { zh: string; en: string }[]
    typicalLeadZh: string
    typicalLeadEn: string
  }
export type DutyRow = NationalRow | InternationalRow

export type Unowned = {
  riskType: string
  jurisdiction: Jurisdiction
  places: string[]
  interimLead: string
  reasonZh: string
  reasonEn: string
  confidence: string
  source: string
}

export type Deadline = {
  id: string
  jurisdiction: Jurisdiction
  scope: string
  eventZh: string
  eventEn: string
  kind: DeadlineKind
  limit: { amount: number | null; unit: Amount['unit'] }
  localTarget: Amount | null
  direction: 'after' | 'before'
  trigger: string
  shortVoyageTrigger: string | null
  conditionZh: string
  conditionEn: string
  from: string[]
  to: string[]
  instrument: string | null
  article: string | null
  dutyRows: string[]
  riskTypes: string[]
  crossCutting: boolean
  confidence: string
  verification: string
  legalReviewRequired: boolean
  reviewInstruments: string[]
  noteZh: string
  noteEn: string
}

export type TaskTemplate = {
  id: string
  zh: string
  en: string
  phase: string
  /** `lead`, `support` or an agency id. */
  byRole: string
  dueFrom: string | null
  localTarget: Amount | null
  conditional: boolean
  places: string[]
  evidenceZh: string
  evidenceEn: string
}

export type Risk = Named & {
  domain: string
  places: string[]
  leadAgency: string
  alsoInvolves: string[]
  signals: { source: string; signalZh: string; signalEn: string }[]
  hs: (Omit<Named, 'id'> & { code: string; confidence: string })[]
  dutyRows: Record<Jurisdiction, string[]>
  taskTemplates: TaskTemplate[]
  crossDomains: string[]
  expectedFrequency: string
  confidence: string
  noteZh: string
  noteEn: string
}

export type Domain = Named & {
  category: string
  legalAnchor: { instrument: string; articles: string[] }[]
  noteZh: string
  noteEn: string
}

export type CalendarYear = {
  year: number
  status: 'complete_from_reprint' | 'incomplete'
  sourceZh: string
  sourceEn: string
  holidays: (Named & { days: string[] })[]
  makeUpWorkingDays: string[]
  noteZh?: string
  noteEn?: string
}

/** The files that the platform loads; each becomes one versioned set. */
export const REFERENCE_FILES = [
  'duty-matrix',
  'agency-names',
  'risk-taxonomy',
  'holiday-calendar',
  'scenarios',
  'indicators',
] as const
export type ReferenceFile = (typeof REFERENCE_FILES)[number]
