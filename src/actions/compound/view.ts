/** From stored compound assessments to the answers of the API. */
import { notFound } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { Interaction } from '../../methods/risk/public.ts'
import { triageRules } from '../waiting/public.ts'
import { findSignals, type LinkedSignal, riskNamed } from '../warn/public.ts'
import type { FactorResult } from './decide.ts'
import { findInteraction } from './interactions.ts'
import type { Compound, CompoundFactor } from './model.ts'
import { type CompoundSql, findCompounds, findCompoundsOf, pageCompounds } from './store.ts'
import { sensitivityWords, sentenceOf } from './words.ts'

const factorOf = (
  side: Interaction['a'],
  factor: FactorResult,
  signals: ReadonlyMap<string, LinkedSignal>,
): CompoundFactor => {
  const kind = triageRules().kinds[factor.kind] ?? triageRules().otherKinds
  const title = signals.get(factor.signalId)?.title ?? { zh: kind.zh, en: kind.en }
  return {
    name: { zh: side.zh, en: side.en },
    signalId: factor.signalId,
    title,
    riskType: riskNamed(factor.riskType),
    level: factor.level,
    at: factor.at,
    ageHours: factor.ageHours,
    weight: factor.weight,
    likelihood: [...factor.likelihood],
    contribution: factor.contribution,
    others: factor.others,
    halfLifeHours: side.halfLifeHours,
  }
}

/** One whose interaction a newer version no longer declares is left out: it has ended with it. */
const viewAll = async (call: Call, rows: readonly CompoundSql[]): Promise<Compound[]> => {
  const ids = rows.flatMap(({ result }) => [result.a.signalId, result.b.signalId])
  const signals = new Map((await findSignals(call, ids)).map((one) => [one.id, one]))
  return rows.flatMap((row): Compound[] => {
    const interaction = findInteraction(row.interaction)
    if (!interaction) return []
    const { result, level } = row
    const likelihood: [number, number, number] = [row.low, row.likelihood, row.high]
    return [
      {
        id: row.id,
        interaction: { id: interaction.id, zh: interaction.zh, en: interaction.en },
        why: { zh: interaction.whyZh, en: interaction.whyEn },
        level,
        likelihood,
        riskType: riskNamed(interaction.riskType),
        port: row.port,
        place: row.place,
        sentence: sentenceOf(interaction, likelihood, result),
        sensitivity: sensitivityWords(interaction, level, result),
        a: factorOf(interaction.a, result.a, signals),
        b: factorOf(interaction.b, result.b, signals),
        start: result.start,
        uplift: result.uplift,
        independent: result.independent,
        missing: result.missing.flatMap((i) => {
          const want = interaction.wants[i]
          return want ? [{ zh: want.zh, en: want.en }] : []
        }),
        windowHours: interaction.windowHours,
        source: interaction.source,
        raisedAt: new Date(row.raised_at).toISOString(),
        assessedAt: new Date(row.assessed_at).toISOString(),
        endedAt: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
      },
    ]
  })
}

export const getCompound = async (call: Call, id: string): Promise<Compound> => {
  const [compound] = await viewAll(call, await findCompounds(call, [id]))
  if (!compound) throw notFound()
  return compound
}

export const viewCompounds = async (call: Call, ids: readonly string[]): Promise<Compound[]> =>
  viewAll(call, await findCompounds(call, ids))

const MOST = 100

export const listCompounds = async (
  call: Call,
  query: { signalId?: string; state?: 'open' | 'all' },
): Promise<{ rows: Compound[] }> => ({
  rows: await viewAll(
    call,
    query.signalId === undefined
      ? await pageCompounds(call, query.state !== 'all', MOST)
      : await findCompoundsOf(call, query.signalId),
  ),
})
