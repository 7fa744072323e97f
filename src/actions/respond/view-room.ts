/** What a room says of itself: its response level with the steps that are open, what is missing from whom, what closing does. */

import type { Bilingual } from '../../base/public.ts'
import { permission } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import type { Names } from '../warn/public.ts'
import { agencyName } from './agency-name.ts'
import { RESPONSE_LEVELS, type ResponseLevel } from './level-ids.ts'
import { authorisersOf, criteriaOf, getLevel, isRaise, isResponding } from './levels.ts'
import type { StoredIncident } from './load.ts'
import type { Incident, Member } from './model.ts'
import type { Gap, Response } from './model-acts.ts'
import { dismissPermission } from './permissions.ts'
import { authoriserWords, refuseLevel } from './rules-room.ts'
import { type IncidentState, isOverdue, isSettled, type MemberState, openHandoverOf } from './state.ts'

export const levelNamed = (id: ResponseLevel) => {
  const { zh, en } = getLevel(id)
  return { id, zh, en }
}

export type LevelEvent = { at: Date; data: Record<string, unknown>; by: Bilingual }

const levelIn = (value: unknown): ResponseLevel => RESPONSE_LEVELS.find((one) => one === value) ?? 'normal'

const viewHistory = (events: readonly LevelEvent[]): Response['history'] =>
  events.map((event, i) => {
    const [from, to] = [levelIn(event.data.from), levelIn(event.data.to)]
    const ids = Array.isArray(event.data.criteria) ? event.data.criteria : []
    return {
      level: levelNamed(to),
      from: event.at.toISOString(),
      to: events[i + 1]?.at.toISOString() ?? null,
      reason: typeof event.data.reason === 'string' ? event.data.reason : '',
      criteria: criteriaOf(from, to)
        .of.filter((one) => ids.includes(one.id))
        .map(({ zh, en }) => ({ zh, en })),
      by: event.by,
    }
  })

/** Every level that may follow, and stand-down as soon as a response goes on: it says what is still in its way. */
export const viewResponse = ({ state }: StoredIncident, actor: PostActor, events: readonly LevelEvent[]): Response => ({
  level: levelNamed(state.level),
  since: state.levelSince?.toISOString() ?? null,
  reviewOpenedAt: state.reviewOpenedAt?.toISOString() ?? null,
  history: viewHistory(events),
  steps: RESPONSE_LEVELS.filter(
    (to) => getLevel(state.level).to.includes(to) || (to === 'stand_down' && isResponding(state.level)),
  ).map((to) => {
    const { need, of } = criteriaOf(state.level, to)
    return {
      level: levelNamed(to),
      raise: isRaise(state.level, to),
      need,
      criteria: of,
      authorisers: authoriserWords(state, authorisersOf(state, state.level, to), agencyName),
      can: permission(refuseLevel(state, to, actor, agencyName)),
    }
  }),
})

const gap = (kind: Gap['kind'], zh: string, en: string, taskId: string | null = null): Gap => ({
  kind,
  text: { zh, en },
  taskId,
})

/** How many more of the same kind there are, in words. */
const more = (count: number): Bilingual =>
  count > 1 ? { zh: `等 ${count} 项`, en: ` and ${count - 1} more` } : { zh: '', en: '' }

export const gapsOf = (state: IncidentState, member: MemberState, at: Date): Gap[] => {
  if (state.closed || state.merged) return []
  const own = state.tasks.filter((task) => task.agency === member.agency && !isSettled(task))
  const first = (
    kind: Gap['kind'],
    tasks: IncidentState['tasks'],
    words: (title: Bilingual, rest: Bilingual) => Bilingual,
  ): Gap[] => {
    const [one] = tasks
    if (!one) return []
    const said = words(kind === 'evidence' ? one.proof : one.title, more(tasks.length))
    return [gap(kind, said.zh, said.en, one.id)]
  }
  const filed = new Set(state.evidence.map((one) => one.taskId))
  const offered = state.tasks.filter((task) => openHandoverOf(task)?.to === member.agency)
  return [
    ...(member.reachable ? [] : [gap('unreachable', '在本口岸没有岗位', 'has no post at this port')]),
    ...(member.reachable && member.presentAt === null && member.role !== 'inform'
      ? [gap('absent', '未确认到位', 'has not confirmed presence')]
      : []),
    ...first(
      'overdue',
      own.filter((task) => isOverdue(task, at)),
      (title, rest) => ({
        zh: `超时：${title.zh}${rest.zh}`,
        en: `overdue: ${title.en}${rest.en}`,
      }),
    ),
    ...first('receipt', offered, (title, rest) => ({
      zh: `待签收：${title.zh}${rest.zh}`,
      en: `receipt open: ${title.en}${rest.en}`,
    })),
    ...first(
      'unaccepted',
      own.filter((task) => task.status === 'open' && !isOverdue(task, at)),
      (title, rest) => ({
        zh: `未接受：${title.zh}${rest.zh}`,
        en: `not accepted: ${title.en}${rest.en}`,
      }),
    ),
    ...first(
      'evidence',
      own.filter((task) => task.status === 'accepted' && !filed.has(task.id)),
      (proof, rest) => ({
        zh: `待交：${proof.zh}${rest.zh}`,
        en: `owes: ${proof.en}${rest.en}`,
      }),
    ),
  ]
}

export const viewMember = (
  state: IncidentState,
  member: MemberState,
  names: Names,
  actor: PostActor,
  at: Date,
): Member => ({
  agency: names.agency(member.agency),
  role: member.role,
  why: member.why,
  row: member.row,
  present: member.presentAt !== null,
  presentAt: member.presentAt?.toISOString() ?? null,
  reachable: member.reachable,
  gaps: gapsOf(state, member, at),
  given: {
    tasks: state.tasks.filter((task) => task.agency === member.agency && task.status === 'done').length,
    files: state.evidence.filter((one) => one.agency === member.agency).length,
  },
  can: { dismiss: dismissPermission(state, member.agency, actor) },
})

/** What closing does and what it leaves behind, to be read before it is signed. */
export const closingEffects = (state: IncidentState): Incident['close']['effects'] => {
  if (state.closed || state.merged) return []
  const count = (status: string): number => state.tasks.filter((task) => task.status === status).length
  const late = state.tasks.filter((task) => task.clock.escalatedAt !== null).length
  const waived = count('waived') + count('not_applicable')
  return [
    {
      zh: `${state.members.length} 家成员单位此后只能查看，不能再办理、添加证据或记录。`,
      en: `From then on ${state.members.length} member(s) can only read; nothing more is done, added or noted.`,
    },
    {
      zh: `${state.tasks.length} 项任务归档：完成 ${count('done')} 项，免除或不适用 ${waived} 项，曾超时 ${late} 项。`,
      en: `${state.tasks.length} task(s) are filed: ${count('done')} done, ${waived} waived or not applicable, ${late} had been overdue.`,
    },
    {
      zh: `${state.evidence.length} 件证据和全部经过保留在存证中，不能删除。`,
      en: `${state.evidence.length} file(s) and everything that happened stay in the record and cannot be deleted.`,
    },
    state.reviewOpenedAt === null
      ? { zh: '复盘尚未开启，结案后仍可开启。', en: 'No review was opened; it can still be opened afterwards.' }
      : { zh: '复盘已开启，结案不影响复盘。', en: 'The review is open and goes on.' },
    {
      zh: '结案不能撤销；再次发生须另立事件。',
      en: 'Closing cannot be undone; if it happens again, open another incident.',
    },
  ]
}
