/**
 * Evidence: files of officers, kept as they came, with their SHA-256 in the record. What a file is, is read from its bytes
 * and not believed from its name; only kinds that an officer needs and that are safe to hand out as attachments are taken.
 */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { DomainError, invalid, notFound, uuid } from '../../base/public.ts'
import type { Call, Download, House } from '../../ledger/public.ts'
import { checkFreeText, sealRows } from '../warn/public.ts'
import { evidenceImage } from './image.ts'
import { findIncidentOf } from './load.ts'
import { EVIDENCE_MAX_BYTES } from './model.ts'
import { run } from './service.ts'

const MIB = 1024 * 1024

const tooLarge = (): DomainError =>
  new DomainError('too_large', {
    zh: `文件超过上限 ${EVIDENCE_MAX_BYTES / MIB} MiB，请压缩或拆分后再传。`,
    en: `The file is larger than ${EVIDENCE_MAX_BYTES / MIB} MiB; compress or split it.`,
  })

const startsWith = (bytes: Buffer, signature: readonly number[]): boolean =>
  bytes.length >= signature.length && signature.every((byte, i) => bytes[i] === byte)

/** Valid UTF-8 or GB 18030 text without control characters but tab and line ends. */
const isText = (bytes: Buffer): boolean => {
  const head = bytes.subarray(0, 64 * 1024)
  for (const byte of head) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes)
      return true
    } catch {
      // The next encoding.
    }
  return false
}

/** Office Open XML is a ZIP whose entries say which kind; the names stand uncompressed in its directory. */
const officeKind = (bytes: Buffer): string | undefined => {
  if (!startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || !bytes.includes('[Content_Types].xml')) return undefined
  // Macros: no evidence needs them.
  if (bytes.includes('vbaProject.bin')) return undefined
  if (bytes.includes('word/document.xml'))
    return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  if (bytes.includes('xl/workbook.xml')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  return undefined
}

/** Media type by content; the name only tells CSV and JSON from other text. Undefined: not a kind that is taken. */
export const mediaTypeOf = (bytes: Buffer, name: string): string | undefined => {
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return 'application/pdf'
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && bytes.subarray(8, 12).toString('latin1') === 'WEBP')
    return 'image/webp'
  const office = officeKind(bytes)
  if (office) return office
  if (!isText(bytes)) return undefined
  const extension = name.toLowerCase().split('.').at(-1)
  switch (extension) {
    case 'csv':
      return 'text/csv'
    case 'json':
      try {
        JSON.parse(bytes.toString('utf8'))
        return 'application/json'
      } catch {
        return undefined
      }
    case 'txt':
      return 'text/plain'
    default:
      return undefined
  }
}

/** A name to keep: its last part, without control characters and direction marks, at most 120 characters. */
export const fileNameOf = (name: string): string =>
  name
    .split(/[/\\]/)
    .at(-1)!
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(-120)

