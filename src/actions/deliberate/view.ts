/** The thinking half of an incident as a page reads it: names for ids, what adds up, and what the reader may do. */

import { type Bilingual, notFound, permission } from '../../base/public.ts'
import { describeCircle } from '../../engine/sharing/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
import type { Call } from '../../ledger/public.ts'
import { findIncident, type StoredIncident, viewBy } from '../respond/public.ts'
import { findSignals, type LinkedSignal, listLinks, loadNames, type Names } from '../warn/public.ts'
import { columnOf, diagnosticityOf, isCounted, type Weighed } from './ach.ts'
import { refuseAnswer, refuseDissent, refuseThink, refuseWithdraw } from './assess-rules.ts'
import { type AssessmentRows, byOf, loadAssessment, type PieceRow } from './assess-store.ts'
import { DECIDER_WORDS, refuseDecide, refusePosition, tallyOf } from './decide.ts'
import { findDecisions, findPlans, type PlanRow, type StoredDecision } from './decision-store.ts'
import type { Belief, Decision, Deliberation, Hypothesis, Piece, Plan, Question } from './model.ts'
import { agencyOf, changesBetween, isStepSettled, refuseActivate, refusePlan, whyUnassigned } from './plan.ts'
import { SCALE, SCALE_SOURCE } from './scale.ts'

type Signer = { agency_id: string; post_id: string; account_id: string }

const namesFor = (
  call: Call,
  incident: StoredIncident,
  rows: AssessmentRows,
  decisions: readonly StoredDecision[],
  plans: readonly PlanRow[],
): Promise<Names> => {
  const signers: Signer[] = [
    ...rows.hypotheses,
    ...rows.beliefs,
    ...rows.dissents,
    ...rows.pieces,
    ...rows.ratings,
    ...rows.questions,
    ...decisions.flatMap((one) => [one.row, ...one.positions]),
    ...plans,
  ]
  const seconds: [string | null, string | null, string | null][] = [
    ...rows.questions.map((q): [string | null, string | null, string | null] => [
      q.answered_agency,
      q.answered_post,
      q.answered_account,
    ]),
    ...decisions.map(({ row }): [string | null, string | null, string | null] => [
      row.decided_agency,
      row.decided_post,
      row.decided_account,
    ]),
    ...plans.map((p): [string | null, string | null, string | null] => [
      p.activated_agency,
      p.activated_post,
      p.activated_account,
    ]),
  ]
  const known = (ids: (string | null)[]): string[] => ids.filter((id) => id !== null)
  return loadNames(call.tx, {
    agencies: [
      ...incident.state.members.map((member) => member.agency),
      ...incident.state.tasks.map((task) => task.agency),
      ...signers.map((one) => one.agency_id),
      ...known(seconds.map(([agency]) => agency)),
      ...rows.questions.map((one) => one.for_agency),
      ...decisions.flatMap((one) => [...one.row.asked, ...one.tasks.map((task) => task.for_agency)]),
      ...plans.flatMap((plan) => known(plan.content.steps.map((step) => step.agency))),
    ],
    posts: [...signers.map((one) => one.post_id), ...known(seconds.map(([, post]) => post))],
    accounts: [...signers.map((one) => one.account_id), ...known(seconds.map(([, , account]) => account))],
  })
}

const signed = (names: Names, row: Signer & { at: Date }) => ({
  by: viewBy(names, byOf(row)),
  at: row.at.toISOString(),
})

/** The last fit of each hypothesis counts. */
const fitsOf = (rows: AssessmentRows, pieceId: string): AssessmentRows['ratings'] => {
  const last = new Map<string, AssessmentRows['ratings'][number]>()
  for (const rating of rows.ratings) if (rating.piece_id === pieceId) last.set(rating.hypothesis_id, rating)
  return [...last.values()]
}

const weighedOf = (rows: AssessmentRows, piece: PieceRow): Weighed => ({
  reliability: piece.reliability ?? 'F',
  credibility: piece.credibility ?? '6',
  fits: new Map(fitsOf(rows, piece.id).map((one) => [one.hypothesis_id, one.fit])),
})

