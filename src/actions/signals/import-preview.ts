/**
 * A file before it is taken in: which column is which field, what the first rows become, which would be refused and why. The
 * file waits on the server; what the page holds of it is a sealed text that only the same officer at the same post can use, so
 * that no row says who looks at what.
 */
import { type Bilingual, DomainError, sealedText, uuid } from '../../base/public.ts'
import { deriveKey, siteKey } from '../../environment/identity/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { isUniqueViolation } from '../../store/public.ts'
import { recordsOf } from './csv.ts'
import type { Encoding } from './encoding.ts'
import { type FileForm, type FileRow, fileRows, lookAt, objectsOf } from './file-rows.ts'
import {
  hasFile,
  isStaged,
  type KeptFile,
  keepFile,
  removeFile,
  removeStaged,
  stageFile,
  textOf,
  unstageFile,
} from './import-file.ts'
import { fileNameOf, keepingAlive, noticesOfFile, queueImport } from './import-service.ts'
import { findImport } from './import-store.ts'
import { type Choices, type ColumnChoice, choicesOf, differenceOf, nameKey } from './kinds/header.ts'
import { readSignal } from './kinds/read.ts'
import { columnsOf, getKind, type SignalKind } from './kinds/registry.ts'
import { detailOf, titleOf } from './kinds/words.ts'
import { checkChoices, columnsRead, guessLoosely, readsAlike } from './mapping.ts'
import { findMapping, insertMapping, type KeptMapping } from './mapping-store.ts'
import type { ImportPreview } from './model.ts'
import { sheetRecordsOf } from './sheet-file.ts'
import { getSourceToWrite, type Source } from './sources.ts'

/** Rows that are shown, and rows that are tried: enough to see a column that was taken for another. */
const SHOWN_ROWS = 8
const TRIED_ROWS = 200
const LONGEST_SHOWN = 80
const MOST_SHEETS = 50
/** As long as `sweepImportFiles` leaves the file. */
const UPLOAD_HOURS = 24

type Upload = {
  id: string
  source: string
  account: string | null
  post: string
  name: string
  bytes: number
  sha256: string
  encoding: Encoding
  sheet: KeptFile['sheet']
  until: number
}

const sealFor = (house: House) => sealedText(deriveKey(siteKey(house.dataDir), 'import uploads'), 'import upload')

const gone = (): DomainError =>
  new DomainError('conflict', {
    zh: '上传的文件已过期或已不在，请重新选择文件。',
    en: 'The uploaded file has expired or is gone; choose it again.',
  })

const openUpload = (call: Call, house: House, sealed: string): Upload => {
  const text = sealFor(house).open(sealed)
  const upload = text === undefined ? undefined : (JSON.parse(text) as Upload)
  const own = upload?.account === call.actor.accountId && upload.post === call.actor.postId
  if (!upload || !own || upload.until < call.at.getTime()) throw gone()
  return upload
}

const fileOf = (upload: Upload): KeptFile => ({
  bytes: upload.bytes,
  sha256: Buffer.from(upload.sha256, 'hex'),
  encoding: upload.encoding,
  sheet: upload.sheet,
})

/** Texts of the cells as they stand in the file, beside what is read of them. */
async function* cellsAsTheyStand(text: AsyncIterable<string>, form: FileForm): AsyncGenerator<string[]> {
  if (form.cut === 'json') {
    for await (const object of objectsOf(text)) {
      const byName = new Map(Object.entries(object ?? {}).map(([name, value]) => [nameKey(name), value]))
      yield form.mapping.names.map((name) => {
        const value = byName.get(nameKey(name))
        return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
      })
    }
    return
  }
  let isHeader = true
  for await (const { cells } of form.cut === 'sheet' ? sheetRecordsOf(text) : recordsOf(text)) {
    if (!isHeader) yield cells ?? []
    isHeader = false
  }
}

const shownCell = (cell: string): string => cell.slice(0, LONGEST_SHOWN)

/** Known before the columns are: whoever maps them must see what they hold. */
const samplesOf = async (open: () => AsyncIterable<string>, form: FileForm): Promise<string[][]> => {
  const samples: string[][] = form.mapping.names.map(() => [])
  let rows = 0
  for await (const cells of cellsAsTheyStand(open(), form)) {
    for (const [index, sample] of samples.entries()) sample.push(shownCell(cells[index] ?? ''))
    if (++rows === SHOWN_ROWS) break
  }
  return samples
}

