/** Entries of the record for an auditor: envelopes under the policy, newest first, with names for posts and officers. */
import type { Bilingual } from '../../base/public.ts'
import { PURPOSES } from '../../engine/sharing/public.ts'
import type { Call } from '../../ledger/public.ts'
import { ACT_TITLES, OBJECT_TITLES } from './acts.ts'
import type { LedgerEntryView } from './model.ts'

type Envelope = { act: string; actor: string; at: string; basis: string | null; object: string; recordedAt: string }
type Named = { id: string; zh: string; en: string }

const ACTOR = /^post\/([0-9a-f-]{36})(?:\/officer\/([0-9a-f-]{36}))?$/

const plain = (text: string): Bilingual => ({ zh: text, en: text })

const namesOf = async (call: Call, envelopes: readonly Envelope[]) => {
  const found = envelopes.map((one) => ACTOR.exec(one.actor))
  const posts = await call.tx.query<{
    post_id: string
    zh: string
    en: string
    agency_id: string
    agency_zh: string
    agency_en: string
  }>(
    `select p.post_id, p.zh, p.en, g.agency_id, g.zh as agency_zh, g.en as agency_en
       from post p join agency g using (agency_id) where p.post_id = any ($1)`,
    [[...new Set(found.flatMap((match) => (match ? [match[1]!] : [])))]],
  )
  const officers = await call.tx.query<{ account_id: string; zh: string; en: string }>(
    'select account_id, zh, en from officer where account_id = any ($1)',
    [[...new Set(found.flatMap((match) => (match?.[2] ? [match[2]] : [])))]],
  )
  return (actor: string): LedgerEntryView['actor'] => {
    const match = ACTOR.exec(actor)
    const post = posts.find((row) => row.post_id === match?.[1])
    const officer = officers.find((row) => row.account_id === match?.[2])
    const named = (id: string, zh: string, en: string): Named => ({ id, zh, en })
    return {
      agency: post ? named(post.agency_id, post.agency_zh, post.agency_en) : null,
      post: post ? named(post.post_id, post.zh, post.en) : null,
      officer: officer ? { zh: officer.zh, en: officer.en } : null,
    }
  }
}

/** Entries before index `before` (exclusive), at most `limit`. Those whose envelope the caller may not see are left out. */
export const listEntries = async (
  call: Call,
  query: { before: number; limit: number; act?: string | undefined },
): Promise<LedgerEntryView[]> => {
  const rows = await call.tx.query<{ seq: string; text: string; leaf_hash: Buffer }>(
    `select i.seq, o.text, i.leaf_hash
       from ledger_index i join ledger_opening o on o.leaf_hash = i.leaf_hash and o.field = 1
      where i.seq < $1 and ($3::text is null or starts_with(o.text, '{"act":"' || $3) = $4)
      order by i.seq desc limit $2`,
    [query.before, query.limit, query.act?.replace('!', '') || null, !query.act?.startsWith('!')],
  )
  const envelopes = rows.map((row) => JSON.parse(row.text) as Envelope)
  const nameOf = await namesOf(call, envelopes)
  return rows.map((row, i) => {
    const envelope = envelopes[i]!
    const kind = envelope.object.split('/')[0]!
    return {
      seq: Number(row.seq),
      at: envelope.at,
      recordedAt: envelope.recordedAt,
      act: envelope.act,
      actTitle: ACT_TITLES[envelope.act] ?? plain(envelope.act),
      actor: nameOf(envelope.actor),
      object: envelope.object,
      objectTitle: OBJECT_TITLES[kind] ?? plain(kind),
      basis: envelope.basis,
      basisTitle:
        envelope.basis === null
          ? null
          : ((PURPOSES as Record<string, Bilingual>)[envelope.basis] ?? plain(envelope.basis)),
      leafHash: row.leaf_hash.toString('hex'),
    }
  })
}
