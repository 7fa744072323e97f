/**
 * The clocks of tasks: one job per running clock, at the next instant of which somebody is told (clock.ts). The job acts on
 * behalf of the accountable agency's system post and is authorised again when it runs. Running it twice, or a moment early,
 * does no harm: what it finds decides, and the next instant is set anew.
 */
import type { PostId } from '../../base/public.ts'
import { systemPostOf } from '../../environment/identity/public.ts'
import type { Call } from '../../ledger/public.ts'
import { openSteps } from './clock.ts'
import type { IncidentState, TaskState } from './state.ts'
import { isSettled } from './state.ts'

export const TASK_CLOCK = 'respond.task_clock'

/** The next instant at which the clock has something to say; undefined when it has said everything, or stands. */
export const nextTickOf = (task: TaskState, at: Date): Date | undefined => openSteps(task, at)[0]?.at

/** An agency without a post here has no system post either: then the agency that opened the incident keeps the clock. */
const keeperOf = (state: IncidentState, task: TaskState): PostId => {
  const accountable = state.members.find((member) => member.agency === task.agency)
  return systemPostOf(accountable?.reachable ? task.agency : state.openedBy.agency)
}

/** `soonest`: for a job that ran early, because the database's clock is a moment ahead. It must not spin. */
export const setTaskClock = async (
  call: Call,
  state: IncidentState,
  task: TaskState,
  soonest?: Date,
): Promise<void> => {
  const next = nextTickOf(task, call.at)
  if (!next) return
  await call.enqueue(
    TASK_CLOCK,
    { taskId: task.id, onBehalf: keeperOf(state, task), realm: call.realm },
    { runAt: soonest && soonest > next ? soonest : next, key: `${TASK_CLOCK}/${task.id}` },
  )
}

/** What a job depends on: another instant, or a task that was settled and is not any more. */
const clockOf = ({ clock, agency, status }: TaskState): string =>
  JSON.stringify([
    clock.dueAt,
    clock.pausedAt,
    clock.remindedAt,
    clock.pressedAt,
    clock.escalatedAt,
    agency,
    isSettled({ status }),
  ])

/** Sets the clocks that began, moved, went on, or changed hands between two states. */
export const setClocks = async (call: Call, before: IncidentState | null, next: IncidentState): Promise<void> => {
  for (const task of next.tasks) {
    const was = before?.tasks.find((one) => one.id === task.id)
    if (!was || clockOf(was) !== clockOf(task)) await setTaskClock(call, next, task)
  }
}
