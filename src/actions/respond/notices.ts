/** Which facts of a task's clock reach people outside the console, and in which words. Importing this file registers the words. */
import type { Bilingual } from '../../base/public.ts'
import { queueNotices, registerNotice } from '../../engine/outbox/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { Fact } from './facts.ts'
import { findIncident, findIncidentOf, type StoredIncident } from './load.ts'
import { isSettled } from './state.ts'

const EVENT_WORDS: Readonly<Record<string, Bilingual>> = {
  'task.due_soon': { zh: '任务即将到期', en: 'task due soon' },
  'task.pressed': { zh: '任务时限将尽，请催办', en: 'task nearly out of time; please see to it' },
  'task.overdue': { zh: '任务超时', en: 'task overdue' },
  'task.escalated_further': { zh: '任务仍未完成，已升级', en: 'task still not done; escalated' },
}

registerNotice('task', async (call, id, event) => {
  const incidentId = await findIncidentOf(call, 'task', id)
  const incident = incidentId === undefined ? undefined : await findIncident(call, incidentId)
  const task = incident?.state.tasks.find((one) => one.id === id)
  if (!incident || !task) return null
  return {
    level: null,
    title: task.title,
    place: null,
    what: EVENT_WORDS[event] ?? { zh: '有变化', en: 'changed' },
    path: `/incidents/${incident.state.id}`,
    over: isSettled(task) || task.clock.pausedAt !== null,
  }
})

/** Tells the posts that the clock names: whoever answers for the task, then those above. */
export const tellOfClocks = async (call: Call, { circleId }: StoredIncident, facts: readonly Fact[]): Promise<void> => {
  for (const { what } of facts) {
    switch (what.act) {
      case 'task.due_soon':
      case 'task.pressed':
      case 'task.overdue':
      case 'task.escalated_further':
        await queueNotices(call, {
          about: { kind: 'task', id: what.taskId },
          circleId,
          event: what.act,
          level: null,
          to: [{ agency: what.to, roles: [what.role] }],
        })
    }
  }
}
