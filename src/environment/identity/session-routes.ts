/**
 * Signing in and out over HTTP. These run without a call, since nobody is signed in yet: plain handlers that the server
 * hangs below `/api`. `setCookie` are complete header values. Schemas are checked here too.
 */
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { DomainError, invalid, notFound } from '../../base/public.ts'
import type { SessionClaim } from '../../store/public.ts'
import { type Carried, claimOf, clearSessionCookie, DEVICE_COOKIE, deviceCookie, sessionCookie } from './cookies.ts'
import { redeemLink, viewLink } from './links.ts'
import * as model from './model.ts'
import { listPersonas } from './personas.ts'
import { describeSession } from './session-view.ts'
import { changePassword, choosePost, endSession } from './sessions.ts'
import { type From, type Guard, type Opened, signIn, signInAsPersona } from './sign-in.ts'
import { hashOfToken } from './tokens.ts'

export type SessionInput = Carried & {
  body?: unknown
  params?: unknown
  /** Of the caller, behind trusted proxies. */
  address: string
}
export type SessionAnswer = { status: number; body: unknown; setCookie?: string[] }

export type SessionRoute = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/api`. */
  url: string
  summary: string
  body?: TSchema
  params?: TSchema
  response?: TSchema
  handler(input: SessionInput): Promise<SessionAnswer>
}

export type SessionSite = Guard & {
  site(): Omit<model.Site, 'epoch'>
  secureCookies: boolean
  /** Shown by authenticators: the site's name. */
  issuer: string
}

const parsed = <S extends TSchema>(schema: S, value: unknown): Static<S> => {
  if (!Value.Check(schema, value)) {
    const path = [...Value.Errors(schema, value)][0]?.instancePath ?? ''
    throw invalid(path.slice(1).replaceAll('/', '.') || 'body', '内容不合要求。', 'Not as required.')
  }
  return value as Static<S>
}

const claimFor = (token: string, of: SessionClaim | null): SessionClaim => ({
  sessionHash: hashOfToken(token).toString('hex'),
  purpose: '',
  realm: of?.realm ?? 1,
})

const needClaim = (input: SessionInput): SessionClaim => {
  const claim = claimOf(input)
  if (claim === null) throw new DomainError('unauthenticated', { zh: '请先登录。', en: 'Please sign in first.' })
  return claim
}

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

const fromOf = (input: SessionInput): From => ({
  address: input.address,
  deviceCookie: input.cookies[DEVICE_COOKIE],
  userAgent: one(input.headers['user-agent']),
})

export const sessionRoutesOf = (house: SessionSite): SessionRoute[] => {
  const view = (claim: SessionClaim | null) => house.auth((tx) => describeSession(tx, claim, house.site()))

  /** The new session takes the place of the one that the browser carried. */
  const enter = async (input: SessionInput, opened: Opened): Promise<SessionAnswer> => {
    const before = claimOf(input)
    if (before) await endSession(house, before)
    return {
      status: 200,
      body: await view(claimFor(opened.token, before)),
      setCookie: [sessionCookie(opened.token, house.secureCookies), deviceCookie(opened.device, house.secureCookies)],
    }
  }

  return [
    {
      method: 'GET',
      url: '/session',
      summary: 'Who is signed in, and what the site is',
      response: model.SessionSchema,
      handler: async (input) => ({ status: 200, body: await view(claimOf(input)) }),
    },
    {
      method: 'POST',
      url: '/session',
      summary: 'Sign in with password and one-time code',
      body: model.SignInSchema,
      response: model.SessionSchema,
      handler: async (input) =>
        enter(input, await signIn(house, parsed(model.SignInSchema, input.body), fromOf(input))),
    },
    {
      method: 'DELETE',
      url: '/session',
      summary: 'Sign out',
      handler: async (input) => {
        const claim = claimOf(input)
        if (claim) await endSession(house, claim)
        return { status: 204, body: null, setCookie: [clearSessionCookie(house.secureCookies)] }
      },
    },
    {
      method: 'PUT',
      url: '/session/post',
      summary: 'Act at another post, or for another purpose',
      body: model.SwitchPostSchema,
      response: model.SessionSchema,
      handler: async (input) => {
        const claim = needClaim(input)
        const choice = parsed(model.SwitchPostSchema, input.body)
        const token = await choosePost(house, claim, choice, one(input.headers['user-agent']))
        return {
          status: 200,
          body: await view(claimFor(token, claim)),
          setCookie: [sessionCookie(token, house.secureCookies)],
        }
      },
    },
    {
      method: 'PUT',
      url: '/session/password',
      summary: 'Change my password; my other sessions end',
      body: model.ChangePasswordSchema,
      handler: async (input) => {
        await changePassword(house, needClaim(input), parsed(model.ChangePasswordSchema, input.body))
        return { status: 204, body: null }
      },
    },
    {
      method: 'GET',
      url: '/session/personas',
      summary: 'People of the demonstration; absent on any other site',
      response: model.PersonasSchema,
      handler: async () => {
        if (!house.demo) throw notFound()
        return { status: 200, body: { rows: await house.auth(listPersonas) } }
      },
    },
    {
      method: 'POST',
      url: '/session/persona',
      summary: 'Sign in as a person of the demonstration; absent on any other site',
      body: model.PersonaSignInSchema,
      response: model.SessionSchema,
      handler: async (input) => {
        if (!house.demo) throw notFound()
        const { login } = parsed(model.PersonaSignInSchema, input.body)
        const opened = await signInAsPersona(house, login, fromOf(input))
        if (!opened) throw notFound()
        return enter(input, opened)
      },
    },
    {
      method: 'GET',
      url: '/links/:token',
      summary: 'A one-time link: whose it is, and the secret for the authenticator',
      params: model.LinkParamsSchema,
      response: model.LinkViewSchema,
      handler: async (input) => {
        const { token } = parsed(model.LinkParamsSchema, input.params)
        return { status: 200, body: await viewLink(house, token, house.issuer) }
      },
    },
    {
      method: 'POST',
      url: '/links/:token',
      summary: 'Set password and one-time codes, and sign in',
      params: model.LinkParamsSchema,
      body: model.UseLinkSchema,
      response: model.SessionSchema,
      handler: async (input) => {
        const { token } = parsed(model.LinkParamsSchema, input.params)
        return enter(input, await redeemLink(house, token, parsed(model.UseLinkSchema, input.body), fromOf(input)))
      },
    },
  ]
}
