/**
 * What happened at the demonstration port before the visitor came: two warnings and one joint incident, made by the invented
 * officers through the product's own routes, under their own sessions. Nothing is written past the rules.
 */

import type { Incident, IncidentDraft } from '../../actions/respond/public.ts'
import type { Signal } from '../../actions/signals/public.ts'
import type { WarningDraft, WarningLevel } from '../../actions/warn/public.ts'
import { claimOf, type Identity, SESSION_COOKIE } from '../../environment/identity/public.ts'
import { type AnyRoute, type House, inCall } from '../../ledger/public.ts'
import type { SessionClaim } from '../../store/public.ts'

type Input = { params?: object; query?: object; body?: object }
export type Officer = <T>(method: string, url: string, input?: Input) => Promise<T>

/** Signs in as the persona, as the button on the sign-in page does, and acts through the routes that pages use. */
export const signInAs = async (
  house: House,
  identity: Identity,
  routes: readonly AnyRoute[],
  login: string,
): Promise<Officer> => {
  const persona = identity.sessionRoutes.find((one) => one.method === 'POST' && one.url === '/session/persona')!
  const answer = await persona.handler({ cookies: {}, headers: {}, body: { login }, address: '127.0.0.1' })
  const token = answer.setCookie
    ?.map((set) => new RegExp(`^${SESSION_COOKIE}=([^;]+)`).exec(set)?.[1])
    .find((found) => found !== undefined)
  const claim = claimOf({ cookies: { [SESSION_COOKIE]: token }, headers: {} }) as SessionClaim
  return (method, url, input = {}) => {
    const route = routes.find((one) => one.method === method && one.url === url)
    if (!route) throw new Error(`no route ${method} ${url}`)
    return inCall(house, claim, (call) =>
      route.handler(call, { params: {}, query: {}, body: {}, ...input } as never, house),
    ) as Promise<never>
  }
}

const warn = async (officer: Officer, signalId: string, level: WarningLevel): Promise<string> => {
  const draft = await officer<WarningDraft>('GET', '/warnings/draft', { query: { signalId } })
  const { id } = await officer<{ id: string }>('POST', '/warnings', {
    body: {
      signalId,
      level,
      title: draft.title.zh,
      body: draft.body.zh,
      riskType: draft.riskType!.id,
      place: draft.place,
      jurisdiction: draft.jurisdiction,
      // The port office coordinates; the officer adds it where no duty row names it.
      audience: [
        ...new Set([...draft.audience.filter((one) => one.reachable).map((one) => one.agency.id), 'port_office']),
      ],
      ackMinutes: draft.ackMinutes,
    },
  })
  return id
}

const openIncident = async (officer: Officer, warningId: string): Promise<Incident> => {
  const draft = await officer<IncidentDraft>('GET', '/incidents/draft', { query: { warningId } })
  const { id } = await officer<{ id: string }>('POST', '/incidents', {
    body: {
      title: draft.title.zh,
      riskType: draft.riskType!.id,
      place: draft.place,
      jurisdiction: draft.jurisdiction,
      warningId,
      signalIds: draft.signalIds,
    },
  })
  return officer('GET', '/incidents/:id', { params: { id } })
}

/**
 * Two different risks among the newest declarations that a person should judge, the highest level first. Declarations are
 * what this officer's agency owns and leads on; a report of another agency would put the incident into its hands.
 */
const chooseSignals = async (officer: Officer): Promise<Signal[]> => {
  const { rows } = await officer<{ rows: Signal[] }>('GET', '/signals', {
    query: { needs: 'person', kind: 'declaration', limit: 100 },
  })
  const ranked = rows
    .filter((row) => row.assessment?.riskType)
    .sort((a, b) => (b.assessment!.level ?? 0) - (a.assessment!.level ?? 0))
  const first = ranked[0]
  const second = ranked.find((row) => row.assessment?.riskType?.id !== first?.assessment?.riskType?.id)
  return [first, second].filter((row) => row !== undefined)
}

export const playNightBefore = async (house: House, identity: Identity, routes: readonly AnyRoute[]): Promise<void> => {
  const customs = await signInAs(house, identity, routes, 'demo.customs')
  const [first, second] = await chooseSignals(customs)
  if (!first) return
  const warningId = await warn(customs, first.id, 'yellow')
  const duty = await signInAs(house, identity, routes, 'demo.duty')
  const { rows: forDuty } = await duty<{ rows: { id: string; can: { acknowledge: unknown } }[] }>('GET', '/warnings', {
    query: { state: 'open' },
  })
  for (const row of forDuty)
    if (row.id === warningId && row.can.acknowledge === true)
      await duty('POST', '/warnings/:id/acknowledge', { params: { id: warningId } })
  const incident = await openIncident(customs, warningId)
  const mine = incident.tasks.find((task) => task.can.accept === true)
  if (mine) await customs('POST', '/tasks/:id/accept', { params: { id: mine.id } })
  if (second) await warn(customs, second.id, 'blue')
}
