/** The first page in one answer. Each part is read through its room under the caller's policy; nothing is counted row by row. */

import { listTasksDue } from '../../actions/respond/public.ts'
import { listSignals, SIGNAL_KINDS } from '../../actions/signals/public.ts'
import { listWarnings } from '../../actions/warn/public.ts'
import { DAY_MS } from '../../base/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import { type AnyRoute, type Call, route } from '../../ledger/public.ts'
import { domainCounts, HISTORY_DAYS, kindCounts, type Tally } from './counts.ts'
import { readSymbols } from './map.ts'
import { type Situation, SituationSchema } from './model.ts'

const TASKS_SHOWN = 12
const WARNINGS_SHOWN = 8
const SIGNALS_SHOWN = 14

export const readTallies = (call: Call): Promise<Tally[]> =>
  call.tx.query(
    `select hour, kind, domain, sum(received)::int as received, sum(needs_person)::int as "needsPerson"
       from signal_tally where realm = $1 and hour >= $2 group by hour, kind, domain`,
    [call.realm, new Date(call.at.getTime() - (HISTORY_DAYS + 1) * DAY_MS)],
    'situation-tallies',
  )

export const situationRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/situation',
    summary:
      'What differs from a usual day, what is overdue, who has not acknowledged, which signals wait for a person',
    response: SituationSchema,
    discloses: (answer) => [
      ...answer.tasks.rows.map((task) => `task/${task.id}`),
      ...answer.warnings.map((warning) => `warning/${warning.id}`),
      ...answer.symbols.map((symbol) => `${symbol.kind}/${symbol.id}`),
      ...answer.signals.rows.map((signal) => `signal/${signal.id}`),
    ],
    handler: async (call, _input, house): Promise<Situation> => {
      const tallies = await readTallies(call)
      const reference = getReference()
      // A kind of which nothing has come in two weeks has no usual day; the first one stands there all the same.
      const came = new Set(tallies.map(({ kind }) => kind))
      const all = Object.entries(SIGNAL_KINDS).map(([id, text]) => ({ id, ...text }))
      const kinds = all.filter(({ id }, n) => came.has(id) || (came.size === 0 && n === 0))
      const domains = [...reference.domains.values()].map(({ id, zh, en }) => ({ id, zh, en }))
      return {
        at: call.at.toISOString(),
        kinds: kindCounts(tallies, kinds, call.at),
        domains: domainCounts(tallies, domains, call.at, house.portZone),
        tasks: await listTasksDue(call, TASKS_SHOWN),
        warnings: (await listWarnings(call, { state: 'open', limit: WARNINGS_SHOWN })).rows,
        symbols: await readSymbols(call),
        signals: await listSignalsToJudge(call),
      }
    },
  }),
]

const listSignalsToJudge = async (call: Call): Promise<Situation['signals']> => {
  const { rows } = await listSignals(call, { needs: 'person', limit: SIGNALS_SHOWN })
  return { rows }
}
