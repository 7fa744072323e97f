/** Decisions and plans: each function is one act inside the caller's transaction. The incident is held until it ends. */

import { type Bilingual, invalid, refuse, uuid } from '../../base/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { type DecidedTask, happenIn, type StoredIncident } from '../respond/public.ts'
import { checkFreeText, findWarnings, listLinks, sealRows } from '../warn/public.ts'
import { holdIncident, needsMember, said } from './assess.ts'
import { refuseThink } from './assess-rules.ts'
import { insertSigned, nextOrdinal } from './assess-store.ts'
import { decide, deciderFor, takePosition } from './decide.ts'
import {
  activatePlanRow,
  findDecision,
  findPlan,
  findPlans,
  hasCommander,
  insertDecision,
  type StoredDecision,
  saveVerdict,
} from './decision-store.ts'
import { decisionImage, planImage } from './image.ts'
import type { AskDecision, DecideBody, DraftPlan, Stance } from './model.ts'
import { contentOf, refuseActivate, refusePlan } from './plan.ts'

/** The level of the incident's warning, where the caller may see it. */
const levelOf = async (call: Call, incidentId: string): Promise<string | null> => {
  const links = await listLinks(call, [incidentId])
  const [warning] = await findWarnings(
    call,
    links.flatMap((link) => (link.warningId === null ? [] : [link.warningId])),
  )
  return warning?.state.level ?? null
}

export const askDecision = async (
  call: Call,
  house: House,
  incidentId: string,
  input: AskDecision,
): Promise<{ id: string }> => {
  const incident = await holdIncident(call, incidentId)
  refuse(refuseThink(incident.state, actorOf(call)))
  const question = said('question', input.question)
  const basis = said('basis', input.basis)
  const options = input.options.map((option) => said('options', option))
  if (new Set(options).size !== options.length) throw invalid('options', '方案有重复。', 'Two options are the same.')
  const dueAt = new Date(input.dueAt)
  if (!(dueAt.getTime() > call.at.getTime()))
    throw invalid('dueAt', '期限须晚于现在。', 'The deadline must be in the future.')
  for (const task of input.tasks) {
    needsMember(incident, task.forAgency, 'tasks')
    if (task.option !== null && task.option >= options.length)
      throw invalid('tasks', '任务对应的方案不存在。', 'A task belongs to an option that is not there.')
  }
  const tasks = input.tasks.map((task) => ({ ...task, title: said('tasks', task.title) }))
  const members = incident.state.members.filter((member) => member.reachable)
  const working = members.filter((member) => member.role !== 'inform').map((member) => member.agency)
  const decider = deciderFor(await levelOf(call, incidentId), await hasCommander(call, working))
  const asked = members.map((member) => member.agency)
  const id = uuid()
  const { circleId } = incident
  await insertDecision(
    call,
    { incidentId, circleId },
    id,
    { ...input, question, basis, options, tasks },
    { decider, asked, dueAt },
  )
  await sealRows(call, decisionImage, [{ id, act: 'decision.asked', circleId }])
  await happenIn(call, house, incident, { zh: `提请决定：${question}`, en: `Asked for a decision: ${question}` })
  return { id }
}

const getDecision = async (call: Call, id: string): Promise<{ found: StoredDecision; incident: StoredIncident }> => {
  const first = await findDecision(call, id)
  const incident = await holdIncident(call, first?.row.incident_id)
  // Read again: what was said before the incident was held counts.
  return { found: (await findDecision(call, id))!, incident }
}

export const position = async (
  call: Call,
  id: string,
  body: { stance: Stance; reason?: string | null | undefined },
): Promise<void> => {
  const { found, incident } = await getDecision(call, id)
  checkFreeText({ reason: body.reason })
  const taken = takePosition(
    incident.state,
    found.state,
    { stance: body.stance, reason: body.reason ?? null },
    actorOf(call),
    call.at,
  )
  const circleId = found.row.circle_id
  await insertSigned(call, 'decision_position', {
    id: uuid(),
    decision_id: id,
    circle_id: circleId,
    stance: taken.stance,
    reason: taken.reason,
  })
  await sealRows(call, decisionImage, [
    { id, act: 'decision.position_taken', circleId, detail: { agency: taken.agency, stance: taken.stance } },
  ])
}

const OUTCOME_WORDS: Readonly<Record<DecideBody['outcome'], Bilingual>> = {
  approved: { zh: '批准', en: 'Approved' },
  approved_with_conditions: { zh: '附条件批准', en: 'Approved with conditions' },
  returned: { zh: '退回', en: 'Returned' },
}