const viewHypotheses = (call: Call, incident: StoredIncident, rows: AssessmentRows, names: Names): Hypothesis[] => {
  const actor = actorOf(call)
  const weighed = rows.pieces.filter((piece) => piece.kind !== 'withheld').map((piece) => weighedOf(rows, piece))
  return rows.hypotheses.map((row) => {
    const dissents = rows.dissents.filter((one) => one.hypothesis_id === row.id)
    const standing = dissents.some((one) => one.agency_id === actor.agency && one.withdrawn_at === null)
    return {
      id: row.id,
      no: `H${row.ordinal}`,
      statement: row.statement,
      ...signed(names, row),
      beliefs: rows.beliefs
        .filter((one) => one.hypothesis_id === row.id)
        .map((one) => ({
          word: one.word as Belief['word'],
          low: one.low,
          high: one.high,
          reason: one.reason,
          ...signed(names, one),
        })),
      dissents: dissents.map((one) => ({
        id: one.id,
        words: one.words,
        ...signed(names, one),
        withdrawn:
          one.withdrawn_at === null ? null : { at: one.withdrawn_at.toISOString(), reason: one.withdrawn_reason! },
        can: {
          withdraw: permission(
            refuseWithdraw(incident.state, { agency: one.agency_id, withdrawn: one.withdrawn_at !== null }, actor),
          ),
        },
      })),
      column: columnOf(row.id, weighed),
      can: {
        move: permission(refuseThink(incident.state, actor)),
        dissent: permission(refuseDissent(incident.state, { standing }, actor)),
      },
    }
  })
}

const DIAGNOSTIC = ['high', 'medium', 'low', 'none', 'unrated'] as const

type Titles = ReadonlyMap<string, Bilingual>

const viewPieces = (
  call: Call,
  incident: StoredIncident,
  rows: AssessmentRows,
  names: Names,
  titles: Titles,
): Piece[] => {
  const seen = new Set(rows.pieces.map((piece) => piece.id))
  const can = { rate: permission(refuseThink(incident.state, actorOf(call))) }
  return (
    rows.pieces
      // Who sees the piece itself needs no notice that it is there.
      .filter((piece) => piece.stands_for === null || !seen.has(piece.stands_for))
      .map((piece): Piece => {
        const fits = fitsOf(rows, piece.id)
        const counted = piece.kind !== 'withheld' && isCounted(weighedOf(rows, piece))
        const sourceId = piece.signal_id ?? piece.evidence_id ?? piece.task_id
        const title = sourceId === null ? undefined : titles.get(sourceId)
        return {
          id: piece.id,
          kind: piece.kind,
          words: piece.words,
          source: sourceId !== null && title ? { id: sourceId, title } : null,
          reliability: piece.reliability as Piece['reliability'],
          credibility: piece.credibility as Piece['credibility'],
          counted,
          // What cannot be judged tells nothing apart, however well it would fit.
          diagnosticity: counted ? diagnosticityOf(fits.map((one) => one.fit)) : 'unrated',
          fits: fits.map((one) => ({
            hypothesisId: one.hypothesis_id,
            fit: one.fit as Piece['fits'][number]['fit'],
            ...signed(names, one),
          })),
          narrow: piece.circle_id !== incident.circleId,
          ...signed(names, piece),
          can,
        }
      })
      .sort((a, b) => DIAGNOSTIC.indexOf(a.diagnosticity) - DIAGNOSTIC.indexOf(b.diagnosticity))
  )
}

const viewQuestions = (call: Call, incident: StoredIncident, rows: AssessmentRows, names: Names): Question[] =>
  rows.questions.map((row) => ({
    id: row.id,
    words: row.words,
    forAgency: names.agency(row.for_agency),
    dueAt: row.due_at?.toISOString() ?? null,
    ...signed(names, row),
    answer:
      row.answer === null
        ? null
        : {
            words: row.answer,
            at: row.answered_at!.toISOString(),
            by: viewBy(names, {
              agency: row.answered_agency!,
              post: row.answered_post!,
              account: row.answered_account,
            }),
          },
    can: {
      answer: permission(
        refuseAnswer(incident.state, { agency: row.for_agency, answered: row.answer !== null }, actorOf(call)),
      ),
    },
  }))

