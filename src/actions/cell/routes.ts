/** The cell over HTTP: settings and issued briefs here, hand-overs and meetings beside. Drafts are made by the app, which counts. */
import { Type } from 'typebox'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { BriefListSchema, BriefSchema, IssueBriefSchema } from './brief/model.ts'
import { getBrief, issueBrief, listBriefs, openBrief } from './brief/service.ts'
import { meetingRoutes } from './meeting/routes.ts'
import { ChangeSettingsSchema, IdSchema, SettingsSchema } from './model.ts'
import { changeSettings, getSettings } from './settings.ts'
import { shiftRoutes } from './shift/routes.ts'

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/cell/settings',
    summary: 'When the brief is drafted and what is checked at a hand-over, in one’s agency',
    response: SettingsSchema,
    handler: (call) => getSettings(call),
  }),
  route({
    method: 'POST',
    url: '/cell/settings',
    summary: 'Set when the brief is drafted and what is checked at a hand-over',
    body: ChangeSettingsSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { body }) => {
      await changeSettings(call, body)
      return null
    },
  }),
  route({
    method: 'GET',
    url: '/briefs',
    summary: 'Daily briefs that this post may see, newest first',
    response: BriefListSchema,
    discloses: (answer) => answer.rows.map((row) => `brief/${row.id}`),
    handler: (call) => listBriefs(call),
  }),
  route({
    method: 'GET',
    url: '/briefs/:id',
    summary: 'One brief with the lines that this post may see',
    params: IdSchema,
    response: BriefSchema,
    discloses: (answer) => [`brief/${answer.id}`],
    handler: (call, { params }) => getBrief(call, params.id),
  }),
  route({
    method: 'POST',
    url: '/briefs/:id/issue',
    summary: 'Issue a draft with remarks to these agencies',
    params: IdSchema,
    body: IssueBriefSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }, house) => {
      await issueBrief(call, house, params.id, body)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/briefs/:id/opened',
    summary: 'The receipt of one’s agency: the brief was opened',
    params: IdSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params }) => {
      await openBrief(call, params.id)
      return null
    },
  }),
  ...shiftRoutes,
  ...meetingRoutes,
]
