/** A task as it begins: open with a running clock where its trigger has happened, waiting otherwise. Pure. */
import { startClock } from './clock.ts'
import type { PlannedTask } from './clocks.ts'
import type { DueOf, TaskClock, TaskState } from './state.ts'

export const newTask = (
  planned: PlannedTask,
  id: string,
  ordinal: number,
  triggeredAt: Date | null,
  dueOf: DueOf,
): TaskState => {
  const idle: TaskClock = {
    kind: planned.kind,
    due: planned.due,
    trigger: planned.trigger,
    startedAt: null,
    dueAt: null,
    calendarMissing: false,
    remindAt: null,
    remindedAt: null,
    pressedAt: null,
    escalatedAt: null,
    escalatedFurtherAt: null,
    pausedAt: null,
    pauseReason: null,
    pausedMs: 0,
    explained: null,
  }
  return {
    id,
    ordinal,
    template: planned.template,
    deadline: planned.deadline,
    title: planned.title,
    proof: planned.proof,
    phase: planned.phase,
    agency: planned.agency,
    assignee: null,
    assignees: [],
    status: triggeredAt === null ? 'waiting' : 'open',
    resumeStatus: null,
    note: null,
    blockedAt: null,
    clock: triggeredAt === null ? idle : startClock(idle, triggeredAt, dueOf),
    conditional: planned.conditional,
    unowned: planned.unowned,
    added: null,
    slip: null,
    handovers: [],
  }
}
