/** What a risk lacks at this port, most urgent first: pure, from the matrix, who is here, and which agreements run. */
import type { Bilingual } from '../../base/public.ts'
import { conflictsOf, flagsOfDuty, leadOf, ownerOf, type Place } from '../../environment/duties/public.ts'
import type { LoadedReference, Named } from '../../environment/reference/public.ts'
import { GAP_KINDS, type Gap, type GapKind, type Party } from './model.ts'

export type Here = {
  /** Agencies that take part and have a post that a person can hold. */
  present: ReadonlySet<string>
  /** The reader's agency, and those with which it has an agreement in force. */
  own: string
  agreed: ReadonlySet<string>
}

export const GAP_WORDS: Readonly<Record<GapKind, Bilingual>> = {
  no_lead: { zh: '没有牵头单位', en: 'no lead' },
  two_leads: { zh: '两个牵头单位', en: 'two leads' },
  unowned: { zh: '无主，仅临时牵头', en: 'nobody owns it' },
  lead_absent: { zh: '牵头单位在本口岸无岗位', en: 'the lead has no post here' },
  review: { zh: '法规已变，待核定', en: 'law changed, to confirm' },
  superseded: { zh: '所依法规可能失效', en: 'law may have ended' },
  others_absent: { zh: '协助、通报单位无岗位', en: 'others have no post here' },
  agreement: { zh: '与本单位无数据协议', en: 'no data agreement with us' },
  legal_review: { zh: '须法制核定', en: 'legal review needed' },
  unread: { zh: '条文待核', en: 'article unread' },
  low_confidence: { zh: '依据可信度低', en: 'low confidence' },
}

export type Parties = { lead: Party | null; support: Party[]; inform: Party[]; row: string | null; interim: boolean }

export const partiesOf = (
  reference: LoadedReference,
  riskType: string,
  place: string,
  jurisdiction: 'CN' | 'INT',
  present: ReadonlySet<string>,
): Parties => {
  const owner = ownerOf(reference, riskType, place as Place, jurisdiction)
  const row = owner.primary[0]
  const party = (id: string): Party => {
    const found = reference.agencies.get(id)
    return { id, zh: found?.zh ?? id, en: found?.en ?? id, present: present.has(id) }
  }
  const lead = leadOf(owner)
  return {
    lead: lead === undefined ? null : party(lead),
    support: [...(row?.lead.slice(1) ?? []), ...(row?.support ?? [])].map(party),
    inform: (row?.inform ?? []).map(party),
    row: row?.id ?? null,
    interim: row === undefined && lead !== undefined,
  }
}

const named = ({ id, zh, en }: Named): Named => ({ id, zh, en })

export const gapsOf = (
  reference: LoadedReference,
  riskType: string,
  place: string,
  jurisdiction: 'CN' | 'INT',
  here: Here,
  day: string,
): Gap[] => {
  const gaps: Gap[] = []
  const add = (kind: GapKind, text: Bilingual = GAP_WORDS[kind], agencies: readonly Named[] = []) =>
    gaps.push({ kind, zh: text.zh, en: text.en, agencies: agencies.map(named) })
  const owner = ownerOf(reference, riskType, place as Place, jurisdiction)
  const row = owner.primary[0]
  const { lead, support, inform } = partiesOf(reference, riskType, place, jurisdiction, here.present)
  for (const conflict of conflictsOf(owner)) if (conflict.kind !== 'owned_and_unowned') add(conflict.kind, conflict)
  const entry = owner.unowned[0]
  if (!row && entry) add('unowned', { zh: entry.reasonZh, en: entry.reasonEn })
  if (lead && !lead.present) add('lead_absent', GAP_WORDS.lead_absent, [lead])
  const absent = [...support, ...inform].filter((one) => !one.present)
  if (absent.length > 0) add('others_absent', GAP_WORDS.others_absent, absent)
  for (const flag of row ? flagsOfDuty(reference, row, day) : [])
    if (flag.kind === 'amended') add('superseded', flag)
    else if (flag.kind !== 'low_confidence' || !gaps.some((gap) => gap.kind === 'low_confidence')) add(flag.kind, flag)
  if (!row && entry?.confidence === 'low') add('low_confidence')
  const others = [...(lead ? [lead] : []), ...support, ...inform]
  // Agreements are known to their parties only: each reader is told of its own agency's.
  if (others.some((one) => one.id === here.own)) {
    const without = others.filter((one) => one.id !== here.own && one.present && !here.agreed.has(one.id))
    if (without.length > 0) add('agreement', GAP_WORDS.agreement, without)
  }
  return gaps.sort((a, b) => GAP_KINDS.indexOf(a.kind) - GAP_KINDS.indexOf(b.kind))
}
