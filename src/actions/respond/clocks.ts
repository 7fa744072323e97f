/**
 * Clocks that no task of an incident carries (rule 4 of data/README): when an event equal to a deadline's trigger is
 * recorded and the risk type is among its own, its clock starts, as a task that has nothing else. "No template uses it" is
 * read per incident: a deadline whose template belongs to another risk type, or does not bind the agency here, must not
 * be lost either. Port-call clocks belong to a ship's call and never to an incident.
 */
import type { Bilingual } from '../../base/public.ts'
import type { Jurisdiction } from '../../environment/duties/public.ts'
import type { Amount, Deadline, ReferenceData } from '../../environment/reference/public.ts'
import type { Phase } from './model.ts'
import type { DeadlineKind, IncidentState } from './state.ts'

/** A task before it has an id and a clock that runs. */
export type PlannedTask = {
  template: string | null
  deadline: string | null
  title: Bilingual
  proof: Bilingual
  phase: Phase
  agency: string
  due: Amount
  kind: DeadlineKind
  trigger: string
  conditional: boolean
  unowned: boolean
  /** Agencies that the clock binds, where none of them is a member and another one must see to it. */
  binds: readonly string[]
}

export const OPENING_TRIGGER = 'incident.opened'

/** Deadlines of the risk type that no task of the incident carries. */
export const clocksWithoutTask = (
  reference: ReferenceData,
  incident: { riskType: string; jurisdiction: Jurisdiction },
  carried: ReadonlySet<string>,
): Deadline[] =>
  [...reference.deadlines.values()].filter(
    (deadline) =>
      deadline.riskTypes.includes(incident.riskType) &&
      !carried.has(deadline.id) &&
      deadline.scope !== 'portCall' &&
      deadline.direction === 'after' &&
      (deadline.jurisdiction === 'INT' || deadline.jurisdiction === incident.jurisdiction),
  )

/** Reports and notices go with the hand-over phase; what follows a response goes with its end. Judgement, not validated. */
const phaseOfClock = (deadline: Deadline): Phase =>
  deadline.kind === 'local_default'
    ? 'detect'
    : ['review', 'publication'].includes(deadline.scope)
      ? 'recover'
      : 'handover'

const PROOF: Bilingual = { zh: '报告、通知或公布的记录', en: 'record of the report, notice or publication' }

/** One task per member that the deadline binds; where none is a member, one that the steering agency answers for. */
const tasksOfClock = (
  reference: ReferenceData,
  deadline: Deadline,
  members: ReadonlySet<string>,
  steering: string,
): PlannedTask[] => {
  const due =
    deadline.limit.amount !== null ? { amount: deadline.limit.amount, unit: deadline.limit.unit } : deadline.localTarget
  if (!due) throw new Error(`data: ${deadline.id} has neither limit nor local target`)
  const bound = deadline.from.filter((agency) => members.has(agency))
  const name = (locale: 'zh' | 'en') => deadline.from.map((id) => reference.agencies.get(id)?.[locale] ?? id)
  const absent = bound.length === 0
  const agencies = absent ? [steering] : bound
  return agencies.map((agency) => ({
    template: null,
    deadline: deadline.id,
    title: absent
      ? {
          zh: `${deadline.eventZh}（责任单位：${name('zh').join('、')}）`,
          en: `${deadline.eventEn} (binds: ${name('en').join(', ')})`,
        }
      : { zh: deadline.eventZh, en: deadline.eventEn },
    proof: PROOF,
    phase: phaseOfClock(deadline),
    agency,
    due,
    kind: deadline.kind,
    trigger: deadline.trigger,
    conditional: deadline.conditionZh !== '',
    unowned: false,
    binds: absent ? deadline.from : [],
  }))
}

export const plannedClocks = (
  reference: ReferenceData,
  incident: { riskType: string; jurisdiction: Jurisdiction },
  carried: ReadonlySet<string>,
  trigger: string,
  members: ReadonlySet<string>,
  steering: string,
): PlannedTask[] =>
  clocksWithoutTask(reference, incident, carried)
    .filter((deadline) => deadline.trigger === trigger)
    .flatMap((deadline) => tasksOfClock(reference, deadline, members, steering))

export const deadlinesCarriedBy = (tasks: readonly { deadline: string | null }[]): Set<string> =>
  new Set(tasks.flatMap((task) => (task.deadline === null ? [] : [task.deadline])))

/** Events that may be recorded here: those that waiting tasks wait for, and those of clocks that no task carries. */
export const expectedTriggers = (
  reference: ReferenceData,
  incident: { riskType: string; jurisdiction: Jurisdiction },
  state: Pick<IncidentState, 'tasks' | 'triggers'>,
): string[] => {
  const waiting = state.tasks.filter((task) => task.clock.startedAt === null).map((task) => task.clock.trigger)
  const others = clocksWithoutTask(reference, incident, deadlinesCarriedBy(state.tasks)).map((one) => one.trigger)
  return [...new Set([...waiting, ...others])].filter(
    (trigger) => trigger !== OPENING_TRIGGER && !Object.hasOwn(state.triggers, trigger),
  )
}
