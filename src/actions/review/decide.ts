/**
 * What may happen in a review, as pure functions: `decide(state, command, actor, at, today)` → next state and what happened,
 * or a refusal. A finding leaves only by the effect of what was changed or by an explicit waiver of another agency; nobody
 * judges the effect of their own work. Days are days of the port's calendar, passed in.
 */

import { invalid, notFound, refuse } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import type { ChangeKind, CheckResult, FindingKind, SeenIn, Stance } from './model.ts'
import {
  refuseAnswer,
  refuseCheck,
  refuseClose,
  refuseCloseFinding,
  refuseDone,
  refuseOnFinding,
  refuseWaive,
  refuseWaiveFinding,
  refuseWork,
} from './rules.ts'
import { type By, type CorrectiveAction, type Finding, isCheckDue, isLate, type ReviewState } from './state.ts'

export type ReviewCommand =
  | { kind: 'put'; id: string; finding: { kind: FindingKind; what: string; why: string } }
  | { kind: 'stance'; findingId: string; stance: Stance; words: string }
  | {
      kind: 'propose'
      findingId: string
      id: string
      action: { change: ChangeKind; words: string; owner: string; dueOn: string }
    }
  | { kind: 'accept'; actionId: string; words: string }
  | { kind: 'decline'; actionId: string; words: string }
  | { kind: 'done'; actionId: string; words: string; checkOn: string }
  | { kind: 'check'; actionId: string; result: Exclude<CheckResult, 'waived'>; seenIn: SeenIn; words: string }
  | { kind: 'waive'; actionId: string; words: string }
  | { kind: 'closeFinding'; findingId: string; words: string }
  | { kind: 'waiveFinding'; findingId: string; words: string }
  | { kind: 'close'; words: string }
  /** A day has come: sent by a job, never by a person. */
  | { kind: 'tick'; actionId: string }

export type ReviewFact =
  | { act: 'review.finding_put'; findingId: string }
  | { act: 'review.stance_taken'; findingId: string; stance: Stance; words: string }
  | { act: 'review.action_proposed'; findingId: string; actionId: string }
  | { act: 'review.action_accepted'; actionId: string; words: string }
  | { act: 'review.action_declined'; actionId: string; words: string }
  | { act: 'review.action_done'; actionId: string; words: string; checkOn: string }
  | { act: 'review.effect_checked'; actionId: string; result: CheckResult; seenIn: SeenIn; words: string }
  | { act: 'review.effect_waived'; actionId: string; words: string }
  | { act: 'review.finding_closed'; findingId: string; words: string }
  | { act: 'review.finding_waived'; findingId: string; words: string }
  | { act: 'review.closed'; words: string }
  | { act: 'review.action_overdue'; actionId: string }
  | { act: 'review.effect_due'; actionId: string }

/** `fact` is null where a clock found nothing to say. */
export type ReviewDecision = { next: ReviewState; fact: ReviewFact | null }

const written = (text: string, field: string, zh: string, en: string): string => {
  const trimmed = text.trim()
  if (trimmed === '') throw invalid(field, zh, en)
  return trimmed
}

const findingOf = (state: ReviewState, id: string): Finding => {
  const found = state.findings.find((one) => one.id === id)
  if (!found) throw notFound()
  return found
}

const actionOf = (state: ReviewState, id: string): { finding: Finding; action: CorrectiveAction } => {
  for (const finding of state.findings) {
    const action = finding.actions.find((one) => one.id === id)
    if (action) return { finding, action }
  }
  throw notFound()
}

const withFinding = (state: ReviewState, id: string, change: (finding: Finding) => Finding): ReviewState => ({
  ...state,
  findings: state.findings.map((one) => (one.id === id ? change(one) : one)),
})

const withAction = (state: ReviewState, id: string, change: Partial<CorrectiveAction>): ReviewState => {
  const { finding } = actionOf(state, id)
  return withFinding(state, finding.id, (one) => ({
    ...one,
    actions: one.actions.map((action) => (action.id === id ? { ...action, ...change } : action)),
  }))
}

const newAction = (
  state: ReviewState,
  { id, action }: Extract<ReviewCommand, { kind: 'propose' }>,
  by: By,
  at: Date,
  today: string,
): CorrectiveAction => {
  const words = written(action.words, 'words', '请写明改什么。', 'Say what is changed.')
  if (!state.members.includes(action.owner))
    throw invalid(
      'owner',
      '负责单位须是参加处置且在本口岸有岗位的单位。',
      'The owner must be an agency that worked on the incident and has a post at this port.',
    )
  if (action.dueOn < today) throw invalid('dueOn', '完成日期不能早于今天。', 'The date cannot lie in the past.')
  return {
    ...action,
    words,
    id,
    state: 'open',
    proposedAt: at,
    proposedBy: by,
    answered: null,
    done: null,
    check: null,
    overdueAt: null,
    recalledAt: null,
  }
}

