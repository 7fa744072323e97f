/**
 * Keeps compound assessments as the evidence is. Runs on behalf of each agency's clock for each purpose, so it reads and writes
 * only what that agency sees; two agencies that see the same two sides find each other's row and leave it alone. Safe to repeat:
 * a crash leaves what was there, and the next look finds the same.
 */

import type { CircleId } from '../../base/public.ts'
import { HOUR_MS } from '../../base/public.ts'
import { meetOf } from '../../engine/sharing/public.ts'
import { type Call, type House, inCall } from '../../ledger/public.ts'
import { sealRows } from '../warn/public.ts'
import { type Arrived, type Change, compoundDrafts, decideChanges } from './decide.ts'
import { compoundImage } from './image.ts'
import { findInteraction, interactions } from './interactions.ts'
import {
  endCompound,
  findArrivals,
  findEvidence,
  findOpen,
  findStillWaiting,
  insertCompound,
  openOf,
  putWaiting,
  updateCompound,
} from './store.ts'

const arrivedIn = async (call: Call, longest: number): Promise<Arrived> => {
  const document = interactions()
  const kinds = [...new Set(document.interactions.flatMap((one) => one.wants.map((want) => want.kind)))]
  const rows = await findArrivals(call, kinds, new Date(call.at.getTime() - longest * HOUR_MS))
  return (circle, kind, sinceHours) =>
    rows.some(
      (row) =>
        row.circle_id === circle &&
        row.kind === kind &&
        // The tally says the hour; its end counts.
        row.hour.getTime() + HOUR_MS >= call.at.getTime() - sinceHours * HOUR_MS,
    )
}

/** What this post sees, put together. @returns how many assessments changed */
export const evaluateCompounds = async (call: Call): Promise<number> => {
  // One look at a time: two that overlap would both raise the same one.
  await call.tx.query('select pg_advisory_xact_lock(7161, 41)')
  const document = interactions()
  const longest = Math.max(...document.interactions.map((one) => one.windowHours))
  const riskTypes = [...new Set(document.interactions.flatMap((one) => [...one.a.riskTypes, ...one.b.riskTypes]))]
  const items = await findEvidence(call, riskTypes, new Date(call.at.getTime() - longest * HOUR_MS))
  const open = await findOpen(call)
  if (items.length === 0 && open.length === 0) return 0
  const drafts = compoundDrafts(document, items, await arrivedIn(call, longest), call.at)
  const waiting = await findStillWaiting(
    call,
    open.flatMap(({ result }) => [result.a.signalId, result.b.signalId]),
  )
  const changes = decideChanges(open.map(openOf), drafts, (id) => waiting.has(id))
  const rows = new Map(open.map((row) => [row.id, row]))
  for (const change of changes) await apply(call, change, rows)
  return changes.length
}

const apply = async (call: Call, change: Change, rows: Map<string, Awaited<ReturnType<typeof findOpen>>[number]>) => {
  if (change.act === 'compound.raised') {
    const { draft } = change
    const circleId = await meetOf(call.tx, [draft.aCircle as CircleId, draft.bCircle as CircleId])
    const id = await insertCompound(call, circleId, draft)
    await putWaiting(
      call,
      { id, circleId, ...draft, riskType: riskOf(draft.interaction), raisedAt: call.at },
      draft.level,
    )
    await sealRows(call, compoundImage, [{ id, act: change.act, circleId }])
    return
  }
  const row = rows.get(change.id)!
  const place = {
    id: row.id,
    circleId: row.circle_id,
    interaction: row.interaction,
    port: row.port,
    place: row.place,
    riskType: riskOf(row.interaction),
    raisedAt: new Date(row.raised_at),
  }
  if (change.act === 'compound.updated') {
    await updateCompound(call, change.id, change.draft)
    if (change.levelChanged) await putWaiting(call, place, change.draft.level)
  } else {
    await endCompound(call, change.id)
    await putWaiting(call, place, undefined)
  }
  const detail = change.act === 'compound.ended' ? { why: change.why } : { levelChanged: change.levelChanged }
  await sealRows(call, compoundImage, [
    { id: change.id, act: change.act, circleId: row.circle_id, detail: { event: detail } },
  ])
}

const riskOf = (interaction: string): string => findInteraction(interaction)?.riskType ?? ''

/** Every agency that takes part, for each purpose its clock may act for. */
export const evaluateForAll = async (house: House, realm: number): Promise<number> => {
  const { rows } = await house.db.job.query<{ post_id: string; purposes: string[] }>(
    `select post_id, purposes from post where active and 'system' = any (roles) order by agency_id, post_id`,
  )
  let changed = 0
  for (const { post_id, purposes } of rows)
    for (const purpose of purposes)
      changed += await inCall(house, { onBehalf: post_id, purpose, realm }, evaluateCompounds)
  return changed
}
