/** Joint assessment: each function is one act inside the caller's transaction. The incident is held until it ends. */

import type { Static } from 'typebox'
import { type CircleId, invalid, notFound, refuse, uuid } from '../../base/public.ts'
import { describeCircle, meetOf } from '../../engine/sharing/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { findIncident, happenIn, type StoredIncident } from '../respond/public.ts'
import { checkFreeText, findSignals, loadNames, sealRows } from '../warn/public.ts'
import { refuseAnswer, refuseDissent, refuseThink, refuseWithdraw } from './assess-rules.ts'
import {
  answerQuestion,
  findDissent,
  findHypothesis,
  findPiece,
  findQuestion,
  type HypothesisRow,
  insertSigned,
  loadAssessment,
  nextOrdinal,
  withdrawDissent,
} from './assess-store.ts'
import { hypothesisImage, pieceImage, questionImage } from './image.ts'
import type { AskQuestionSchema, MoveBeliefSchema, WeighPiece } from './model.ts'
import { agrees, bandOf, type Word } from './scale.ts'

/** @throws `not_found` where it is hidden or absent */
export const holdIncident = async (call: Call, id: string | undefined): Promise<StoredIncident> => {
  const incident = id === undefined ? undefined : await findIncident(call, id, true)
  if (!incident) throw notFound()
  return incident
}

/** A text that must say something. @throws `invalid`, also where it seems to hold a person's number */
export const said = (field: string, text: string): string => {
  const trimmed = text.trim()
  if (trimmed === '') throw invalid(field, '请填写内容。', 'Write something here.')
  checkFreeText({ [field]: trimmed })
  return trimmed
}

const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

export const putHypothesis = async (
  call: Call,
  house: House,
  incidentId: string,
  statement: string,
): Promise<{ id: string }> => {
  const incident = await holdIncident(call, incidentId)
  refuse(refuseThink(incident.state, actorOf(call)))
  const words = said('statement', statement)
  const id = uuid()
  const ordinal = await nextOrdinal(call, 'hypothesis', 'ordinal', incidentId)
  const { circleId } = incident
  await insertSigned(call, 'hypothesis', {
    id,
    incident_id: incidentId,
    circle_id: circleId,
    ordinal,
    statement: words,
  })
  await sealRows(call, hypothesisImage, [{ id, act: 'hypothesis.put', circleId }])
  await happenIn(call, house, incident, {
    zh: `提出假设 H${ordinal}：${cut(words)}`,
    en: `Put hypothesis H${ordinal}: ${cut(words)}`,
  })
  return { id }
}

const getHypothesis = async (call: Call, id: string): Promise<{ row: HypothesisRow; incident: StoredIncident }> => {
  const row = await findHypothesis(call, id)
  return { incident: await holdIncident(call, row?.incident_id), row: row! }
}

export const moveBelief = async (
  call: Call,
  house: House,
  id: string,
  body: Static<typeof MoveBeliefSchema>,
): Promise<void> => {
  const { row, incident } = await getHypothesis(call, id)
  refuse(refuseThink(incident.state, actorOf(call)))
  const { low, high } = body
  const word = body.word as Word
  if (low >= high) throw invalid('high', '上限须大于下限。', 'The upper end must be above the lower one.')
  const band = bandOf(word)
  if (!agrees(word, low, high))
    throw invalid(
      'low',
      `区间与用语不符：“${band.zh}”指 ${band.low}–${band.high}%，区间的中点须落在其中。`,
      `The interval does not fit the word: “${band.en}” means ${band.low}–${band.high} %, and the middle must lie in it.`,
    )
  await insertSigned(call, 'belief', {
    id: uuid(),
    hypothesis_id: id,
    circle_id: row.circle_id,
    word,
    low,
    high,
    reason: said('reason', body.reason),
  })
  await sealRows(call, hypothesisImage, [{ id, act: 'hypothesis.belief_moved', circleId: row.circle_id }])
  await happenIn(call, house, incident, {
    zh: `H${row.ordinal} 判断为${band.zh}（${low}–${high}%）`,
    en: `H${row.ordinal} judged ${band.en} (${low}–${high} %)`,
  })
}

