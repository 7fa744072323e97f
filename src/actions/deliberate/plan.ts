/**
 * Plans, pure: what a version is made of, why it may not be activated yet, and how it differs from the one before. A plan
 * cannot be activated with a mandatory step that nobody who can act answers for (RQ-23).
 */

import type { Bilingual, Refusal } from '../../base/public.ts'
import { type PostActor, refuseRight } from '../../environment/identity/public.ts'
import { type IncidentState, isSettled, refuseWork, steeringAgencyOf } from '../respond/public.ts'
import type { Change, DraftPlan, PlanContent } from './model.ts'

export type Step = PlanContent['steps'][number]

/** The tasks as they stand, then the steps of the planner. A conditional task is not mandatory; a settled one is left out. */
export const contentOf = (incident: IncidentState, draft: DraftPlan): PlanContent => ({
  aim: draft.aim.trim(),
  steps: [
    ...incident.tasks
      .filter((task) => !isSettled(task))
      .map(
        (task): Step => ({
          taskId: task.id,
          title: task.title,
          agency: task.agency,
          mandatory: !task.conditional,
          due: task.clock.due,
        }),
      ),
    ...draft.steps.map(
      (step): Step => ({
        taskId: null,
        title: { zh: step.title.trim(), en: step.title.trim() },
        agency: step.agency,
        mandatory: step.mandatory,
        due: { amount: step.minutes, unit: 'minute' },
      }),
    ),
  ],
  resources: draft.resources.map((one) => ({ ...one, name: one.name.trim(), unit: one.unit.trim() })),
})

const NOBODY: Bilingual = { zh: '没有责任单位', en: 'nobody is accountable' }
const AWAY: Bilingual = { zh: '责任单位在本口岸没有岗位', en: 'the accountable agency has no post at this port' }

/** Who answers for a step now: for a task whoever the task is with, since tasks change hands after the plan was written. */
export const agencyOf = (incident: IncidentState, step: Step): string | null =>
  step.taskId === null ? step.agency : (incident.tasks.find((task) => task.id === step.taskId)?.agency ?? step.agency)

export const isStepSettled = (incident: IncidentState, step: Step): boolean => {
  const task = incident.tasks.find((one) => one.id === step.taskId)
  return task !== undefined && isSettled(task)
}

/** Why nobody who can act answers for a mandatory step; null where somebody does, or where it need not be done. */
export const whyUnassigned = (incident: IncidentState, step: Step): Bilingual | null => {
  if (!step.mandatory || isStepSettled(incident, step)) return null
  const agency = agencyOf(incident, step)
  if (agency === null) return NOBODY
  const member = incident.members.find((one) => one.agency === agency)
  return member?.reachable ? null : AWAY
}

export const refusePlan = (incident: IncidentState, actor: PostActor): Refusal | null =>
  refuseWork(incident, actor) ??
  (incident.members.find((member) => member.agency === actor.agency)?.role === 'inform'
    ? { code: 'forbidden', zh: '知会单位不编制计划。', en: 'An agency that is only informed does not plan.' }
    : null)

/** `latest`: the newest version; only that one can be activated. */
export const refuseActivate = (
  incident: IncidentState,
  plan: { version: number; content: PlanContent; activated: boolean },
  latest: number,
  actor: PostActor,
): Refusal | null => {
  const refusal = refuseWork(incident, actor)
  if (refusal) return refusal
  if (actor.agency !== steeringAgencyOf(incident))
    return { code: 'forbidden', zh: '计划由牵头单位启用。', en: 'The lead agency activates the plan.' }
  const right = refuseRight('incidents.open', actor)
  if (right) return right
  if (plan.activated) return { code: 'conflict', zh: '该版计划已启用。', en: 'This version has been activated.' }
  if (plan.version !== latest)
    return {
      code: 'conflict',
      zh: '已有更新的版本，请启用最新一版。',
      en: 'There is a newer version; activate that one.',
    }
  const open = plan.content.steps.filter((step) => whyUnassigned(incident, step) !== null)
  if (open.length === 0) return null
  const list = (locale: 'zh' | 'en') => open.map((step) => `“${step.title[locale]}”`)
  return {
    code: 'conflict',
    zh: `不能启用：${open.length} 个必做步骤没有落实责任单位：${list('zh').join('')}。请移交、免除，或另指定单位后出新版。`,
    en: `Cannot be activated: ${open.length} mandatory step(s) without an accountable agency: ${list('en').join(', ')}. Hand over, waive, or name an agency in a new version.`,
  }
}

const both = (text: string): Bilingual => ({ zh: text, en: text })
const UNITS = {
  minute: { zh: '分钟', en: 'min' },
  hour: { zh: '小时', en: 'h' },
  day: { zh: '天', en: 'd' },
  workingDay: { zh: '个工作日', en: 'working days' },
}

/** How two versions differ, in the order of the newer one. `nameOf` gives names of agencies. */
export const changesBetween = (
  before: PlanContent,
  after: PlanContent,
  nameOf: (agency: string) => Bilingual,
): Change[] => {
  const changes: Change[] = []
  if (before.aim !== after.aim)
    changes.push({
      what: 'aim',
      how: before.aim === '' ? 'added' : 'changed',
      name: { zh: '目标', en: 'Aim' },
      before: before.aim === '' ? null : both(before.aim),
      after: both(after.aim),
    })
  const stepKey = (step: Step): string => step.taskId ?? step.title.zh
  const stepWords = (step: Step): Bilingual => {
    const who = step.agency === null ? NOBODY : nameOf(step.agency)
    const must = step.mandatory ? { zh: '必做', en: 'mandatory' } : { zh: '视情', en: 'if needed' }
    const unit = UNITS[step.due.unit]
    return {
      zh: `${who.zh}，${step.due.amount} ${unit.zh}，${must.zh}`,
      en: `${who.en}, ${step.due.amount} ${unit.en}, ${must.en}`,
    }
  }
  compare(before.steps, after.steps, stepKey, (step) => step.title, stepWords, 'step', changes)
  compare(
    before.resources,
    after.resources,
    (one) => one.name,
    (one) => both(one.name),
    (one) => ({
      zh: `需 ${one.need}，有 ${one.have}${one.unit === '' ? '' : ` ${one.unit}`}`,
      en: `need ${one.need}, have ${one.have}${one.unit === '' ? '' : ` ${one.unit}`}`,
    }),
    'resource',
    changes,
  )
  return changes
}

const compare = <T>(
  before: readonly T[],
  after: readonly T[],
  key: (one: T) => string,
  name: (one: T) => Bilingual,
  words: (one: T) => Bilingual,
  what: Change['what'],
  into: Change[],
): void => {
  const old = new Map(before.map((one) => [key(one), one]))
  const now = new Set(after.map(key))
  for (const one of after) {
    const was = old.get(key(one))
    if (was === undefined) into.push({ what, how: 'added', name: name(one), before: null, after: words(one) })
    else if (words(was).zh !== words(one).zh)
      into.push({ what, how: 'changed', name: name(one), before: words(was), after: words(one) })
  }
  for (const one of before)
    if (!now.has(key(one))) into.push({ what, how: 'removed', name: name(one), before: words(one), after: null })
}
