/** Reports over HTTP. */
import { Type } from 'typebox'
import { type AnyRoute, type Call, type House, route } from '../../ledger/public.ts'
import { CreatedSchema } from '../warn/public.ts'
import { DraftReportSchema, EditReportSchema, IdParamsSchema, ReportListSchema, ReportSchema } from './model.ts'
import { discardReport, draftReport, editReport, openReport, signReport } from './service.ts'
import { getReport, getReportFile, listReports } from './view.ts'

const act = (url: string, summary: string, fn: (call: Call, house: House, id: string) => Promise<void>): AnyRoute =>
  route({
    method: 'POST',
    url,
    summary,
    params: IdParamsSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params }, house) => {
      await fn(call, house, params.id)
      return null
    },
  })

const file = (form: 'docx' | 'pdf', summary: string): AnyRoute =>
  route({
    method: 'GET',
    url: `/reports/:id/${form}`,
    summary,
    params: IdParamsSchema,
    response: Type.Unknown(),
    rawAnswer: true,
    handler: (call, { params }, house) => getReportFile(call, house, params.id, form),
  })

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/incidents/:id/reports',
    summary: 'Reports of an incident, what is due next, and how many were late, missed or corrected',
    scope: 'incidents:read',
    params: IdParamsSchema,
    response: ReportListSchema,
    discloses: (answer) => answer.rows.map((row) => `report/${row.id}`),
    handler: (call, { params }, house) => listReports(call, house, params.id),
  }),
  route({
    method: 'POST',
    url: '/incidents/:id/reports',
    summary: 'Draft a report from the record',
    params: IdParamsSchema,
    body: DraftReportSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { params, body }, house) => draftReport(call, house, params.id, body),
  }),
  route({
    method: 'GET',
    url: '/reports/:id',
    summary: 'One report',
    scope: 'incidents:read',
    params: IdParamsSchema,
    response: ReportSchema,
    discloses: (answer) => [`report/${answer.id}`],
    handler: (call, { params }, house) => getReport(call, house, params.id),
  }),
  route({
    method: 'POST',
    url: '/reports/:id/edit',
    summary: 'Change the words of a draft',
    params: IdParamsSchema,
    body: EditReportSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await editReport(call, params.id, body)
      return null
    },
  }),
  act('/reports/:id/discard', 'Discard a draft', (call, _house, id) => discardReport(call, id)),
  act('/reports/:id/sign', 'Sign, number and send a report', signReport),
  act('/reports/:id/receipt', 'Receipt: the agency has opened it', (call, _house, id) => openReport(call, id)),
  file('docx', 'A report as a Word file'),
  file('pdf', 'A report as PDF'),
]
