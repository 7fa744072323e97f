/**
 * Response levels: normal → watch → IV → III → II → I → stand-down, as the table in data/response-levels.json says: which
 * level may follow which, what must hold for it, and who authorises it. Pure; the table is read once.
 * Up: any higher level, where one entry criterion holds. Down: one step, when every exit criterion of the level that is left
 * holds. The higher of the two levels says who authorises, so that nobody ends what they could not have begun.
 */

import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import table from '../../../data/response-levels.json' with { type: 'json' }
import type { Bilingual } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { RESPONSE_LEVELS, type ResponseLevel } from './level-ids.ts'
import type { IncidentState } from './state.ts'
import { steeringAgencyOf } from './state.ts'

const LevelId = Type.Enum(RESPONSE_LEVELS)

const CriterionSchema = Type.Object({
  id: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  /** An instrument and article, or `judgement`. */
  source: Type.String(),
})
const AuthoriserSchema = Type.Object({
  /** `steering`: who leads; `coordinator`: the lead of the row that coordinates every incident; else an agency's id. */
  agency: Type.String(),
  roles: Type.Array(Type.String(), { minItems: 1 }),
})
const LevelSchema = Type.Object({
  id: LevelId,
  zh: Type.String(),
  en: Type.String(),
  rank: Type.Integer(),
  to: Type.Array(LevelId),
  entry: Type.Array(CriterionSchema),
  exit: Type.Array(CriterionSchema),
  authorise: Type.Array(AuthoriserSchema),
})
export type Level = Static<typeof LevelSchema>
export type Authoriser = Static<typeof AuthoriserSchema>

const LEVELS: ReadonlyMap<ResponseLevel, Level> = new Map(
  Value.Parse(Type.Array(LevelSchema), table.levels).map((level) => [level.id, level]),
)

export const getLevel = (id: ResponseLevel): Level => {
  const level = LEVELS.get(id)
  if (!level) throw new Error(`data: no response level ${id}`)
  return level
}

/** A response is going on: what must be stood down before an incident closes. */
export const isResponding = (level: ResponseLevel): boolean => getLevel(level).rank > 0

export const isRaise = (from: ResponseLevel, to: ResponseLevel): boolean => getLevel(to).rank > getLevel(from).rank

/** What must hold: one of the target's entry criteria to go up, every exit criterion of the level that is left to go down. */
export const criteriaOf = (from: ResponseLevel, to: ResponseLevel): { need: 'any' | 'all'; of: Level['entry'] } =>
  isRaise(from, to) ? { need: 'any', of: getLevel(to).entry } : { need: 'all', of: getLevel(from).exit }

/** The highest of several levels; `normal` where there is none. */
export const highest = (levels: readonly ResponseLevel[]): ResponseLevel =>
  levels.reduce<ResponseLevel>((top, one) => (getLevel(one).rank > getLevel(top).rank ? one : top), 'normal')

/**
 * Who authorises a change. Where none of the agencies that the table names takes part, the commander of the agency that
 * steers does: a response must not be impossible because an agency has no post here.
 */
export const authorisersOf = (state: IncidentState, from: ResponseLevel, to: ResponseLevel): readonly Authoriser[] => {
  const deciding = to === 'stand_down' || isRaise(from, to) ? getLevel(to) : getLevel(from)
  const there = deciding.authorise.some((one) => agenciesOf(state, one).some((agency) => isHere(state, agency)))
  return there ? deciding.authorise : [...deciding.authorise, { agency: 'steering', roles: ['commander'] }]
}

export const agenciesOf = (state: IncidentState, { agency }: Authoriser): readonly string[] =>
  agency === 'steering' ? [steeringAgencyOf(state)] : agency === 'coordinator' ? state.coordinators : [agency]

const isHere = (state: IncidentState, agency: string): boolean =>
  state.members.some((member) => member.agency === agency && member.reachable)

export const mayAuthorise = (state: IncidentState, from: ResponseLevel, to: ResponseLevel, actor: PostActor) =>
  authorisersOf(state, from, to).some(
    (one) => agenciesOf(state, one).includes(actor.agency) && one.roles.some((role) => actor.roles.includes(role)),
  )

/** Why `to` cannot follow `from`, or null where the table allows it. */
export const whyNotNext = (from: ResponseLevel, to: ResponseLevel): Bilingual | null => {
  const now = getLevel(from)
  if (from === to) return { zh: `现在就是${now.zh}。`, en: `It is at ${now.en} already.` }
  if (now.to.includes(to)) return null
  if (from === 'normal')
    return { zh: '没有启动响应，不需要解除。', en: 'No response was started; there is nothing to stand down.' }
  if (from === 'stand_down')
    return {
      zh: '响应已解除；再次发生时重新启动。',
      en: 'The response was stood down; if it flares up, start it again.',
    }
  const below = getLevel(now.to.find((one) => one !== 'stand_down' && !isRaise(from, one))!)
  return {
    zh: `响应须逐级下调：${now.zh}之后是${below.zh}。`,
    en: `A response goes down step by step: after ${now.en} comes ${below.en}.`,
  }
}
