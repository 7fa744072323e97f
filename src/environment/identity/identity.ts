/** Identity, put together once by the app: the site's key, the auth role's connection, passwords, and the session's routes. */
import type { Bilingual } from '../../base/public.ts'
import type { House } from '../../ledger/public.ts'
import { type SessionClaim, withRole } from '../../store/public.ts'
import { OWASP_COST, type PasswordCost, passwordsOf } from './passwords.ts'
import { ensureSystemPosts } from './posts.ts'
import { type SessionRoute, sessionRoutesOf } from './session-routes.ts'
import type { AuthDb } from './sign-in.ts'
import { siteKey } from './site-key.ts'
import { endDemoSessions, slideSession } from './store.ts'

export type IdentityOptions = {
  house: House
  siteName: Bilingual
  /** The site is reached over https. */
  secureCookies: boolean
  /** Lower only in tests. */
  passwordCost?: PasswordCost
}

export type Identity = {
  sessionRoutes: readonly SessionRoute[]
  /** Call once after migrations: system posts of all members, and an end to demonstration sessions where none may be. */
  start(): Promise<void>
  /** A sign of life of a session: keeps it from ending by idleness. Cheap; call it for every request that a person made. */
  touch(claim: SessionClaim): void
}

/** A session's life is written at most this often: a write per request would cost more than it tells. */
const TOUCH_MS = 60_000
const TOUCHES_KEPT = 10_000

const SWEEP_MS = 600_000

const sweeper = () => {
  let last = Number.NEGATIVE_INFINITY
  return (): boolean => {
    if (performance.now() - last < SWEEP_MS) return false
    last = performance.now()
    return true
  }
}

const toucher = (auth: AuthDb) => {
  const touched = new Map<string, number>()
  return ({ sessionHash }: SessionClaim): void => {
    const now = performance.now()
    if (now - (touched.get(sessionHash) ?? Number.NEGATIVE_INFINITY) < TOUCH_MS) return
    // Oldest first: keys that nobody knows cannot fill the memory.
    if (touched.size >= TOUCHES_KEPT) touched.delete(touched.keys().next().value!)
    touched.delete(sessionHash)
    touched.set(sessionHash, now)
    auth((tx) => slideSession(tx, Buffer.from(sessionHash, 'hex'))).catch(() => touched.delete(sessionHash))
  }
}

export const createIdentity = (options: IdentityOptions): Identity => {
  const { house } = options
  const auth: AuthDb = (fn) => withRole(house.db, 'auth', fn)
  const sessionRoutes = sessionRoutesOf({
    auth,
    key: siteKey(house.dataDir),
    now: () => house.clock.now(),
    demo: house.demo,
    passwords: passwordsOf(options.passwordCost ?? OWASP_COST),
    sweepDue: sweeper(),
    secureCookies: options.secureCookies,
    issuer: `同关 ${options.siteName.zh}`,
    site: () => ({
      name: options.siteName,
      port: house.portCode,
      portZone: house.portZone,
      demo: house.demo,
      synthetic: house.demo,
      now: house.clock.now().toISOString(),
    }),
  })
  return {
    sessionRoutes,
    touch: toucher(auth),
    start: async () => {
      await auth(async (tx) => {
        await ensureSystemPosts(tx)
        if (!house.demo) await endDemoSessions(tx)
      })
    },
  }
}