type Tried = { shown: ImportPreview['rows']; tried: number; refused: number }

const become = (
  kind: SignalKind,
  { cells, faults }: FileRow,
  zone: string,
): Pick<ImportPreview['rows'][number], 'title' | 'detail' | 'faults'> => {
  const read = cells ? readSignal(kind, cells, zone) : { content: null, faults: faults ?? [] }
  if (!read.content) return { title: null, detail: null, faults: [...(read.faults ?? [])] }
  const { body } = read.content
  return { title: titleOf(kind, body), detail: detailOf(kind, body), faults: [] }
}

const tryRows = async (open: () => AsyncIterable<string>, form: FileForm, zone: string): Promise<Tried> => {
  const result: Tried = { shown: [], tried: 0, refused: 0 }
  const standing = cellsAsTheyStand(open(), form)
  for await (const row of fileRows(open(), form)) {
    const became = become(form.kind, row, zone)
    const { value } = await standing.next()
    result.tried++
    if (became.faults.length > 0) result.refused++
    if (result.shown.length < SHOWN_ROWS)
      result.shown.push({
        row: row.row,
        cells: ((value ?? []) as string[]).slice(0, form.mapping.width).map(shownCell),
        ...became,
      })
    if (result.tried === TRIED_ROWS) break
  }
  await standing.return(undefined)
  return result
}

type Column = ImportPreview['columns'][number]

/** What is read of each column before the officer says otherwise, and why. */
const columnsProposed = (form: FileForm, kept: Choices | undefined): Column[] => {
  const { dropped } = getKind(form.kind)
  return form.mapping.names.map((name, index): Column => {
    const field = form.mapping.keys[index] ?? null
    if (dropped?.names.has(nameKey(name))) return { name, field: null, how: 'left_out' }
    if (kept?.has(nameKey(name))) return { name, field, how: 'remembered' }
    return { name, field, how: field === null ? 'unknown' : 'guessed' }
  })
}

const columnsChosen = (form: FileForm, proposed: readonly Column[]): Column[] =>
  proposed.map((column, index) => {
    const field = form.mapping.keys[index] ?? null
    return field === column.field ? column : { ...column, field, how: 'chosen' }
  })

const fieldsOf = (kind: SignalKind): ImportPreview['fields'] =>
  columnsOf(kind).map(({ key, label, required, person }) => ({ key, ...label, required, person }))

const previewOf = async (
  house: House,
  source: Source,
  upload: Upload,
  kept: KeptMapping | undefined,
  columns: readonly ColumnChoice[] | undefined,
): Promise<Omit<ImportPreview, 'upload'>> => {
  const staged = await isStaged(house.dataDir, upload.id)
  if (!staged && !(await hasFile(house.dataDir, upload.id))) throw gone()
  const open = () => textOf(house.dataDir, upload.id, upload.encoding, staged)
  const look = (chosen: Choices | undefined) => lookAt(source.kind, open, upload.encoding, chosen)
  let seen = await look(kept?.chosen)
  const differs = differenceOf(seen.form.mapping.names, kept?.chosen)
  const guesses = guessLoosely(seen.form, kept?.chosen)
  if (guesses.length > 0) seen = await look(choicesOf([...(kept?.columns ?? []), ...guesses]))
  const proposed = columnsProposed(seen.form, kept?.chosen)
  if (columns) seen = await look(checkChoices(source.kind, seen.form.mapping.names, columns))
  const { form, faults } = seen
  const notices: Bilingual[] = noticesOfFile(upload, form)
  const { shown, tried, refused } =
    faults.length > 0 ? { shown: [], tried: 0, refused: 0 } : await tryRows(open, form, house.portZone)
  return {
    fileName: upload.name,
    bytes: upload.bytes,
    encoding: upload.encoding,
    source: source.code,
    kind: source.kind,
    sheet: upload.sheet?.sheet ?? null,
    sheets: [...(upload.sheet?.sheets ?? [])],
    columns: columnsChosen(form, proposed),
    fields: fieldsOf(source.kind),
    oneOf: (getKind(source.kind).oneOf ?? []).map((keys) => [...keys]),
    faults,
    notices,
    differs,
    remembered: kept ? { version: kept.version, at: kept.madeAt.toISOString(), by: kept.by } : null,
    samples: await samplesOf(open, form),
    rows: shown,
    tried,
    refused,
  }
}

