/** From tallies and decisions to the answers of the API: names for ids, words for rules, what the caller may do. */

import type { Bilingual } from '../../base/public.ts'
import { actorOf, type PostActor } from '../../environment/identity/public.ts'
import type { Call } from '../../ledger/public.ts'
import { type AssessmentRow, reasonsOf, unknownsOf } from '../assess/public.ts'
import { type Compound, viewCompounds } from '../compound/public.ts'
import { subjectWords } from '../signals/public.ts'
import { levelOf, type Rank, triageRules, windowHoursOf } from '../waiting/public.ts'
import { loadNames, type Names, riskNamed } from '../warn/public.ts'
import { isQuiet, type LogEntry, permissionsOf, returnedBy, type TriageState, untouched } from './decide.ts'
import {
  findAssessments,
  findLinked,
  findMix,
  findNewest,
  type LinkedSql,
  type MixSql,
  type NewestSql,
} from './details.ts'
import type { GroupRow, LogLine } from './model.ts'
import { findStates, type GroupSql } from './store.ts'

/** Rules say it where one led; else what was missing. A rule of an engine that was retired stands by its id. */
const ruleWords = (rule: string, assessments: readonly AssessmentRow[]): Bilingual => {
  for (const one of assessments) {
    const words = rule.startsWith('?')
      ? unknownsOf(one).find((unknown) => `?${unknown.field}` === rule)
      : reasonsOf(one).find((reason) => reason.rule === rule)
    if (words) return { zh: words.zh, en: words.en }
  }
  return rule.startsWith('?')
    ? { zh: '资料不全，无法判断', en: 'too little is known to judge' }
    : { zh: rule, en: rule }
}

const personOf = (names: Names, post: string, account: string | null) => ({
  post: names.post(post),
  officer: names.officer(account),
})

export const logLineOf = (entry: LogEntry, names: Names): LogLine => {
  const reason = triageRules().dismissReasons.find((one) => one.id === entry.reason)
  return {
    act: entry.act,
    at: entry.at,
    by: personOf(names, entry.post, entry.account),
    reason: reason ? { zh: reason.zh, en: reason.en } : null,
    note: entry.note ?? null,
    to: entry.to ? personOf(names, entry.to.post, entry.to.account) : null,
    until: entry.until ?? null,
  }
}

const isMine = ({ assigned }: TriageState, actor: PostActor): boolean =>
  assigned !== null && (assigned.account === null ? assigned.post === actor.post : assigned.account === actor.account)

type Beside = {
  newest: NewestSql | undefined
  assessments: readonly AssessmentRow[]
  compound: Compound | undefined
  mix: readonly MixSql[]
  linked: readonly LinkedSql[]
  state: TriageState
  names: Names
}

const SOURCE_UNKNOWN: Bilingual = { zh: '来源未知', en: 'source unknown' }

const rowOf = (call: Call, row: GroupSql, beside: Beside): GroupRow => {
  const rules = triageRules()
  const { state, newest, compound, names } = beside
  const kind = rules.kinds[row.kind] ?? rules.otherKinds
  const label = rules.subjects[row.subject_kind]
  const seen = { count: row.n, rank: row.rank }
  const actor = actorOf(call)
  const risk = newest?.risk_type ?? null
  const last = state.log.at(-1)
  return {
    id: row.group_id,
    kind: { id: row.kind, zh: kind.zh, en: kind.en },
    subject:
      row.subject_key === ''
        ? null
        : {
            kind: row.subject_kind,
            label: label ? { zh: label.zh, en: label.en } : { zh: '', en: '' },
            key: row.subject_key,
            display: subjectWords(row.subject_kind, row.subject_key),
          },
    rule: compound ? compound.sentence : ruleWords(row.rule, beside.assessments),
    riskType: compound ? { ...compound.interaction } : risk === null ? null : riskNamed(risk),
    level: levelOf(row.rank as Rank),
    rank: row.rank,
    count: row.n,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    windowAt: row.window_at.toISOString(),
    windowHours: windowHoursOf(rules, row.kind),
    sources: beside.mix.map((one) => ({
      name: one.zh === null ? SOURCE_UNKNOWN : { zh: one.zh, en: one.en! },
      agency: one.agency_zh === null ? { zh: '', en: '' } : { zh: one.agency_zh, en: one.agency_en! },
      count: one.n,
    })),
    signalId: compound ? compound.a.signalId : newest?.object_kind === 'signal' ? newest.object_id : null,
    compoundId: compound?.id ?? null,
    assigned: state.assigned === null ? null : personOf(names, state.assigned.post, state.assigned.account),
    isMine: isMine(state, actor),
    quiet:
      state.quiet !== null && isQuiet(state.quiet, seen, call.at)
        ? {
            kind: state.quiet.kind,
            until: state.quiet.until?.toISOString() ?? null,
            atCount: state.quiet.count,
            incidentId: state.quiet.incidentId,
          }
        : null,
    returned: returnedBy(state, seen, call.at),
    last: last ? logLineOf(last, names) : null,
    links: {
      warnings: beside.linked.filter((one) => one.kind === 'warning').length,
      incidents: beside.linked.filter((one) => one.kind === 'incident').length,
    },
    can: permissionsOf(state, actor),
  }
}

export type Viewed = { row: GroupRow; state: TriageState; linked: LinkedSql[]; names: Names }

/** Everything beside the tallies is read once for all groups of the page. */
export const viewGroups = async (call: Call, rows: readonly GroupSql[]): Promise<Viewed[]> => {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.group_id)
  const states = await findStates(call, ids)
  const newest = new Map((await findNewest(call, ids)).map((one) => [one.group_id, one]))
  const objects = (kind: 'signal' | 'compound') =>
    [...newest.values()].filter((one) => one.object_kind === kind).map((one) => one.object_id)
  const assessments = await findAssessments(call, objects('signal'))
  const compounds = new Map((await viewCompounds(call, objects('compound'))).map((one) => [one.id, one]))
  const mix = await findMix(call, ids)
  const linked = await findLinked(call, ids)
  const entries = [...states.values()].flatMap(({ state }) => state.log)
  const people = [
    ...entries.map(({ post, account }) => ({ post, account })),
    ...entries.flatMap(({ to }) => (to ? [to] : [])),
    ...[...states.values()].flatMap(({ state }) => (state.assigned ? [state.assigned] : [])),
  ]
  const names = await loadNames(call.tx, {
    agencies: [],
    posts: people.map((one) => one.post),
    accounts: people.map((one) => one.account),
  })
  return rows.map((row) => {
    const own = newest.get(row.group_id)
    const state = states.get(row.group_id)?.state ?? untouched(row.group_id)
    const links = linked.filter((one) => one.group_id === row.group_id)
    const beside: Beside = {
      newest: own,
      assessments: assessments.filter((one) => one.signal_id === own?.object_id),
      compound: own?.object_kind === 'compound' ? compounds.get(own.object_id) : undefined,
      mix: mix.filter((one) => one.group_id === row.group_id),
      linked: links,
      state,
      names,
    }
    return { row: rowOf(call, row, beside), state, linked: links, names }
  })
}
