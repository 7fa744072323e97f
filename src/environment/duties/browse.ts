/** The matrix, the deadlines and the law as lists, filtered: pure functions over the reference of a day. */
import type { Deadline, DutyRow, Instrument, LoadedReference, Named } from '../reference/public.ts'
import type { BrowseQuery, DeadlineView, DutyRowView, Flag, InstrumentView, LeadTable } from './browse-model.ts'
import { flagsOfDeadline, flagsOfDuty } from './flags.ts'
import type { Jurisdiction, Place } from './model.ts'
import { conflictsOf, leadOf, ownerOf, placesOf } from './owner.ts'
import { basisOf, basisOfRow, nameOfRow } from './resolve.ts'

export const wordOf = (list: readonly Named[], id: string): Named => {
  const found = list.find((one) => one.id === id)
  return { id, zh: found?.zh ?? id, en: found?.en ?? id }
}

export const agencyNamed = (reference: LoadedReference, id: string): Named => {
  const found = reference.agencies.get(id)
  return { id, zh: found?.zh ?? id, en: found?.en ?? id }
}

const riskNamed = (reference: LoadedReference, id: string): Named => {
  const found = reference.risks.get(id)
  return { id, zh: found?.zh ?? id, en: found?.en ?? id }
}

const confidenceNamed = (reference: LoadedReference, id: string): Named => {
  const word = { high: ['高', 'high'], medium: ['中', 'medium'], low: ['低', 'low'] }[id]
  return word ? { id, zh: word[0]!, en: word[1]! } : wordOf(reference.vocabularies.confidences, id)
}

export const viewDuty = (reference: LoadedReference, row: DutyRow, day: string): DutyRowView => {
  const agencies = (ids: readonly string[]) => ids.map((id) => agencyNamed(reference, id))
  const { vocabularies: words } = reference
  return {
    id: row.id,
    name: nameOfRow(row),
    jurisdiction: row.jurisdiction,
    decides: row.primaryFor.map((id) => riskNamed(reference, id)),
    riskTypes: row.riskTypes.map((id) => riskNamed(reference, id)),
    crossCutting: row.crossCutting,
    places: row.places.map((id) => wordOf(words.places, id)),
    phase: wordOf(words.phases, row.phase),
    lead: agencies(row.lead),
    support: agencies(row.support),
    inform: agencies(row.inform),
    basis: basisOfRow(reference, row),
    handovers: (row.handover ?? []).map((one) => ({
      from: agencyNamed(reference, one.from),
      to: agencyNamed(reference, one.to),
      phase: wordOf(words.phases, one.phase),
      trigger: { zh: one.triggerZh, en: one.triggerEn },
    })),
    confidence: confidenceNamed(reference, row.confidence),
    note: { zh: row.noteZh, en: row.noteEn },
    flags: flagsOfDuty(reference, row, day),
    revised: reference.revised.has(`duty/${row.id}`),
  }
}

/** The time of a deadline: the law's number, or else our default. */
export const dueOfDeadline = (row: Deadline) =>
  row.limit.amount !== null ? { amount: row.limit.amount, unit: row.limit.unit } : row.localTarget

export const viewDeadline = (reference: LoadedReference, row: Deadline, day: string): DeadlineView => ({
  id: row.id,
  event: { zh: row.eventZh, en: row.eventEn },
  jurisdiction: row.jurisdiction,
  kind: row.kind,
  due: dueOfDeadline(row),
  direction: row.direction,
  trigger: wordOf(reference.vocabularies.triggers, row.trigger),
  condition: { zh: row.conditionZh, en: row.conditionEn },
  from: row.from.map((id) => agencyNamed(reference, id)),
  to: row.to.map((id) => agencyNamed(reference, id)),
  basis: row.instrument
    ? { ...basisOf(reference, row.instrument, row.article ? [row.article] : []), verification: row.verification }
    : null,
  riskTypes: row.riskTypes.map((id) => riskNamed(reference, id)),
  dutyRows: [...row.dutyRows],
  confidence: confidenceNamed(reference, row.confidence),
  note: { zh: row.noteZh, en: row.noteEn },
  flags: flagsOfDeadline(reference, row.id, day),
  revised: reference.revised.has(`deadline/${row.id}`),
})

/**
 * In force on the day? Unknown where no first day is known; doubtful from the day on which what likely took its place holds,
 * as long as nobody has recorded the end.
 */
export const stateOf = (
  reference: Pick<LoadedReference, 'instruments'>,
  instrument: Instrument,
  day: string,
): InstrumentView['state'] => {
  if (instrument.validTo && instrument.validTo <= day) return 'ended'
  if (instrument.firstInForce === null) return 'unknown'
  if (instrument.firstInForce > day) return 'not_yet'
  if (instrument.validTo || instrument.status !== 'likely_superseded') return 'in_force'
  const successor = instrument.verifyAgainst ? reference.instruments.get(instrument.verifyAgainst) : undefined
  return successor?.firstInForce && successor.firstInForce > day ? 'in_force' : 'doubtful'
}

export const instrumentsOf = (row: DutyRow): string[] =>
  row.jurisdiction === 'CN' ? row.basis.map((one) => one.instrument) : [row.instrument]

