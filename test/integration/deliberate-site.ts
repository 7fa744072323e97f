/** An incident over HTTP with its rooms of thought and report: customs opens, maritime safety leads, the terminal works, heritage is a stranger. */
import assert from 'node:assert/strict'
import { routes as deliberateRoutes } from '../../src/actions/deliberate/public.ts'
import { routes as reportRoutes } from '../../src/actions/report/public.ts'
import { routes as respondRoutes } from '../../src/actions/respond/public.ts'
import { routes as warnRoutes } from '../../src/actions/warn/public.ts'
import { hangRoutes } from '../../src/app/http/door.ts'
import { buildServer } from '../../src/app/http/server.ts'
import { faultList } from '../../src/ledger/faults.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import { type Officer, respondSite } from './respond-site.ts'

export const RISK = 'social.dg_misdeclared'
// biome-ignore lint/suspicious/noExplicitAny: answers are asserted field by field
export type Json = any
export type Answer = { status: number; json: Json; headers: Record<string, unknown>; raw: Buffer }

export const deliberateSite = async (t: { after(fn: () => Promise<void>): void }, level = 'orange') => {
  const site = await respondSite(t)
  const people = new Map<string, Officer>()
  for (const agency of ['customs', 'port_operator', 'port_office', 'local_gov', 'heritage'])
    people.set(agency, await site.officer(agency))
  people.set('msa', await site.officer('msa', ['commander', 'duty_officer']))
  people.set('msa-duty', await site.officer('msa', ['duty_officer']))
  const server = await buildServer({
    webDir: '/none',
    version: 'test',
    logError: (error) => assert.fail(String((error as Error)?.stack ?? error)),
  })
  hangRoutes(server, site.house, (request) => people.get(String(request.headers.who))?.claim ?? null, [
    ...warnRoutes,
    ...respondRoutes,
    ...deliberateRoutes,
    ...reportRoutes,
  ])
  t.after(() => server.close())
  const send = async (who: string, method: 'GET' | 'POST', url: string, payload?: object): Promise<Answer> => {
    const response = await server.inject({
      method,
      url: `/api${url}`,
      headers: { who, 'x-tongguan': '1' },
      ...(payload === undefined ? {} : { payload }),
    })
    const json = response.headers['content-type']?.toString().includes('json') ? response.json() : undefined
    return { status: response.statusCode, json, headers: response.headers, raw: response.rawPayload }
  }
  /** It must succeed. */
  const act = async (who: string, url: string, payload?: object): Promise<Json> => {
    const answer = await send(who, 'POST', url, payload)
    assert.ok(answer.status < 300, `${url}: ${answer.status} ${JSON.stringify(answer.json)}`)
    return answer.json
  }
  const read = async (who: string, url: string): Promise<Json> => {
    const answer = await send(who, 'GET', url)
    assert.equal(answer.status, 200, `${url}: ${JSON.stringify(answer.json)}`)
    return answer.json
  }
  const signalId = await site.putSignal('customs', RISK)
  const warning = await act('customs', '/warnings', {
    signalId,
    level,
    title: '疑似瞒报危险品',
    body: '请按职责准备。',
    riskType: RISK,
    place: 'sea',
    jurisdiction: 'CN',
    audience: ['msa', 'port_operator'],
    ackMinutes: 15,
  })
  const opened = await act('customs', '/incidents', {
    title: '疑似瞒报危险品，三号堆场',
    riskType: RISK,
    place: 'sea',
    jurisdiction: 'CN',
    warningId: warning.id,
    signalIds: [signalId],
  })
  /** What `ledger verify` finds of rows changed behind the service's back. The signal was put past the service, so it is left out. */
  const rowFaults = async (): Promise<string[]> => {
    const client = await site.db.owner.connect()
    try {
      const found = faultList()
      await client.query('begin')
      await verifyRows(client, found)
      await client.query('rollback')
      return found.faults
        .map((fault) => `${fault.kind} ${fault.where}`)
        .filter((words) => !/ (signal|assessment) /.test(words))
    } finally {
      client.release()
    }
  }
  return {
    ...site,
    rowFaults,
    people,
    send,
    act,
    read,
    signalId,
    warningId: warning.id as string,
    id: opened.id as string,
  }
}
