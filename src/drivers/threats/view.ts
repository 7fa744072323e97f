/** From rows to the answers of the API: the register, and items of the queue with what the reader may do. */
import type { Static } from 'typebox'
import { findSignals, loadNames, type Named } from '../../actions/warn/public.ts'
import { type Bilingual, notFound } from '../../base/public.ts'
import { placesOf, type ReferenceOfDay } from '../../environment/duties/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
import type { LoadedReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { isInterimOverdue, itemPermissions } from './decide.ts'
import { GAP_WORDS, gapsOf, type Here, partiesOf } from './gaps.ts'
import {
  GAP_KINDS,
  type Item,
  type ItemList,
  type ItemQuerySchema,
  type ItemRow,
  type Register,
  type RegisterQuery,
  type Threat,
  type ThreatDetail,
} from './model.ts'
import {
  agreedAgencies,
  type EntryRow,
  findItem,
  type Going,
  goingOn,
  incidentsNow,
  listEntries,
  listItems,
  presentAgencies,
  type StoredItem,
  signalsNow,
  warningsNow,
} from './store.ts'

const wordOf = (list: readonly Named[], id: string): Named => {
  const found = list.find((one) => one.id === id)
  return { id, zh: found?.zh ?? id, en: found?.en ?? id }
}
const riskNamed = (reference: LoadedReference, id: string): Named => {
  const found = reference.risks.get(id)
  return { id, zh: found?.zh ?? id, en: found?.en ?? id }
}
const agencyNamed = (reference: LoadedReference, id: string): Named => {
  const found = reference.agencies.get(id)
  return { id, zh: found?.zh ?? id, en: found?.en ?? id }
}

const hereOf = async (call: Call): Promise<Here> => ({
  present: await presentAgencies(call),
  own: call.actor.agencyId,
  agreed: await agreedAgencies(call),
})

const countOf = (rows: readonly Going[], risk: string, place: string): number =>
  rows.find((row) => row.riskType === risk && row.place === place)?.count ?? 0

/** Every risk at every place where it occurs. What is going on is counted under the reader's policy. */
const readThreats = async (
  call: Call,
  { reference, day }: ReferenceOfDay,
  jurisdiction: 'CN' | 'INT',
): Promise<Threat[]> => {
  const here = await hereOf(call)
  const signals = await signalsNow(call)
  const warnings = await warningsNow(call)
  const incidents = await incidentsNow(call)
  const items = await listItems(call, 'open')
  return [...reference.risks.values()].flatMap((risk) =>
    placesOf(risk.places).map((place): Threat => {
      const parties = partiesOf(reference, risk.id, place, jurisdiction, here.present)
      const all = [parties.lead, ...parties.support, ...parties.inform].filter((one) => one !== null)
      const item = items.find(
        ({ state }) =>
          state.riskType === risk.id && state.jurisdiction === jurisdiction && state.places.includes(place),
      )
      return {
        risk: riskNamed(reference, risk.id),
        domain: wordOf([...reference.domains.values()], risk.domain),
        place: wordOf(reference.vocabularies.places, place),
        ...parties,
        shared: new Set(all.map((one) => one.id)).size > 1 || parties.interim,
        signals: countOf(signals, risk.id, place),
        warnings: countOf(warnings, risk.id, place),
        incidents: countOf(incidents, risk.id, place),
        gaps: gapsOf(reference, risk.id, place, jurisdiction, here, day),
        itemId: item?.state.id ?? null,
      }
    }),
  )
}

const isActive = (threat: Threat): boolean => threat.signals + threat.warnings + threat.incidents > 0

/** The place of its most urgent gap; what lacks nothing comes last. */
const urgencyOf = (threat: Threat): number =>
  Math.min(GAP_KINDS.length, ...threat.gaps.map((gap) => GAP_KINDS.indexOf(gap.kind)))

const fits = (threat: Threat, query: RegisterQuery): boolean => {
  const q = (query.q ?? '').trim().toLowerCase()
  const parties = [threat.lead, ...threat.support, ...threat.inform].filter((one) => one !== null)
  return (
    (query.domain === undefined || threat.domain.id === query.domain) &&
    (query.agency === undefined || parties.some((one) => one.id === query.agency)) &&
    (query.missing === undefined ||
      (query.missing === 'any' ? threat.gaps.length > 0 : threat.gaps.some((gap) => gap.kind === query.missing))) &&
    (query.active !== true || isActive(threat)) &&
    (q === '' ||
      [threat.risk, threat.domain, threat.place, ...parties, ...threat.gaps].some(
        (one) => one.zh.toLowerCase().includes(q) || one.en.toLowerCase().includes(q),
      ))
  )
}

const ordered = (rows: readonly Threat[], sort: RegisterQuery['sort']): Threat[] => {
  const going = (one: Threat) => one.incidents * 10_000 + one.warnings * 1000 + Math.min(one.signals, 999)
  if (sort === 'domain') return [...rows]
  if (sort === 'gaps') return [...rows].sort((a, b) => urgencyOf(a) - urgencyOf(b) || b.gaps.length - a.gaps.length)
  return [...rows].sort((a, b) => going(b) - going(a) || urgencyOf(a) - urgencyOf(b))
}

export const viewRegister = async (
  call: Call,
  of: ReferenceOfDay,
  jurisdiction: 'CN' | 'INT',
  query: RegisterQuery,
): Promise<Register> => {
  const all = (await readThreats(call, of, jurisdiction)).filter(
    (one) => one.shared && (query.place === undefined || one.place.id === query.place),
  )
  const open = await listItems(call, 'open')
  return {
    rows: ordered(
      all.filter((one) => fits(one, query)),
      query.sort,
    ),
    of: all.length,
    active: all.filter(isActive).length,
    gaps: GAP_KINDS.map((kind) => ({
      kind,
      ...GAP_WORDS[kind],
      count: all.filter((one) => one.gaps.some((gap) => gap.kind === kind)).length,
    })).filter((one) => one.count > 0),
    openItems: open.length,
  }
}

/** @throws DomainError `not_found` for a risk that does not occur at the place */
export const viewThreat = async (
  call: Call,
  of: ReferenceOfDay,
  jurisdiction: 'CN' | 'INT',
  risk: string,
  place: string,
): Promise<ThreatDetail> => {
  const threat = (await readThreats(call, of, jurisdiction)).find(
    (one) => one.risk.id === risk && one.place.id === place,
  )
  if (!threat) throw notFound()
  const going = await goingOn(call, risk, place)
  const titles = new Map(
    (
      await findSignals(
        call,
        going.signals.map((one) => one.id),
      )
    ).map((one) => [one.id, one.title]),
  )
  return {
    threat,
    signals: going.signals.flatMap(({ id, at }) => {
      const title = titles.get(id)
      return title ? [{ id, title, at: at.toISOString() }] : []
    }),
    warnings: going.warnings.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
    incidents: going.incidents.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
  }
}

const viewRow = (
  call: Call,
  { reference, today }: ReferenceOfDay,
  { state }: StoredItem,
  present: ReadonlySet<string>,
): ItemRow => {
  const entry = reference.unowned.find(
    (one) => one.riskType === state.riskType && one.jurisdiction === state.jurisdiction,
  )
  return {
    id: state.id,
    risk: riskNamed(reference, state.riskType),
    places: state.places.map((place) => wordOf(reference.vocabularies.places, place)),
    jurisdiction: state.jurisdiction,
    origin: state.origin,
    reason: entry ? { zh: entry.reasonZh, en: entry.reasonEn } : null,
    state: state.status,
    openedAt: state.openedAt.toISOString(),
    interimLead: state.interim ? agencyNamed(reference, state.interim.agency) : null,
    interimAt: state.interim?.at.toISOString() ?? null,
    interimDueAt: state.interimDueAt.toISOString(),
    interimOverdue: isInterimOverdue(state, call.at),
    suggested:
      entry && state.interim === null && !present.has(entry.interimLead)
        ? agencyNamed(reference, entry.interimLead)
        : null,
    reviewOn: state.reviewOn,
    reviewDue: state.ended === null && state.reviewOn !== null && state.reviewOn <= today,
    definition: state.definition,
    dutyRow: state.dutyRow,
  }
}

export const viewItems = async (
  call: Call,
  of: ReferenceOfDay,
  query: Static<typeof ItemQuerySchema>,
): Promise<ItemList> => {
  const present = await presentAgencies(call)
  const items = (await listItems(call, query.state ?? 'open')).filter(
    ({ state }) => query.jurisdiction === undefined || state.jurisdiction === query.jurisdiction,
  )
  return {
    rows: items.map((item) => viewRow(call, of, item, present)),
    open: items.filter(({ state }) => state.ended === null).length,
  }
}

/** What happened, as a sentence; officers' own words stand beside it. */
const sentenceOf = (reference: LoadedReference, { act, data }: EntryRow): Bilingual & { text: string | null } => {
  const said = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
  switch (act) {
    case 'definition.opened':
      return data.origin === 'reference'
        ? { zh: '职责表没有归属，自动列入', en: 'the matrix has no owner: queued by itself', text: null }
        : data.origin === 'incident'
          ? { zh: '事件的风险没有归属，自动列入', en: 'an incident’s risk has no owner: queued by itself', text: null }
          : data.origin === 'released'
            ? { zh: '提请各单位共同界定', en: 'put before every agency', text: null }
            : { zh: '信号的风险没有归属，自动列入', en: 'a signal’s risk has no owner: queued by itself', text: null }
    case 'definition.noted':
      return { zh: '意见', en: 'said', text: said(data.text) }
    case 'definition.defined':
      return { zh: '写明界定与措施', en: 'defined the risk', text: said(data.definition) }
    case 'definition.interim_set': {
      const agency = agencyNamed(reference, String(data.agency))
      return {
        zh: `由${agency.zh}临时牵头${data.late ? '（已超时）' : ''}`,
        en: `${agency.en} leads for the time being${data.late ? ' (late)' : ''}`,
        text: null,
      }
    }
    case 'definition.proposed':
      return {
        zh: '提出职责方案，待法制岗位核定',
        en: 'proposed a duty; a legal officer decides',
        text: said((data.proposal as { note?: unknown } | undefined)?.note),
      }
    case 'definition.rejected':
      return { zh: '不列为口岸职责', en: 'rejected', text: said(data.reason) }
    case 'definition.settled':
      return { zh: `核定，列入职责表 ${data.dutyRow}`, en: `accepted as duty ${data.dutyRow}`, text: null }
    case 'definition.returned':
      return { zh: '退回方案', en: 'returned the proposal', text: said(data.reason) }
    case 'definition.released':
      return { zh: '转为各单位共同界定', en: 'released to every agency', text: said(data.text) }
    default:
      return { zh: '临时牵头超时未定', en: 'no interim lead in time', text: null }
  }
}

export const viewItem = async (call: Call, of: ReferenceOfDay, id: string): Promise<Item> => {
  const item = await findItem(call, id)
  if (!item) throw notFound()
  const { state } = item
  const { reference } = of
  const entries = await listEntries(call, id)
  const names = await loadNames(call.tx, {
    agencies: entries.map((one) => one.agencyId),
    posts: entries.map((one) => one.postId),
    accounts: [],
  })
  const agencies = (ids: readonly string[]) => ids.map((one) => agencyNamed(reference, one))
  return {
    ...viewRow(call, of, item, await presentAgencies(call)),
    measures: state.measures,
    legalGap: state.legalGap,
    concerned: agencies(state.concerned),
    proposal: state.proposal
      ? {
          lead: agencies(state.proposal.lead),
          support: agencies(state.proposal.support),
          inform: agencies(state.proposal.inform),
          phase: wordOf(reference.vocabularies.phases, state.proposal.phase),
          basis: state.proposal.basis.map((one) => ({
            ...wordOf([...reference.instruments.values()], one.instrument),
            articles: one.articles,
            read: one.read,
          })),
          note: state.proposal.note,
        }
      : null,
    ended: state.ended ? { at: state.ended.at.toISOString(), reason: state.ended.reason } : null,
    history: entries.map((entry) => ({
      at: entry.at.toISOString(),
      act: entry.act,
      ...sentenceOf(reference, entry),
      agency: names.agency(entry.agencyId),
      post: names.post(entry.postId),
    })),
    can: itemPermissions(state, actorOf(call)),
  }
}