export const viewDecision = (call: Call, incident: StoredIncident, stored: StoredDecision, names: Names): Decision => {
  const { row, state } = stored
  const actor = actorOf(call)
  const tally = tallyOf(state)
  const named = (agencies: readonly string[]) => agencies.map(names.agency)
  const last = row.asked.flatMap((agency) => stored.positions.findLast((one) => one.agency_id === agency) ?? [])
  return {
    id: row.id,
    question: row.question,
    basis: row.basis,
    options: row.options,
    decider: { kind: row.decider, ...DECIDER_WORDS[row.decider] },
    dueAt: row.due_at.toISOString(),
    overdue: row.outcome === null && call.at.getTime() >= row.due_at.getTime(),
    ...signed(names, row),
    positions: last.map((one) => ({
      stance: one.stance,
      reason: one.reason,
      ...signed(names, one),
      changed: stored.positions.some((other) => other.agency_id === one.agency_id && other.stance !== one.stance),
    })),
    tally: {
      agree: named(tally.agree),
      object: named(tally.object),
      abstain: named(tally.abstain),
      silent: named(tally.silent),
    },
    mine: last.find((one) => one.agency_id === actor.agency)?.stance ?? null,
    tasks: stored.tasks.map((task) => ({
      option: task.option,
      title: task.title,
      agency: names.agency(task.for_agency),
      minutes: task.minutes,
      taskId: task.task_id,
    })),
    decided:
      row.outcome === null
        ? null
        : {
            outcome: row.outcome,
            chosen: row.chosen,
            reason: row.reason,
            conditions: row.conditions,
            by: viewBy(names, { agency: row.decided_agency!, post: row.decided_post!, account: row.decided_account }),
            at: row.decided_at!.toISOString(),
          },
    can: {
      position: permission(refusePosition(incident.state, state, actor)),
      decide: permission(refuseDecide(incident.state, state, actor)),
    },
  }
}

/** Mine to decide, then mine to speak to, then the others, each by its deadline; what is decided follows, newest first. */
const inOrder = (decisions: readonly Decision[]): Decision[] => {
  const place = (one: Decision): number =>
    one.decided ? 3 : one.can.decide === true ? 0 : one.can.position === true && one.mine === null ? 1 : 2
  return decisions.toSorted(
    (a, b) =>
      place(a) - place(b) ||
      (a.decided && b.decided ? b.decided.at.localeCompare(a.decided.at) : a.dueAt.localeCompare(b.dueAt)),
  )
}

const viewPlans = (call: Call, incident: StoredIncident, plans: readonly PlanRow[], names: Names): Plan[] => {
  const latest = plans.at(-1)?.version ?? 0
  const active = plans.findLast((plan) => plan.activated_at !== null)
  return plans
    .map((plan, i): Plan => {
      const before = plans[i - 1]?.content ?? { aim: '', steps: [], resources: [] }
      const facts = { version: plan.version, content: plan.content, activated: plan.activated_at !== null }
      const isOld = active !== undefined && plan.version < active.version
      return {
        id: plan.id,
        version: plan.version,
        state: plan === active ? 'active' : isOld || plan.version !== latest ? 'superseded' : 'draft',
        aim: plan.content.aim,
        steps: plan.content.steps.map((step) => {
          const agency = agencyOf(incident.state, step)
          return {
            ...step,
            agency: agency === null ? null : names.agency(agency),
            unassigned: whyUnassigned(incident.state, step),
            settled: isStepSettled(incident.state, step),
          }
        }),
        resources: plan.content.resources,
        ...signed(names, plan),
        activated:
          plan.activated_at === null
            ? null
            : {
                at: plan.activated_at.toISOString(),
                by: viewBy(names, {
                  agency: plan.activated_agency!,
                  post: plan.activated_post!,
                  account: plan.activated_account,
                }),
              },
        changes: i === 0 ? [] : changesBetween(before, plan.content, names.agency),
        can: { activate: permission(refuseActivate(incident.state, facts, latest, actorOf(call))) },
      }
    })
    .reverse()
}

