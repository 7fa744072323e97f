/** Who may change the room itself, and why not: its level, its members, its lead; what is folded together. */

import type { Bilingual } from '../../base/public.ts'
import { conflict, forbidden, type Refusal } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import type { ResponseLevel } from './level-ids.ts'
import { type Authoriser, agenciesOf, authorisersOf, mayAuthorise, whyNotNext } from './levels.ts'
import { isMember, NOT_YOURS, refuseSteering, refuseWork } from './rules.ts'
import { type IncidentState, isSettled, leadOf, openHandoverOf, type TaskState } from './state.ts'

const ROLE_WORDS: Readonly<Record<string, Bilingual>> = {
  duty_officer: { zh: '值班', en: 'duty officer' },
  commander: { zh: '指挥', en: 'commander' },
}
export const roleWords = (role: string): Bilingual => ROLE_WORDS[role] ?? { zh: '在岗人员', en: 'officer' }

const listed = (words: readonly Bilingual[]): Bilingual => ({
  zh: words.map((one) => one.zh).join('、'),
  en: words.map((one) => one.en).join(', '),
})

/** "牵头单位海事指挥；口岸办值班、指挥": who authorises, for the button. `name` gives an agency's name. */
export const authoriserWords = (
  state: IncidentState,
  rules: readonly Authoriser[],
  name: (agency: string) => Bilingual,
): Bilingual => {
  const each = rules.flatMap((rule) =>
    agenciesOf(state, rule).map((agency) => {
      const roles = listed(rule.roles.map(roleWords))
      const who = name(agency)
      return { zh: `${who.zh}${roles.zh}`, en: `${who.en}: ${roles.en}` }
    }),
  )
  const once = each.filter((one, i) => each.findIndex((other) => other.en === one.en) === i)
  return { zh: once.map((one) => one.zh).join('；'), en: once.map((one) => one.en).join('; ') }
}

const NO_REVIEW = conflict('解除响应前须先开启复盘。', 'Open the review first; then the response can be stood down.')

/** `name` only words the refusal: the rule itself knows agencies by id. */
export const refuseLevel = (
  state: IncidentState,
  to: ResponseLevel,
  actor: PostActor,
  name: (agency: string) => Bilingual,
): Refusal | null => {
  const refusal = refuseWork(state, actor)
  if (refusal) return refusal
  const illegal = whyNotNext(state.level, to)
  if (illegal) return conflict(illegal.zh, illegal.en)
  if (!mayAuthorise(state, state.level, to, actor)) {
    const who = authoriserWords(state, authorisersOf(state, state.level, to), name)
    return forbidden(`须由${who.zh}授权。`, `To be authorised by ${who.en}.`)
  }
  return to === 'stand_down' && state.reviewOpenedAt === null ? NO_REVIEW : null
}

const coordinates = (state: IncidentState, actor: PostActor): boolean => state.coordinators.includes(actor.agency)

/** The agency that steers, or the one that coordinates every incident. */
const refuseDirecting = (state: IncidentState, actor: PostActor): Refusal | null => {
  const refusal = refuseSteering(state, actor)
  if (refusal === null || !coordinates(state, actor)) return refusal
  // For the coordinator everything holds but that it does not lead.
  return refuseSteering({ ...state, members: asLead(state, actor.agency) }, actor)
}
const asLead = (state: IncidentState, agency: string): IncidentState['members'] =>
  state.members.map((member) =>
    member.agency === agency
      ? { ...member, role: 'lead' }
      : member.role === 'lead'
        ? { ...member, role: 'support' }
        : member,
  )

export const refuseAddMember = (state: IncidentState, actor: PostActor): Refusal | null => refuseDirecting(state, actor)

export const refuseChangeLead = (state: IncidentState, actor: PostActor): Refusal | null =>
  refuseDirecting(state, actor)

const IS_LEAD = conflict('牵头单位不能移出；请先变更牵头。', 'The lead cannot be dismissed; change the lead first.')
const OPENED_IT = conflict(
  '立案单位始终可以查看，不能移出。',
  'The agency that opened the incident can always see it and cannot be dismissed.',
)
const NOT_A_MEMBER = conflict('该单位不是成员。', 'That agency is not a member.')

export const refuseDismiss = (state: IncidentState, agency: string, actor: PostActor): Refusal | null => {
  const refusal = refuseDirecting(state, actor)
  if (refusal) return refusal
  if (!isMember(state, agency)) return NOT_A_MEMBER
  if (leadOf(state).agency === agency) return IS_LEAD
  if (state.openedBy.agency === agency) return OPENED_IT
  const open = state.tasks.filter(
    (task) => !isSettled(task) && (task.agency === agency || openHandoverOf(task)?.to === agency),
  ).length
  return open > 0
    ? conflict(
        `该单位还有 ${open} 项任务或移交未办结，请先移交或免除。`,
        `It still has ${open} open task(s); hand them over or waive them first.`,
      )
    : null
}

export const refuseNote = (state: IncidentState, actor: PostActor): Refusal | null => refuseWork(state, actor)

/** Any member adds work for itself; for others only who steers. */
export const refuseAddTask = (state: IncidentState, agency: string, actor: PostActor): Refusal | null =>
  refuseWork(state, actor) ?? (agency === actor.agency ? null : refuseDirecting(state, actor) && NOT_FOR_OTHERS)
const NOT_FOR_OTHERS = forbidden(
  '只有牵头或协调单位可以给其他单位添加任务。',
  'Only the agency that leads or coordinates adds tasks for others.',
)

/** Whoever folds an incident steers both. */
export const refuseMerge = (from: IncidentState, into: IncidentState, actor: PostActor): Refusal | null => {
  if (from.id === into.id) return conflict('不能并入自身。', 'An incident cannot be folded into itself.')
  return refuseDirecting(from, actor) ?? (refuseDirecting(into, actor) ? NOT_BOTH : null)
}
const NOT_BOTH = forbidden(
  '并入的事件不由本单位牵头或协调。',
  'Your agency does not lead or coordinate the incident into which it would be folded.',
)

export const refuseMergeAny = (from: IncidentState, actor: PostActor): Refusal | null => refuseDirecting(from, actor)

/** The earliest due of other open tasks that are the same: from the same template or deadline, for the same agency. */
export const twinOf = (state: IncidentState, task: TaskState): TaskState | undefined => {
  if (isSettled(task)) return undefined
  return state.tasks.find(
    (one) =>
      one !== task &&
      !isSettled(one) &&
      one.agency === task.agency &&
      sameWork(one, task) &&
      // The one that is due first stays, so that folding never moves a due time back.
      order(one).localeCompare(order(task)) < 0,
  )
}
const sameWork = (a: TaskState, b: TaskState): boolean =>
  a.template !== null || b.template !== null
    ? a.template === b.template || (a.deadline !== null && a.deadline === b.deadline && a.title.zh === b.title.zh)
    : a.deadline !== null && a.deadline === b.deadline
const order = (task: TaskState): string =>
  `${task.clock.dueAt?.toISOString() ?? '9'} ${String(task.ordinal).padStart(5, '0')}`

const NO_TWIN = conflict('没有与之重复的任务。', 'There is no other task that is the same.')
const PENDING = conflict('移交待签收，不能合并。', 'A hand-over waits for its receipt.')

export const refuseFoldTask = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseWork(state, actor) ??
  (task.agency === actor.agency ? null : refuseDirecting(state, actor) && NOT_YOURS) ??
  (twinOf(state, task) ? null : NO_TWIN) ??
  (openHandoverOf(task) ? PENDING : null)
