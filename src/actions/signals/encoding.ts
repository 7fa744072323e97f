/**
 * Which encoding a file of text has. Order of evidence: byte order mark; zero bytes of UTF-16; valid UTF-8 throughout; valid
 * GB 18030 throughout whose two-byte characters are mostly those of GB 2312 (text in another 8-bit code can pass as GB 18030
 * by accident, but then lands on rare characters). Nothing is guessed beyond that: the refusal says what to do.
 */
import { DomainError } from '../../base/public.ts'

/** `xlsx` is a workbook; what is kept of it is the rows of one sheet, in UTF-8. */
export const ENCODINGS = ['utf-8', 'utf-8-bom', 'gb18030', 'utf-16le', 'utf-16be', 'xlsx'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** Name for `TextDecoder`. */
export const decoderName = (encoding: Encoding): string =>
  encoding === 'utf-8-bom' || encoding === 'xlsx' ? 'utf-8' : encoding

const ZIP = '504b0304'

const MAGIC: readonly (readonly [string, { zh: string; en: string }])[] = [
  ['d0cf11e0', { zh: '这是旧版 Excel 文件', en: 'This is an old Excel file' }],
  ['25504446', { zh: '这是 PDF 文件', en: 'This is a PDF file' }],
  ['1f8b', { zh: '这是 GZIP 压缩文件', en: 'This is a GZIP file' }],
  ['89504e47', { zh: '这是图片文件', en: 'This is an image' }],
  ['ffd8ff', { zh: '这是图片文件', en: 'This is an image' }],
]

const unsupported = (what: { zh: string; en: string }): DomainError =>
  new DomainError('unsupported', {
    zh: `${what.zh}。请另存为 XLSX 或 CSV（UTF-8）后再导入。`,
    en: `${what.en}. Save it as XLSX or CSV (UTF-8) and import that.`,
  })

/** What a whole file is, byte by byte; feed it every chunk, then `finish`. */
export const encodingDetector = () => {
  let head = Buffer.alloc(0)
  let bytes = 0
  let zerosEven = 0
  let zerosOdd = 0
  let controls = 0
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  const gb = new TextDecoder('gb18030', { fatal: true })
  let isUtf8 = true
  let isGb = true
  // Two-byte characters of GB 18030, and those of them in the rows that GB 2312 fills.
  let wide = 0
  let common = 0
  let lead = -1

  const feedPairs = (chunk: Uint8Array): void => {
    for (const byte of chunk) {
      if (lead >= 0) {
        wide++
        if (lead >= 0xa1 && lead <= 0xf7 && byte >= 0xa1) common++
        lead = -1
      } else if (byte >= 0x81) lead = byte
    }
  }

  return {
    feed(chunk: Buffer): void {
      if (head.length < 8) head = Buffer.concat([head, chunk.subarray(0, 8 - head.length)])
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i]!
        if (byte === 0) (bytes + i) % 2 === 0 ? zerosEven++ : zerosOdd++
        else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls++
      }
      bytes += chunk.length
      if (isUtf8)
        try {
          utf8.decode(chunk, { stream: true })
        } catch {
          isUtf8 = false
        }
      if (isGb)
        try {
          gb.decode(chunk, { stream: true })
        } catch {
          isGb = false
        }
      if (isGb) feedPairs(chunk)
    },

    /** @throws DomainError `unsupported` for a binary file or text that cannot be decided, `invalid` for an empty one. */
    finish(): Encoding {
      if (bytes === 0) throw new DomainError('invalid', { zh: '文件是空的。', en: 'The file is empty.' })
      const start = head.toString('hex')
      if (start.startsWith(ZIP)) return 'xlsx'
      for (const [magic, what] of MAGIC) if (start.startsWith(magic)) throw unsupported(what)
      if (start.startsWith('efbbbf')) {
        if (!isUtf8)
          throw unsupported({
            zh: '文件标为 UTF-8，但含无效字节',
            en: 'The file is marked UTF-8 but has invalid bytes',
          })
        return 'utf-8-bom'
      }
      if (start.startsWith('fffe')) return 'utf-16le'
      if (start.startsWith('feff')) return 'utf-16be'
      const half = bytes / 2
      if (zerosOdd > half * 0.4 && zerosEven < half * 0.05) return 'utf-16le'
      if (zerosEven > half * 0.4 && zerosOdd < half * 0.05) return 'utf-16be'
      // A stray zero or control character is a faulty row, refused by its number; many of them are no text.
      if (zerosEven + zerosOdd + controls > Math.max(16, bytes * 0.01))
        throw unsupported({ zh: '文件不是文本', en: 'The file is not text' })
      try {
        utf8.decode()
      } catch {
        isUtf8 = false
      }
      if (isUtf8) return 'utf-8'
      try {
        gb.decode()
      } catch {
        isGb = false
      }
      // 0.8: share of GB 2312 characters in ordinary Chinese text is far above; judgement, not validated.
      if (isGb && wide > 0 && common / wide >= 0.8) return 'gb18030'
      throw unsupported({ zh: '无法判断文件的编码', en: 'The encoding of the file cannot be decided' })
    },
  }
}
