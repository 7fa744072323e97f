/**
 * How a room offers itself over HTTP without knowing the server: plain data with TypeBox schemas. The app turns each into
 * a route, an entry of the OpenAPI document and a check of the caller's right, runs the handler inside one call, and
 * writes the entry of what was disclosed before the answer leaves.
 */
import type { Readable } from 'node:stream'
import type { Static, TSchema } from 'typebox'
import type { Call, House } from './call.ts'

type In<S> = S extends TSchema ? Static<S> : undefined

export type Route<B = undefined, Q = undefined, P = undefined, R = TSchema> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api`: `/warnings/:id`. */
  url: string
  summary: string
  /** Post roles that may call it; empty: every signed-in post. A refusal is `forbidden` with this reason. */
  roles?: readonly string[]
  /** Scope that an API token needs; without one, tokens may not call it. */
  scope?: string
  params?: P
  query?: Q
  body?: B
  response: R
  /** The body is taken as a stream of bytes of these media types, up to this size; `input.body` is then a Readable. */
  rawBody?: { maxBytes: number; types: readonly string[] }
  /** Takes a raw body in before the call opens, so that no transaction waits for a slow sender; `input.body` is its result. */
  receive?: (body: Readable) => Promise<unknown>
  /** The handler answers a `Download` instead of JSON. */
  rawAnswer?: true
  /** Ids of the protected records in the answer (`signal/<uuid>`); one `record.viewed` entry commits to the list. */
  discloses?: (answer: In<R>, input: { query: In<Q>; params: In<P> }) => string[]
  /** Status of success; 200 unless told. */
  status?: 200 | 201 | 202 | 204
  handler: (call: Call, input: { body: In<B>; query: In<Q>; params: In<P> }, house: House) => Promise<In<R>>
}

/** A file as an answer: an attachment, never sniffed. `inline`: to be looked at in the page, without any script of its own. */
export type Download = { mediaType: string; fileName: string; body: Buffer | string | Readable; inline?: true }

/** A route whose schemas were checked where it was written. */
export type AnyRoute = Omit<Route<TSchema, TSchema, TSchema>, 'params' | 'query' | 'body' | 'discloses' | 'handler'> & {
  params?: TSchema
  query?: TSchema
  body?: TSchema
  discloses?: (answer: never, input: never) => string[]
  handler: (call: Call, input: never, house: House) => Promise<unknown>
}

/** Keeps the types of the schemas together with the handler. */
export const route = <
  B extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  P extends TSchema | undefined = undefined,
  R extends TSchema = TSchema,
>(
  spec: Route<B, Q, P, R>,
): AnyRoute => spec as AnyRoute
