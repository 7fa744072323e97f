/** Signals of any kind and judgement, brought through the product's own intake: for tests of what comes after it. */
import {
  type Intake,
  type IntakeResult,
  type Prepared,
  putSource,
  type Source,
  takeIn,
} from '../../src/actions/signals/public.ts'
import { LIVE_REALM, uuid } from '../../src/base/public.ts'
import { type Marking, putAgreement } from '../../src/engine/sharing/public.ts'
import { type Database, withRole } from '../../src/store/public.ts'

export type Crafted = {
  no: string
  kind?: string
  riskType: string | null
  /** Null: unknown. */
  level: number | null
  rule?: string
  mentions?: [string, string][]
  observedAt?: Date
  needsPerson?: boolean
  /** What those who see the whole see of it. */
  full?: { level: number; riskType: string }
  /** Changes the content, so that the same number again is a correction. */
  content?: string
}

const digest = (text: string): string => Buffer.from(text.padEnd(16, '.')).toString('hex').slice(-32).padStart(32, '0')

/** As a kind's own preparation would give it; words and rules of kinds are not what these tests are about. */
const preparedOf = (one: Crafted, at: Date): Prepared => {
  const judged = (level: number | null, riskType: string | null) => ({
    level: level as 3 | null,
    needsPerson: one.needsPerson ?? (level === null || level >= 2),
    riskType,
    score: level === null ? null : level * 30,
    reasons: level === null ? [] : [{ rule: one.rule ?? 'test.rule', points: 40, value: '' }],
    unknowns: level === null ? ['origin'] : [],
  })
  const kind = one.kind ?? 'declaration'
  return {
    kind,
    externalNo: one.no,
    observedAt: one.observedAt ?? at,
    keyHash: digest(`${kind}${one.no}`),
    contentHash: digest(`${one.content ?? 'first'}${one.no}`),
    body: { hs6: '391510', origin: 'TH', departure: 'TH', date: '2026-03-01', office: '01', mode: '10' },
    search: `'${one.no.toLowerCase()}'`,
    parts: [],
    mentions: one.mentions ?? [['hs4', '3915']],
    persons: [],
    flags: [],
    reliability: null,
    credibility: null,
    caseNos: [],
    judged: {
      judgements: {
        shared: judged(one.level, one.riskType),
        full: one.full ? { ...judged(one.full.level, one.full.riskType), needsPerson: one.full.level >= 2 } : null,
      },
      engine: 'rules.test',
      engineVersion: 1,
    },
  }
}

export const bringCrafted = (
  db: Database,
  intake: Intake,
  source: Source,
  at: Date,
  crafted: readonly Crafted[],
): Promise<IntakeResult[]> =>
  takeIn(
    db,
    intake,
    source,
    crafted.map((one) => preparedOf(one, at)),
    { realm: LIVE_REALM, at, actor: 'machine/test' },
  )

export const putTestSource = (
  db: Database,
  code: string,
  agencyId: string,
  { kind = 'declaration', ...marking }: Omit<Marking, 'owner' | 'agencies' | 'groups'> & { kind?: Source['kind'] },
) =>
  withRole(db, 'owner', (tx) =>
    putSource(tx, {
      id: uuid(),
      code,
      agencyId,
      kind,
      zh: code,
      en: code,
      reliability: 'B',
      port: 'CNLMN',
      place: 'sea',
      marking: { ...marking, owner: agencyId, agencies: [], groups: [] },
    }),
  )

export const agreeTest = (
  db: Database,
  giver: string,
  receiver: string,
  dataClass: string,
  purpose: string,
  id = uuid(),
) => {
  const since = new Date(Date.now() - 86_400_000)
  return withRole(db, 'owner', (tx) =>
    putAgreement(tx, {
      id,
      giver,
      receiver,
      dataClass,
      purpose,
      basisZh: '测试协议',
      basisEn: 'test agreement',
      validFrom: since,
      validTo: null,
      giverSignedAt: since,
      receiverSignedAt: since,
    }),
  )
}
