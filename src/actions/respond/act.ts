/** The shape of most routes here: an act on one object that answers nothing but that it was done. */
import { type Static, type TSchema, Type } from 'typebox'
import { type AnyRoute, type Call, type House, route } from '../../ledger/public.ts'
import { IdParamsSchema, type ReasonBodySchema } from './model.ts'

/** An act that answers nothing but that it was done. */
export const act = (
  url: string,
  summary: string,
  body: typeof ReasonBodySchema | undefined,
  fn: (call: Call, house: House, id: string, reason: string) => Promise<unknown>,
): AnyRoute =>
  route({
    method: 'POST',
    url,
    summary,
    params: IdParamsSchema,
    ...(body ? { body } : {}),
    response: Type.Null(),
    status: 204,
    handler: async (call, input, house) => {
      await fn(call, house, input.params.id, (input.body as { reason?: string } | undefined)?.reason ?? '')
      return null
    },
  })

/** The same with a body of its own. */
export const actWith = <B extends TSchema>(
  url: string,
  summary: string,
  body: B,
  fn: (call: Call, house: House, id: string, body: Static<B>) => Promise<unknown>,
): AnyRoute =>
  route({
    method: 'POST',
    url,
    summary,
    params: IdParamsSchema,
    body,
    response: Type.Null(),
    status: 204,
    handler: async (call, input, house) => {
      await fn(call, house, input.params.id, input.body as Static<B>)
      return null
    },
  })
