/**
 * How a room offers itself over HTTP without knowing the server: plain data with TypeBox schemas. The app turns each into
 * a route, an entry of the OpenAPI document and a check of the caller's right, runs the handler inside one call, and
 * writes the entry of what was disclosed before the answer leaves.
 */
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
  /** Ids of the protected records in the answer (`signal/<uuid>`); one `record.viewed` entry commits to the list. */
  discloses?: (answer: In<R>) => string[]
  /** Status of success; 200 unless told. */
  status?: 200 | 201 | 202 | 204
  handler: (call: Call, input: { body: In<B>; query: In<Q>; params: In<P> }, house: House) => Promise<In<R>>
}

// biome-ignore lint/suspicious/noExplicitAny: a list of routes of many shapes; each was checked where it was written
export type AnyRoute = Route<any, any, any, any>

/** Keeps the types of the schemas together with the handler. */
export const route = <
  B extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  P extends TSchema | undefined = undefined,
  R extends TSchema = TSchema,
>(
  spec: Route<B, Q, P, R>,
): AnyRoute => spec