/** What a new version starts from: the last one, without the steps that are tasks by now. */
const draftOf = (incident: StoredIncident, plans: readonly PlanRow[]): Deliberation['planDraft'] => {
  const last = plans.at(-1)?.content
  return {
    aim: last?.aim ?? '',
    resources: last?.resources ?? [],
    steps: (last?.steps ?? [])
      .filter((step) => step.taskId === null)
      .map((step) => ({
        title: step.title.zh,
        agency: step.agency,
        mandatory: step.mandatory,
        minutes: step.due.amount,
      })),
    tasks: incident.state.tasks.filter((task) => !['done', 'waived', 'not_applicable'].includes(task.status)).length,
  }
}

const sourcesOf = async (
  call: Call,
  incident: StoredIncident,
  signals: readonly LinkedSignal[],
  files: readonly { id: string; name: string }[],
): Promise<Deliberation['sources']> => {
  const own = new Set<string>()
  for (const signal of signals) {
    const marking = await describeCircle(call.tx, signal.circleId, call.actor.agencyId)
    if (signal.circleId !== incident.circleId && marking?.owner?.id === call.actor.agencyId) own.add(signal.id)
  }
  return [
    ...signals.map(({ id, title }) => ({ kind: 'signal' as const, id, title, own: own.has(id) })),
    ...files.map(({ id, name }) => ({ kind: 'evidence' as const, id, title: { zh: name, en: name }, own: false })),
    ...incident.state.tasks
      .filter((task) => task.status === 'done')
      .map(({ id, title }) => ({ kind: 'task' as const, id, title, own: false })),
  ]
}

export const getDeliberation = async (call: Call, incidentId: string): Promise<Deliberation> => {
  const incident = await findIncident(call, incidentId)
  if (!incident) throw notFound()
  const actor = actorOf(call)
  const rows = await loadAssessment(call, incidentId)
  const decisions = await findDecisions(call, incidentId)
  const plans = await findPlans(call, incidentId)
  const names = await namesFor(call, incident, rows, decisions, plans)
  const files = await call.tx.query<{ id: string; name: string }>(
    'select id, name from evidence where realm = $1 and incident_id = $2 order by at, id',
    [call.realm, incidentId],
  )
  // Of the incident, and of the warning that it came from.
  const links = await listLinks(call, [incidentId])
  const warnings = links.flatMap((link) => (link.warningId === null ? [] : [link.warningId]))
  const linked = [...links, ...(await listLinks(call, warnings))].flatMap((link) =>
    link.signalId === null ? [] : [link.signalId],
  )
  const weighed = rows.pieces.flatMap((piece) => (piece.signal_id === null ? [] : [piece.signal_id]))
  const signals = await findSignals(call, [...new Set([...linked, ...weighed])])
  const titles = new Map<string, Bilingual>([
    ...signals.map((one) => [one.id, one.title] as const),
    ...files.map((one) => [one.id, { zh: one.name, en: one.name }] as const),
    ...incident.state.tasks.map((one) => [one.id, one.title] as const),
  ])
  return {
    scale: [...SCALE],
    scaleSource: SCALE_SOURCE,
    hypotheses: viewHypotheses(call, incident, rows, names),
    pieces: viewPieces(call, incident, rows, names, titles),
    questions: viewQuestions(call, incident, rows, names),
    decisions: inOrder(decisions.map((one) => viewDecision(call, incident, one, names))),
    plans: viewPlans(call, incident, plans, names),
    planDraft: draftOf(incident, plans),
    agencies: incident.state.members.filter((one) => one.reachable).map((one) => names.agency(one.agency)),
    sources: await sourcesOf(call, incident, signals, files),
    can: { work: permission(refuseThink(incident.state, actor)), plan: permission(refusePlan(incident.state, actor)) },
  }
}
