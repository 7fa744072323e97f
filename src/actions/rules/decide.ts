/**
 * What may happen to a version of a decision table: draft → proposed → approved → in force by its date → retired. Pure. The
 * same rules answer what the page offers. An author proposes, another account approves, and what was approved never changes.
 */

import { DomainError, invalid, permission, type Refusal, refuse } from '../../base/public.ts'
import { type PostActor, type Right, rightOf } from '../../environment/identity/public.ts'
import { pickInForce } from '../assess/public.ts'
import type { Phase } from './model.ts'

export type TableStatus = 'draft' | 'proposed' | 'approved' | 'withdrawn'

export type TableState = {
  id: string
  kind: string
  version: number
  status: TableStatus
  /** Null: came with the platform. */
  author: { agency: string; post: string; account: string } | null
  /** Counts saves. */
  edit: number
  reason: string
  proposedAt: Date | null
  decided: { at: Date; agency: string; post: string; account: string; note: string | null } | null
  /** Wanted while proposed, fixed when approved. */
  from: Date | null
  to: Date | null
  retired: { agency: string; post: string; account: string; reason: string } | null
}

/** The approved versions of the same kind, this one included. */
export type Siblings = readonly Pick<TableState, 'id' | 'version' | 'from' | 'to'>[]

export type TableCommand =
  /** `edit`: the save that the author last saw. */
  | { kind: 'save'; edit: number }
  /** `changes`: how many differences there are to the version it was made from. */
  | { kind: 'propose'; reason: string; from: Date | null; changes: number }
  | { kind: 'approve'; note: string | null }
  | { kind: 'return'; note: string }
  | { kind: 'withdraw' }
  | { kind: 'retire'; reason: string }

export type TableFact =
  | { act: 'ruleset.changed'; edit: number }
  | { act: 'ruleset.proposed'; from: string | null; reason: string }
  | { act: 'ruleset.approved'; from: string }
  | { act: 'ruleset.returned'; note: string }
  | { act: 'ruleset.withdrawn' }
  | { act: 'ruleset.retired'; reason: string }

export type TableDecision = { next: TableState; fact: TableFact }

const inForceId = (siblings: Siblings, at: Date): string | undefined =>
  pickInForce(
    siblings
      .flatMap(({ id, version, from, to }) => (from === null ? [] : [{ id, version, from, to }]))
      .sort((a, b) => b.from.getTime() - a.from.getTime() || b.version - a.version),
    at,
  )?.id

export const phaseOf = (state: TableState, siblings: Siblings, at: Date): Phase => {
  if (state.status !== 'approved') return state.status
  if (state.to !== null && state.to.getTime() <= at.getTime()) return 'retired'
  if (state.to !== null && state.from !== null && state.to.getTime() <= state.from.getTime()) return 'retired'
  if (state.from !== null && state.from.getTime() > at.getTime()) return 'scheduled'
  return inForceId(siblings, at) === state.id ? 'in_force' : 'superseded'
}

const refuseRight = (right: Right, actor: PostActor): Refusal | null => {
  const held = rightOf(right, actor.roles, actor.purpose)
  if (held !== true) return { code: 'forbidden', ...held }
  return actor.account === null
    ? {
        code: 'forbidden',
        zh: '规则由人起草和批准，程序不能代办。',
        en: 'Rules are drafted and approved by people, not by programs.',
      }
    : null
}

export const refuseDraft = (actor: PostActor): Refusal | null => refuseRight('rules.edit', actor)

const wrongStatus = (zh: string, en: string): Refusal => ({ code: 'conflict', zh, en })

const refuseAuthor = (state: TableState, actor: PostActor): Refusal | null =>
  state.author?.account === actor.account
    ? null
    : {
        code: 'forbidden',
        zh: '只有起草人可以修改；可以另起一份草稿。',
        en: 'Only its author changes it; you may start a draft of your own from it.',
      }

const refuseEdit = (state: TableState, actor: PostActor): Refusal | null => {
  if (state.status === 'proposed')
    return wrongStatus(
      '已提交，等待批准；退回后才能修改。',
      'It is proposed and awaits approval; it can be changed once it is sent back.',
    )
  if (state.status !== 'draft')
    return wrongStatus('这一版不再修改；请另起一份草稿。', 'This version is not changed any more; start a new draft.')
  return refuseRight('rules.edit', actor) ?? refuseAuthor(state, actor)
}

const refuseDecision = (state: TableState, actor: PostActor): Refusal | null => {
  if (state.status !== 'proposed') return wrongStatus('这一版没有在等待批准。', 'This version does not await approval.')
  if (state.author?.account === actor.account)
    return {
      code: 'forbidden',
      zh: '起草人不能批准自己的规则，须由另一人批准。',
      en: 'An author does not approve their own rules; a second person does.',
    }
  return refuseRight('rules.approve', actor)
}

