/** Who leads, who supports, who is informed, on what basis, and the tasks that follow: as a page shows it. */
import { DomainError } from '../../base/public.ts'
import type { DutyRow, ReferenceData } from '../reference/public.ts'
import type { Basis, Jurisdiction, Place, ResolvedDuty, TaskPreview } from './model.ts'
import { conflictsOf, generateTasks, leadOf, ownerOf, placesOf } from './owner.ts'

const LATER_LAW = 'likely_superseded'

const named = (reference: ReferenceData, agencyId: string) => {
  const agency = reference.agencies.get(agencyId)
  return { id: agencyId, zh: agency?.zh ?? agencyId, en: agency?.en ?? agencyId }
}

export const basisOf = (reference: ReferenceData, instrument: string, articles: readonly string[]): Basis => {
  const found = reference.instruments.get(instrument)
  return {
    instrument,
    zh: found?.zh ?? instrument,
    en: found?.en ?? instrument,
    articles: [...articles],
    verification: found?.verification ?? 'own_knowledge',
    review: found?.status === LATER_LAW || (found?.validTo ?? null) !== null,
  }
}

/** The legal basis of a duty row. */
export const basisOfRow = (reference: ReferenceData, row: DutyRow): Basis[] =>
  row.jurisdiction === 'CN'
    ? row.basis.map((one) => ({
        ...basisOf(reference, one.instrument, one.articles),
        verification: one.verification,
      }))
    : [
        basisOf(
          reference,
          row.instrument,
          row.keyProvisions.map((provision) => provision.en),
        ),
      ]

export const nameOfRow = (row: DutyRow) =>
  row.jurisdiction === 'CN' ? { zh: row.riskZh, en: row.riskEn } : { zh: row.zh, en: row.en }

/** One task of the preview with everything that names it. */
const preview = (
  reference: ReferenceData,
  riskType: string,
  place: Place,
  jurisdiction: Jurisdiction,
): TaskPreview[] => {
  const templates = new Map(reference.risks.get(riskType)?.taskTemplates.map((one) => [one.id, one]))
  return generateTasks(reference, riskType, place, jurisdiction).map((task) => {
    const template = templates.get(task.template)!
    const deadline = task.deadline === null ? undefined : reference.deadlines.get(task.deadline)
    const trigger = reference.vocabularies.triggers.find((one) => one.id === task.trigger)
    return {
      template: task.template,
      title: { zh: template.zh, en: template.en },
      evidence: { zh: template.evidenceZh, en: template.evidenceEn },
      agency: named(reference, task.agency),
      phase: task.phase,
      due: task.due,
      kind: task.kind,
      trigger: { id: task.trigger, zh: trigger?.zh ?? task.trigger, en: trigger?.en ?? task.trigger },
      deadline: task.deadline,
      basis: deadline?.instrument
        ? {
            ...basisOf(reference, deadline.instrument, deadline.article ? [deadline.article] : []),
            verification: deadline.verification,
          }
        : null,
      unowned: task.unowned,
      conditional: task.conditional,
    }
  })
}