export const dissent = async (call: Call, house: House, id: string, words: string): Promise<{ id: string }> => {
  const { row, incident } = await getHypothesis(call, id)
  const actor = actorOf(call)
  const { dissents } = await loadAssessment(call, row.incident_id)
  const standing = dissents.some(
    (one) => one.hypothesis_id === id && one.agency_id === actor.agency && one.withdrawn_at === null,
  )
  refuse(refuseDissent(incident.state, { standing }, actor))
  const dissentId = uuid()
  const text = said('words', words)
  await insertSigned(call, 'dissent', { id: dissentId, hypothesis_id: id, circle_id: row.circle_id, words: text })
  await sealRows(call, hypothesisImage, [{ id, act: 'hypothesis.dissent_stated', circleId: row.circle_id }])
  await happenIn(call, house, incident, {
    zh: `对 H${row.ordinal} 有不同意见：${cut(text)}`,
    en: `Dissents on H${row.ordinal}: ${cut(text)}`,
  })
  return { id: dissentId }
}

export const takeBackDissent = async (call: Call, house: House, id: string, reason: string): Promise<void> => {
  const found = await findDissent(call, id)
  if (!found) throw notFound()
  const { row, incident } = await getHypothesis(call, found.hypothesis_id)
  refuse(
    refuseWithdraw(incident.state, { agency: found.agency_id, withdrawn: found.withdrawn_at !== null }, actorOf(call)),
  )
  await withdrawDissent(call, id, said('reason', reason))
  await sealRows(call, hypothesisImage, [{ id: row.id, act: 'hypothesis.dissent_withdrawn', circleId: row.circle_id }])
  await happenIn(call, house, incident, {
    zh: `撤回对 H${row.ordinal} 的不同意见`,
    en: `Withdrew its dissent on H${row.ordinal}`,
  })
}

/** What a piece rests on, loaded under the actor's policy, and the circle of both together. */
const sourceOf = async (
  call: Call,
  incident: StoredIncident,
  input: WeighPiece,
): Promise<{ columns: Record<string, string>; circleId: number; signalCircle: number | null }> => {
  const own = { columns: {}, circleId: incident.circleId, signalCircle: null }
  if (input.kind === 'note') return own
  const id = input.sourceId
  if (!id) throw invalid('sourceId', '请选择材料来源。', 'Choose what it rests on.')
  if (input.kind === 'signal') {
    const [signal] = await findSignals(call, [id])
    if (!signal) throw notFound()
    const circleId = await meetOf(call.tx, [incident.circleId as CircleId, signal.circleId as CircleId])
    return { columns: { signal_id: id }, circleId, signalCircle: signal.circleId }
  }
  const known = input.kind === 'task' ? incident.state.tasks : incident.state.evidence
  if (!known.some((one) => one.id === id)) throw notFound()
  return { ...own, columns: { [`${input.kind}_id`]: id } }
}

export const weighPiece = async (call: Call, incidentId: string, input: WeighPiece): Promise<{ id: string }> => {
  const incident = await holdIncident(call, incidentId)
  const actor = actorOf(call)
  refuse(refuseThink(incident.state, actor))
  const words = said('words', input.words)
  const { columns, circleId, signalCircle } = await sourceOf(call, incident, input)
  const id = uuid()
  await insertSigned(call, 'piece', {
    id,
    incident_id: incidentId,
    circle_id: circleId,
    kind: input.kind,
    ...columns,
    words,
    reliability: input.reliability,
    credibility: input.credibility,
  })
  const { hypotheses } = await loadAssessment(call, incidentId)
  for (const { hypothesisId, fit } of input.fits) {
    if (!hypotheses.some((one) => one.id === hypothesisId)) throw notFound()
    await insertSigned(call, 'piece_rating', {
      id: uuid(),
      piece_id: id,
      hypothesis_id: hypothesisId,
      circle_id: circleId,
      fit,
    })
  }
  await sealRows(call, pieceImage, [{ id, act: 'piece.weighed', circleId }])
  const announce = input.announce?.trim() ?? ''
  if (announce !== '') await announcePiece(call, incident, { id, circleId, signalCircle }, announce)
  return { id }
}

/**
 * Widening is an act: only the agency that owns the signal may let the members know that a piece exists, in its own words, as
 * a row of its own in the incident's circle. Without it the others see nothing at all.
 */
