/** Sources: who brings signals, how they are marked, how far they are trusted. A source belongs to one agency. */
import { DomainError, notFound } from '../../base/public.ts'
import { circleFor, type Marking, meetOf } from '../../engine/sharing/public.ts'
import type { Tx } from '../../store/public.ts'
import type { SourceView } from './model.ts'

type Queries = Pick<Tx, 'query'>

/** What intake needs of a source. Circles are numbers of the database and never leave the server. */
export type Source = {
  id: string
  code: string
  agencyId: string
  kind: string
  zh: string
  en: string
  purpose: string
  reliability: string
  port: string
  place: string
  active: boolean
  circleId: number
  commercialCircleId: number
  partyCircleId: number
  /** Of what is derived from the signal and its parts together. */
  wholeCircleId: number
}

type Row = {
  source_id: string
  code: string
  agency_id: string
  kind: string
  zh: string
  en: string
  purpose: string
  reliability: string
  port: string
  place: string
  active: boolean
  circle_id: number
  part_circles: Record<string, number>
  whole_circle_id: number | null
}

const sourceOf = (row: Row): Source => ({
  id: row.source_id,
  code: row.code,
  agencyId: row.agency_id,
  kind: row.kind,
  zh: row.zh,
  en: row.en,
  purpose: row.purpose,
  reliability: row.reliability,
  port: row.port,
  place: row.place,
  active: row.active,
  circleId: row.circle_id,
  commercialCircleId: row.part_circles.commercial ?? row.circle_id,
  partyCircleId: row.part_circles.party ?? row.part_circles.commercial ?? row.circle_id,
  wholeCircleId: row.whole_circle_id ?? row.circle_id,
})

const COLUMNS = `source_id, code, agency_id, kind, zh, en, purpose, reliability, port, place, active, circle_id, part_circles, whole_circle_id`

export const findSource = async (tx: Queries, idOrCode: string): Promise<Source | undefined> => {
  const [row] = await tx.query<Row>(`select ${COLUMNS} from source where source_id::text = $1 or code = $1`, [idOrCode])
  return row ? sourceOf(row) : undefined
}

const mayBringUnder = (
  actor: { agencyId: string; sourceId: string | null },
  agencyId: string,
  sourceId: string,
): boolean => agencyId === actor.agencyId && (actor.sourceId === null || actor.sourceId === sourceId)

/**
 * The source that an actor brings signals under. Only the agency that owns it may, and a machine's token that is bound to a
 * source only under that one.
 * @throws DomainError `not_found` where the actor cannot see it, `forbidden` where it is another agency's.
 */
export const getSourceToWrite = async (
  tx: Queries,
  actor: { agencyId: string; sourceId: string | null },
  idOrCode: string,
): Promise<Source> => {
  const source = await findSource(tx, idOrCode)
  if (!source) throw notFound()
  if (!mayBringUnder(actor, source.agencyId, source.id))
    throw new DomainError('forbidden', {
      zh: '该来源属于其他单位，只能由其所属单位导入。',
      en: 'This source belongs to another agency; only that agency brings signals under it.',
    })
  if (!source.active)
    throw new DomainError('conflict', { zh: '该来源已停用。', en: 'This source is no longer in use.' })
  return source
}

export const listSources = async (
  tx: Queries,
  actor: { agencyId: string; sourceId: string | null },
): Promise<SourceView[]> => {
  const rows = await tx.query<Row & { agency_zh: string; agency_en: string }>(
    `select ${COLUMNS.split(', ')
      .map((name) => `s.${name}`)
      .join(', ')}, a.zh as agency_zh, a.en as agency_en
       from source s join agency a using (agency_id) where s.active order by s.code`,
  )
  return rows.map((row) => ({
    id: row.source_id,
    code: row.code,
    zh: row.zh,
    en: row.en,
    kind: row.kind,
    agency: { id: row.agency_id, zh: row.agency_zh, en: row.agency_en },
    port: row.port,
    place: row.place,
    mayImport: mayBringUnder(actor, row.agency_id, row.source_id),
  }))
}

export type SourceSpec = {
  id: string
  code: string
  agencyId: string
  kind: 'declaration'
  zh: string
  en: string
  purpose?: string
  reliability?: 'A' | 'B' | 'C' | 'D' | 'E' | 'F'
  port: string
  place: 'sea' | 'air' | 'land' | 'rail'
  /** How its rows and their parts are marked; without a part's own marking it takes the one before it. */
  marking: Marking
  commercial?: Marking
  party?: Marking
}

/** Makes a source or brings its names and markings up to date; rows that came before keep their circles. As the owner. */
export const putSource = async (tx: Queries, spec: SourceSpec): Promise<Source> => {
  const circle = await circleFor(tx, spec.marking)
  const commercial = spec.commercial ? await circleFor(tx, spec.commercial) : circle
  const party = spec.party ? await circleFor(tx, spec.party) : commercial
  const whole = await meetOf(tx, [circle, commercial])
  const [row] = await tx.query<Row>(
    `insert into source (source_id, code, agency_id, kind, zh, en, purpose, reliability, port, place, circle_id, part_circles, whole_circle_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (source_id) do update set zh = excluded.zh, en = excluded.en, reliability = excluded.reliability,
       circle_id = excluded.circle_id, part_circles = excluded.part_circles, whole_circle_id = excluded.whole_circle_id
     returning ${COLUMNS}`,
    [
      spec.id,
      spec.code,
      spec.agencyId,
      spec.kind,
      spec.zh,
      spec.en,
      spec.purpose ?? 'port_security',
      spec.reliability ?? 'F',
      spec.port,
      spec.place,
      circle,
      JSON.stringify({ commercial, party }),
      whole,
    ],
  )
  return sourceOf(row!)
}

/** The usual markings of an agency's declarations: basic fields by agreement, commercial ones and parties to its own officers. */
export const declarationMarkings = (owner: string): Pick<SourceSpec, 'marking' | 'commercial' | 'party'> => {
  const mark = (dataClass: string, tlp: Marking['tlp']): Marking => ({
    owner,
    dataClass,
    purposeLock: null,
    tlp,
    agencies: [],
    groups: [],
  })
  return {
    marking: mark('declaration_basic', 'amber'),
    commercial: mark('declaration_commercial', 'amber'),
    party: mark('party', 'amber_strict'),
  }
}

/** Sources that every site can import under from the first day; administration adds others. */
export const DEFAULT_SOURCES = [
  {
    id: 'c0570e5d-0000-4000-8000-000000000001',
    code: 'customs.declarations',
    agencyId: 'customs',
    kind: 'declaration',
    zh: '海关进口报关单',
    en: 'Customs import declarations',
    reliability: 'B',
  },
] as const

/** Makes the default sources where their code is not taken yet. As the owner; safe to repeat. @returns codes made now */
export const ensureDefaultSources = async (
  tx: Queries,
  port: string,
  place: SourceSpec['place'] = 'sea',
): Promise<string[]> => {
  const made: string[] = []
  for (const source of DEFAULT_SOURCES) {
    if (await findSource(tx, source.code)) continue
    await putSource(tx, { ...source, port, place, ...declarationMarkings(source.agencyId) })
    made.push(source.code)
  }
  return made
}
