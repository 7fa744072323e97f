/**
 * What the rooms that work inside an incident (deliberation, reports) may do to it: a sentence on its timeline, and tasks that
 * people decided on. Both are acts of the caller in the caller's transaction; the incident is held by `findIncident(…, true)`.
 */

import { type Bilingual, uuid } from '../../base/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
import type { Amount } from '../../environment/reference/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { setClocks } from './clock-jobs.ts'
import { OPENING_TRIGGER } from './clocks.ts'
import { applyAll, type Happened } from './facts.ts'
import type { StoredIncident } from './load.ts'
import type { Phase } from './model.ts'
import { newTask } from './new-task.ts'
import { saveDecision } from './save.ts'
import { dueOfPort } from './service.ts'
import { phaseOf } from './state.ts'

/** A task that no template gives: its limit is always a local default, its clock starts now. */
export type DecidedTask = { title: Bilingual; proof: Bilingual; agency: string; due: Amount; phase?: Phase }

export const happenIn = async (
  call: Call,
  house: House,
  incident: StoredIncident,
  said: Bilingual,
  tasks: readonly DecidedTask[] = [],
): Promise<{ incident: StoredIncident; taskIds: string[] }> => {
  const { agency, post, account } = actorOf(call)
  const before = incident.state
  const made = tasks.map((task, i) =>
    newTask(
      {
        template: null,
        deadline: null,
        title: task.title,
        proof: task.proof,
        phase: task.phase ?? phaseOf(before.tasks),
        agency: task.agency,
        due: task.due,
        kind: 'local_default',
        trigger: OPENING_TRIGGER,
        conditional: false,
        unowned: false,
        binds: [],
      },
      uuid(),
      before.tasks.length + i,
      call.at,
      dueOfPort(house),
    ),
  )
  const absent = before.members.some((member) => member.agency === agency && member.presentAt === null)
  const whats: Happened[] = [
    // An agency's first act in an incident shows that it is present.
    ...(absent && account !== null ? [{ act: 'incident.presence_confirmed' } as const] : []),
    { act: 'incident.said', zh: said.zh, en: said.en },
    ...made.map((task): Happened => ({ act: 'task.created', task, binds: [] })),
  ]
  const facts = whats.map((what) => ({ at: call.at, by: { agency, post, account }, what }))
  const next = applyAll(before, facts)
  await saveDecision(call, incident, before, { next, facts })
  await setClocks(call, before, next)
  return { incident: { ...incident, state: next }, taskIds: made.map((task) => task.id) }
}
