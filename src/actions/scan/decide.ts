/**
 * What may happen to a notice and its proposed changes, as pure functions: `decide(state, command, actor, at)` → next state and
 * what happened, or a refusal with the reason that pages show beforehand. Days are days of the port's calendar, passed in.
 */

import { DAY_MS, DomainError, invalid, permission, type Refusal, refuse } from '../../base/public.ts'
import { type PostActor, rightOf } from '../../environment/identity/public.ts'
import type { NoticeKind, ProposalKind, ProposalState } from './model.ts'

export type NoticeWords = {
  kind: NoticeKind
  title: string
  summary: string
  url: string
  publishedOn: string
  validUntil: string | null
  soWhat: string
  ownerAgency: string
  riskTypes: readonly string[]
  places: readonly string[]
  reviewOn: string
}

export type ProposalOfNotice = {
  id: string
  kind: ProposalKind
  words: string
  agency: string
  dueOn: string
  state: ProposalState
  proposedAt: Date
  answered: { at: Date; post: string; account: string | null; answer: string } | null
}

export type NoticeState = NoticeWords & {
  id: string
  recordedBy: { agency: string; post: string; account: string | null }
  recordedAt: Date
  version: number
  proposals: readonly ProposalOfNotice[]
  closed: { at: Date; post: string; account: string | null; reason: string } | null
}

export type NoticeCommand =
  | { kind: 'update'; words: NoticeWords; reason: string }
  | { kind: 'propose'; id: string; proposal: Pick<ProposalOfNotice, 'kind' | 'words' | 'agency' | 'dueOn'> }
  | { kind: 'answer'; proposalId: string; state: 'accepted' | 'declined' | 'done'; answer: string }
  | { kind: 'close'; reason: string }

/** What the history keeps: the words before a change, the proposal, the answer. */
export type NoticeFact =
  | { act: 'scan_notice.updated'; before: NoticeWords; reason: string }
  | { act: 'scan_notice.change_proposed'; proposalId: string; agency: string; words: string }
  | { act: 'scan_notice.change_answered'; proposalId: string; state: 'accepted' | 'declined' | 'done'; answer: string }
  | { act: 'scan_notice.closed'; reason: string }

const CLOSED: Refusal = { code: 'conflict', zh: '这条情况已办结。', en: 'This notice is closed.' }

const refuseRight = (actor: PostActor): Refusal | null => {
  const held = rightOf('scan.write', actor.roles, actor.purpose)
  return held === true ? null : { code: 'forbidden', ...held }
}

const refuseOwner = (state: NoticeState, actor: PostActor): Refusal | null => {
  if (state.closed) return CLOSED
  if (actor.agency !== state.ownerAgency && actor.agency !== state.recordedBy.agency)
    return {
      code: 'forbidden',
      zh: '只有负责单位和登记单位可以修改或办结。',
      en: 'Only the agency that owns it and the one that recorded it may change or close it.',
    }
  return refuseRight(actor)
}

const isOpen = ({ state }: ProposalOfNotice): boolean => state === 'proposed' || state === 'accepted'

const refuseClose = (state: NoticeState, actor: PostActor): Refusal | null => {
  const refusal = refuseOwner(state, actor)
  if (refusal) return refusal
  const open = state.proposals.filter(isOpen).length
  return open === 0
    ? null
    : {
        code: 'conflict',
        zh: `还有 ${open} 项改进建议没有答复或完成。`,
        en: `${open} proposed changes are not answered or not done.`,
      }
}

const refusePropose = (state: NoticeState, actor: PostActor): Refusal | null =>
  state.closed ? CLOSED : refuseRight(actor)

const refuseAnswer = (
  state: NoticeState,
  proposal: ProposalOfNotice,
  actor: PostActor,
  to: 'accepted' | 'declined' | 'done',
): Refusal | null => {
  if (state.closed) return CLOSED
  if (actor.agency !== proposal.agency)
    return {
      code: 'forbidden',
      zh: '这项建议由被建议的单位答复。',
      en: 'The agency to which it is proposed answers it.',
    }
  const fits = to === 'done' ? proposal.state === 'accepted' : proposal.state === 'proposed'
  if (!fits)
    return to === 'done'
      ? { code: 'conflict', zh: '先采纳，完成后再登记。', en: 'Accept it first, then record that it is done.' }
      : { code: 'conflict', zh: '这项建议已经答复。', en: 'This proposal has been answered.' }
  return refuseRight(actor)
}

export const noticePermissions = (state: NoticeState, actor: PostActor) => ({
  update: permission(refuseOwner(state, actor)),
  propose: permission(refusePropose(state, actor)),
  close: permission(refuseClose(state, actor)),
})

export const proposalPermissions = (state: NoticeState, proposal: ProposalOfNotice, actor: PostActor) => ({
  accept: permission(refuseAnswer(state, proposal, actor, 'accepted')),
  decline: permission(refuseAnswer(state, proposal, actor, 'declined')),
  done: permission(refuseAnswer(state, proposal, actor, 'done')),
})

const written = (text: string, field: string, zh: string, en: string): string => {
  const trimmed = text.trim()
  if (trimmed === '') throw invalid(field, zh, en)
  return trimmed
}