/** @param today at the port. @throws DomainError with the reason that the permissions show, `invalid` or `not_found` */
export const decide = (
  state: ReviewState,
  command: ReviewCommand,
  actor: PostActor,
  at: Date,
  today: string,
): ReviewDecision => {
  const by: By = { agency: actor.agency, post: actor.post, account: actor.account }
  switch (command.kind) {
    case 'put': {
      refuse(refuseWork(state, actor))
      const what = written(command.finding.what, 'what', '请写明发生了什么。', 'Say what happened.')
      const why = written(command.finding.why, 'why', '请写明为什么会这样。', 'Say why it came to that.')
      const finding: Finding = {
        ...command.finding,
        what,
        why,
        id: command.id,
        putAt: at,
        putBy: by,
        // Who puts it stands by it.
        stances: [{ agency: by.agency, stance: 'agree', words: '', at, by }],
        actions: [],
        closed: null,
      }
      return {
        next: { ...state, findings: [...state.findings, finding] },
        fact: { act: 'review.finding_put', findingId: command.id },
      }
    }
    case 'stance': {
      const { findingId, stance } = command
      refuse(refuseOnFinding(state, findingOf(state, findingId), actor))
      const words =
        stance === 'object'
          ? written(command.words, 'words', '请写明为什么有异议。', 'Say why you object.')
          : command.words.trim()
      const own = { agency: by.agency, stance, words, at, by }
      return {
        next: withFinding(state, findingId, (one) => ({
          ...one,
          stances: [...one.stances.filter(({ agency }) => agency !== by.agency), own],
        })),
        fact: { act: 'review.stance_taken', findingId, stance, words },
      }
    }
    case 'propose': {
      const { findingId } = command
      refuse(refuseOnFinding(state, findingOf(state, findingId), actor))
      const action = newAction(state, command, by, at, today)
      return {
        next: withFinding(state, findingId, (one) => ({ ...one, actions: [...one.actions, action] })),
        fact: { act: 'review.action_proposed', findingId, actionId: action.id },
      }
    }
    case 'accept':
    case 'decline': {
      const { actionId } = command
      const { finding, action } = actionOf(state, actionId)
      refuse(refuseAnswer(state, finding, action, actor))
      if (command.kind === 'accept') {
        const words = command.words.trim()
        return {
          next: withAction(state, actionId, { state: 'accepted', answered: { at, by, words } }),
          fact: { act: 'review.action_accepted', actionId, words },
        }
      }
      const words = written(command.words, 'words', '请写明为什么不接受。', 'Say why it is declined.')
      return {
        next: withAction(state, actionId, { state: 'declined', answered: { at, by, words } }),
        fact: { act: 'review.action_declined', actionId, words },
      }
    }
    case 'done': {
      const { actionId, checkOn } = command
      const { finding, action } = actionOf(state, actionId)
      refuse(refuseDone(state, finding, action, actor))
      const words = written(command.words, 'words', '请写明做了什么。', 'Say what was done.')
      if (checkOn <= today)
        throw invalid(
          'checkOn',
          '检验日期须在今天以后：效果要等一段时间才看得出来。',
          'The effect shows later: choose a day after today.',
        )
      return {
        next: withAction(state, actionId, { state: 'done', done: { at, by, words, checkOn } }),
        fact: { act: 'review.action_done', actionId, words, checkOn },
      }
    }
    case 'check': {
      const { actionId, result, seenIn } = command
      const { finding, action } = actionOf(state, actionId)
      refuse(refuseCheck(state, finding, action, actor))
      const words = written(command.words, 'words', '请写明看到了什么。', 'Say what was seen.')
      return {
        next: withAction(state, actionId, { state: 'checked', check: { at, by, result, seenIn, words } }),
        fact: { act: 'review.effect_checked', actionId, result, seenIn, words },
      }
    }
    case 'waive': {
      const { actionId } = command
      const { finding, action } = actionOf(state, actionId)
      refuse(refuseWaive(state, finding, action, actor))
      const words = written(command.words, 'words', '请写明免除的理由。', 'Say why it is waived.')
      return {
        next: withAction(state, actionId, {
          state: 'checked',
          check: { at, by, result: 'waived', seenIn: null, words },
        }),
        fact: { act: 'review.effect_waived', actionId, words },
      }
    }
    case 'closeFinding': {
      const { findingId } = command
      refuse(refuseCloseFinding(state, findingOf(state, findingId), actor))
      const words = written(command.words, 'words', '请写明凭什么关闭。', 'Say on what grounds it is closed.')
      return {
        next: withFinding(state, findingId, (one) => ({ ...one, closed: { at, by, how: 'effect', words } })),
        fact: { act: 'review.finding_closed', findingId, words },
      }
    }
    case 'waiveFinding': {
      const { findingId } = command
      refuse(refuseWaiveFinding(state, findingOf(state, findingId), actor))
      const words = written(command.words, 'words', '请写明免除的理由。', 'Say why it is waived.')
      return {
        next: withFinding(state, findingId, (one) => ({ ...one, closed: { at, by, how: 'waiver', words } })),
        fact: { act: 'review.finding_waived', findingId, words },
      }
    }
    case 'close': {
      refuse(refuseClose(state, actor))
      const words = written(command.words, 'words', '请写明复盘结论。', 'Say what the review concluded.')
      return {
        next: { ...state, closed: { at, by, summary: words } },
        fact: { act: 'review.closed', words },
      }
    }
    case 'tick': {
      const { actionId } = command
      const { action } = actionOf(state, actionId)
      if (isLate(action, today) && action.overdueAt === null)
        return {
          next: withAction(state, actionId, { overdueAt: at }),
          fact: { act: 'review.action_overdue', actionId },
        }
      if (isCheckDue(action, today) && action.recalledAt === null)
        return { next: withAction(state, actionId, { recalledAt: at }), fact: { act: 'review.effect_due', actionId } }
      return { next: state, fact: null }
    }
  }
}
