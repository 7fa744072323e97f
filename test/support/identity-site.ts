/** A site with accounts, for tests of identity: two agencies, an administrator, an officer with two posts; cheap passwords. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Secret } from 'otpauth'
import { Type } from 'typebox'
import { accountCommand } from '../../src/app/cli/account.ts'
import { hangRoutes } from '../../src/app/http/door.ts'
import { buildServer } from '../../src/app/http/server.ts'
import { claimReader, hangSessionRoutes } from '../../src/app/http/session-routes.ts'
import { fixedClock, LIVE_REALM, type RealmId } from '../../src/base/public.ts'
import { codeAt } from '../../src/environment/identity/one-time-codes.ts'
import {
  claimOf,
  createIdentity,
  type Identity,
  type LinkView,
  routes,
  type SessionRoute,
  type SessionView,
} from '../../src/environment/identity/public.ts'
import { type House, route } from '../../src/ledger/public.ts'
import { withRole } from '../../src/store/public.ts'
import { type TestDatabase, testDatabase } from './database.ts'

export const PASSWORD = 'quay crane fog seven'
export const COST = { memoryKiB: 64, passes: 1 }

type Answer = { status: number; body: unknown; setCookie: string[] }

/** A browser at an address: keeps cookies, calls the session's routes. */
export class Browser {
  readonly cookies: Record<string, string> = {}
  readonly identity: Identity
  address: string

  constructor(identity: Identity, address: string) {
    this.identity = identity
    this.address = address
  }

  async call(method: SessionRoute['method'], url: string, body?: unknown): Promise<Answer> {
    const parts = url.split('/')
    const route = this.identity.sessionRoutes.find(
      (one) =>
        one.method === method &&
        one.url.split('/').length === parts.length &&
        one.url.split('/').every((part, i) => part.startsWith(':') || part === parts[i]),
    )
    if (!route) throw new Error(`no route ${method} ${url}`)
    const params = { token: parts.at(-1) }
    const answer = await route.handler({ body, params, cookies: this.cookies, headers: {}, address: this.address })
    for (const text of answer.setCookie ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(text)!
      if (value === '') delete this.cookies[name!]
      else this.cookies[name!] = value!
    }
    return { status: answer.status, body: answer.body, setCookie: answer.setCookie ?? [] }
  }

  async session(): Promise<SessionView> {
    return (await this.call('GET', '/session')).body as SessionView
  }

  claim() {
    const claim = claimOf({ cookies: this.cookies, headers: {} })
    if (!claim) throw new Error('this browser carries no session')
    return { ...claim, realm: LIVE_REALM as RealmId }
  }
}

export type IdentitySite = {
  database: TestDatabase
  house: House
  clock: ReturnType<typeof fixedClock>
  identity: Identity
  browser(address?: string): Browser
  /** Runs `tongguan account …` and gives its one JSON answer. */
  command(...args: string[]): Promise<{ status: number; answer: Record<string, unknown>; message: string }>
  /** Takes a link to the end: password set, codes enrolled, signed in. Gives the code's secret. */
  enrol(browser: Browser, link: string, password?: string): Promise<Buffer>
  /** A code that has not been used: moves the clock to the next step first. */
  freshCode(secret: Buffer): string
  drop(): Promise<void>
}

export const tokenOf = (link: string): string => link.split('/').at(-1)!

export const identitySite = async (options: { demo: boolean }): Promise<IdentitySite> => {
  const database = await testDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'identity-'))
  const clock = fixedClock(new Date())
  const house: House = {
    clock,
    db: database.db,
    dataDir,
    demo: options.demo,
    ledgerOrigin: 'ledger.test/live',
    portZone: 'Asia/Shanghai',
    portCode: 'CNLMN',
  }
  await withRole(database.db, 'owner', async (tx) => {
    for (const id of ['port_office', 'customs', 'health_cdc', 'nia', 'msa', 'port_operator', 'public_security', 'lab'])
      await tx.query('select app.put_agency($1, $2, $3, $4, false)', [id, `${id}（试）`, `${id} (test)`, 'test'])
  })
  const identity = createIdentity({
    house,
    siteName: { zh: '澜门口岸', en: 'Port of Lanmen' },
    secureCookies: true,
    passwordCost: COST,
  })
  const site: IdentitySite = {
    database,
    house,
    clock,
    identity,
    browser: (address = '203.0.113.9') => new Browser(identity, address),
    command: async (...args) => {
      const lines: string[] = []
      const messages: string[] = []
      const status = await accountCommand(args, house, 'https://port.test', {
        out: (line) => lines.push(line),
        err: (line) => messages.push(line),
        json: true,
      })
      return { status, answer: lines.length > 0 ? JSON.parse(lines.join('\n')) : {}, message: messages.join('\n') }
    },
    enrol: async (browser, link, password = PASSWORD) => {
      const url = `/links/${tokenOf(link)}`
      const { totp } = (await browser.call('GET', url)).body as LinkView
      const secret = Buffer.from(Secret.fromBase32(totp.secret).bytes)
      await browser.call('POST', url, { password, code: site.freshCode(secret) })
      return secret
    },
    freshCode: (secret) => {
      clock.set(new Date(clock.now().getTime() + 30_000))
      return codeAt(secret, clock.now())
    },
    drop: async () => {
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return site
}

/** A stand-in for a room's route that machines may call. */
const readSignals = route({
  method: 'GET',
  url: '/test/signals',
  summary: 'test',
  roles: ['duty_officer', 'analyst'],
  scope: 'signals:read',
  response: Type.Object({ post: Type.String(), account: Type.Union([Type.String(), Type.Null()]) }),
  handler: async (call) => ({ post: call.actor.postId, account: call.actor.accountId }),
})

export const serverOf = async (site: IdentitySite): Promise<FastifyInstance> => {
  const server = await buildServer({
    webDir: join(site.house.dataDir, 'no-web'),
    version: 'test',
    logError: (error) => {
      throw error
    },
  })
  hangSessionRoutes(server, site.identity)
  hangRoutes(server, site.house, claimReader(site.identity), [...routes, readSignals])
  await server.ready()
  return server
}

export type Headers = Record<string, string>
export type Reply = { status: number; body: Record<string, unknown>; setCookie: string }

export const asker = (server: FastifyInstance, headers: () => Headers) => {
  return async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object): Promise<Reply> => {
    const answer = await server.inject({
      method,
      url: `/api${url}`,
      headers: { 'x-tongguan': '1', ...headers() },
      ...(payload ? { payload } : {}),
    })
    return {
      status: answer.statusCode,
      body: answer.body === '' ? {} : answer.json(),
      setCookie: String(answer.headers['set-cookie'] ?? ''),
    }
  }
}

export const cookieOf = (browser: Browser): Headers => ({ cookie: `tg_session=${browser.cookies['tg_session'] ?? ''}` })
