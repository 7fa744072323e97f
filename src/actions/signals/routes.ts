/** Signals, sources and imports over HTTP. */
import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { DomainError } from '../../base/public.ts'
import { deriveKey, rightOf, rolesFor, siteKey } from '../../environment/identity/public.ts'
import { type AnyRoute, type House, route } from '../../ledger/public.ts'
import { cursorsOf, type Place } from './cursor.ts'
import { signalForms } from './forms.ts'
import { MAX_IMPORT_BYTES } from './import-file.ts'
import { beginUpload, discardUpload, previewUpload, stageUpload } from './import-preview.ts'
import { startImport } from './import-service.ts'
import { getImport, listImports, pageOfRejects, rejectsFile } from './import-view.ts'
import { viewInbox } from './inbox-view.ts'
import {
  CheckedSignalSchema,
  CheckSignalSchema,
  ImportListSchema,
  ImportPreviewSchema,
  ImportRejectListSchema,
  ImportRunSchema,
  InboxViewSchema,
  PageQuerySchema,
  PostResultsSchema,
  type PostSignals,
  PostSignalsSchema,
  SignalCountSchema,
  SignalFilterSchema,
  SignalFormsSchema,
  SignalIdSchema,
  SignalListSchema,
  SignalQuerySchema,
  SignalSchema,
  SourcesSchema,
  StartedImportSchema,
  StartImportQuerySchema,
  UploadColumnsSchema,
  UploadSchema,
} from './model.ts'
import { checkSignal, postSignals } from './post-signals.ts'
import { listSources, listSourcesToAdminister } from './sources.ts'
import { countOf, getSignal, listSignals } from './view.ts'

const READ = rolesFor('signals.read')
const IMPORT = rolesFor('signals.import')
const REPORT = rolesFor('signals.report')
const ADMINISTER = rolesFor('admin.accounts')
const DEFAULT_LIMIT = 50

const cursorsFor = (house: House, list: string) => cursorsOf(deriveKey(siteKey(house.dataDir), 'cursors/signals'), list)
const openCursor = (house: House, list: string, text: string | undefined): Place | undefined =>
  text === undefined ? undefined : cursorsFor(house, list).open(text)
const sealCursor = (house: House, list: string, place: Place | null): string | null =>
  place === null ? null : cursorsFor(house, list).seal(place)

/** `row:field`: a place in a file whose every refused row the reader may see. */
const rejectPlace = (text: string | undefined): { row: number; field: string } => {
  if (text === undefined) return { row: 0, field: '' }
  const [row, ...field] = text.split(':')
  if (!/^\d{1,9}$/.test(row ?? ''))
    throw new DomainError('invalid', { zh: '翻页标记无效。', en: 'The page marker is not valid.' })
  return { row: Number(row), field: field.join(':') }
}

