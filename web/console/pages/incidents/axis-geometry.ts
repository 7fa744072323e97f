/**
 * The time axis of an incident: what happened above the line, what is due below it, now between. Pure: from instants and a
 * width to places. Labels that find no room are left out; their marks and the list of entries remain.
 */
export type Mark = { id: string; at: number; label: string; strand?: string | undefined }
export type Due = Mark & { law: boolean; late: boolean }
/** Where a label stands; absent where there is no room. */
export type LabelPlace = { x: number; lane: number; anchor: 'start' | 'end' }
export type Placed<M> = M & { x: number; text: LabelPlace | undefined }
export type Axis = {
  fromMs: number
  toMs: number
  nowX: number
  ticks: { at: number; x: number }[]
  happened: Placed<Mark>[]
  due: Placed<Due>[]
  /** Empty where there is one risk only. */
  strands: Strand[]
  xOf: (at: number) => number
  /** Due after the right edge: not drawn, but said. */
  beyond: number
}

const MINUTE_MS = 60_000
const STEPS_MINUTES = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080]
/** Room for at most this many ticks, so that their words never touch. Judgement. */
const TICK_WIDTH = 96
/** How far ahead is drawn: as long as it has been going on, at least an hour, at most a day. Judgement, not validated. */
const LEAST_AHEAD_MS = 60 * MINUTE_MS
const MOST_AHEAD_MS = 24 * 60 * MINUTE_MS
const LEAST_PAST_MS = 20 * MINUTE_MS
const LANES = 2
const GAP = 10

/** Width of 12 px text: a Chinese character is as wide as the type is high, other letters about 0.56 of it. */
export const textWidth = (words: string): number =>
  [...words].reduce((sum, sign) => sum + (/[\u2e80-\uffef]/.test(sign) ? 12 : 6.8), 0)

/** One line of a compound incident: what happened and what is due of one risk. */
export type Strand = { id: string; happened: Placed<Mark>[]; due: Placed<Due>[] }

type Input = {
  width: number
  /** Where labels may begin; what is left of it names the strands. */
  indent?: number
  /** Two or more risks: each is laid on a line of its own. */
  strands?: readonly string[]
  openedMs: number
  nowMs: number
  happened: readonly Mark[]
  due: readonly Due[]
  /** Closed: nothing is ahead any more. */
  ended?: boolean
  /** Minutes by which the port's wall clock is ahead of UTC, so that ticks fall on its full hours. */
  offsetMinutes: number
}

export const layAxis = ({
  width,
  indent = 0,
  strands = [],
  openedMs,
  nowMs,
  happened,
  due,
  offsetMinutes,
  ended = false,
}: Input): Axis => {
  const first = Math.min(openedMs, ...happened.map((mark) => mark.at))
  const past = Math.max(nowMs - first, LEAST_PAST_MS)
  const aheadMs = Math.min(Math.max(past, LEAST_AHEAD_MS), MOST_AHEAD_MS)
  const last = Math.max(
    ...due.map((one) => one.at).filter((at) => at <= nowMs + aheadMs),
    nowMs + (ended ? past * 0.1 : LEAST_AHEAD_MS / 2),
  )
  const pad = (last - (nowMs - past)) * 0.03
  const fromMs = nowMs - past - pad
  const toMs = last + pad * 3
  const xOf = (at: number) => indent + ((at - fromMs) / (toMs - fromMs)) * (width - indent)
  const drawn = due.filter((one) => one.at <= toMs)
  return {
    fromMs,
    toMs,
    nowX: xOf(nowMs),
    ticks: ticksOf(fromMs, toMs, width - indent, offsetMinutes).map((at) => ({ at, x: xOf(at) })),
    happened: place(happened, xOf, width, indent),
    due: place(drawn, xOf, width, indent),
    strands: strands.map((id, i) => {
      // What belongs to no strand of its own stands with the first.
      const own = (mark: Mark) => mark.strand === id || (i === 0 && !strands.includes(mark.strand ?? ''))
      return {
        id,
        happened: place(happened.filter(own), xOf, width, indent),
        due: place(drawn.filter(own), xOf, width, indent),
      }
    }),
    xOf,
    beyond: due.length - drawn.length,
  }
}

const ticksOf = (fromMs: number, toMs: number, width: number, offsetMinutes: number): number[] => {
  const most = Math.max(1, Math.floor(width / TICK_WIDTH))
  const step = (STEPS_MINUTES.find((minutes) => (toMs - fromMs) / (minutes * MINUTE_MS) <= most) ?? 43_200) * MINUTE_MS
  const offset = offsetMinutes * MINUTE_MS
  const ticks: number[] = []
  for (let at = Math.ceil((fromMs + offset) / step) * step - offset; at < toMs; at += step) ticks.push(at)
  return ticks
}

/** Greedy: the newest first, since it matters most; each takes the first lane and side where it touches no other. */
const place = <M extends Mark>(
  marks: readonly M[],
  xOf: (at: number) => number,
  width: number,
  indent: number,
): Placed<M>[] => {
  const taken: { lane: number; from: number; to: number }[] = []
  const free = (lane: number, from: number, to: number) =>
    from >= indent &&
    to <= width &&
    taken.every((one) => one.lane !== lane || to + GAP < one.from || from > one.to + GAP)
  const placed = new Map<M, Placed<M>>()
  for (const mark of marks.toSorted((a, b) => b.at - a.at)) {
    const x = xOf(mark.at)
    const wide = textWidth(mark.label)
    let text: LabelPlace | undefined
    for (let lane = 0; lane < LANES && text === undefined; lane++) {
      if (free(lane, x - 4, x + wide)) {
        text = { x: x - 4, lane, anchor: 'start' }
        taken.push({ lane, from: x - 4, to: x + wide })
      } else if (free(lane, x - wide, x + 4)) {
        text = { x: x + 4, lane, anchor: 'end' }
        taken.push({ lane, from: x - wide, to: x + 4 })
      }
    }
    placed.set(mark, { ...mark, x, text })
  }
  return marks.map((mark) => placed.get(mark)!)
}
