/**
 * Files to rows and rows to the typed reference: pure, and inverse to one another. Whoever needs reference data in a test
 * takes `assemble(decompose(…))` and no database.
 */
import type {
  Agency,
  CalendarYear,
  Deadline,
  Domain,
  DutyRow,
  Instrument,
  Named,
  ReferenceFile,
  Risk,
  Unowned,
} from './files.ts'

/** One row of a set. `body` is the record as the file has it. */
export type ReferenceRow = {
  set: string
  kind: string
  id: string
  position: number
  body: unknown
  source: string | null
  confidence: string | null
}

type Loose = Record<string, unknown>

const listOf = (value: unknown): Loose[] => (Array.isArray(value) ? (value as Loose[]) : [])

/** Which lists of a file become rows of which kind. */
const LISTS: Record<ReferenceFile, Record<string, string>> = {
  'duty-matrix': {
    agencies: 'agency',
    instruments: 'instrument',
    rows: 'duty',
    international: 'duty_international',
    unowned: 'unowned',
    deadlines: 'deadline',
    dataRules: 'data_rule',
  },
  'agency-names': { names: 'agency_name' },
  'risk-taxonomy': { sources: 'signal_source', domains: 'domain' },
  'holiday-calendar': { years: 'calendar_year' },
  scenarios: { scenarios: 'scenario' },
  indicators: { indicators: 'indicator' },
}

const idOf = (kind: string, body: Loose, position: number): string => {
  if (kind === 'unowned') return `${body.riskType}.${body.jurisdiction}.${position}`
  if (kind === 'calendar_year') return String(body.year)
  return String(body.id)
}

/** The rows of one file. Risk types become rows of their own; `meta` is one row. */
export const decompose = (file: ReferenceFile, document: unknown): ReferenceRow[] => {
  const doc = document as Loose
  const out: ReferenceRow[] = []
  const add = (kind: string, body: Loose, position: number) =>
    out.push({
      set: file,
      kind,
      id: idOf(kind, body, position),
      position,
      body,
      source: typeof body.source === 'string' ? body.source : null,
      confidence: typeof body.confidence === 'string' ? body.confidence : null,
    })
  add('meta', { id: 'meta', ...(doc.meta as Loose) }, 0)
  let risks = 0
  for (const [list, kind] of Object.entries(LISTS[file]))
    listOf(doc[list]).forEach((body, position) => {
      if (kind !== 'domain') {
        add(kind, body, position)
        return
      }
      const { risks: inside, ...domain } = body
      add('domain', domain, position)
      for (const risk of listOf(inside)) add('risk', { ...risk, domain: domain.id }, risks++)
    })
  return out
}

export type ReferenceData = {
  agencies: ReadonlyMap<string, Agency>
  instruments: ReadonlyMap<string, Instrument>
  /** National rows first, then international ones, each in the order of its file. */
  dutyRows: ReadonlyMap<string, DutyRow>
  unowned: readonly Unowned[]
  deadlines: ReadonlyMap<string, Deadline>
  domains: ReadonlyMap<string, Domain>
  risks: ReadonlyMap<string, Risk>
  signalSources: ReadonlyMap<string, Named>
  calendar: { timeZone: string; years: ReadonlyMap<number, CalendarYear> }
  scenarios: ReadonlyMap<string, Loose>
  indicators: ReadonlyMap<string, Loose>
  vocabularies: {
    deadlineKinds: readonly Named[]
    phases: readonly Named[]
    places: readonly Named[]
    units: readonly Named[]
    triggers: readonly Named[]
    verifications: readonly Named[]
    jurisdictions: readonly Named[]
    statuses: readonly Named[]
    confidences: readonly Named[]
    agencyTypes: readonly Named[]
  }
}

/** An agency without a short name goes by its full one. */
const named = (agency: Agency, short: Named | undefined): Agency => ({
  ...agency,
  zh: short?.zh ?? agency.zh,
  en: short?.en ?? agency.en,
  fullZh: agency.zh,
  fullEn: agency.en,
})

/** The typed reference from rows of the versions in force. */
export const assemble = (rows: readonly ReferenceRow[]): ReferenceData => {
  const ordered = [...rows].sort((a, b) => a.position - b.position)
  const of = <T>(kind: string): T[] => ordered.filter((row) => row.kind === kind).map((row) => row.body as T)
  const byId = <T extends { id: string }>(list: readonly T[]): Map<string, T> =>
    new Map(list.map((one) => [one.id, one]))
  const meta = (set: string): Loose =>
    (ordered.find((row) => row.kind === 'meta' && row.set === set)?.body as Loose | undefined) ?? {}
  const words = (name: string): Named[] => listOf(meta('duty-matrix')[name]) as unknown as Named[]
  const shortNames = byId(of<Named>('agency_name'))
  return {
    agencies: byId(of<Agency>('agency').map((agency) => named(agency, shortNames.get(agency.id)))),
    instruments: byId(of<Instrument>('instrument')),
    dutyRows: byId([...of<DutyRow>('duty'), ...of<DutyRow>('duty_international')]),
    unowned: of<Unowned>('unowned'),
    deadlines: byId(of<Deadline>('deadline')),
    domains: byId(of<Domain>('domain')),
    risks: byId(of<Risk>('risk')),
    signalSources: byId(of<Named>('signal_source')),
    calendar: {
      timeZone: String(meta('holiday-calendar').timeZone ?? 'Asia/Shanghai'),
      years: new Map(of<CalendarYear>('calendar_year').map((year) => [year.year, year])),
    },
    scenarios: byId(of<Loose & { id: string }>('scenario')),
    indicators: byId(of<Loose & { id: string }>('indicator')),
    vocabularies: {
      deadlineKinds: words('deadlineKinds'),
      phases: words('phases'),
      places: words('places'),
      units: words('units'),
      triggers: words('triggers'),
      verifications: words('verificationValues'),
      jurisdictions: words('jurisdictions'),
      statuses: words('statusValues'),
      confidences: words('confidenceScale'),
      agencyTypes: words('agencyTypes'),
    },
  }
}
