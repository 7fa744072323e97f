/** Sources: who brings signals, how they are marked, how far they are trusted. A source belongs to one agency. */
import { type CircleId, DomainError, notFound } from '../../base/public.ts'
import { circleFor, type Marking, meetOf } from '../../engine/sharing/public.ts'
import type { Tx } from '../../store/public.ts'
import type { SignalKind } from './kinds/registry.ts'
import type { SourceView } from './model.ts'

type Queries = Pick<Tx, 'query'>

/** What intake needs of a source. Circles are numbers of the database and never leave the server. */
export type Source = {
  id: string
  code: string
  agencyId: string
  kind: SignalKind
  zh: string
  en: string
  purpose: string
  reliability: string
  port: string
  place: string
  active: boolean
  circleId: number
  /** Of parts that have a circle of their own, by name. */
  partCircles: Readonly<Record<string, number>>
  /** Of persons, and of what may hold them unread: refused rows. */
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
  kind: row.kind as SignalKind,
  zh: row.zh,
  en: row.en,
  purpose: row.purpose,
  reliability: row.reliability,
  port: row.port,
  place: row.place,
  active: row.active,
  circleId: row.circle_id,
  partCircles: row.part_circles,
  partyCircleId: row.part_circles.party ?? row.part_circles.commercial ?? row.circle_id,
  wholeCircleId: row.whole_circle_id ?? row.circle_id,
})

/** A part without a circle of its own is for whoever sees the signal; tokens of persons, for whoever sees the party part. */
export const circleOfPart = (
  source: Pick<Source, 'circleId' | 'partCircles' | 'partyCircleId'>,
  name: string,
): number => (name === 'party' ? source.partyCircleId : (source.partCircles[name] ?? source.circleId))

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

type Named = Omit<Row, 'circle_id' | 'part_circles' | 'whole_circle_id' | 'purpose' | 'reliability' | 'active'> & {
  agency_zh: string
  agency_en: string
  may_read: boolean
}

const viewOf = (row: Named, actor: { agencyId: string; sourceId: string | null }): SourceView => ({
  id: row.source_id,
  code: row.code,
  zh: row.zh,
  en: row.en,
  kind: row.kind,
  agency: { id: row.agency_id, zh: row.agency_zh, en: row.agency_en },
  port: row.port,
  place: row.place,
  mayImport: mayBringUnder(actor, row.agency_id, row.source_id),
  mayRead: row.may_read,
})

/** Sources whose signals the actor may see, and those of the actor's own agency. */
export const listSources = async (
  tx: Queries,
  actor: { agencyId: string; sourceId: string | null },
): Promise<SourceView[]> => {
  const rows = await tx.query<Named>(
    `select s.source_id, s.code, s.agency_id, s.kind, s.zh, s.en, s.port, s.place, a.zh as agency_zh, a.en as agency_en,
            s.circle_id in (select circle_id from circle_viewer where viewer_id = (select app.viewer())
                               and now() >= valid_from and now() < valid_to) as may_read
       from source s join agency a using (agency_id) where s.active order by s.code`,
  )
  return rows.map((row) => viewOf(row, actor))
}

/** Every source by name, for whoever binds tokens to them; the database refuses all others. */
export const listSourcesToAdminister = async (
  tx: Queries,
  actor: { agencyId: string; sourceId: string | null },
): Promise<SourceView[]> => {
  const rows = await tx.query<Named>(
    `select s.*, a.zh as agency_zh, a.en as agency_en, false as may_read
       from app.admin_sources() s join agency a using (agency_id) order by s.code`,
  )
  return rows.map((row) => ({ ...viewOf(row, actor), mayImport: false }))
}

export type SourceSpec = {
  id: string
  code: string
  agencyId: string
  kind: SignalKind
  zh: string
  en: string
  purpose?: string
  reliability?: 'A' | 'B' | 'C' | 'D' | 'E' | 'F'
  port: string
  place: 'sea' | 'air' | 'land' | 'rail'
  /** How its rows are marked. */
  marking: Marking
  /** Of parts that have an audience of their own, by name; without a party's own marking it takes that of the commercial part. */
  parts?: { readonly [part: string]: Marking }
}

/** Makes a source or brings its names and markings up to date; rows that came before keep their circles. As the owner. */
export const putSource = async (tx: Queries, spec: SourceSpec): Promise<Source> => {
  const circle = await circleFor(tx, spec.marking)
  const circles: Record<string, number> = {}
  for (const [name, marking] of Object.entries(spec.parts ?? {})) circles[name] = await circleFor(tx, marking)
  circles.party ??= circles.commercial ?? circle
  // Nothing that is derived reads who a party is.
  const read = Object.entries(circles).flatMap(([name, one]) => (name === 'party' ? [] : [one as CircleId]))
  const whole = await meetOf(tx, [circle, ...read])
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
      JSON.stringify(circles),
      whole,
    ],
  )
  return sourceOf(row!)
}
