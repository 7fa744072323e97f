/** Files that a person of the tests has at hand: an export of declarations with a few bad rows, and a photo. */
import { deflateSync } from 'node:zlib'

import { xlsxOf } from './xlsx-file.ts'

export type SampleFile = { name: string; mimeType: string; buffer: Buffer }

/** The columns of the customs' own export, in its order. */
const HEADER =
  'Declaration ID,Date,Office ID,Process Type,Import Type,Import Use,Payment Type,Mode of Transport,Declarant ID,Importer ID,Seller ID,Courier ID,HS6 Code,Country of Departure,Country of Origin,Tax Rate,Tax Type,Country of Origin Indicator,Net Mass,Item Price,Fraud,Critical Fraud'

type Row = Partial<Record<'number' | 'date' | 'hs6' | 'departure' | 'origin' | 'mass' | 'price', string>>

const line = ({
  number = '',
  date = '',
  hs6 = '',
  departure = 'VN',
  origin = 'VN',
  mass = '420',
  price = '58800',
}: Row) =>
  `${number},${date},01,B,11,21,11,10,QZ7K2PA,LM4T8RE,VN3D9XX,,${hs6},${departure},${origin},0.0,A,Y,${mass},${price},0,0`

/** Its declaration is waste plastics by way of a hub at next to no price: the rules find it. */
export const WASTE_NUMBER = '88000017'
export const GOOD_ROWS = 56
/** Declaration numbers of rows that cannot be taken, and the columns that are wrong. */
export const BAD_ROWS = 4

/** @param day the port's day, as 2026-11-23 */
export const declarations = (day: string): SampleFile => {
  const good = Array.from({ length: GOOD_ROWS }, (_, i) => {
    const number = String(88_000_001 + i)
    return number === WASTE_NUMBER
      ? line({ number, date: day, hs6: '391590', departure: 'HK', origin: 'TH', mass: '23000', price: '1150' })
      : line({ number, date: day, hs6: i % 2 === 0 ? '850440' : '732690', price: i % 2 === 0 ? '58800' : '12600' })
  })
  const bad = [
    line({ number: '88000901', date: '31/31/2026', hs6: '850440' }),
    line({ number: '88000902', date: day, hs6: 'ABC' }),
    line({ number: '88000903', date: day, hs6: '850440', mass: 'heavy' }),
    line({ number: '88000904', date: day, hs6: '850440', departure: 'Vietnam' }),
  ]
  const rows = [...good.slice(0, 20), ...bad.slice(0, 2), ...good.slice(20), ...bad.slice(2)]
  return {
    name: 'declarations.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`${[HEADER, ...rows].join('\n')}\n`),
  }
}

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

const crc = (bytes: Buffer): number => {
  let c = 0xffffffff
  for (const byte of bytes) c = crcTable[(c ^ byte) & 0xff]! ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc(body), body.length + 4)
  return out
}

/** A real PNG of 8 × 8 grey pixels: the server looks at the bytes, not at the name. */
export const photo = (name = 'sealed-container.png'): SampleFile => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(8, 0)
  head.writeUInt32BE(8, 4)
  head[8] = 8
  const pixels = Buffer.concat(
    Array.from({ length: 8 }, (_, y) => Buffer.concat([Buffer.from([0]), Buffer.alloc(8, y * 30)])),
  )
  return {
    name,
    mimeType: 'image/png',
    buffer: Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(pixels)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  }
}

/** Another system's workbook of pre-arrival notices: names of its own, one column to be mapped by hand, one bad row. */
export const prearrivals = (): SampleFile => {
  const day = Math.floor(Date.now() / 86_400_000) + 25_569
  const row = (no: number, imo: number) => [
    `PA-${no}`,
    { n: day, s: 2 },
    'ship',
    `演示星 ${no}`,
    { n: imo },
    { n: day + 1.25, s: 2 },
    'VNSGN;SGSIN',
    '无',
  ]
  const header = ['预报编号', '观察时间', '类型', '船名', 'IMO_No', '预抵时间 (北京)', '最近挂靠港', '备注']
  return {
    name: 'prearrivals.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: xlsxOf({ 预报: [header, row(1, 9074729), row(2, 9074729), row(3, 12)], 说明: [['合成数据']] }),
  }
}
