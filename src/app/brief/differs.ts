/** What differs from a usual day, as lines of a brief: the Situation page's counts in words. */
import type { RecordLine } from '../../actions/cell/public.ts'
import { SIGNAL_KINDS } from '../../actions/signals/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { domainCounts, kindCounts } from '../situation/counts.ts'
import type { Usual } from '../situation/model.ts'
import { readTallies } from '../situation/routes.ts'

const band = (usual: NonNullable<Usual>): string => `${Math.round(usual.low)}–${Math.round(usual.high)}`

/** Aggregates of what this agency sees, so they stay with it. @param circleId of the agency's own documents */
export const differsLines =
  (portZone: string) =>
  async (call: Call, circleId: number): Promise<RecordLine[]> => {
    const tallies = await readTallies(call)
    const kinds = Object.entries(SIGNAL_KINDS).map(([id, text]) => ({ id, ...text }))
    const domains = [...getReference().domains.values()].map(({ id, zh, en }) => ({ id, zh, en }))
    const base = { section: 'differs', object: null, circleId, strong: true } as const
    const byKind = kindCounts(tallies, kinds, call.at).flatMap(
      ({ kind, measure, hour, usual, differs }): RecordLine[] => {
        if (!differs || usual === null) return []
        const asked = measure === 'needs_person'
        return [
          {
            ...base,
            path: asked ? '/signals?needs=person' : '/signals?needs=all',
            text: {
              zh: `${kind.zh}上一小时${asked ? '待人判断' : '收到'} ${hour} 条，平常同一小时 ${band(usual)} 条`,
              en: `${kind.en}: ${hour} ${asked ? 'need a person' : 'received'} in the last hour, usually ${band(usual)} at that hour`,
            },
          },
        ]
      },
    )
    const byDomain = domainCounts(tallies, domains, call.at, portZone).flatMap(
      ({ domain, today, usual, differs }): RecordLine[] =>
        differs && usual !== null
          ? [
              {
                ...base,
                path: `/signals?needs=person&domain=${domain.id}`,
                text: {
                  zh: `${domain.zh}今日待人判断 ${today} 条，平常到此时 ${band(usual)} 条`,
                  en: `${domain.en}: ${today} need a person today, usually ${band(usual)} by this hour`,
                },
              },
            ]
          : [],
    )
    const found = [...byKind, ...byDomain]
    if (found.length > 0) return found
    const known = kindCounts(tallies, kinds, call.at).some((one) => one.usual !== null)
    return [
      {
        ...base,
        strong: false,
        path: '/',
        text: known
          ? { zh: '各类信号数量与平常同一时段相近', en: 'Numbers of signals are as usual for this hour' }
          : {
              zh: '可比的日子不足七天，不判断是否平常',
              en: 'Fewer than seven days to compare with: nothing is said of usual',
            },
      },
    ]
  }
