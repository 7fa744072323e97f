/**
 * Requests to the server. Same origin, cookies for the session, `x-tongguan: 1` on every write (a form of another site
 * cannot send it), `Idempotency-Key` on POST. Refusals arrive as `Problem`, with words and a remedy in both languages.
 *
 *     const list = await get<SignalList>('/signals', { limit: 50, before: cursor })
 *     await post<{ id: string }>('/warnings', { level: 'orange', … })
 *
 * Paths are below `/api`. Types come from the rooms: `import type { SignalList } from '../../../src/actions/signals/model.ts'`.
 */
import { Problem, problemFrom } from '../../kit/problem.ts'

export type Query = Record<string, string | number | boolean | null | undefined>

type Options = {
  query?: Query | undefined
  signal?: AbortSignal | undefined
  /** One key for one intention: pass the same key to repeat after a failure of the network. */
  idempotencyKey?: string
  /** A question that changes nothing: the server need not keep its answer. */
  keyless?: true
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Called on 401 of any request but sign-in: the session ended. Set once by the session module. */
let onSignedOut: () => void = () => {}
export const whenSignedOut = (act: () => void): void => {
  onSignedOut = act
}

/** `/signals` and a query become `/api/signals?…`; what is undefined, null or empty is left out. */
export const apiUrl = (path: string, query: Query = {}): string => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value))
  const text = params.toString()
  return `/api${path}${text === '' ? '' : `?${text}`}`
}

const readBody = async (response: Response): Promise<unknown> => {
  if (response.status === 204) return undefined
  const text = await response.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const send = async <T>(method: Method, path: string, body: unknown, options: Options): Promise<T> => {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (method !== 'GET') headers['x-tongguan'] = '1'
  if (method === 'POST' && !options.keyless) headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID()
  let payload: BodyInit | null = null
  if (body instanceof Blob) {
    payload = body
    headers['content-type'] = 'application/octet-stream'
  } else if (body !== undefined) {
    payload = JSON.stringify(body)
    headers['content-type'] = 'application/json'
  }
  let response: Response
  try {
    response = await fetch(apiUrl(path, options.query), {
      method,
      headers,
      body: payload,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: options.signal ?? null,
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem({ code: 'network' })
  }
  const answer = await readBody(response)
  if (response.ok) return answer as T
  const problem = problemFrom(response.status, answer)
  if (problem.code === 'unauthenticated' && path !== '/session') onSignedOut()
  throw problem
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  send<T>('GET', path, undefined, { query, signal })

/** `body` may be a Blob or File: then it goes as raw bytes. */
export const post = <T>(path: string, body?: unknown, options: Options = {}): Promise<T> =>
  send<T>('POST', path, body, options)

export const put = <T>(path: string, body?: unknown, options: Options = {}): Promise<T> =>
  send<T>('PUT', path, body, options)

export const remove = <T>(path: string, options: Options = {}): Promise<T> =>
  send<T>('DELETE', path, undefined, options)

/** An upload with progress, which `fetch` does not report. `onProgress` gets a share of 0 to 1; `signal` stops it. */
export const upload = <T>(
  path: string,
  file: Blob,
  query: Query,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    request.open('POST', apiUrl(path, query))
    request.setRequestHeader('x-tongguan', '1')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('idempotency-key', crypto.randomUUID())
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onerror = () => reject(new Problem({ code: 'network' }))
    request.onload = () => {
      let answer: unknown
      try {
        answer = JSON.parse(request.responseText)
      } catch {
        answer = undefined
      }
      if (request.status >= 200 && request.status < 300) resolve(answer as T)
      else reject(problemFrom(request.status, answer))
    }
    request.send(file)
  })
