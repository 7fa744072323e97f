/**
 * The outside of an XLSX file: a ZIP of XML parts (ECMA-376, OPC). A stranger's file: the number of parts, what they unpack to
 * and how deep their XML goes are bounded while they are read, never by what the file says of itself. No document type, no
 * entity beyond the five of XML, nothing outside the file is looked at, nothing in it is run.
 */
import { promisify } from 'node:util'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import yauzl from 'yauzl'
import { type Bilingual, DomainError } from '../../base/public.ts'

/** A workbook of signals has some ten parts and one per sheet; judgement, not validated. */
const MOST_PARTS = 2000
/** Unpacked, all parts that are read together; four times the largest upload; judgement, not validated. */
export const MOST_UNPACKED_BYTES = 256 * 1024 * 1024
const DEEPEST = 64

export const badWorkbook = (zh: string, en: string): DomainError =>
  new DomainError('unsupported', {
    zh: `XLSX 文件无法读取：${zh}。请用电子表格软件另存为 XLSX 或 CSV（UTF-8）后再导入。`,
    en: `The XLSX file cannot be read: ${en}. Save it again as XLSX or as CSV (UTF-8) and import that.`,
  })

export const tooMuch = (what: Bilingual): DomainError =>
  new DomainError('too_large', {
    zh: `工作簿过大：${what.zh}。请拆成几个文件，分别导入。`,
    en: `The workbook is too large: ${what.en}. Split it and import the pieces.`,
  })

/** Name without its namespace's prefix: writers differ in it. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

export type XmlEvents = {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  close?(name: string): void
  text?(text: string): void
}

export type Package = {
  has(part: string): boolean
  /** Sends the events of a part; after every piece that was unpacked `drained` may hold the reading up, or end it with false. */
  read(part: string, events: XmlEvents, drained?: () => Promise<boolean>): Promise<void>
  close(): void
}

const openZip = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)

const entriesOf = (zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> =>
  new Promise((resolve, reject) => {
    const entries = new Map<string, yauzl.Entry>()
    zip.on('error', reject)
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: yauzl.Entry) => {
      if (entries.size >= MOST_PARTS)
        return reject(tooMuch({ zh: `部件超过 ${MOST_PARTS} 个`, en: `over ${MOST_PARTS} parts` }))
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.readEntry()
  })

/** @throws DomainError `unsupported` where it is no workbook, `too_large` */
export const openPackage = async (path: string, mostBytes = MOST_UNPACKED_BYTES): Promise<Package> => {
  let zip: yauzl.ZipFile
  try {
    zip = await openZip(path, { lazyEntries: true, autoClose: false })
  } catch {
    throw badWorkbook('压缩包已损坏', 'the archive is damaged')
  }
  let unpacked = 0
  try {
    const entries = await entriesOf(zip).catch((error) => {
      throw error instanceof DomainError ? error : badWorkbook('压缩包已损坏', 'the archive is damaged')
    })
    const stream = promisify<yauzl.Entry, NodeJS.ReadableStream>((entry, done) =>
      zip.openReadStream(entry, (error, opened) => done(error, opened)),
    )
    return {
      has: (part) => entries.has(part),
      close: () => zip.close(),
      read: async (part, events, drained) => {
        const entry = entries.get(part)
        if (!entry) throw badWorkbook('缺少必需的部件', 'a part that it needs is missing')
        if (entry.isEncrypted()) throw badWorkbook('文件有密码', 'it is protected by a password')
        const parser = parserOf(events)
        const decoder = new TextDecoder('utf-8', { fatal: true })
        try {
          const source = await stream(entry)
          for await (const piece of source) {
            const bytes = piece as unknown as Buffer
            unpacked += bytes.length
            if (unpacked > mostBytes)
              throw tooMuch({
                zh: `解压后超过 ${Math.floor(mostBytes / 1_048_576)} MiB`,
                en: `over ${Math.floor(mostBytes / 1_048_576)} MiB when unpacked`,
              })
            parser.write(decoder.decode(bytes, { stream: true }))
            if (drained && !(await drained())) return
          }
          parser.write(decoder.decode()).close()
        } catch (error) {
          if (error instanceof DomainError) throw error
          throw badWorkbook('内容已损坏', 'its content is damaged')
        }
      },
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

const parserOf = (events: XmlEvents): SaxesParser => {
  const parser = new SaxesParser()
  let depth = 0
  parser.on('doctype', () => {
    throw badWorkbook('含文档类型声明', 'it declares a document type')
  })
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    if (++depth > DEEPEST) throw badWorkbook('嵌套过深', 'it is nested too deeply')
    events.open?.(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    depth--
    events.close?.(localName(name))
  })
  if (events.text) {
    parser.on('text', events.text)
    parser.on('cdata', events.text)
  }
  parser.on('error', (error) => {
    throw error
  })
  return parser
}
