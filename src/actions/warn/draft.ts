/**
 * What the form of a new warning starts from: level, audience by duty, words. The words name risk and place only: nothing of
 * the signal is copied, because the audience may not be allowed to see it. What the officer writes is the officer's extract.
 */

import type { Static } from 'typebox'
import { type Bilingual, invalid, notFound } from '../../base/public.ts'
import { audienceByDuty, resolveDuty } from '../../environment/duties/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { DutyRole, WarningDraft, WarningDraftQuerySchema, WarningLevel } from './model.ts'
import { ACK_MINUTES } from './model.ts'
import { loadNames, reachableAgencies } from './names.ts'
import { findSignals } from './signals.ts'
import { riskNamed } from './view.ts'

/** From the assessment's level. Judgement, not validated; an unknown level is never taken for a low one. */
const levelOf = (assessed: number | null | undefined): { level: WarningLevel; why: Bilingual } => {
  switch (assessed) {
    case 3:
      return { level: 'orange', why: { zh: '研判为高，建议橙色。', en: 'Assessed as high: orange is proposed.' } }
    case 2:
      return { level: 'yellow', why: { zh: '研判为中，建议黄色。', en: 'Assessed as medium: yellow is proposed.' } }
    case 1:
    case 0:
      return { level: 'blue', why: { zh: '研判为低，建议蓝色。', en: 'Assessed as low: blue is proposed.' } }
    default:
      return {
        level: 'yellow',
        why: {
          zh: '等级未知，暂建议黄色，请人工判断。',
          en: 'The level is unknown; yellow is proposed until a person judges.',
        },
      }
  }
}

const wordsOf = (risk: Bilingual | null, place: string): { title: Bilingual; body: Bilingual } => {
  const where = getReference().vocabularies.places.find((one) => one.id === place)
  const zh = risk?.zh ?? '口岸风险'
  const en = risk?.en ?? 'Risk at the port'
  return {
    title: { zh: `${zh}预警（${where?.zh ?? place}）`, en: `Warning: ${en} (${where?.en ?? place})` },
    body: {
      zh: `研判提示可能存在“${zh}”。请按职责核查、做好处置准备，并在时限内确认收到。`,
      en: `An assessment points to: ${en}. Check within your duties, prepare to act, and acknowledge in time.`,
    },
  }
}

/** @throws DomainError `not_found` for a signal that the caller may not see; `invalid` for a risk that is unknown or not at this place */
export const draftWarning = async (
  call: Call,
  query: Static<typeof WarningDraftQuerySchema>,
): Promise<WarningDraft> => {
  const [signal] = query.signalId ? await findSignals(call, [query.signalId]) : []
  if (query.signalId && !signal) throw notFound()
  if (!signal && !query.place)
    throw invalid('place', '请选择信号，或填写风险类型和地点。', 'Choose a signal, or a risk type and a place.')
  const place = query.place ?? signal!.place
  const jurisdiction = query.jurisdiction ?? 'CN'
  const riskType = query.riskType ?? signal?.riskType ?? null
  const reference = getReference()
  const duty = riskType === null ? null : resolveDuty(reference, riskType, place, jurisdiction)
  const members = riskType === null ? [] : audienceByDuty(reference, riskType, place, jurisdiction)
  const reachable = await reachableAgencies(call.tx)
  const names = await loadNames(call.tx, { agencies: members.map((one) => one.agency), posts: [], accounts: [] })
  const { level, why } = levelOf(signal?.level)
  return {
    ...wordsOf(duty?.riskType ?? null, place),
    level,
    levelWhy: why,
    riskType: riskType === null ? null : riskNamed(riskType),
    place,
    jurisdiction,
    ackMinutes: ACK_MINUTES[level],
    ackMinutesByLevel: ACK_MINUTES,
    audience: members
      .filter((one) => one.agency !== call.actor.agencyId)
      .map((one) => ({
        agency: names.agency(one.agency),
        role: one.role as DutyRole,
        why: one.why,
        reachable: reachable.has(one.agency),
      })),
    conflicts: [
      ...(duty?.conflicts.map(({ zh, en }) => ({ zh, en })) ?? []),
      ...(duty?.unowned ? [duty.unowned.reason] : []),
    ],
  }
}