export const viewInstrument = (reference: LoadedReference, one: Instrument, day: string): InstrumentView => {
  const replacedBy = one.replacedBy ? reference.instruments.get(one.replacedBy) : undefined
  return {
    id: one.id,
    zh: one.zh,
    en: one.en,
    jurisdiction: one.jurisdiction,
    version: { zh: one.versionZh, en: one.versionEn },
    firstInForce: one.firstInForce,
    validTo: one.validTo ?? null,
    replacedBy: one.replacedBy
      ? { id: one.replacedBy, zh: replacedBy?.zh ?? one.replacedBy, en: replacedBy?.en ?? one.replacedBy }
      : null,
    state: stateOf(reference, one, day),
    verification: wordOf(reference.vocabularies.verifications, one.verification),
    status: wordOf(reference.vocabularies.statuses, one.status),
    note: { zh: one.noteZh, en: one.noteEn },
    duties: [...reference.dutyRows.values()].filter((row) => instrumentsOf(row).includes(one.id)).length,
    deadlines: [...reference.deadlines.values()].filter((row) => row.instrument === one.id).length,
    openReviews: [...reference.reviews.values()].flat().filter((review) => review.instrument === one.id).length,
    revised: reference.revised.has(`instrument/${one.id}`),
  }
}

const flagged = (flags: readonly Flag[], wanted: BrowseQuery['flag']): boolean =>
  wanted === undefined || (wanted === 'any' ? flags.length > 0 : flags.some((flag) => flag.kind === wanted))

const found = (q: string | undefined, words: readonly (string | undefined)[]): boolean => {
  const wanted = (q ?? '').trim().toLowerCase()
  return wanted === '' || words.some((word) => word?.toLowerCase().includes(wanted))
}

const bothOf = (list: readonly { zh: string; en: string }[]): string[] => list.flatMap((one) => [one.zh, one.en])

/** Cross-cutting duties hold for every risk: they are found under each, after the risk's own rows. */
const concernsRisk = (
  row: { riskTypes: readonly string[]; crossCutting: boolean },
  risk: string | undefined,
): boolean => risk === undefined || row.riskTypes.includes(risk) || row.crossCutting

export const browseDuties = (reference: LoadedReference, query: BrowseQuery, day: string): DutyRowView[] =>
  [...reference.dutyRows.values()]
    .filter(
      (row) =>
        concernsRisk(row, query.risk) &&
        (query.agency === undefined || [...row.lead, ...row.support, ...row.inform].includes(query.agency)) &&
        (query.place === undefined || placesOf(row.places).includes(query.place)) &&
        (query.instrument === undefined || instrumentsOf(row).includes(query.instrument)) &&
        (query.jurisdiction === undefined || row.jurisdiction === query.jurisdiction),
    )
    .sort(
      (a, b) => Number(a.crossCutting && query.risk !== undefined) - Number(b.crossCutting && query.risk !== undefined),
    )
    .map((row) => viewDuty(reference, row, day))
    .filter(
      (row) =>
        flagged(row.flags, query.flag) &&
        found(query.q, [
          row.id,
          ...bothOf([row.name, row.note, ...row.riskTypes, ...row.lead, ...row.support, ...row.inform, ...row.basis]),
          ...row.basis.flatMap((one) => one.articles),
        ]),
    )

export const browseDeadlines = (reference: LoadedReference, query: BrowseQuery, day: string): DeadlineView[] =>
  [...reference.deadlines.values()]
    .filter(
      (row) =>
        concernsRisk(row, query.risk) &&
        (query.agency === undefined || [...row.from, ...row.to].includes(query.agency)) &&
        (query.instrument === undefined || row.instrument === query.instrument) &&
        (query.jurisdiction === undefined || row.jurisdiction === query.jurisdiction),
    )
    .map((row) => viewDeadline(reference, row, day))
    .filter(
      (row) =>
        flagged(row.flags, query.flag) &&
        found(query.q, [
          row.id,
          ...bothOf([row.event, row.condition, row.trigger, row.note, ...row.riskTypes, ...row.from, ...row.to]),
          ...(row.basis ? bothOf([row.basis]) : []),
        ]),
    )

export const browseInstruments = (reference: LoadedReference, query: BrowseQuery, day: string): InstrumentView[] =>
  [...reference.instruments.values()]
    .filter(
      (one) =>
        (query.instrument === undefined || one.id === query.instrument) &&
        (query.jurisdiction === undefined || one.jurisdiction === query.jurisdiction),
    )
    .map((one) => viewInstrument(reference, one, day))
    .filter((one) => found(query.q, [one.id, ...bothOf([one, one.version, one.note])]))

/** Who leads where, for every risk and every place at which it occurs. */
export const leadTable = (
  reference: LoadedReference,
  jurisdiction: Jurisdiction,
  day: string,
): Pick<LeadTable, 'rows' | 'conflicts' | 'unowned'> => {
  const rows = [...reference.risks.values()].map((risk) => ({
    risk: { id: risk.id, zh: risk.zh, en: risk.en },
    domain: wordOf([...reference.domains.values()], risk.domain),
    cells: placesOf(risk.places).map((place) => {
      const owner = ownerOf(reference, risk.id, place as Place, jurisdiction)
      const row = owner.primary[0]
      const lead = leadOf(owner)
      return {
        place,
        lead: lead === undefined ? null : agencyNamed(reference, lead),
        row: row?.id ?? null,
        articles: row ? basisOfRow(reference, row) : [],
        unowned: row === undefined && owner.unowned.length > 0,
        conflicts: conflictsOf(owner),
        flags: row ? flagsOfDuty(reference, row, day).length : 0,
      }
    }),
  }))
  const cells = rows.flatMap((row) => row.cells)
  return {
    rows,
    conflicts: cells.filter((cell) => cell.conflicts.length > 0).length,
    unowned: cells.filter((cell) => cell.unowned).length,
  }
}
