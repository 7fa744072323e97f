/**
 * Fonts for PDF, out of a package: a fresh machine has none. Noto Sans SC (SIL Open Font License 1.1) as `@fontsource` ships it:
 * one file with the 8,248 glyphs of simplified Chinese and Latin, and numbered slices with everything else, of which only those
 * are read that a text needs. Only the glyphs used are embedded (about 10 kB for a page).
 *
 * The files are WOFF; they are unpacked to plain sfnt once, because the subsetter would otherwise inflate the whole glyph table
 * for every glyph (3.1 s instead of 0.1 s for one page, measured).
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'

const require = createRequire(import.meta.url)
const PACKAGE = '@fontsource/noto-sans-sc'

/** WOFF 1.0 (W3C, 2012), section 4: header of 44 bytes, a directory of 20 bytes a table; tables deflated where that is shorter. */
export const sfntOf = (woff: Buffer): Buffer => {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF file')
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, i) => {
    const at = 44 + 20 * i
    const offset = woff.readUInt32BE(at + 4)
    const packed = woff.subarray(offset, offset + woff.readUInt32BE(at + 8))
    const length = woff.readUInt32BE(at + 12)
    return {
      tag: woff.subarray(at, at + 4),
      checksum: woff.subarray(at + 16, at + 20),
      data: packed.length < length ? inflateSync(packed) : packed,
    }
  })
  const power = 2 ** Math.floor(Math.log2(count))
  const head = Buffer.alloc(12 + 16 * count)
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(power * 16, 6)
  head.writeUInt16BE(Math.log2(power), 8)
  head.writeUInt16BE((count - power) * 16, 10)
  const parts: Uint8Array[] = [head]
  let end = head.length
  for (const [i, { tag, checksum, data }] of tables.entries()) {
    const at = 12 + 16 * i
    tag.copy(head, at)
    checksum.copy(head, at + 4)
    head.writeUInt32BE(end, at + 8)
    head.writeUInt32BE(data.length, at + 12)
    const padding = (4 - (data.length % 4)) % 4
    parts.push(data, Buffer.alloc(padding))
    end += data.length + padding
  }
  return Buffer.concat(parts)
}

export type Weight = 400 | 600

const loaded = new Map<string, Buffer>()

/** `chinese-simplified`, or the number of a slice. Kept: a site writes many reports. */
export const fontFile = (part: string, weight: Weight): Buffer => {
  const name = `noto-sans-sc-${part}-${weight}-normal.woff`
  let file = loaded.get(name)
  if (!file) {
    file = sfntOf(readFileSync(require.resolve(`${PACKAGE}/files/${name}`)))
    loaded.set(name, file)
  }
  return file
}

type Slice = { part: string; ranges: [number, number][] }
let slices: Slice[] | undefined

/** The slice that holds a character, by the ranges that the package publishes; undefined where none does. */
export const sliceOf = (codePoint: number): string | undefined => {
  slices ??= Object.entries(
    JSON.parse(readFileSync(require.resolve(`${PACKAGE}/unicode.json`), 'utf8')) as Record<string, string>,
  )
    .filter(([name]) => /^\[\d+\]$/.test(name))
    .map(([name, ranges]) => ({
      part: name.slice(1, -1),
      ranges: ranges.split(',').map((range): [number, number] => {
        const [from, to] = range
          .trim()
          .replace(/^U\+/i, '')
          .split('-')
          .map((hex) => Number.parseInt(hex, 16))
        return [from!, to ?? from!]
      }),
    }))
  return slices.find((slice) => slice.ranges.some(([from, to]) => codePoint >= from && codePoint <= to))?.part
}
