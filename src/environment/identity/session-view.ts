/** What the page is told about the session: who, at which post, for which purpose, and what that allows. */
import type { SessionClaim, Tx, Whoami } from '../../store/public.ts'
import type { PostName, SessionView, Site } from './model.ts'
import { rightsOf } from './rights.ts'
import { SESSION_ABSOLUTE } from './store.ts'

/** Says to the database who acts in the rest of this transaction. */
export const actAs = async (tx: Pick<Tx, 'query'>, claim: SessionClaim): Promise<Omit<Whoami, 'now'> | undefined> => {
  await tx.query(
    `select set_config('app.session', $1, true), set_config('app.purpose', $2, true), set_config('app.realm', $3, true)`,
    [claim.sessionHash, claim.purpose, String(claim.realm)],
  )
  const [who] = await tx.query<Omit<Whoami, 'now'>>('select * from app.whoami()')
  return who
}

const postsOf = async (tx: Pick<Tx, 'query'>, accountId: string): Promise<PostName[]> => {
  const rows = await tx.query<{
    post_id: string
    zh: string
    en: string
    agency_id: string
    agency_zh: string
    agency_en: string
  }>(
    `select post_id, zh, en, agency_id, agency_zh, agency_en from app.account_post_now where account_id = $1 order by valid_from, post_id`,
    [accountId],
  )
  return rows.map((row) => ({
    id: row.post_id,
    zh: row.zh,
    en: row.en,
    agency: { id: row.agency_id, zh: row.agency_zh, en: row.agency_en },
  }))
}

/** @param site without epoch, which only a session has */
export const describeSession = async (
  tx: Pick<Tx, 'query'>,
  claim: SessionClaim | null,
  site: Omit<Site, 'epoch'>,
): Promise<SessionView> => {
  const who = claim === null ? undefined : await actAs(tx, claim)
  if (claim === null || who === undefined || who.account_id === null)
    return { signedIn: false, site: { ...site, epoch: null } }
  const [row] = await tx.query<{ epoch: string; purposes: string[]; expires_at: Date; ends_at: Date }>(
    `select app.access_epoch() as epoch, p.purposes, s.expires_at, s.created_at + interval '${SESSION_ABSOLUTE}' as ends_at
       from session s join post p using (post_id) where s.token_hash = $1`,
    [Buffer.from(claim.sessionHash, 'hex')],
  )
  return {
    signedIn: true,
    site: { ...site, epoch: row!.epoch },
    officer: who.officer_zh === null || who.officer_en === null ? null : { zh: who.officer_zh, en: who.officer_en },
    post: { id: who.post_id, zh: who.post_zh, en: who.post_en, roles: who.roles, purposes: row!.purposes },
    agency: { id: who.agency_id, zh: who.agency_zh, en: who.agency_en },
    purpose: who.purpose,
    posts: await postsOf(tx, who.account_id),
    rights: rightsOf(who.roles, who.purpose),
    expiresAt: row!.expires_at.toISOString(),
    endsAt: row!.ends_at.toISOString(),
  }
}