/** Takes a file in, before any transaction is open. @throws DomainError `too_large`; `unsupported` for a parsed body */
export const receiveFile = async (body: Readable | null | undefined): Promise<Buffer> => {
  if (typeof body?.[Symbol.asyncIterator] !== 'function')
    throw new DomainError('unsupported', {
      zh: '请以 application/octet-stream 发送文件内容。',
      en: 'Send the bytes of the file as application/octet-stream.',
    })
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += (chunk as Buffer).length
    if (size > EVIDENCE_MAX_BYTES) throw tooLarge()
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

/**
 * Keeps a file as evidence of an incident, or of one of its tasks.
 * @throws DomainError `too_large`, `unsupported` (says what is taken), `invalid`, or what the rules of the incident say
 */
export const addEvidence = async (
  call: Call,
  house: House,
  incidentId: string,
  input: { name: string; taskId?: string | undefined; bytes: Buffer },
): Promise<{ id: string; sha256: string }> => {
  const name = fileNameOf(input.name)
  if (name === '') throw invalid('name', '请给文件一个名称。', 'Give the file a name.')
  checkFreeText({ name })
  const { bytes } = input
  if (bytes.length > EVIDENCE_MAX_BYTES) throw tooLarge()
  if (bytes.length === 0) throw invalid('name', '文件是空的。', 'The file is empty.')
  const mediaType = mediaTypeOf(bytes, name)
  if (mediaType === undefined)
    throw new DomainError('unsupported', {
      zh: '不支持这种文件。可用：PDF、PNG、JPEG、WebP、TXT、CSV、JSON、DOCX、XLSX，且内容须与扩展名一致。',
      en: 'This kind of file is not taken. PDF, PNG, JPEG, WebP, TXT, CSV, JSON, DOCX and XLSX are, and the content must be what the name says.',
    })
  const id = uuid()
  const sha256 = createHash('sha256').update(bytes).digest()
  const { incident } = await run(call, house, incidentId, () => ({
    kind: 'addEvidence',
    evidenceId: id,
    taskId: input.taskId ?? null,
    name,
    sha256: sha256.toString('hex'),
  }))
  const { actor } = call
  await call.tx.query(
    `insert into evidence (realm, id, incident_id, task_id, circle_id, name, media_type, byte_count, sha256, bytes,
                           agency_id, post_id, account_id, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      call.realm,
      id,
      incidentId,
      input.taskId ?? null,
      incident.circleId,
      name,
      mediaType,
      bytes.length,
      sha256,
      bytes,
      actor.agencyId,
      actor.postId,
      actor.accountId,
      call.at,
    ],
  )
  await sealRows(call, evidenceImage, [{ id, act: 'evidence.added', circleId: incident.circleId }])
  return { id, sha256: sha256.toString('hex') }
}

/** The file as it came, for a download. The caller records that it was given. @throws `not_found` */
export const getEvidenceFile = async (
  call: Call,
  id: string,
  act: 'evidence.downloaded' | 'evidence.previewed' = 'evidence.downloaded',
): Promise<Download & { body: Buffer }> => {
  const [row] = await call.tx.query<{
    name: string
    media_type: string
    bytes: Buffer
    sha256: Buffer
    circle_id: number
  }>('select name, media_type, bytes, sha256, circle_id from evidence where realm = $1 and id = $2', [call.realm, id])
  if (!row) throw notFound()
  if (!createHash('sha256').update(row.bytes).digest().equals(row.sha256))
    throw new Error(`evidence ${id} no longer has the digest under which it was kept`)
  call.record({
    act,
    object: `evidence/${id}`,
    payload: { sha256: row.sha256.toString('hex') },
    circleId: row.circle_id,
  })
  return { mediaType: row.media_type, fileName: row.name, body: row.bytes }
}

/** What can be looked at without saving it: pictures and documents as they are, texts as plain text in UTF-8. */
const PREVIEWED: Readonly<Record<string, 'as-is' | 'text'>> = {
  'image/png': 'as-is',
  'image/jpeg': 'as-is',
  'image/webp': 'as-is',
  'application/pdf': 'as-is',
  'text/plain': 'text',
  'text/csv': 'text',
  'application/json': 'text',
}
/** The beginning of a text is enough to know what it is. */
const PREVIEW_TEXT_BYTES = 256 * 1024

const asUtf8 = (bytes: Buffer): string => {
  const head = bytes.subarray(0, PREVIEW_TEXT_BYTES)
  // A character may be cut at the end: only the whole file says which encoding it is.
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes)
      return new TextDecoder(encoding).decode(head)
    } catch {
      // The next encoding.
    }
  return head.toString('latin1')
}

/**
 * A file to be looked at in the page. The answer is sandboxed and never sniffed, HTML and SVG are not taken as evidence at
 * all, and a text is sent as a text whatever it holds: nothing in it can act. @throws `not_found`, `unsupported`
 */
export const previewEvidence = async (call: Call, id: string): Promise<Download> => {
  const file = await getEvidenceFile(call, id, 'evidence.previewed')
  const how = PREVIEWED[file.mediaType]
  if (!how)
    throw new DomainError('unsupported', {
      zh: '这种文件不能在页面中查看，请下载。',
      en: 'This kind of file cannot be looked at here; download it.',
    })
  return how === 'text'
    ? { ...file, inline: true, mediaType: 'text/plain; charset=utf-8', body: asUtf8(file.body) }
    : { ...file, inline: true }
}

/** The task of a file must belong to the incident, and both be visible. @throws `not_found` */
export const checkUploadTarget = async (call: Call, incidentId: string, taskId: string | undefined): Promise<void> => {
  if (taskId !== undefined && (await findIncidentOf(call, 'task', taskId)) !== incidentId) throw notFound()
}
