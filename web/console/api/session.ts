/** Who is signed in, at which post, for which purpose, and what that post may do here. One query for the whole console. */
import { useQuery } from '@tanstack/react-query'
import type { Bilingual } from '../../../src/base/public.ts'
import type { Right, SessionView, SignedIn, Site } from '../../../src/environment/identity/model.ts'
import type { Problem } from '../../kit/problem.ts'
import { get, post, put, remove, whenSignedOut } from './client.ts'
import { queryClient } from './query-client.ts'

export type { Right, SignedIn, Site }
export type Named = SignedIn['agency']

/** With the difference between the server's clock and this machine's. */
export type Session = SessionView & { offsetMs: number }

const KEY = ['session']

const stamp = (answer: SessionView): Session => ({
  ...answer,
  offsetMs: new Date(answer.site.now).getTime() - Date.now(),
})

const fetchSession = async (): Promise<Session> => stamp(await get<SessionView>('/session'))

export const sessionQuery = { queryKey: KEY, queryFn: fetchSession, staleTime: 60_000 }

export const useSession = () => useQuery<Session, Problem>(sessionQuery)

/** In pages below the shell somebody is always signed in. */
export const useSignedIn = (): SignedIn => {
  const { data } = useSession()
  if (!data?.signedIn) throw new Error('no session below the shell')
  return data
}

/** `true`, or why this post may not. */
export const useRight = (right: Right): true | Bilingual => useSignedIn().rights[right]

/**
 * Nothing of the identity before stays in memory. The session's own query is kept, since the shell watches it; the
 * others end with the pages that watch them.
 */
const forgetAll = (): void => queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] })

const enter = (answer: SessionView): Session => {
  const session = stamp(answer)
  queryClient.setQueryData(KEY, session)
  forgetAll()
  return session
}

export const signIn = async (login: string, password: string, code?: string): Promise<Session> =>
  enter(await post<SignedIn>('/session', code ? { login, password, code } : { login, password }))

export const signInAsPersona = async (login: string): Promise<Session> =>
  enter(await post<SignedIn>('/session/persona', { login }))

export const setPassword = async (token: string, password: string, code: string): Promise<Session> =>
  enter(await post<SignedIn>(`/links/${encodeURIComponent(token)}`, { password, code }))

export const choosePost = async (postId: string, purpose?: string): Promise<Session> =>
  enter(await put<SignedIn>('/session/post', purpose ? { postId, purpose } : { postId }))

export const signOut = async (): Promise<void> => {
  await remove('/session')
  await queryClient.invalidateQueries({ queryKey: KEY })
  forgetAll()
}

/** After 401 on any request the session is read again; the shell then shows the sign-in page. */
export const startSession = (): void => {
  whenSignedOut(() => {
    forgetAll()
    void queryClient.invalidateQueries({ queryKey: KEY })
  })
}