const FILE_BODY = {
  maxBytes: MAX_IMPORT_BYTES,
  types: [
    'application/octet-stream',
    'text/csv',
    'text/plain',
    'application/x-ndjson',
    'application/vnd.ms-excel',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
}

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/signals',
    summary: 'Signals, newest first; by words, by who must look, by kind, source and level',
    roles: READ,
    scope: 'signals:read',
    query: SignalQuerySchema,
    response: SignalListSchema,
    discloses: (answer) => answer.rows.map((row) => `signal/${row.id}`),
    handler: async (call, { query }, house) => {
      const { rows, next } = await listSignals(
        call,
        { ...query, limit: query.limit ?? DEFAULT_LIMIT },
        openCursor(house, 'signals', query.before),
      )
      return { rows, next: sealCursor(house, 'signals', next) }
    },
  }),
  route({
    method: 'GET',
    url: '/signals/count',
    summary: 'How many signals, and how many of them wait for a person',
    roles: READ,
    scope: 'signals:read',
    query: SignalFilterSchema,
    response: SignalCountSchema,
    handler: (call, { query }) => countOf(call, query),
  }),
  route({
    method: 'GET',
    url: '/signals/kinds',
    summary:
      'Kinds of signals: their fields, code lists, flags and subjects in words; which of them the post may write down',
    roles: READ,
    scope: 'signals:read',
    response: SignalFormsSchema,
    handler: async (call) => signalForms(call),
  }),
  route({
    method: 'POST',
    url: '/signals/check',
    summary: 'What would be said to a signal that is still being written: faults and flags; nothing is kept',
    roles: REPORT,
    scope: 'signals:write',
    body: CheckSignalSchema,
    response: CheckedSignalSchema,
    handler: async (call, { body }, house) => checkSignal(house, body, call.at),
  }),
  route({
    method: 'GET',
    url: '/signals/:id',
    summary: 'One signal: fields, assessment with reasons, versions, subjects, who may see it, what it led to',
    roles: READ,
    scope: 'signals:read',
    params: SignalIdSchema,
    response: SignalSchema,
    discloses: (answer) => [`signal/${answer.id}`],
    handler: (call, { params }) => getSignal(call, params.id),
  }),
  route({
    method: 'POST',
    url: '/signals',
    summary: 'Brings one signal of any kind, or up to 1,000; safe to repeat',
    roles: REPORT,
    scope: 'signals:write',
    body: PostSignalsSchema,
    response: PostResultsSchema,
    handler: (call, { body }, house) => postSignals(call, house, body as PostSignals),
  }),
  route({
    method: 'GET',
    url: '/sources',
    summary: 'Where signals come from; for administrators, every source that a token may be bound to',
    roles: [...READ, ...ADMINISTER],
    scope: 'signals:read',
    response: SourcesSchema,
    handler: async (call) => ({
      rows: await (rightOf('admin.accounts', call.actor.roles, call.actor.purpose) === true
        ? listSourcesToAdminister(call.tx, call.actor)
        : listSources(call.tx, call.actor)),
    }),
  }),
  route({
    method: 'POST',
    url: '/imports',
    summary:
      'Takes a file of signals of the source’s kind (CSV, XLSX or JSON lines, up to 64 MiB) and imports it in the background',
    roles: IMPORT,
    scope: 'signals:write',
    status: 202,
    query: StartImportQuerySchema,
    rawBody: FILE_BODY,
    response: StartedImportSchema,
    handler: (call, { body, query }, house) =>
      startImport(call, house, { ...query, chunks: body as unknown as Readable }),
  }),
  route({
    method: 'POST',
    url: '/imports/uploads',
    summary: 'Takes a file to look at: its columns and fields, what its first rows become; nothing is imported yet',
    roles: IMPORT,
    query: StartImportQuerySchema,
    rawBody: FILE_BODY,
    response: ImportPreviewSchema,
    handler: (call, { body, query }, house) =>
      stageUpload(call, house, { ...query, chunks: body as unknown as Readable }),
  }),
  route({
    method: 'POST',
    url: '/imports/preview',
    summary: 'The same file with its columns mapped otherwise; nothing is kept',
    roles: IMPORT,
    body: UploadColumnsSchema,
    response: ImportPreviewSchema,
    handler: (call, { body }, house) => previewUpload(call, house, body),
  }),
  route({
    method: 'POST',
    url: '/imports/begin',
    summary: 'Imports a file that was looked at, and remembers its columns for the source; safe to repeat',
    roles: IMPORT,
    status: 202,
    body: UploadColumnsSchema,
    response: StartedImportSchema,
    handler: (call, { body }, house) => beginUpload(call, house, body),
  }),
  route({
    method: 'POST',
    url: '/imports/discard',
    summary: 'Removes a file that was looked at and is not wanted',
    roles: IMPORT,
    status: 204,
    body: UploadSchema,
    response: Type.Any(),
    handler: (call, { body }, house) => discardUpload(call, house, body),
  }),
  route({
    method: 'GET',
    url: '/imports',
    summary: 'Imports, newest first, with their progress',
    roles: IMPORT,
    query: PageQuerySchema,
    response: ImportListSchema,
    discloses: (answer) => answer.rows.map((row) => `import/${row.id}`),
    handler: async (call, { query }, house) => {
      const before = openCursor(house, 'imports', query.before)
      const { rows, next } = await listImports(call, query.limit ?? DEFAULT_LIMIT, before)
      return { rows, next: sealCursor(house, 'imports', next) }
    },
  }),
  route({
    method: 'GET',
    url: '/imports/folder',
    summary: 'The watched folder: what waits there, what became of the files it brought',
    roles: IMPORT,
    response: InboxViewSchema,
    discloses: (answer) => answer.files.map((file) => `inbox_file/${file.id}`),
    handler: (call, _input, house) => viewInbox(call, house),
  }),
  route({
    method: 'GET',
    url: '/imports/:id',
    summary: 'One import with its progress',
    roles: IMPORT,
    params: SignalIdSchema,
    response: ImportRunSchema,
    discloses: (answer) => [`import/${answer.id}`],
    handler: (call, { params }) => getImport(call, params.id),
  }),
  route({
    method: 'GET',
    url: '/imports/:id/rejects',
    summary: 'Rows that were refused: row, field, remedy; in the order of the file',
    roles: IMPORT,
    params: SignalIdSchema,
    query: PageQuerySchema,
    response: ImportRejectListSchema,
    discloses: (_answer, { params }) => [`import/${params.id}`],
    handler: async (call, { params, query }) => {
      const { rows, next } = await pageOfRejects(
        call,
        params.id,
        query.limit ?? DEFAULT_LIMIT,
        rejectPlace(query.before),
      )
      return { rows, next: next === null ? null : `${next.row}:${next.field}` }
    },
  }),
  route({
    method: 'GET',
    url: '/imports/:id/rejects.csv',
    summary: 'Refused rows as a file that a spreadsheet opens without running anything in it',
    roles: IMPORT,
    params: SignalIdSchema,
    response: Type.Any(),
    discloses: (_answer, { params }) => [`import/${params.id}`],
    rawAnswer: true,
    handler: (call, { params }) => rejectsFile(call, params.id),
  }),
]
