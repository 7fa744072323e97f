/**
 * Declarations for benchmarks: the customs files of the shared folder where they are there, else synthetic ones; repeated with
 * new numbers, so that no two have the same key. Cells by the column's key, as `readSignal` takes them.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { mapHeader } from '../../src/actions/signals/public.ts'
import { DAY_MS, seededRandom } from '../../src/base/public.ts'
import { syntheticDeclarations } from '../../src/exercise/days/public.ts'

export type Cells = Record<string, string>
export type DeclarationSource = { name: string; at(n: number): Cells }

const SHARED = process.env['TONGGUAN_SHARED'] ?? join(import.meta.dirname, '..', '..', '..', 'shared')

const fromFile = (file: string): Cells[] => {
  const [header, ...rows] = parse(readFileSync(file, 'utf8')) as string[][]
  const { mapping } = mapHeader('declaration', header!)
  return rows.map((row) =>
    Object.fromEntries(row.flatMap((cell, i) => (mapping.keys[i] ? [[mapping.keys[i], cell]] : []))),
  )
}

export const benchDeclarations = (): DeclarationSource => {
  const files = ['declarations-2020.csv', 'declarations-2021q1.csv'].map((name) =>
    join(SHARED, 'data', 'customs', name),
  )
  const real = files.every(existsSync)
  const start = new Date('2026-01-01T00:00:00Z')
  const base = real
    ? files.flatMap(fromFile)
    : syntheticDeclarations(seededRandom(1), start, new Date(start.getTime() + 20 * DAY_MS), {
        perDay: 2_000,
        zoneOffsetHours: 8,
        firstNumber: 0,
      }).map(({ cells }) => cells)
  return {
    name: real ? 'customs files' : 'synthetic',
    at: (n) => {
      const cells = base[n % base.length]!
      const round = Math.floor(n / base.length)
      return round === 0 ? cells : { ...cells, externalNo: `${cells['externalNo']}-${round}` }
    },
  }
}
