/**
 * What may happen to a risk that nobody owns, as pure functions: `decide(state, command, actor, at)` → next state and facts, or
 * a refusal. The same rules answer what a page offers.
 */

import {
  type Bilingual,
  conflict,
  DAY_MS,
  DomainError,
  forbidden,
  HOUR_MS,
  invalid,
  type Refusal,
  refuse,
} from '../../base/public.ts'
import { type PostActor, refuseRight } from '../../environment/identity/public.ts'
import type { ItemStatus, Origin, Proposal } from './model.ts'

/** By when an interim lead stands: a local default, never law. Judgement, not validated. */
export const INTERIM_MS = 24 * HOUR_MS
/** When an item is looked at again unless told. Judgement, not validated. */
export const REVIEW_MS = 90 * DAY_MS
/** The agency that coordinates the port: it may act on every item. */
export const COORDINATOR = 'port_office'

export type ItemState = {
  id: string
  riskType: string
  places: readonly string[]
  jurisdiction: 'CN' | 'INT'
  origin: Origin
  openedAt: Date
  interimDueAt: Date
  interim: { agency: string; at: Date } | null
  escalatedAt: Date | null
  definition: string | null
  measures: string | null
  legalGap: string | null
  reviewOn: string | null
  status: ItemStatus
  proposal: Proposal | null
  proposedBy: string | null
  ended: { at: Date; reason: string } | null
  dutyRow: string | null
  /** Agencies whose matter it is. */
  concerned: readonly string[]
}

export type ItemCommand =
  | { kind: 'note'; text: string }
  | { kind: 'define'; definition: string; measures: string; legalGap: string; reviewOn: string | null }
  | { kind: 'interim'; agency: string; reachable: boolean }
  | { kind: 'propose'; proposal: Proposal }
  | { kind: 'reject'; reason: string }
  | { kind: 'accept'; dutyRow: string }
  | { kind: 'give_back'; reason: string }
  | { kind: 'release'; text: string }
  /** By the clock, never by a person. */
  | { kind: 'escalate' }

export type ItemFact =
  | { act: 'definition.noted'; text: string }
  | { act: 'definition.defined'; definition: string; measures: string; legalGap: string; reviewOn: string | null }
  | { act: 'definition.interim_set'; agency: string; late: boolean }
  | { act: 'definition.proposed'; proposal: Proposal; post: string }
  | { act: 'definition.rejected'; reason: string }
  | { act: 'definition.settled'; dutyRow: string }
  | { act: 'definition.returned'; reason: string }
  | { act: 'definition.released'; text: string }
  | { act: 'definition.interim_overdue' }

const ENDED = conflict('这一项已办结，只能查看。', 'This item has been closed and can only be read.')
const PROPOSED = conflict(
  '职责方案待法制岗位核定，核定或退回后才能继续。',
  'A proposed duty waits for a legal officer; it must be accepted or returned first.',
)
const NOT_PROPOSED = conflict('还没有职责方案可以核定。', 'There is no proposed duty to decide on.')
const NOT_CONCERNED = forbidden(
  '本单位与这项风险无关，可以查看，不能办理。',
  'Your agency is not concerned with this risk: it may read, not act.',
)
const NOT_STEERING = forbidden('须由口岸办或临时牵头单位办理。', 'This is for the port office or the interim lead.')
const SAME_POST = forbidden(
  '提出方案的岗位不能自己核定，须由另一岗位办理。',
  'The post that proposed it cannot accept it; another post must.',
)
const SEEN_BY_ALL = conflict('各单位都已能看到这一项。', 'Every agency can see this item already.')

/** An item that rests on a signal is seen by few; who sees it is concerned. */
const isConcerned = (state: ItemState, actor: PostActor): boolean =>
  state.origin === 'signal' ||
  state.origin === 'incident' ||
  actor.agency === COORDINATOR ||
  actor.agency === state.interim?.agency ||
  state.concerned.includes(actor.agency)

const steers = (state: ItemState, actor: PostActor): boolean =>
  state.origin === 'signal' ||
  state.origin === 'incident' ||
  actor.agency === COORDINATOR ||
  actor.agency === state.interim?.agency

const refuseWork = (state: ItemState, actor: PostActor): Refusal | null => {
  if (state.ended) return ENDED
  return refuseRight('definitions.work', actor) ?? (isConcerned(state, actor) ? null : NOT_CONCERNED)
}

const refuseSteer = (state: ItemState, actor: PostActor): Refusal | null => {
  if (state.ended) return ENDED
  if (state.status === 'proposed') return PROPOSED
  return refuseRight('definitions.work', actor) ?? (steers(state, actor) ? null : NOT_STEERING)
}

const refuseDefine = (state: ItemState, actor: PostActor): Refusal | null =>
  refuseWork(state, actor) ?? (state.status === 'proposed' ? PROPOSED : null)

const refuseJudge = (state: ItemState, actor: PostActor): Refusal | null => {
  if (state.ended) return ENDED
  if (state.status !== 'proposed') return NOT_PROPOSED
  return refuseRight('law.edit', actor)
}

const refuseAccept = (state: ItemState, actor: PostActor): Refusal | null =>
  refuseJudge(state, actor) ?? (state.proposedBy === actor.post ? SAME_POST : null)

const refuseRelease = (state: ItemState, actor: PostActor): Refusal | null => {
  if (state.ended) return ENDED
  if (state.origin === 'reference' || state.origin === 'released') return SEEN_BY_ALL
  return refuseRight('definitions.work', actor)
}

const permission = (refusal: Refusal | null): true | Bilingual => (refusal ? { zh: refusal.zh, en: refusal.en } : true)

