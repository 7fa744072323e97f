/**
 * Decision tables between the database and the process. Installed by the owner at start like reference data; read by the
 * role that judges arriving signals; read again in every process when one was approved or retired.
 *
 * Crash points: an install that did not commit left nothing and is done again. A process that missed a notice reads again when
 * its connection is back; a version approved for a later date is held beforehand and needs no notice.
 */
import { type Bilingual, DomainError, LIVE_REALM, uuid } from '../../base/public.ts'
import { circleFor } from '../../engine/sharing/public.ts'
import { appendSealed, sealFact } from '../../ledger/public.ts'
import { type DecisionTable, parseDecisionTable } from '../../methods/risk/public.ts'
import { type Database, openListener, type Tx, withIntake, withRole } from '../../store/public.ts'
import { RULE_OBJECT, type RuleImageRow, ruleTableImage } from './image.ts'
import { type RuleVersion, SINCE_EVER, useRuleVersions, versionsInFiles } from './tables.ts'

/** Tables are for everybody at the port who opens content; the port office keeps them. */
export const rulesCircle = (tx: Pick<Tx, 'query'>, owner: string) =>
  circleFor(tx, {
    owner,
    dataClass: 'assessment',
    purposeLock: null,
    tlp: 'green',
    agencies: [],
    groups: [],
  })

const KEEPER = 'port_office'

/** Brings version 1 of each kind into the database where it is not there yet. As the owner; safe to repeat. */
export const installRuleTables = async (
  tx: Tx,
  versions: readonly RuleVersion[] = versionsInFiles(),
): Promise<string[]> => {
  await tx.query('select pg_advisory_xact_lock(7161, 30)')
  const there = await tx.query<{ kind: string; version: number }>(
    'select kind, version from rule_table where realm = $1',
    [LIVE_REALM],
  )
  const fresh = versions.filter((one) => !there.some((row) => row.kind === one.kind && row.version === one.version))
  if (fresh.length === 0) return []
  const circleId = await rulesCircle(tx, KEEPER)
  const ids: string[] = []
  for (const one of fresh) {
    const id = uuid()
    ids.push(id)
    await tx.query(
      `insert into rule_table (realm, id, circle_id, kind, version, status, content, created_at, changed_at, effective_from)
       values ($1, $2, $3, $4, $5, 'approved', $6, $7, $7, $8)`,
      [LIVE_REALM, id, circleId, one.kind, one.version, JSON.stringify(one.content), tx.startedAt, SINCE_EVER],
    )
  }
  await sealInstalled(tx, ids, circleId)
  return fresh.map((one) => one.kind)
}

/** The fact of each installed row, over its image read back with the statement that `ledger verify` uses. */
const sealInstalled = async (tx: Tx, ids: readonly string[], circleId: number): Promise<void> => {
  const rows = await tx.query<RuleImageRow>(`select * from (${ruleTableImage.select}) r where r.id = any ($1)`, [ids])
  const sealer = { actor: 'system/site', realm: LIVE_REALM, at: tx.startedAt, recordedAt: tx.startedAt }
  const facts = rows.map((row) => ({
    id: row.id,
    sealed: sealFact(
      {
        act: 'ruleset.installed',
        object: `${RULE_OBJECT}/${row.id}`,
        payload: { row: ruleTableImage.image(row) },
        circleId,
      },
      sealer,
    ),
  }))
  for (const { id, sealed } of facts)
    await tx.query('update rule_table set fact = $3, commitment = $4 where realm = $1 and id = $2', [
      LIVE_REALM,
      id,
      sealed.leafHash,
      sealed.payloadCommitment,
    ])
  await appendSealed(
    tx,
    facts.map(({ sealed }) => sealed),
  )
}

/** Everything that was ever approved: what judges, and what explains. */
export const readRuleVersions = (db: Database): Promise<RuleVersion[]> =>
  withIntake(db, { realm: LIVE_REALM }, async (tx) => {
    const rows = await tx.query<{
      kind: string
      version: number
      content: DecisionTable
      effective_from: Date
      effective_to: Date | null
    }>(
      `select kind, version, content, effective_from, effective_to from rule_table where realm = $1 and status = 'approved'`,
      [LIVE_REALM],
    )
    return rows.map((row) => ({
      kind: row.kind,
      version: row.version,
      from: new Date(row.effective_from),
      to: row.effective_to === null ? null : new Date(row.effective_to),
      content: parseDecisionTable(row.content),
    }))
  })

const NONE: Bilingual = {
  zh: '数据库中没有任何决策表，请检查安装。',
  en: 'The database holds no decision table; check the installation.',
}

export const refreshRules = async (db: Database): Promise<void> => {
  const versions = await readRuleVersions(db)
  if (versions.length === 0) throw new DomainError('conflict', NONE)
  useRuleVersions(versions)
}

export type RulesWatch = { close(): Promise<void> }

/**
 * Installs, loads, and from then on follows. Reads are one after another: of two notices the later read wins.
 * @param log told when tables could not be read again; what is held goes on judging
 */
export const followRules = async (db: Database, log: (message: string) => void): Promise<RulesWatch> => {
  await withRole(db, 'owner', (tx) => installRuleTables(tx), LIVE_REALM)
  const listener = await openListener(db, 'job')
  let reading: Promise<void> = Promise.resolve()
  const again = (): void => {
    reading = reading.then(() => refreshRules(db)).catch((error: unknown) => log(`decision tables: ${error}`))
  }
  try {
    // Listening begins before the first read, so that nothing falls between the two.
    await listener.onNotify('rules', again)
    listener.onGap(again)
    await refreshRules(db)
  } catch (error) {
    await listener.close()
    throw error
  }
  return {
    close: async () => {
      await listener.close()
      await reading
    },
  }
}