/** Takes a file in to look at it. */
export const stageUpload = async (
  call: Call,
  house: House,
  input: { source: string; name: string; sheet?: string | undefined; chunks: AsyncIterable<Uint8Array> },
): Promise<ImportPreview> => {
  const source = await getSourceToWrite(call.tx, call.actor, input.source)
  const id = uuid()
  const kept = await keepingAlive(call, () => keepFile(house.dataDir, id, input.chunks, input.sheet))
  try {
    await stageFile(house.dataDir, id)
    const upload: Upload = {
      id,
      source: source.id,
      account: call.actor.accountId,
      post: call.actor.postId,
      name: fileNameOf(input.name),
      bytes: kept.bytes,
      sha256: kept.sha256.toString('hex'),
      encoding: kept.encoding,
      sheet: kept.sheet && { ...kept.sheet, sheets: kept.sheet.sheets.slice(0, MOST_SHEETS) },
      until: call.at.getTime() + UPLOAD_HOURS * 3_600_000,
    }
    const mapping = await findMapping(call.tx, call.realm, source.id)
    const preview = await previewOf(house, source, upload, mapping, undefined)
    return { upload: sealFor(house).seal(JSON.stringify(upload)), ...preview }
  } catch (error) {
    await removeFile(house.dataDir, id)
    await removeStaged(house.dataDir, id)
    throw error
  }
}

type Asked = { upload: string; columns?: readonly ColumnChoice[] | undefined }

/** The same file with other columns. Nothing is kept of it. */
export const previewUpload = async (call: Call, house: House, input: Asked): Promise<ImportPreview> => {
  const upload = openUpload(call, house, input.upload)
  const source = await getSourceToWrite(call.tx, call.actor, upload.source)
  const mapping = await findMapping(call.tx, call.realm, source.id)
  return { upload: input.upload, ...(await previewOf(house, source, upload, mapping, input.columns)) }
}

/** Removes a file that was looked at and is not wanted. Safe to repeat. */
export const discardUpload = async (call: Call, house: House, input: Pick<Asked, 'upload'>): Promise<void> => {
  await removeStaged(house.dataDir, openUpload(call, house, input.upload).id)
}

const sameMoment = (): DomainError =>
  new DomainError('conflict', {
    zh: '同一来源的列对应刚被他人修改，请再看一遍预览后开始。',
    en: 'The columns of this source were mapped by somebody else just now; look at the preview again, then start.',
  })

/**
 * Begins the import of a file that was looked at, and remembers its columns for the source where they differ from before. Safe to
 * repeat: the import has the id of the upload.
 */
export const beginUpload = async (call: Call, house: House, input: Asked): Promise<{ id: string }> => {
  const upload = openUpload(call, house, input.upload)
  const source = await getSourceToWrite(call.tx, call.actor, upload.source)
  if (await findImport(call.tx, call.realm, upload.id)) return { id: upload.id }
  const staged = await isStaged(house.dataDir, upload.id)
  if (!staged && !(await hasFile(house.dataDir, upload.id))) throw gone()
  const open = () => textOf(house.dataDir, upload.id, upload.encoding, staged)
  const kept = await findMapping(call.tx, call.realm, source.id)
  let seen = await lookAt(source.kind, open, upload.encoding, kept?.chosen)
  if (input.columns) {
    const chosen = checkChoices(source.kind, seen.form.mapping.names, input.columns)
    seen = await lookAt(source.kind, open, upload.encoding, chosen)
  }
  if (seen.faults.length > 0)
    throw new DomainError(
      'invalid',
      { zh: '还有必需的字段没有对应的列。', en: 'Required fields have no column yet.' },
      { fields: seen.faults },
    )
  const columns = columnsRead(seen.form)
  // What the officer looked at and started is no difference any more.
  const { form } = await lookAt(source.kind, open, upload.encoding, choicesOf(columns))
  const same = kept && readsAlike(columns, kept.chosen)
  const mapping = same
    ? kept
    : await insertMapping(call, source, (kept?.version ?? 0) + 1, columns).catch((error) => {
        throw isUniqueViolation(error) ? sameMoment() : error
      })
  await unstageFile(house.dataDir, upload.id)
  await queueImport(call, source, upload.id, {
    ...fileOf(upload),
    name: upload.name,
    mappingId: mapping.id,
    form,
  })
  return { id: upload.id }
}
