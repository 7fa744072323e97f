/** Workbooks for tests, sound and hostile, written part by part: no library would write the hostile ones. */
import { crc32, deflateRawSync } from 'node:zlib'

type Part = {
  name: string
  bytes: Buffer /** What the archive claims it unpacks to, where that is a lie. */
  claims?: number
}

/** A ZIP archive (APPNOTE 4.3), deflated. */
export const zipOf = (parts: readonly Part[]): Buffer => {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, claims } of parts) {
    const packed = deflateRawSync(bytes)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claims ?? bytes.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), common, Buffer.from(name), packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), common, rest, Buffer.from(name)]))
    files.push(local)
    at += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...files, central, Buffer.from('504b0506', 'hex'), end])
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const letters = (column: number): string =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))

/** Text as it stands, a number under a format (an index into `FORMATS`), or the XML of a cell's inside with its type. */
export type Cell = string | { n: number; s?: number } | { xml: string; t?: string } | null

/** General, a date, a date with its time, padded with zeros, per cent, a custom Chinese date, thousands. */
export const FORMATS = [0, 14, 22, 164, 9, 165, 4]
const STYLES = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000000"/><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>
<cellXfs>${FORMATS.map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`

export const sheetXml = (rows: readonly (readonly Cell[] | null)[]): string =>
  `<worksheet><sheetData>${rows
    .map((cells, no) =>
      cells === null
        ? ''
        : `<row r="${no + 1}">${cells
            .map((cell, column) => {
              if (cell === null) return ''
              const r = `r="${letters(column)}${no + 1}"`
              if (typeof cell === 'string') return `<c ${r} t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
              if ('n' in cell) return `<c ${r} s="${cell.s ?? 0}"><v>${cell.n}</v></c>`
              return `<c ${r}${cell.t ? ` t="${cell.t}"` : ''}>${cell.xml}</c>`
            })
            .join('')}</row>`,
    )
    .join('')}</sheetData></worksheet>`

type Sheets = { [name: string]: readonly (readonly Cell[] | null)[] | string }

export const xlsxOf = (sheets: Sheets, options: { shared?: string; date1904?: true; extra?: Part[] } = {}): Buffer => {
  const names = Object.keys(sheets)
  const part = (name: string, xml: string): Part => ({ name, bytes: Buffer.from(xml) })
  return zipOf([
    part(
      'xl/workbook.xml',
      `<workbook xmlns:r="r"><workbookPr${options.date1904 ? ' date1904="1"' : ''}/><sheets>${names
        .map((name, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
        .join('')}</sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `<Relationships>${names
        .map((_, i) => `<Relationship Id="rId${i + 1}" Type="t/worksheet" Target="worksheets/s${i + 1}.xml"/>`)
        .join(
          '',
        )}<Relationship Id="a" Type="t/styles" Target="styles.xml"/><Relationship Id="b" Type="t/sharedStrings" Target="/xl/shared.xml"/></Relationships>`,
    ),
    part('xl/styles.xml', STYLES),
    ...(options.shared ? [part('xl/shared.xml', options.shared)] : []),
    ...names.map((name, i) => {
      const rows = sheets[name]!
      return part(`xl/worksheets/s${i + 1}.xml`, typeof rows === 'string' ? rows : sheetXml(rows))
    }),
    ...(options.extra ?? []),
  ])
}