export const itemPermissions = (state: ItemState, actor: PostActor) => ({
  note: permission(refuseWork(state, actor)),
  define: permission(refuseDefine(state, actor)),
  interim: permission(refuseSteer(state, actor)),
  propose: permission(refuseSteer(state, actor)),
  reject: permission(refuseSteer(state, actor)),
  accept: permission(refuseAccept(state, actor)),
  giveBack: permission(refuseJudge(state, actor)),
  release: permission(refuseRelease(state, actor)),
})

/** Overdue from the due instant on, while nobody leads for the time being. */
export const isInterimOverdue = (state: ItemState, at: Date): boolean =>
  state.ended === null && state.interim === null && at.getTime() >= state.interimDueAt.getTime()

const written = (field: string, text: string): string => {
  if (text.trim() === '') throw invalid(field, '请写明内容。', 'Write something here.')
  return text.trim()
}

const factsOf = (state: ItemState, command: ItemCommand, actor: PostActor, at: Date): ItemFact[] => {
  switch (command.kind) {
    case 'note':
      refuse(refuseWork(state, actor))
      return [{ act: 'definition.noted', text: written('text', command.text) }]
    case 'define': {
      refuse(refuseDefine(state, actor))
      const { measures, legalGap, reviewOn } = command
      if (reviewOn !== null && reviewOn <= at.toISOString().slice(0, 10))
        throw invalid('reviewOn', '复核日须晚于今天。', 'The review date must lie after today.')
      return [
        {
          act: 'definition.defined',
          definition: written('definition', command.definition),
          measures: measures.trim(),
          legalGap: legalGap.trim(),
          reviewOn,
        },
      ]
    }
    case 'interim':
      refuse(refuseSteer(state, actor))
      if (!command.reachable)
        throw invalid(
          'agency',
          '该单位在本口岸没有岗位，不能临时牵头。请选有岗位的单位。',
          'This agency has no post at this port and cannot lead for the time being. Choose one that has.',
        )
      if (state.interim?.agency === command.agency)
        throw new DomainError('conflict', {
          zh: '已由该单位临时牵头。',
          en: 'This agency already leads for the time being.',
        })
      return [{ act: 'definition.interim_set', agency: command.agency, late: isInterimOverdue(state, at) }]
    case 'propose':
      refuse(refuseSteer(state, actor))
      if (state.definition === null)
        throw new DomainError(
          'conflict',
          { zh: '请先写明界定，再提出职责方案。', en: 'Define the risk first, then propose a duty.' },
          { reason: 'undefined' },
        )
      return [{ act: 'definition.proposed', proposal: command.proposal, post: actor.post }]
    case 'reject':
      refuse(refuseSteer(state, actor))
      return [{ act: 'definition.rejected', reason: written('reason', command.reason) }]
    case 'accept':
      refuse(refuseAccept(state, actor))
      return [{ act: 'definition.settled', dutyRow: command.dutyRow }]
    case 'give_back':
      refuse(refuseJudge(state, actor))
      return [{ act: 'definition.returned', reason: written('reason', command.reason) }]
    case 'release':
      refuse(refuseRelease(state, actor))
      return [{ act: 'definition.released', text: written('text', command.text) }]
    case 'escalate':
      return isInterimOverdue(state, at) && state.escalatedAt === null ? [{ act: 'definition.interim_overdue' }] : []
  }
}

const apply = (state: ItemState, fact: ItemFact, at: Date): ItemState => {
  switch (fact.act) {
    case 'definition.noted':
      return state
    case 'definition.defined':
      return {
        ...state,
        definition: fact.definition,
        measures: fact.measures || null,
        legalGap: fact.legalGap || null,
        reviewOn: fact.reviewOn,
      }
    case 'definition.interim_set':
      return { ...state, interim: { agency: fact.agency, at } }
    case 'definition.proposed':
      return { ...state, status: 'proposed', proposal: fact.proposal, proposedBy: fact.post }
    case 'definition.rejected':
      return { ...state, status: 'rejected', ended: { at, reason: fact.reason } }
    case 'definition.settled':
      return { ...state, status: 'settled', dutyRow: fact.dutyRow, ended: { at, reason: fact.dutyRow } }
    case 'definition.returned':
      return { ...state, status: 'open' }
    case 'definition.released':
      return { ...state, status: 'rejected', ended: { at, reason: 'released' } }
    case 'definition.interim_overdue':
      return { ...state, escalatedAt: at }
  }
}

/** @throws DomainError with the reason that `itemPermissions` shows, or `invalid` for what the command carries */
export const decide = (
  state: ItemState,
  command: ItemCommand,
  actor: PostActor,
  at: Date,
): { next: ItemState; facts: ItemFact[] } => {
  const facts = factsOf(state, command, actor, at)
  return { next: facts.reduce((next, fact) => apply(next, fact, at), state), facts }
}

/** An item as it is opened. An interim lead that the matrix names and that is here stands from the beginning. */
export const openItem = (
  item: Pick<ItemState, 'id' | 'riskType' | 'places' | 'jurisdiction' | 'origin' | 'concerned'> & {
    interimLead: string | null
    definition?: string | null
  },
  at: Date,
): ItemState => ({
  id: item.id,
  riskType: item.riskType,
  places: item.places,
  jurisdiction: item.jurisdiction,
  origin: item.origin,
  openedAt: at,
  interimDueAt: new Date(at.getTime() + INTERIM_MS),
  interim: item.interimLead === null ? null : { agency: item.interimLead, at },
  escalatedAt: null,
  definition: item.definition ?? null,
  measures: null,
  legalGap: null,
  reviewOn: new Date(at.getTime() + REVIEW_MS).toISOString().slice(0, 10),
  status: 'open',
  proposal: null,
  proposedBy: null,
  ended: null,
  dutyRow: null,
  concerned: item.concerned,
})