const refuseWithdraw = (state: TableState, actor: PostActor): Refusal | null => {
  if (state.status !== 'draft' && state.status !== 'proposed')
    return wrongStatus('只有草稿和待批准的版本可以撤回。', 'Only a draft or a proposed version can be withdrawn.')
  return refuseRight('rules.edit', actor) ?? refuseAuthor(state, actor)
}

const refuseRetire = (state: TableState, actor: PostActor, siblings: Siblings, at: Date): Refusal | null => {
  if (state.status !== 'approved')
    return wrongStatus('只有批准过的版本可以停用。', 'Only an approved version can be retired.')
  if (state.to !== null) return wrongStatus('这一版已停用。', 'This version is already retired.')
  const others = siblings.filter((one) => one.id !== state.id)
  if (inForceId(others, at) === undefined)
    return wrongStatus(
      '停用后这类信号将没有规则可用；请先让另一版生效。',
      'Without it nothing would judge signals of this kind; let another version take effect first.',
    )
  return refuseRight('rules.approve', actor)
}

export const permissionsOf = (state: TableState, actor: PostActor, siblings: Siblings, at: Date) => ({
  draft: permission(refuseDraft(actor)),
  edit: permission(refuseEdit(state, actor)),
  propose: permission(refuseEdit(state, actor)),
  approve: permission(refuseDecision(state, actor)),
  sendBack: permission(refuseDecision(state, actor)),
  withdraw: permission(refuseWithdraw(state, actor)),
  retire: permission(refuseRetire(state, actor, siblings, at)),
})

const needed = (field: string, words: string, zh: string, en: string): string => {
  const text = words.trim()
  if (text === '') throw invalid(field, zh, en)
  return text
}

const byOf = (actor: PostActor) => ({ agency: actor.agency, post: actor.post, account: actor.account! })

/** @throws DomainError `forbidden`, `conflict`, `invalid` */
export const decide = (
  state: TableState,
  command: TableCommand,
  actor: PostActor,
  siblings: Siblings,
  at: Date,
): TableDecision => {
  switch (command.kind) {
    case 'save': {
      refuse(refuseEdit(state, actor))
      if (command.edit !== state.edit)
        throw new DomainError('conflict', {
          zh: '草稿已在另一窗口改过；请重新打开后再改。',
          en: 'The draft was changed in another window; open it again and then change it.',
        })
      return { next: { ...state, edit: state.edit + 1 }, fact: { act: 'ruleset.changed', edit: state.edit + 1 } }
    }
    case 'propose': {
      refuse(refuseEdit(state, actor))
      const reason = needed('reason', command.reason, '请写明修改理由。', 'Say why the change is needed.')
      if (command.changes === 0)
        throw new DomainError('conflict', {
          zh: '与依据的版本没有差别，无需提交。',
          en: 'There is no difference to the version it was made from, so there is nothing to propose.',
        })
      if (command.from !== null && command.from.getTime() < at.getTime())
        throw invalid(
          'effectiveFrom',
          '生效时间已过；留空表示批准后立即生效。',
          'The date has passed; leave it empty to take effect on approval.',
        )
      return {
        next: { ...state, status: 'proposed', reason, proposedAt: at, from: command.from, decided: null },
        fact: { act: 'ruleset.proposed', from: command.from?.toISOString() ?? null, reason },
      }
    }
    case 'approve': {
      refuse(refuseDecision(state, actor))
      // Never into the past: what was judged until now was judged by what was in force.
      const from = state.from !== null && state.from.getTime() > at.getTime() ? state.from : at
      const note = command.note?.trim() || null
      return {
        next: { ...state, status: 'approved', from, decided: { at, ...byOf(actor), note } },
        fact: { act: 'ruleset.approved', from: from.toISOString() },
      }
    }
    case 'return': {
      refuse(refuseDecision(state, actor))
      const note = needed('note', command.note, '请写明退回的理由。', 'Say why it is sent back.')
      return {
        next: { ...state, status: 'draft', decided: { at, ...byOf(actor), note } },
        fact: { act: 'ruleset.returned', note },
      }
    }
    case 'withdraw':
      refuse(refuseWithdraw(state, actor))
      return { next: { ...state, status: 'withdrawn' }, fact: { act: 'ruleset.withdrawn' } }
    case 'retire': {
      refuse(refuseRetire(state, actor, siblings, at))
      const reason = needed('reason', command.reason, '请写明停用的理由。', 'Say why it is retired.')
      // One that was to begin later never begins.
      const to = state.from !== null && state.from.getTime() > at.getTime() ? state.from : at
      return {
        next: { ...state, to, retired: { ...byOf(actor), reason } },
        fact: { act: 'ruleset.retired', reason },
      }
    }
  }
}
