/** Messages of the invented port into the ordinary intake: read, judged, recorded as any other. Bringing twice doubles nothing. */
import {
  INTAKE_BATCH,
  openIntake,
  type Prepared,
  prepareSignal,
  readSignal,
  type Source,
  takeIn,
} from '../../actions/signals/public.ts'
import { DAY_MS, HOUR_MS, LIVE_REALM } from '../../base/public.ts'
import { systemPostOf } from '../../environment/identity/public.ts'
import type { PortMessage } from '../../exercise/days/public.ts'
import type { Site } from '../site.ts'

/** `as-sent`: history, each at its own time, the last day one by one and what is older by the hour. `now`: as they come in. */
export type Arrivals = 'as-sent' | 'now'

type Batch = { source: Source; messages: PortMessage[] }

/** Messages of one source and one hour, or single ones where their order is seen on a page. */
const batchesOf = (
  sources: ReadonlyMap<string, Source>,
  messages: readonly PortMessage[],
  singleFrom: number,
): Batch[] => {
  const open = new Map<string, Batch>()
  const made: Batch[] = []
  for (const message of messages) {
    const source = sources.get(message.source)
    if (!source) throw new Error(`the demonstration has no source ${message.source}`)
    const single = message.at.getTime() >= singleFrom
    const key = `${message.source} ${Math.floor(message.at.getTime() / HOUR_MS)}`
    const batch = single ? undefined : open.get(key)
    if (batch && batch.messages.length < INTAKE_BATCH) {
      batch.messages.push(message)
      continue
    }
    const fresh = { source, messages: [message] }
    if (!single) open.set(key, fresh)
    made.push(fresh)
  }
  return made
}

/** @param messages in order of sending */
export const bringMessages = async (
  site: Site,
  sources: ReadonlyMap<string, Source>,
  messages: readonly PortMessage[],
  arrivals: Arrivals,
): Promise<void> => {
  const intake = openIntake(site.config.dataDir)
  const last = messages.at(-1)?.at.getTime() ?? 0
  for (const { source, messages: batch } of batchesOf(sources, messages, arrivals === 'now' ? 0 : last - DAY_MS)) {
    const at = arrivals === 'now' ? site.house.clock.now() : batch.at(-1)!.at
    const rows = batch.map(({ kind, cells, at: sent }): Prepared => {
      const { content, faults } = readSignal(kind, cells, site.config.portZone)
      if (content === null) throw new Error(`synthetic ${kind} refused: ${faults[0]!.en}`)
      return prepareSignal(intake.tokens, source, { ...content, observedAt: sent }, at)
    })
    await takeIn(site.db, intake, source, rows, {
      realm: LIVE_REALM,
      at,
      actor: `post/${systemPostOf(source.agencyId)}`,
    })
  }
}
