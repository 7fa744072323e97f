/**
 * Access against its reasons: who sees what must follow from agreements, memberships and markings as they stand. A grant that was
 * slipped in behind the service's back has none. Run as the owner.
 */
import type { FaultList } from './faults.ts'
import type { Sql } from './sql.ts'

type Difference = {
  difference: 'widened' | 'narrowed'
  viewer_zh: string
  viewer_en: string
  owner_zh: string
  owner_en: string
}

export const verifyAccess = async (sql: Sql, found: FaultList): Promise<void> => {
  const rows = await sql<Difference>(
    'select distinct difference, viewer_zh, viewer_en, owner_zh, owner_en from app.describe_access_differences()',
  )
  for (const { difference, viewer_zh, viewer_en, owner_zh, owner_en } of rows)
    found.add(
      difference === 'widened' ? 'access-widened' : 'access-narrowed',
      `${viewer_zh} | ${viewer_en} > ${owner_zh} | ${owner_en}`,
    )
}
