/**
 * What the form of a new warning starts from: level, audience by duty, words. The words name risk and place only: nothing of
 * the signal is copied, because the audience may not be allowed to see it. What the officer writes is the officer's extract.
 */

import type { Static } from 'typebox'
import { type Bilingual, invalid, notFound } from '../../base/public.ts'
import { audienceByDuty, resolveDuty } from '../../environment/duties/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { isHigher } from './decide.ts'
import type { DutyRole, WarningDraft, WarningDraftQuerySchema, WarningLevel } from './model.ts'
import { ACK_MINUTES } from './model.ts'
import { loadNames, reachableAgencies } from './names.ts'
import { findSignals } from './signals.ts'
import { findSubscribers, type Subscriber, wants } from './subscriptions.ts'
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
  const { level, why } = levelOf(signal?.level)
  const subscribers = riskType === null ? [] : await findSubscribers(call, riskType, place)
  const subscribed = subscribersBeyond(subscribers, members, call.actor.agencyId)
  const names = await loadNames(call.tx, {
    agencies: [...members, ...subscribed].map((one) => one.agency),
    posts: [],
    accounts: [],
  })
  return {
    ...wordsOf(duty?.riskType ?? null, place),
    level,
    levelWhy: why,
    riskType: riskType === null ? null : riskNamed(riskType),
    place,
    jurisdiction,
    ackMinutes: ACK_MINUTES[level],
    ackMinutesByLevel: ACK_MINUTES,
    audience: [
      ...members
        .filter((one) => one.agency !== call.actor.agencyId)
        .map((one) => ({
          agency: names.agency(one.agency),
          role: one.role as DutyRole,
          why: one.why,
          proposed: true,
          reachable: reachable.has(one.agency),
        })),
      ...subscribed.map((one) => ({
        agency: names.agency(one.agency),
        role: 'subscribed' as const,
        why: wishOf(one),
        proposed: one.entitled && wants(one, query.level ?? level),
        reachable: reachable.has(one.agency),
      })),
    ],
    conflicts: [
      ...(duty?.conflicts.map(({ zh, en }) => ({ zh, en })) ?? []),
      ...(duty?.unowned ? [duty.unowned.reason] : []),
    ],
  }
}

const LEVEL_WORDS: Readonly<Record<WarningLevel, Bilingual>> = {
  blue: { zh: '蓝色', en: 'blue' },
  yellow: { zh: '黄色', en: 'yellow' },
  orange: { zh: '橙色', en: 'orange' },
  red: { zh: '红色', en: 'red' },
}

const wishOf = ({ minLevel, entitled }: Subscriber): Bilingual => {
  const { zh, en } = LEVEL_WORDS[minLevel]
  const from = minLevel === 'red' ? { zh, en } : { zh: `${zh}及以上`, en: `${en} and above` }
  return entitled
    ? {
        zh: `按订阅（${from.zh}），共享协议已开放预警`,
        en: `by subscription (${from.en}); an agreement opens warnings to it`,
      }
    : {
        zh: `按订阅（${from.zh}），尚无共享协议，由你决定`,
        en: `by subscription (${from.en}); no agreement, you decide`,
      }
}

/** Agencies that no duty names, each once with its lowest level. What a single post wishes concerns its own agency only. */
const subscribersBeyond = (
  subscribers: readonly Subscriber[],
  members: readonly { agency: string }[],
  own: string,
): Subscriber[] => {
  const named = new Set([own, ...members.map((one) => one.agency)])
  const lowest = new Map<string, Subscriber>()
  for (const one of subscribers) {
    if (one.post !== null || named.has(one.agency)) continue
    const before = lowest.get(one.agency)
    if (!before || isHigher(before.minLevel, one.minLevel)) lowest.set(one.agency, one)
  }
  return [...lowest.values()]
}