/** Words of a notice that make sense together. @param today at the port */
export const checkWords = (words: NoticeWords, today: string): NoticeWords => {
  if (words.publishedOn > today)
    throw invalid('publishedOn', '发布日期不能晚于今天。', 'The date of publication cannot lie in the future.')
  if (words.validUntil !== null && words.validUntil < words.publishedOn)
    throw invalid('validUntil', '有效期不能早于发布日期。', 'It cannot end before it was published.')
  if (words.reviewOn < today)
    throw invalid('reviewOn', '复核日期不能早于今天。', 'The review date cannot lie in the past.')
  if (words.url !== '' && !(URL.canParse(words.url) && new URL(words.url).protocol === 'https:'))
    throw invalid('url', '网址应以 https:// 开头；没有原文可以留空。', 'Give an https address, or leave it empty.')
  return {
    ...words,
    title: written(words.title, 'title', '请填写标题。', 'Give it a title.'),
    summary: written(words.summary, 'summary', '请写明情况。', 'Say what it is about.'),
    soWhat: written(words.soWhat, 'soWhat', '请写明对本口岸意味着什么。', 'Say what it means for this port.'),
    riskTypes: [...new Set(words.riskTypes)],
    places: [...new Set(words.places)],
  }
}

const proposalOf = (state: NoticeState, id: string): ProposalOfNotice => {
  const found = state.proposals.find((one) => one.id === id)
  if (!found)
    throw new DomainError('not_found', { zh: '没有找到，或无权查看。', en: 'Not found, or not yours to see.' })
  return found
}

export type NoticeDecision = { next: NoticeState; fact: NoticeFact }

/** @param today at the port. @throws DomainError with the reason that the permissions show, or `invalid` */
export const decide = (
  state: NoticeState,
  command: NoticeCommand,
  actor: PostActor,
  at: Date,
  today: string,
): NoticeDecision => {
  switch (command.kind) {
    case 'update': {
      refuse(refuseOwner(state, actor))
      const words = checkWords(command.words, today)
      const reason = written(command.reason, 'reason', '请写明修改的理由。', 'Say why it is changed.')
      const { kind, title, summary, url, publishedOn, validUntil, soWhat, ownerAgency, riskTypes, places, reviewOn } =
        state
      const before = {
        kind,
        title,
        summary,
        url,
        publishedOn,
        validUntil,
        soWhat,
        ownerAgency,
        riskTypes,
        places,
        reviewOn,
      }
      return {
        next: { ...state, ...words, version: state.version + 1 },
        fact: { act: 'scan_notice.updated', before, reason },
      }
    }
    case 'propose': {
      refuse(refusePropose(state, actor))
      const words = written(command.proposal.words, 'words', '请写明建议改什么。', 'Say what should change.')
      if (command.proposal.dueOn < today)
        throw invalid('dueOn', '完成日期不能早于今天。', 'The date cannot lie in the past.')
      const proposal: ProposalOfNotice = {
        ...command.proposal,
        words,
        id: command.id,
        state: 'proposed',
        proposedAt: at,
        answered: null,
      }
      return {
        next: { ...state, proposals: [...state.proposals, proposal] },
        fact: { act: 'scan_notice.change_proposed', proposalId: command.id, agency: proposal.agency, words },
      }
    }
    case 'answer': {
      const proposal = proposalOf(state, command.proposalId)
      refuse(refuseAnswer(state, proposal, actor, command.state))
      const answer =
        command.state === 'accepted'
          ? command.answer.trim()
          : written(
              command.answer,
              'answer',
              command.state === 'done' ? '请写明做了什么。' : '请写明不采纳的理由。',
              command.state === 'done' ? 'Say what was done.' : 'Say why it is declined.',
            )
      const answered = { at, post: actor.post, account: actor.account, answer }
      return {
        next: {
          ...state,
          proposals: state.proposals.map((one) =>
            one === proposal ? { ...one, state: command.state, answered } : one,
          ),
        },
        fact: { act: 'scan_notice.change_answered', proposalId: proposal.id, state: command.state, answer },
      }
    }
    case 'close': {
      refuse(refuseClose(state, actor))
      const reason = written(command.reason, 'reason', '请写明办结的理由。', 'Say why it is closed.')
      return {
        next: { ...state, closed: { at, post: actor.post, account: actor.account, reason } },
        fact: { act: 'scan_notice.closed', reason },
      }
    }
  }
}

/** Open, and its day has come: to be looked at again, or no longer valid. */
export const isDue = (state: Pick<NoticeState, 'closed' | 'reviewOn' | 'validUntil'>, today: string): boolean =>
  state.closed === null && (state.reviewOn <= today || (state.validUntil !== null && state.validUntil < today))

export const isProposalOverdue = (
  { state, dueOn }: Pick<ProposalOfNotice, 'state' | 'dueOn'>,
  today: string,
): boolean => (state === 'proposed' || state === 'accepted') && dueOn < today

/** When a source must have been looked at again, counted from the last look or from when it was entered. */
export const sourceDueAt = (source: { createdAt: Date; checkedAt: Date | null; everyDays: number }): Date =>
  new Date((source.checkedAt ?? source.createdAt).getTime() + source.everyDays * DAY_MS)
