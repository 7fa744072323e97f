/** Ships, flights and boxes of the invented port. Names are made up; numbers have sound check digits, since a clerk's would. */
import { containerCheckDigit } from '../../actions/signals/public.ts'
import { type Random, seededRandom } from '../../base/public.ts'

export type Ship = {
  vessel: string
  imo: string
  mmsi: string
  callSign: string
  /** Country of registration; of the ship, never of people. */
  flag: string
  type: 'container' | 'bulk' | 'tanker' | 'cruise'
  /** People on board, crew apart. */
  crew: number
  passengers: number
}

const FIRST = ['海', '远', '澜', '云', '安', '瑞', '星', '长', '华', '盛'] as const
const LAST = ['岳', '帆', '泰', '鸿', '宁', '峰', '汇', '丰', '晟', '翔'] as const

/** The seventh digit of an IMO number: the last of the sum of the first six, weighted 7 to 2. */
export const imoOf = (six: number): string => {
  const digits = String(six).padStart(6, '0')
  let sum = 0
  for (let i = 0; i < 6; i++) sum += Number(digits[i]) * (7 - i)
  return digits + (sum % 10)
}

const FLAGS = ['PA', 'LR', 'HK', 'SG', 'CN', 'MH'] as const
/** Maritime identification digits of those flags (ITU table). */
const MIDS: Readonly<Record<(typeof FLAGS)[number], number>> = { PA: 351, LR: 636, HK: 477, SG: 563, CN: 413, MH: 538 }

const shipOf = (random: Random, n: number): Ship => {
  const type = n % 10 === 0 ? 'cruise' : random.pick(['container', 'container', 'bulk', 'tanker'] as const)
  const flag = random.pick(FLAGS)
  return {
    vessel: `${FIRST[Math.floor(n / LAST.length) % FIRST.length]}${LAST[n % LAST.length]}${type === 'cruise' ? '号' : random.pick([' 轮', ' 轮', '号'])}`,
    imo: imoOf(910_000 + n * 37),
    mmsi: `${MIDS[flag]}${String(100_000 + n * 131)}`,
    callSign: `V${String.fromCharCode(65 + (n % 26))}${String.fromCharCode(65 + ((n * 7) % 26))}${2 + (n % 8)}`,
    flag,
    type,
    crew: type === 'cruise' ? 620 + random.below(200) : 18 + random.below(8),
    passengers: type === 'cruise' ? 1_400 + random.below(900) : 0,
  }
}

/** Of every seed the same: the ships that call here. */
export const FLEET: readonly Ship[] = (() => {
  const random = seededRandom(413)
  return Array.from({ length: 60 }, (_, n) => shipOf(random, n))
})()

export const CRUISE_SHIP: Ship = { ...FLEET.find((ship) => ship.type === 'cruise')!, vessel: '海岳号' }

/** A box of an invented owner, with its check digit (ISO 6346). */
export const containerOf = (random: Random): string => {
  const body = `${random.pick(['LMNU', 'HYLU', 'YFCU'])}${String(random.below(1_000_000)).padStart(6, '0')}`
  return body + containerCheckDigit(body)
}

/** Ports of the world that ships call at before they come here (UN/LOCODE). */
export const PORTS = [
  'SGSIN',
  'VNSGN',
  'KRPUS',
  'JPYOK',
  'MYPKG',
  'IDJKT',
  'THLCH',
  'AEJEA',
  'NLRTM',
  'USLAX',
  'BRSSZ',
  'ZADUR',
] as const

export const AIRPORTS = ['SGSIN', 'THBKK', 'KRICN', 'JPTYO', 'AEDXB', 'MYKUL'] as const