export const takeDecision = async (call: Call, house: House, id: string, body: DecideBody): Promise<void> => {
  const { found, incident } = await getDecision(call, id)
  checkFreeText({ reason: body.reason, conditions: body.conditions })
  const verdict = decide(incident.state, found.state, body, actorOf(call))
  const both = (text: string): Bilingual => ({ zh: text, en: text })
  const tasks = verdict.tasks.map((i): DecidedTask => {
    const task = found.state.tasks[i]!
    return {
      title: both(task.title),
      proof: { zh: `决定“${found.row.question}”的落实情况`, en: `how “${found.row.question}” was carried out` },
      agency: task.agency,
      due: { amount: task.minutes, unit: 'minute' },
    }
  })
  const counted = { agree: verdict.tally.agree.length, object: verdict.tally.object.length }
  const outcome = OUTCOME_WORDS[verdict.outcome]
  const option = verdict.chosen !== null && found.row.options.length > 1 ? found.row.options[verdict.chosen] : undefined
  const { taskIds } = await happenIn(
    call,
    house,
    incident,
    {
      zh: `${outcome.zh}：${found.row.question}${option ? `，${option}` : ''}（同意 ${counted.agree}，反对 ${counted.object}）`,
      en: `${outcome.en}: ${found.row.question}${option ? `, ${option}` : ''} (${counted.agree} agreed, ${counted.object} objected)`,
    },
    tasks,
  )
  await saveVerdict(call, id, verdict, taskIds)
  const act = verdict.outcome === 'returned' ? 'decision.returned' : 'decision.approved'
  await sealRows(call, decisionImage, [{ id, act, circleId: found.row.circle_id, detail: { tally: verdict.tally } }])
}

// ---------------------------------------------------------------- plan

export const draftPlan = async (
  call: Call,
  house: House,
  incidentId: string,
  input: DraftPlan,
): Promise<{ id: string }> => {
  const incident = await holdIncident(call, incidentId)
  refuse(refusePlan(incident.state, actorOf(call)))
  said('aim', input.aim)
  for (const step of input.steps) {
    said('steps', step.title)
    if (step.agency !== null && !incident.state.members.some((member) => member.agency === step.agency))
      throw invalid('steps', '步骤只能交给该事件的成员单位。', 'A step can only go to a member of this incident.')
  }
  for (const resource of input.resources) said('resources', resource.name)
  const names = input.resources.map((one) => one.name.trim())
  if (new Set(names).size !== names.length)
    throw invalid('resources', '资源有重复，请合并成一行。', 'A resource stands there twice; put it in one line.')
  const version = await nextOrdinal(call, 'plan', 'version', incidentId)
  const id = uuid()
  const { circleId } = incident
  const content = JSON.stringify(contentOf(incident.state, input))
  await insertSigned(call, 'plan', { id, incident_id: incidentId, circle_id: circleId, version, content })
  await sealRows(call, planImage, [{ id, act: 'plan.drafted', circleId }])
  await happenIn(call, house, incident, {
    zh: `编制计划第 ${version} 版`,
    en: `Drafted version ${version} of the plan`,
  })
  return { id }
}

/** Steps of the planner become tasks now; the version keeps which. */
export const activatePlan = async (call: Call, house: House, id: string): Promise<void> => {
  const incident = await holdIncident(call, (await findPlan(call, id))?.incident_id)
  const plans = await findPlans(call, incident.state.id)
  const latest = Math.max(...plans.map((one) => one.version))
  const { version, content, circle_id: circleId, activated_at } = plans.find((one) => one.id === id)!
  const activated = activated_at !== null
  refuse(refuseActivate(incident.state, { version, content, activated }, latest, actorOf(call)))
  // A step that need not be done and has nobody stays a line of the plan.
  const becoming = content.steps.filter((step) => step.taskId === null && step.agency !== null)
  const { taskIds } = await happenIn(
    call,
    house,
    incident,
    { zh: `启用计划第 ${version} 版`, en: `Activated version ${version} of the plan` },
    becoming.map((step) => ({
      title: step.title,
      proof: { zh: '办理情况说明或证据', en: 'a note or evidence of what was done' },
      agency: step.agency!,
      due: step.due,
    })),
  )
  const steps = content.steps.map((step) => {
    const place = becoming.indexOf(step)
    return place < 0 ? step : { ...step, taskId: taskIds[place]! }
  })
  await activatePlanRow(call, id, { ...content, steps })
  await sealRows(call, planImage, [{ id, act: 'plan.activated', circleId }])
}
