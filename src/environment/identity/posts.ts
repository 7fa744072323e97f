/** Posts that the product itself needs: one of each member agency for its clocks and jobs, which no person ever holds. */
import { createHash } from 'node:crypto'
import type { PostId } from '../../base/public.ts'
import type { Tx } from '../../store/public.ts'

/** The same name always gives the same UUID (version 8: ours, from SHA-256), so that seeding twice changes nothing. */
export const namedUuid = (name: string): string => {
  const bytes = createHash('sha256').update(`tongguan/identity/${name}`, 'utf8').digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The post on whose behalf clocks and jobs of an agency act. It exists for every agency that takes part. */
export const systemPostOf = (agencyId: string): PostId => namedUuid(`system post of ${agencyId}`) as PostId

export const SYSTEM_POST = {
  zh: '系统时钟',
  en: 'system clock',
  roles: ['system'],
  purposes: ['port_security', 'health_quarantine', 'law_enforcement'],
} as const

/** Gives every agency that takes part its system post. Safe to repeat. As owner or auth. @returns agencies that got one now */
export const ensureSystemPosts = async (tx: Pick<Tx, 'query'>): Promise<string[]> => {
  const members = await tx.query<{ agency_id: string }>('select agency_id from agency where member order by agency_id')
  const posts = await tx.query<{ post_id: string }>(`select post_id from post where active and 'system' = any (roles)`)
  const present = new Set(posts.map((post) => post.post_id))
  const missing = members.map((row) => row.agency_id).filter((agency) => !present.has(systemPostOf(agency)))
  for (const agency of missing)
    await tx.query('select app.put_post($1, $2, $3, $4, $5, $6, true)', [
      systemPostOf(agency),
      agency,
      SYSTEM_POST.zh,
      SYSTEM_POST.en,
      [...SYSTEM_POST.roles],
      [...SYSTEM_POST.purposes],
    ])
  return missing
}
