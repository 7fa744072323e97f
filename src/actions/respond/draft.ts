/** What the form of a new incident starts from: risk, place, members by duty, tasks. Words name risk and place only. */
import type { Static } from 'typebox'
import { invalid } from '../../base/public.ts'
import { resolveDuty } from '../../environment/duties/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { loadNames, reachableAgencies, riskNamed } from '../warn/public.ts'
import type { IncidentDraft, IncidentDraftQuerySchema } from './model.ts'
import { planIncident } from './open.ts'
import { loadOrigin } from './service.ts'

/** @throws DomainError `not_found` for a warning or signal that the caller may not see, `invalid` */
export const draftIncident = async (
  call: Call,
  query: Static<typeof IncidentDraftQuerySchema>,
): Promise<IncidentDraft> => {
  const { warning, signals } = await loadOrigin(call, {
    warningId: query.warningId,
    signalIds: query.signalId ? [query.signalId] : [],
  })
  const [signal] = signals
  const place = query.place ?? (warning?.place as IncidentDraft['place'] | undefined) ?? signal?.place
  if (place === undefined)
    throw invalid(
      'place',
      '请选择预警或信号，或填写风险类型和地点。',
      'Choose a warning or a signal, or a risk type and a place.',
    )
  const jurisdiction = query.jurisdiction ?? warning?.jurisdiction ?? 'CN'
  const riskType = query.riskType ?? warning?.riskType ?? signal?.riskType ?? null
  const base = {
    place,
    jurisdiction,
    warningId: warning?.state.id ?? null,
    signalIds: signals.map((one) => one.id),
  }
  if (riskType === null)
    return {
      ...base,
      title: { zh: '', en: '' },
      riskType: null,
      lead: null,
      members: [],
      conflicts: [{ zh: '风险类型未知，请先选择。', en: 'The risk type is unknown; choose one first.' }],
      tasks: [],
    }
  const reference = getReference()
  const plan = planIncident(
    reference,
    { riskType, place, jurisdiction },
    call.actor.agencyId,
    await reachableAgencies(call.tx),
  )
  const names = await loadNames(call.tx, { agencies: plan.members.map((one) => one.agency), posts: [], accounts: [] })
  const risk = riskNamed(riskType)
  const where = reference.vocabularies.places.find((one) => one.id === place)
  return {
    ...base,
    title: warning
      ? { zh: warning.title, en: warning.title }
      : { zh: `${risk.zh}（${where?.zh ?? place}）`, en: `${risk.en} (${where?.en ?? place})` },
    riskType: risk,
    lead: names.agency(plan.members.find((one) => one.role === 'lead')!.agency),
    members: plan.members.map(({ agency, role, why, row, reachable }) => ({
      agency: names.agency(agency),
      role,
      why,
      row,
      reachable,
    })),
    conflicts: plan.conflicts,
    tasks: resolveDuty(reference, riskType, place, jurisdiction).tasks,
  }
}