/** @throws DomainError `invalid` for an unknown risk type or a place where the risk does not occur. */
export const resolveDuty = (
  reference: ReferenceData,
  riskType: string,
  place: Place,
  jurisdiction: Jurisdiction,
): ResolvedDuty => {
  const risk = reference.risks.get(riskType)
  if (!risk)
    throw new DomainError(
      'invalid',
      { zh: '没有这个风险类型。', en: 'There is no such risk type.' },
      {
        fields: [
          { field: 'risk', zh: '请从 /reference 的列表中选择。', en: 'Choose one from the list in /reference.' },
        ],
      },
    )
  if (!placesOf(risk.places).includes(place))
    throw new DomainError(
      'invalid',
      { zh: '该风险不在此类口岸发生。', en: 'This risk does not occur at such a place.' },
      {
        fields: [{ field: 'place', zh: `可选：${risk.places.join('、')}`, en: `One of: ${risk.places.join(', ')}` }],
      },
    )
  const owner = ownerOf(reference, riskType, place, jurisdiction)
  const row = owner.primary[0]
  const lead = leadOf(owner)
  const entry = owner.unowned[0]
  const conflicts = conflictsOf(owner)
  return {
    riskType: { id: risk.id, zh: risk.zh, en: risk.en },
    place,
    jurisdiction,
    row: row?.id ?? null,
    lead: lead === undefined ? null : named(reference, lead),
    // A second lead named by the same article stands beside the first one.
    support: [...(row?.lead.slice(1) ?? []), ...(row?.support ?? [])].map((id) => named(reference, id)),
    inform: (row?.inform ?? []).map((id) => named(reference, id)),
    basis: row ? basisOfRow(reference, row) : [],
    confidence: row?.confidence ?? entry?.confidence ?? 'low',
    reviewFlags: {
      legalReviewRequired: row?.jurisdiction === 'CN' ? row.legalReviewRequired : true,
      instruments: row?.jurisdiction === 'CN' ? [...row.reviewInstruments] : [],
    },
    unowned: !row && entry ? { reason: { zh: entry.reasonZh, en: entry.reasonEn } } : null,
    conflicts,
    tasks: lead === undefined ? [] : preview(reference, riskType, place, jurisdiction),
  }
}

export type AudienceMember = {
  agency: string
  role: 'lead' | 'support' | 'inform'
  why: { zh: string; en: string }
}

const ROLE_WORDS = {
  lead: { zh: '牵头', en: 'leads' },
  support: { zh: '协助', en: 'supports' },
  inform: { zh: '通报', en: 'is informed' },
} as const

/**
 * Whom a warning or an incident concerns by duty: of the primary row and of every other row that covers the risk at this
 * place, each agency once, in its strongest role, with the row that says so. Rows that hold for everything
 * (`crossCutting`) are left out: they would make every audience the whole port.
 */
export const audienceByDuty = (
  reference: ReferenceData,
  riskType: string,
  place: Place,
  jurisdiction: Jurisdiction,
): AudienceMember[] => {
  const owner = ownerOf(reference, riskType, place, jurisdiction)
  const members = new Map<string, AudienceMember>()
  const add = (agency: string, role: AudienceMember['role'], zh: string, en: string) => {
    if (!members.has(agency)) members.set(agency, { agency, role, why: { zh, en } })
  }
  const addRow = (row: DutyRow, role: AudienceMember['role'], agencies: readonly string[]) => {
    const name = nameOfRow(row)
    for (const agency of agencies)
      add(
        agency,
        role,
        `${ROLE_WORDS[role].zh}：${name.zh}（${row.id}）`,
        `${ROLE_WORDS[role].en}: ${name.en} (${row.id})`,
      )
  }
  const [primary] = owner.primary
  const others = [...reference.dutyRows.values()].filter(
    (row) =>
      row.jurisdiction === jurisdiction &&
      row !== primary &&
      !row.crossCutting &&
      row.riskTypes.includes(riskType) &&
      placesOf(row.places).includes(place),
  )
  if (primary) addRow(primary, 'lead', primary.lead.slice(0, 1))
  else if (owner.unowned[0])
    add(
      owner.unowned[0].interimLead,
      'lead',
      `临时牵头，职责未定：${owner.unowned[0].reasonZh}`,
      `interim lead, duty not assigned: ${owner.unowned[0].reasonEn}`,
    )
  if (primary) addRow(primary, 'support', [...primary.lead.slice(1), ...primary.support])
  for (const row of others) addRow(row, 'support', row.lead)
  if (primary) addRow(primary, 'inform', primary.inform)
  for (const row of others) addRow(row, 'inform', [...row.support, ...row.inform])
  return [...members.values()]
}
