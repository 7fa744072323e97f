/**
 * Keeps lines that were drawn from the record as rows of a document. Each gets the meet of the document's audience and that of
 * the row it is drawn from: whoever may not see the one does not see the other here either.
 */
import { type CircleId, uuid } from '../../base/public.ts'
import { meetOf } from '../../engine/sharing/public.ts'
import { type Call, sealRows } from '../../ledger/public.ts'
import { briefLineImage, shiftItemImage } from './image.ts'
import type { RecordLine } from './record.ts'

type Kept = { id: string; circleId: number }

const circlesOf = async (call: Call, document: number, lines: readonly RecordLine[]): Promise<Map<number, number>> => {
  const circles = new Map<number, number>()
  for (const { circleId } of lines)
    if (!circles.has(circleId))
      circles.set(circleId, await meetOf(call.tx, [document as CircleId, circleId as CircleId]))
  return circles
}

const common = (lines: readonly RecordLine[]) => [
  lines.map(() => uuid()),
  lines.map((one) => one.section),
  lines.map((one) => one.object),
  lines.map((one) => one.text.zh),
  lines.map((one) => one.text.en),
  lines.map((one) => one.path),
  lines.map((one) => one.strong),
]

const SQL = {
  brief_line: `insert into brief_line (realm, id, circle_id, source_circle_id, brief_id, ordinal, section, object, zh, en, path, strong)
     select $1, v.id, v.circle_id, v.source, $2, v.n::int, v.section, v.object, v.zh, v.en, v.path, v.strong
       from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[], $10::int[], $11::int[])
            with ordinality v (id, section, object, zh, en, path, strong, circle_id, source, n)`,
  shift_item: `insert into shift_item (realm, id, circle_id, shift_id, ordinal, section, object, zh, en, path, strong)
     select $1, v.id, v.circle_id, $2, v.n::int, v.section, v.object, v.zh, v.en, v.path, v.strong
       from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[], $10::int[], $11::int[])
            with ordinality v (id, section, object, zh, en, path, strong, circle_id, source, n)`,
} as const

export const keepLines = async (
  call: Call,
  table: keyof typeof SQL,
  document: { id: string; circleId: number },
  lines: readonly RecordLine[],
): Promise<Kept[]> => {
  if (lines.length === 0) return []
  const circles = await circlesOf(call, document.circleId, lines)
  const columns = common(lines)
  const kept = (columns[0] as string[]).map((id, i) => ({ id, circleId: circles.get(lines[i]!.circleId)! }))
  await call.tx.query(SQL[table], [
    call.realm,
    document.id,
    ...columns,
    kept.map((one) => one.circleId),
    lines.map((one) => one.circleId),
  ])
  const sealAs = (image: typeof briefLineImage, act: string) =>
    sealRows(
      call,
      image,
      kept.map((one) => ({ ...one, act })),
    )
  await (table === 'brief_line'
    ? sealAs(briefLineImage, 'brief_line.drawn')
    : sealAs(shiftItemImage, 'shift_item.drawn'))
  return kept
}
