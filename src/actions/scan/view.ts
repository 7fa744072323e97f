/** From stored notices to the answers of the API: names for ids, what is due, what the caller may do. */

import type { Bilingual } from '../../base/public.ts'
import { actorOf, rightOf } from '../../environment/identity/public.ts'
import type { Call } from '../../ledger/public.ts'
import { loadNames, type Names, type Permission, riskNamed } from '../warn/public.ts'
import { isDue, isProposalOverdue, noticePermissions, proposalPermissions, sourceDueAt } from './decide.ts'
import type { Notice, NoticeRow, ScanSource } from './model.ts'
import type { EventSql, SourceSql, StoredNotice } from './store.ts'

const isOpen = (state: string): boolean => state === 'proposed' || state === 'accepted'

const viewRow = ({ state }: StoredNotice, names: Names, today: string): NoticeRow => ({
  id: state.id,
  kind: state.kind,
  title: state.title,
  soWhat: state.soWhat,
  publishedOn: state.publishedOn,
  validUntil: state.validUntil,
  owner: names.agency(state.ownerAgency),
  risks: state.riskTypes.map(riskNamed),
  places: [...state.places],
  reviewOn: state.reviewOn,
  due: isDue(state, today),
  recordedAt: state.recordedAt.toISOString(),
  closedAt: state.closed?.at.toISOString() ?? null,
  proposals: {
    open: state.proposals.filter((one) => isOpen(one.state)).length,
    of: state.proposals.length,
    overdue: state.proposals.filter((one) => isProposalOverdue(one, today)).length,
  },
})

export const viewRows = async (call: Call, notices: readonly StoredNotice[], today: string): Promise<NoticeRow[]> => {
  const agencies = notices.map(({ state }) => state.ownerAgency)
  const names = await loadNames(call.tx, { agencies, posts: [], accounts: [] })
  return notices.map((one) => viewRow(one, names, today))
}

const ANSWERS: Readonly<Record<string, Bilingual>> = {
  accepted: { zh: '采纳', en: 'accepted' },
  declined: { zh: '不采纳', en: 'declined' },
  done: { zh: '完成', en: 'done' },
}

/** One line of the history in words. */
const sentenceOf = ({ act, data }: EventSql, names: Names): Bilingual => {
  const text = (name: string): string => (typeof data[name] === 'string' ? data[name] : '')
  switch (act) {
    case 'scan_notice.recorded':
      return { zh: '登记', en: 'Recorded' }
    case 'scan_notice.updated': {
      const before = data['before'] as { title: string; soWhat: string }
      return {
        zh: `修改：${text('reason')}；修改前标题“${before.title}”，意味着“${before.soWhat}”`,
        en: `Changed: ${text('reason')}; before: "${before.title}", meaning "${before.soWhat}"`,
      }
    }
    case 'scan_notice.change_proposed': {
      const agency = names.agency(text('agency'))
      return { zh: `建议${agency.zh}：${text('words')}`, en: `Proposed to ${agency.en}: ${text('words')}` }
    }
    case 'scan_notice.change_answered': {
      const words = ANSWERS[text('state')]!
      const answer = text('answer')
      return {
        zh: answer === '' ? `答复建议：${words.zh}` : `答复建议：${words.zh}，${answer}`,
        en: answer === '' ? `Proposal ${words.en}` : `Proposal ${words.en}: ${answer}`,
      }
    }
    default:
      return { zh: `办结：${text('reason')}`, en: `Closed: ${text('reason')}` }
  }
}

export const viewNotice = async (
  call: Call,
  notice: StoredNotice,
  events: readonly EventSql[],
  today: string,
): Promise<Notice> => {
  const { state, sourceId } = notice
  const actor = actorOf(call)
  const names = await loadNames(call.tx, {
    agencies: [
      state.ownerAgency,
      state.recordedBy.agency,
      ...state.proposals.map((one) => one.agency),
      ...events.map((event) => event.agency_id),
    ],
    posts: [
      state.recordedBy.post,
      ...state.proposals.flatMap((one) => (one.answered ? [one.answered.post] : [])),
      ...events.map((event) => event.post_id),
    ],
    accounts: [state.recordedBy.account, ...events.map((event) => event.account_id)],
  })
  const [source] =
    sourceId === null
      ? []
      : await call.tx.query<{ id: string; name: string }>(
          'select id, name from scan_source where realm = $1 and id = $2',
          [call.realm, sourceId],
        )
  return {
    ...viewRow(notice, names, today),
    summary: state.summary,
    url: state.url,
    source: source ?? null,
    recordedBy: {
      agency: names.agency(state.recordedBy.agency),
      post: names.post(state.recordedBy.post),
      officer: names.officer(state.recordedBy.account),
    },
    closeReason: state.closed?.reason ?? null,
    changes: state.proposals.map((one) => ({
      id: one.id,
      kind: one.kind,
      words: one.words,
      agency: names.agency(one.agency),
      dueOn: one.dueOn,
      state: one.state,
      overdue: isProposalOverdue(one, today),
      proposedAt: one.proposedAt.toISOString(),
      answer: one.answered?.answer ?? null,
      answeredAt: one.answered?.at.toISOString() ?? null,
      answeredBy: one.answered ? names.post(one.answered.post) : null,
      can: proposalPermissions(state, one, actor),
    })),
    history: events.map((event) => ({
      at: event.at.toISOString(),
      text: sentenceOf(event, names),
      actor: {
        agency: names.agency(event.agency_id),
        post: names.post(event.post_id),
        officer: names.officer(event.account_id),
      },
    })),
    can: noticePermissions(state, actor),
  }
}

const NOT_OURS: Bilingual = {
  zh: '只有登记来源的单位可以停用它。',
  en: 'Only the agency that entered the source may retire it.',
}

export const viewSources = async (call: Call, sources: readonly SourceSql[]): Promise<ScanSource[]> => {
  const names = await loadNames(call.tx, {
    agencies: sources.map((one) => one.agency_id),
    posts: sources.flatMap((one) => (one.checked_by_post === null ? [] : [one.checked_by_post])),
    accounts: [],
  })
  const check: Permission = rightOf('scan.write', call.actor.roles, call.actor.purpose)
  return sources.map((one): ScanSource => {
    const dueAt = sourceDueAt({ createdAt: one.created_at, checkedAt: one.checked_at, everyDays: one.every_days })
    return {
      id: one.id,
      kind: one.kind,
      name: one.name,
      url: one.url,
      agency: names.agency(one.agency_id),
      everyDays: one.every_days,
      checkedAt: one.checked_at?.toISOString() ?? null,
      checkedBy: one.checked_by_post === null ? null : names.post(one.checked_by_post),
      stale: dueAt.getTime() <= call.at.getTime(),
      dueAt: dueAt.toISOString(),
      can: { check, retire: check === true && one.agency_id !== call.actor.agencyId ? NOT_OURS : check },
    }
  })
}