const announcePiece = async (
  call: Call,
  incident: StoredIncident,
  piece: { id: string; circleId: number; signalCircle: number | null },
  words: string,
): Promise<void> => {
  if (piece.signalCircle === null || piece.circleId === incident.circleId)
    throw invalid(
      'announce',
      '成员都能看到这份材料，不需要另行告知。',
      'Every member sees this piece; there is nothing to announce.',
    )
  const marking = await describeCircle(call.tx, piece.signalCircle, call.actor.agencyId)
  if (marking?.owner?.id !== call.actor.agencyId)
    throw invalid(
      'announce',
      '只有信号的提供单位可以告知其他成员有这份材料。',
      'Only the agency that owns the signal may let the others know of it.',
    )
  checkFreeText({ announce: words })
  const id = uuid()
  await insertSigned(call, 'piece', {
    id,
    incident_id: incident.state.id,
    circle_id: incident.circleId,
    kind: 'withheld',
    stands_for: piece.id,
    words,
  })
  await sealRows(call, pieceImage, [{ id, act: 'piece.announced', circleId: incident.circleId }])
}

export const ratePiece = async (call: Call, id: string, body: { hypothesisId: string; fit: number }): Promise<void> => {
  const piece = await findPiece(call, id)
  const incident = await holdIncident(call, piece?.incident_id)
  if (!piece || piece.kind === 'withheld') throw notFound()
  refuse(refuseThink(incident.state, actorOf(call)))
  const hypothesis = await findHypothesis(call, body.hypothesisId)
  if (hypothesis?.incident_id !== piece.incident_id) throw notFound()
  await insertSigned(call, 'piece_rating', {
    id: uuid(),
    piece_id: id,
    hypothesis_id: body.hypothesisId,
    circle_id: piece.circle_id,
    fit: body.fit,
  })
  await sealRows(call, pieceImage, [{ id, act: 'piece.rated', circleId: piece.circle_id }])
}

export const askQuestion = async (
  call: Call,
  house: House,
  incidentId: string,
  body: Static<typeof AskQuestionSchema>,
): Promise<{ id: string }> => {
  const incident = await holdIncident(call, incidentId)
  refuse(refuseThink(incident.state, actorOf(call)))
  const words = said('words', body.words)
  needsMember(incident, body.forAgency, 'forAgency')
  const dueAt = body.dueAt ? new Date(body.dueAt) : null
  if (dueAt && dueAt.getTime() <= call.at.getTime())
    throw invalid('dueAt', '期限须晚于现在。', 'The deadline must be in the future.')
  const id = uuid()
  const { circleId } = incident
  const columns = { id, incident_id: incidentId, circle_id: circleId, words, for_agency: body.forAgency, due_at: dueAt }
  await insertSigned(call, 'question', columns)
  await sealRows(call, questionImage, [{ id, act: 'question.asked', circleId }])
  const names = await loadNames(call.tx, { agencies: [body.forAgency], posts: [], accounts: [] })
  const who = names.agency(body.forAgency)
  await happenIn(call, house, incident, {
    zh: `待查明：${cut(words)}，由${who.zh}负责`,
    en: `To find out: ${cut(words)}, ${who.en}`,
  })
  return { id }
}

export const answer = async (call: Call, house: House, id: string, words: string): Promise<void> => {
  const question = await findQuestion(call, id)
  const incident = await holdIncident(call, question?.incident_id)
  const asked = { agency: question!.for_agency, answered: question!.answer !== null }
  refuse(refuseAnswer(incident.state, asked, actorOf(call)))
  const text = said('answer', words)
  await answerQuestion(call, id, text)
  await sealRows(call, questionImage, [{ id, act: 'question.answered', circleId: question!.circle_id }])
  await happenIn(call, house, incident, {
    zh: `查明“${cut(question!.words)}”：${cut(text)}`,
    en: `Found out “${cut(question!.words)}”: ${cut(text)}`,
  })
}

/** Something is only given to a member that can act here. */
export const needsMember = ({ state }: StoredIncident, agency: string, field: string): void => {
  const member = state.members.find((one) => one.agency === agency)
  if (!member) throw invalid(field, '只能交给该事件的成员单位。', 'It can only go to a member of this incident.')
  if (!member.reachable)
    throw invalid(
      field,
      '该单位在本口岸没有岗位，无法办理。',
      'That agency has no post at this port and could not do it.',
    )
}
