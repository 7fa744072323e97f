/**
 * From risk type, place and jurisdiction to who leads and which tasks are due. `data/check.mjs` has the reference of
 * `generateTasks`; a test compares the two over every risk type, place and jurisdiction.
 */
import { DomainError } from '../../base/public.ts'
import type { DutyRow, ReferenceData, Unowned } from '../reference/public.ts'
import { type DutyConflict, type GeneratedTask, type Jurisdiction, PLACES, type Place } from './model.ts'

/** `any` in a list of places means all four. */
export const placesOf = (places: readonly string[]): readonly string[] => (places.includes('any') ? PLACES : places)

export type Owner = { primary: readonly DutyRow[]; unowned: readonly Unowned[] }

/** The rows that decide the lead. Sound data have exactly one primary row or one unowned entry; see `conflictsOf`. */
export const ownerOf = (
  reference: ReferenceData,
  riskType: string,
  place: Place,
  jurisdiction: Jurisdiction,
): Owner => ({
  primary: [...reference.dutyRows.values()].filter(
    (row) =>
      row.jurisdiction === jurisdiction && row.primaryFor.includes(riskType) && placesOf(row.places).includes(place),
  ),
  unowned: reference.unowned.filter(
    (entry) =>
      entry.jurisdiction === jurisdiction && entry.riskType === riskType && placesOf(entry.places).includes(place),
  ),
})

/** What contradicts itself in the matrix: shown to people, never settled by the order of rows in silence. */
export const conflictsOf = ({ primary, unowned }: Owner): DutyConflict[] => {
  const conflicts: DutyConflict[] = []
  const ids = primary.map((row) => row.id)
  if (new Set(primary.map((row) => row.lead[0])).size > 1)
    conflicts.push({
      kind: 'two_leads',
      zh: `职责表中有两个牵头单位：${ids.join('、')}。请由口岸管理部门确认。`,
      en: `The duty matrix names two leads: ${ids.join(', ')}. The port office must decide.`,
      rows: ids,
    })
  if (primary.length > 0 && unowned.length > 0)
    conflicts.push({
      kind: 'owned_and_unowned',
      zh: `职责表既列明牵头单位（${ids.join('、')}），又登记为无主。`,
      en: `The duty matrix has a lead (${ids.join(', ')}) and also lists the risk as unowned.`,
      rows: ids,
    })
  if (primary.every((row) => row.lead.length === 0) && unowned.length === 0)
    conflicts.push({
      kind: 'no_lead',
      zh: '职责表没有该风险在此地点、辖区的牵头单位，也未登记为无主。',
      en: 'The duty matrix names no lead for this risk at this place and does not list it as unowned.',
      rows: ids,
    })
  return conflicts
}

/** The lead, or the interim lead of an unowned risk; undefined where the matrix names nobody. */
export const leadOf = ({ primary, unowned }: Owner): string | undefined =>
  primary[0]?.lead[0] ?? unowned[0]?.interimLead

/**
 * Tasks of an incident, in the order of their templates.
 * @throws DomainError `invalid` for an unknown risk type, `conflict` where nobody leads.
 */
export const generateTasks = (
  reference: ReferenceData,
  riskType: string,
  place: Place,
  jurisdiction: Jurisdiction,
): GeneratedTask[] => {
  const risk = reference.risks.get(riskType)
  if (!risk)
    throw new DomainError('invalid', { zh: `没有风险类型 ${riskType}。`, en: `There is no risk type ${riskType}.` })
  const owner = ownerOf(reference, riskType, place, jurisdiction)
  const lead = leadOf(owner)
  if (lead === undefined) {
    const [none] = conflictsOf(owner)
    throw new DomainError('conflict', none ?? { zh: '没有牵头单位。', en: 'Nobody leads.' }, { reason: 'no_lead' })
  }
  return risk.taskTemplates
    .filter((template) => placesOf(template.places).includes(place))
    .map((template) => {
      const agency =
        template.byRole === 'lead'
          ? lead
          : template.byRole === 'support'
            ? (owner.primary[0]?.support[0] ?? lead)
            : template.byRole
      const deadline = template.dueFrom === null ? undefined : reference.deadlines.get(template.dueFrom)
      // An international deadline binds in China too; a Chinese one does not bind abroad.
      const binding =
        deadline &&
        (deadline.jurisdiction === 'INT' || deadline.jurisdiction === jurisdiction) &&
        deadline.from.includes(agency)
          ? deadline
          : undefined
      const due = binding
        ? binding.limit.amount !== null
          ? { amount: binding.limit.amount, unit: binding.limit.unit }
          : (template.localTarget ?? binding.localTarget)
        : template.localTarget
      if (!due) throw new Error(`data: ${template.id} has no due time at ${place} in ${jurisdiction}`)
      return {
        template: template.id,
        agency,
        phase: template.phase,
        due,
        kind: binding ? binding.kind : 'local_default',
        trigger: binding ? binding.trigger : 'incident.opened',
        deadline: binding ? binding.id : null,
        unowned: owner.primary.length === 0,
        conditional: template.conditional,
      }
    })
}
