/**
 * The days of the invented port, hour by hour: ordinary streams with their rhythm, and the threads of the days that have one.
 * Pure; the same seed and hours give the same messages.
 */
import { DAY_MS, HOUR_MS, type Random, seededRandom } from '../../base/public.ts'
import { syntheticDeclarations } from './declarations.ts'
import type { PortMessage, Thread } from './model.ts'
import { STREAMS, type Stream } from './ordinary.ts'
import { localHour, meanOf, poisson } from './rhythm.ts'
import { type Played, play, SCRIPTS, type Script } from './threads.ts'

export type PortDays = {
  seed: number
  zoneOffsetHours: number
  /** Declarations of a whole day on average; the other streams keep their own pace. */
  declarationsPerDay: number
  /** Which scripts a day has, by the day's date at the port, each at its own hour. */
  scriptsOf: (day: string) => readonly string[]
  /** Scripts that begin at a moment of their own. */
  at?: readonly { script: string; start: Date }[]
}

/** Mixes numbers into a seed (FNV-1a over their digits): neighbouring hours must not resemble each other. */
const mixed = (...parts: readonly (string | number)[]): number => {
  let hash = 0x811c9dc5
  for (const char of parts.join('/')) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  return hash >>> 0
}

/** `2026-11-25` at the port. */
export const dayAt = (at: Date, zoneOffsetHours: number): string =>
  new Date(at.getTime() + zoneOffsetHours * HOUR_MS).toISOString().slice(0, 10)

const startOfDay = (day: string, zoneOffsetHours: number): number =>
  Date.parse(`${day}T00:00:00Z`) - zoneOffsetHours * HOUR_MS

const streamHour = (stream: Stream, hour: number, days: PortDays): PortMessage[] => {
  const random: Random = seededRandom(mixed(days.seed, stream.source, hour))
  const start = hour * HOUR_MS
  const count = poisson(random, meanOf(stream.rhythm, localHour(new Date(start), days.zoneOffsetHours)))
  return Array.from({ length: count }, (_, n): PortMessage => {
    const at = new Date(Math.floor(start + random.next() * HOUR_MS))
    return {
      source: stream.source,
      kind: stream.kind,
      at,
      cells: {
        externalNo: `${stream.prefix}${hour}-${n + 1}`,
        observedAt: at.toISOString(),
        ...stream.cells(random, at),
      },
    }
  })
}

const declarationHour = (hour: number, days: PortDays): PortMessage[] =>
  syntheticDeclarations(seededRandom(hour), new Date(hour * HOUR_MS), new Date((hour + 1) * HOUR_MS), {
    perDay: days.declarationsPerDay,
    zoneOffsetHours: days.zoneOffsetHours,
    firstNumber: (hour % 100_000) * 100,
  }).map(({ observedAt, cells }) => ({ source: 'customs.declarations', kind: 'declaration', at: observedAt, cells }))

const scriptNamed = (id: string): Script => {
  const script = SCRIPTS.find((one) => one.id === id)
  if (!script) throw new Error(`there is no script ${id}`)
  return script
}

const threadsOfDay = (day: string, days: PortDays): Played[] =>
  days.scriptsOf(day).map((id) => {
    const script = scriptNamed(id)
    const [hour, minute] = script.begins
    const start = new Date(startOfDay(day, days.zoneOffsetHours) + (hour * 60 + minute) * 60_000)
    return play(script, start, day, seededRandom(mixed(days.seed, id, day)))
  })

const threadsAt = ({ seed, at = [] }: PortDays): Played[] =>
  at.map(({ script, start }) => {
    const moment = start.toISOString().slice(0, 16)
    return play(scriptNamed(script), start, moment, seededRandom(mixed(seed, script, moment)))
  })

/** Threads that may still send in [from, to): the longest runs less than a day. */
const threadsBetween = (from: Date, to: Date, days: PortDays): Played[] => {
  const found: Played[] = threadsAt(days)
  for (let at = from.getTime() - DAY_MS; at < to.getTime() + DAY_MS; at += DAY_MS) {
    const day = dayAt(new Date(at), days.zoneOffsetHours)
    if (!found.some(({ thread }) => thread.id.endsWith(day))) found.push(...threadsOfDay(day, days))
  }
  return found
}

/** Every message sent in [from, to), in order of sending. */
export const portMessages = (days: PortDays, from: Date, to: Date): PortMessage[] => {
  const made: PortMessage[] = []
  for (let hour = Math.floor(from.getTime() / HOUR_MS); hour * HOUR_MS < to.getTime(); hour++) {
    made.push(...declarationHour(hour, days))
    for (const stream of STREAMS) made.push(...streamHour(stream, hour, days))
  }
  for (const { messages } of threadsBetween(from, to, days)) made.push(...messages)
  return made
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.cells['externalNo']! < b.cells['externalNo']! ? -1 : 1))
}

/** What really happened in [from, to): for measuring, never for the platform. */
export const groundTruth = (days: PortDays, from: Date, to: Date): Thread[] =>
  threadsBetween(from, to, days)
    .map(({ thread }) => thread)
    .filter(({ start }) => start >= from && start < to)
