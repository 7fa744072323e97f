/**
 * Synthetic import declarations for the demonstration port: seeded, invented, in the cells that the declaration file has.
 * No row describes a real consignment, firm or person. Most are ordinary; a few contradict themselves in ways that the
 * rules are made to find, so that the first page of a new site has something to judge.
 */
import { HOUR_MS, type Random } from '../../base/public.ts'

export type SyntheticDeclaration = { observedAt: Date; cells: Record<string, string> }

type Goods = { hs6: string; origins: readonly string[]; massKg: number; pricePerKg: number; taxRate: number }

/**
 * Ordinary trade of a container port; mass and price are medians of a log-normal spread, prices in the currency that the
 * price ranges of `data/rules/` speak of, so that an ordinary row is ordinary. Judgement, not validated.
 */
const ORDINARY: readonly Goods[] = [
  { hs6: '850440', origins: ['VN', 'JP', 'KR'], massKg: 420, pricePerKg: 140, taxRate: 0 },
  { hs6: '392690', origins: ['VN', 'TH', 'KR'], massKg: 900, pricePerKg: 9, taxRate: 6.5 },
  { hs6: '870899', origins: ['DE', 'JP', 'KR'], massKg: 1800, pricePerKg: 300, taxRate: 6 },
  { hs6: '620342', origins: ['VN', 'BD', 'TR'], massKg: 350, pricePerKg: 45, taxRate: 6 },
  { hs6: '940350', origins: ['VN', 'MY', 'ID'], massKg: 5200, pricePerKg: 30, taxRate: 0 },
  { hs6: '220421', origins: ['FR', 'IT', 'CL'], massKg: 2600, pricePerKg: 200, taxRate: 14 },
  { hs6: '080810', origins: ['NZ', 'CL'], massKg: 14_000, pricePerKg: 700, taxRate: 10 },
  { hs6: '030617', origins: ['EC', 'IN', 'VN'], massKg: 9000, pricePerKg: 4000, taxRate: 5 },
  { hs6: '300490', origins: ['DE', 'CH', 'US'], massKg: 160, pricePerKg: 3000, taxRate: 0 },
  { hs6: '847130', origins: ['VN', 'TH'], massKg: 300, pricePerKg: 180, taxRate: 0 },
  { hs6: '732690', origins: ['DE', 'JP', 'IN'], massKg: 2400, pricePerKg: 30, taxRate: 8 },
  { hs6: '950300', origins: ['VN', 'ID', 'DK'], massKg: 700, pricePerKg: 30, taxRate: 0 },
]

/** Kinds of goods that a port looks at twice: waste, chemicals, wood, sources, species. */
const WATCHED: readonly Goods[] = [
  { hs6: '391590', origins: ['TH', 'MY', 'PH'], massKg: 23_000, pricePerKg: 4, taxRate: 6.5 },
  { hs6: '440399', origins: ['GA', 'PG', 'MZ'], massKg: 24_000, pricePerKg: 20, taxRate: 0 },
  { hs6: '284440', origins: ['RU', 'CA'], massKg: 3, pricePerKg: 2400, taxRate: 4 },
  { hs6: '262019', origins: ['ID', 'ZA'], massKg: 26_000, pricePerKg: 160, taxRate: 4 },
  { hs6: '290371', origins: ['IN', 'VN'], massKg: 12_000, pricePerKg: 700, taxRate: 5.5 },
  { hs6: '410320', origins: ['ID', 'ZW'], massKg: 120, pricePerKg: 900, taxRate: 9 },
  { hs6: '120929', origins: ['NL', 'AU'], massKg: 600, pricePerKg: 600, taxRate: 0 },
]

const OFFICES = ['01', '02', '03'] as const
const HUBS = ['SG', 'HK', 'AE'] as const

const code = (random: Random, length: number): string =>
  Array.from({ length }, () => '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'[random.below(34)]).join('')

/** Arrivals follow the working day of the port: quiet at night, two peaks. Share of a day's arrivals by local hour. */
const BY_HOUR = [1, 1, 1, 1, 1, 2, 3, 5, 8, 9, 9, 8, 6, 8, 9, 8, 7, 5, 4, 3, 3, 2, 2, 1] as const

const declarationCells = (random: Random, at: Date, number: number): Record<string, string> => {
  const goods = random.weighted([93, 7]) === 0 ? random.pick(ORDINARY) : random.pick(WATCHED)
  const origin = random.pick(goods.origins)
  const odd = random.next() < 0.04
  const departure = random.next() < 0.12 ? random.pick(HUBS) : origin
  const massKg = Math.max(0.5, goods.massKg * Math.exp(0.6 * random.normal()))
  const pricePerKg = goods.pricePerKg * Math.exp(0.35 * random.normal()) * (odd ? random.pick([0.002, 900]) : 1)
  return {
    externalNo: String(70_000_000 + number),
    date: at.toISOString().slice(0, 10),
    office: random.pick(OFFICES),
    processType: 'B',
    importType: random.next() < 0.9 ? '11' : '87',
    importUse: '21',
    paymentType: random.pick(['11', '11', '43', '14']),
    mode: random.next() < 0.85 ? '10' : '40',
    declarant: code(random, 7),
    importer: code(random, 7),
    seller: random.next() < 0.1 ? '' : code(random, 7),
    courier: '',
    hs6: goods.hs6,
    departure: departure,
    origin: origin,
    taxRate: goods.taxRate.toFixed(1),
    taxType: goods.taxRate === 0 ? 'C' : 'A',
    originIndicator: odd ? 'N' : random.pick(['E', 'G', 'Y']),
    netMass: massKg.toFixed(1),
    itemPrice: (massKg * pricePerKg).toFixed(2),
  }
}

/** Declarations that arrive in [from, to), in order of arrival. `perDay` is the mean number of a whole day. */
export const syntheticDeclarations = (
  random: Random,
  from: Date,
  to: Date,
  options: { perDay: number; zoneOffsetHours: number; firstNumber: number },
): SyntheticDeclaration[] => {
  const total = BY_HOUR.reduce((sum, share) => sum + share, 0)
  const made: SyntheticDeclaration[] = []
  for (let hour = from.getTime(); hour < to.getTime(); hour += HOUR_MS) {
    const localHour = new Date(hour + options.zoneOffsetHours * HOUR_MS).getUTCHours()
    const mean = (options.perDay * BY_HOUR[localHour]!) / total
    const count = Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()))
    const times = Array.from({ length: count }, () => hour + random.next() * HOUR_MS).sort((a, b) => a - b)
    for (const time of times) {
      if (time >= to.getTime()) break
      const observedAt = new Date(Math.floor(time))
      made.push({ observedAt, cells: declarationCells(random, observedAt, options.firstNumber + made.length) })
    }
  }
  return made
}
