/** Reading groups: lists, counts, one group, and what the forms need. Nothing here writes. */
import { DAY_MS, invalid, isUuid, notFound } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import { viewCompounds } from '../compound/public.ts'
import { findSource, searchQuery } from '../signals/public.ts'
import { levelOf, type Rank, rankOf, triageRules } from '../waiting/public.ts'
import { findSignals } from '../warn/public.ts'
import { findColleagues, findMembers, findOpenIncidents } from './details.ts'
import type { Desk, Group, GroupCount, GroupList, GroupQuery } from './model.ts'
import { countGroups, type Filter, findGroups, type Position, pageGroups } from './store.ts'
import { logLineOf, viewGroups } from './view.ts'

const DEFAULT_LIMIT = 50
const MEMBERS_SHOWN = 50
/** Signals with the words of a search that are looked up at most; more would be no search. Judgement, not validated. */
const MOST_FOUND = 5000

const PERIOD_MS = { day: DAY_MS, week: 7 * DAY_MS } as const

const writeCursor = ({ rank, at, id }: Position): string =>
  Buffer.from(`${rank} ${at.getTime()} ${id}`).toString('base64url')

/** @throws DomainError `invalid` */
const readCursor = (text: string | undefined): Position | undefined => {
  if (text === undefined) return undefined
  const [rank, ms, id] = Buffer.from(text, 'base64url').toString('utf8').split(' ')
  const at = new Date(Number(ms))
  if (!/^[0-4]$/.test(rank ?? '') || id === undefined || !isUuid(id) || Number.isNaN(at.getTime()))
    throw invalid(
      'before',
      '翻页位置无效，请从第一页重新开始。',
      'The position is not valid; start again at the first page.',
    )
  return { rank: Number(rank), at, id }
}

/** Groups of signals that hold all the words, or whose subject is just what was asked for. */
const findByWords = async (call: Call, q: string): Promise<string[]> => {
  const words = searchQuery(q)
  const rows = await call.tx.query<{ id: string }>(
    `select i.group_id as id from app.search_signals($2::tsquery, '9999-01-01', 'ffffffff-ffff-ffff-ffff-ffffffffffff', ${MOST_FOUND}) hit
       join triage_item i on i.realm = $1 and i.object_id = hit.id where $2::text is not null
     union
     select t.group_id from triage_tally t where t.realm = $1 and upper(t.subject_key) = upper($3)`,
    [call.realm, words, q.trim()],
  )
  return rows.map((row) => row.id)
}

/** @returns null where nothing can match: a source that the caller does not see */
const filterOf = async (call: Call, query: GroupQuery): Promise<Filter | null> => {
  const source = query.source ? await findSource(call.tx, query.source) : null
  if (source === undefined) return null
  const when = query.when ?? 'day'
  const q = query.q?.trim() ?? ''
  return {
    kind: query.kind || null,
    domain: query.domain || null,
    rank: query.level === undefined ? null : rankOf(query.level === 'unknown' ? null : Number(query.level)),
    sourceId: source?.id ?? null,
    ids: q === '' ? null : await findByWords(call, q),
    since: when === 'all' ? null : new Date(call.at.getTime() - PERIOD_MS[when]),
  }
}

export const listGroups = async (call: Call, query: GroupQuery): Promise<GroupList> => {
  const limit = query.limit ?? DEFAULT_LIMIT
  const before = readCursor(query.before)
  const filter = await filterOf(call, query)
  if (filter === null) return { rows: [], next: null }
  const found = await pageGroups(call, filter, query.view ?? 'open', limit + 1, before)
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    rows: (await viewGroups(call, page)).map((one) => one.row),
    next: last ? writeCursor({ rank: last.rank, at: last.last_at, id: last.group_id }) : null,
  }
}

const NOTHING: GroupCount = { open: 0, mine: 0, unassigned: 0, snoozed: 0, dismissed: 0, openEver: 0, signals: 0 }

export const countOf = async (call: Call, query: GroupQuery): Promise<GroupCount> => {
  const filter = await filterOf(call, query)
  if (filter === null) return NOTHING
  const { open_ever, ...counts } = await countGroups(call, filter)
  return { ...counts, openEver: open_ever }
}

/** @throws DomainError `not_found` for absent and hidden alike */
export const getGroup = async (call: Call, id: string): Promise<Group> => {
  const [viewed] = await viewGroups(call, await findGroups(call, [id]))
  if (!viewed) throw notFound()
  const { row, state, linked, names } = viewed
  const members = await findMembers(call, id, MEMBERS_SHOWN)
  const idsOf = (kind: 'signal' | 'compound') =>
    members.filter((one) => one.object_kind === kind).map((one) => one.object_id)
  const titles = new Map((await findSignals(call, idsOf('signal'))).map((one) => [one.id, one.title]))
  const titled = (kind: 'warning' | 'incident') =>
    linked.filter((one) => one.kind === kind).map((one) => ({ id: one.id, title: one.title }))
  return {
    ...row,
    members: members
      .filter((one) => one.object_kind === 'signal')
      .map((one) => ({
        id: one.object_id,
        title: titles.get(one.object_id) ?? { zh: row.kind.zh, en: row.kind.en },
        receivedAt: new Date(one.received_at).toISOString(),
        level: levelOf(one.rank as Rank),
      })),
    compounds: await viewCompounds(call, idsOf('compound')),
    log: state.log.map((entry) => logLineOf(entry, names)).reverse(),
    warnings: titled('warning'),
    incidents: titled('incident'),
  }
}

export const getDesk = async (call: Call): Promise<Desk> => {
  const rules = triageRules()
  const colleagues = await findColleagues(call)
  return {
    colleagues: colleagues.map((one) => ({
      post: { id: one.post_id, zh: one.post_zh, en: one.post_en },
      account: one.account_id,
      officer: one.officer_zh === null ? null : { zh: one.officer_zh, en: one.officer_en! },
      isMe: one.account_id !== null && one.account_id === call.actor.accountId,
    })),
    reasons: rules.dismissReasons.map(({ id, zh, en }) => ({ id, zh, en })),
    snoozeMinutes: rules.snoozeMinutes,
    returnAfter: rules.returnAfter.count,
    kinds: Object.entries(rules.kinds).map(([id, { zh, en }]) => ({ id, zh, en })),
    incidents: (await findOpenIncidents(call)).map(({ id, no, title }) => ({ id, no, title })),
  }
}
