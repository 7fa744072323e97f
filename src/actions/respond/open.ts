/**
 * How an incident begins: its members by duty, its tasks from task template × duty row × deadline, and the clocks that
 * start with the opening. Pure; the reference data, ids and time are passed in.
 */

import { type Bilingual, DomainError, invalid, refuse } from '../../base/public.ts'
import { audienceByDuty, type Jurisdiction, type Place, resolveDuty } from '../../environment/duties/public.ts'
import { type PostActor, refuseRight } from '../../environment/identity/public.ts'
import type { ReferenceData } from '../../environment/reference/public.ts'
import { deadlinesCarriedBy, expectedTriggers, OPENING_TRIGGER, type PlannedTask, plannedClocks } from './clocks.ts'
import type { Phase } from './model.ts'
import { newTask } from './new-task.ts'
import type { DueOf, IncidentState, MemberState } from './state.ts'

export type PlannedMember = Omit<MemberState, 'presentAt'>

export type Plan = {
  members: PlannedMember[]
  tasks: PlannedTask[]
  /** What people must settle: two leads, no lead, an interim lead. */
  conflicts: Bilingual[]
}

const ROW_ID = /DM-[A-Z]+-\d+/

/** Who coordinates every incident: the leads of the row that covers all risks and binds the members' presence. */
const coordinators = (reference: ReferenceData, riskType: string, jurisdiction: Jurisdiction) =>
  [...reference.dutyRows.values()]
    .filter((row) => row.crossCutting && row.jurisdiction === jurisdiction && row.riskTypes.includes(riskType))
    .flatMap((row) => row.lead.map((agency) => ({ agency, row })))

export const coordinatingAgencies = (
  reference: ReferenceData,
  incident: { riskType: string; jurisdiction: Jurisdiction },
): string[] => [...new Set(coordinators(reference, incident.riskType, incident.jurisdiction).map((one) => one.agency))]

/**
 * Members in their strongest role, once each: by the duty rows of the risk, then who has a task, who coordinates, and who
 * opened it. Exactly one leads.
 * @throws DomainError `conflict` where the matrix names nobody to lead, `invalid` for an unknown risk type or place
 */
export const planIncident = (
  reference: ReferenceData,
  incident: { riskType: string; place: Place; jurisdiction: Jurisdiction },
  opener: string,
  reachable: ReadonlySet<string>,
): Plan => {
  const { riskType, place, jurisdiction } = incident
  const duty = resolveDuty(reference, riskType, place, jurisdiction)
  const conflicts: Bilingual[] = duty.conflicts.map(({ zh, en }) => ({ zh, en }))
  const lead = duty.lead
  if (lead === null) {
    const [none] = conflicts
    throw new DomainError('conflict', none ?? { zh: '没有牵头单位。', en: 'Nobody leads.' }, { reason: 'no_lead' })
  }
  if (duty.unowned)
    conflicts.push({
      zh: `职责未定，由${lead.zh}临时牵头：${duty.unowned.reason.zh}`,
      en: `Nobody owns this risk here; ${lead.en} leads for now: ${duty.unowned.reason.en}`,
    })
  if (!reachable.has(lead.id))
    conflicts.push({
      zh: `牵头单位${lead.zh}在本口岸没有岗位，由立案单位代为统筹。`,
      en: `The lead, ${lead.en}, has no post at this port; the agency that opened the incident steers for it.`,
    })

  const tasks: PlannedTask[] = duty.tasks.map((task) => ({
    template: task.template,
    deadline: task.deadline,
    title: task.title,
    proof: task.evidence,
    phase: task.phase as Phase,
    agency: task.agency.id,
    due: task.due as PlannedTask['due'],
    kind: task.kind as PlannedTask['kind'],
    trigger: task.trigger.id,
    conditional: task.conditional,
    unowned: task.unowned,
    binds: [],
  }))

  const members = new Map<string, PlannedMember>()
  const add = (agency: string, role: PlannedMember['role'], why: Bilingual, row: string | null): void => {
    if (!members.has(agency)) members.set(agency, { agency, role, reachable: reachable.has(agency), why, row })
  }
  for (const one of audienceByDuty(reference, riskType, place, jurisdiction))
    add(one.agency, one.role, one.why, ROW_ID.exec(one.why.en)?.[0] ?? null)
  /** Whoever has something to do works here: an agency that was only to be informed becomes a supporting one. */
  const addWorking = (agency: string, why: Bilingual, row: string | null): void => {
    const known = members.get(agency)
    if (known?.role === 'inform') members.set(agency, { ...known, role: 'support', why, row: row ?? known.row })
    else add(agency, 'support', why, row)
  }
  for (const task of tasks)
    addWorking(task.agency, { zh: `承担任务：${task.title.zh}`, en: `has a task: ${task.title.en}` }, null)
  for (const { agency, row } of coordinators(reference, riskType, jurisdiction))
    addWorking(agency, { zh: `统筹协调（${row.id}）`, en: `coordinates (${row.id})` }, row.id)
  addWorking(opener, { zh: '立案单位', en: 'opened the incident' }, null)

  const ids = new Set(members.keys())
  const steering = reachable.has(lead.id) ? lead.id : opener
  const clocks = plannedClocks(reference, incident, deadlinesCarriedBy(tasks), OPENING_TRIGGER, ids, steering)
  return { members: [...members.values()], tasks: [...tasks, ...clocks], conflicts }
}

/** The incident as it stands after opening, at `at`. */
export const openIncident = (
  reference: ReferenceData,
  incident: { id: string; title: string; riskType: string; place: Place; jurisdiction: Jurisdiction },
  context: { actor: PostActor; at: Date; dueOf: DueOf; reachable: ReadonlySet<string>; newId: () => string },
): { state: IncidentState; plan: Plan } => {
  const { actor, at, dueOf } = context
  refuse(refuseRight('incidents.open', actor))
  if (incident.title.trim() === '') throw invalid('title', '请填写事件名称。', 'Name the incident.')
  const plan = planIncident(reference, incident, actor.agency, context.reachable)
  const tasks = plan.tasks.map((planned, i) =>
    newTask(planned, context.newId(), i, planned.trigger === OPENING_TRIGGER ? at : null, dueOf),
  )
  const triggers = { [OPENING_TRIGGER]: at }
  const state: IncidentState = {
    id: incident.id,
    openedBy: { agency: actor.agency, post: actor.post, account: actor.account },
    openedAt: at,
    members: plan.members.map((member) => ({
      ...member,
      presentAt: member.agency === actor.agency && actor.account !== null ? at : null,
    })),
    former: [],
    coordinators: coordinatingAgencies(reference, incident),
    tasks,
    triggers,
    expected: expectedTriggers(reference, incident, { tasks, triggers }),
    evidence: [],
    level: 'normal',
    levelSince: null,
    reviewOpenedAt: null,
    merged: null,
    closed: null,
  }
  return { state, plan }
}
