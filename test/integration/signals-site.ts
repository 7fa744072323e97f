/** A small site for the tests of signals: agencies and sources on a database of its own, posts of three kinds. */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openIntake, putSource, type Source, usualMarkings } from '../../src/actions/signals/public.ts'
import { type AccountId, LIVE_REALM, systemClock, uuid } from '../../src/base/public.ts'
import {
  installAgencies,
  installReference,
  loadReference,
  readReferenceFiles,
  useReference,
} from '../../src/environment/reference/public.ts'
import type { House } from '../../src/ledger/public.ts'
import { type SessionClaim, withRole } from '../../src/store/public.ts'
import { testDatabase } from '../support/database.ts'

/** Folder of third-party files that are not committed; undefined where it is absent. */
export const sharedFolder = (): string | undefined => {
  const folder = process.env.TONGGUAN_SHARED ?? resolve(import.meta.dirname, '..', '..', '..', 'shared')
  return existsSync(join(folder, 'data', 'customs')) ? folder : undefined
}

const MEMBERS = ['customs', 'health_cdc', 'msa', 'port_office']

export const HEADER =
  'Declaration ID,Date,Office ID,Process Type,Import Type,Import Use,Payment Type,Mode of Transport,Declarant ID,Importer ID,Seller ID,Courier ID,HS6 Code,Country of Departure,Country of Origin,Tax Rate,Tax Type,Country of Origin Indicator,Net Mass,Item Price,Fraud,Critical Fraud'

/** A row of the customs file, with what a test changes by column position. */
export const line = (no: number | string, change: Record<number, string> = {}): string => {
  const cells = [
    String(no),
    '2026-03-01',
    '40',
    'B',
    '11',
    '21',
    '11',
    '10',
    'SWF9S4X',
    '7JD1S2X',
    '8WDKMC6',
    '',
    '732690',
    'DE',
    'DE',
    '8.0',
    'A',
    'Y',
    '100.0',
    '20000',
    '0',
    '0',
  ]
  for (const [at, value] of Object.entries(change)) cells[Number(at)] = value
  return cells.join(',')
}

export const signalsSite = async (t?: { after(fn: () => Promise<void>): void }) => {
  const { db, drop } = await testDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'tongguan-signals-'))
  const end = async () => {
    await drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  t?.after(end)
  await withRole(db, 'owner', async (tx) => {
    await installReference(tx, readReferenceFiles())
    const reference = await loadReference(tx)
    useReference(reference)
    await installAgencies(tx, reference, new Set(MEMBERS))
  })
  await db.job.query('select app.ensure_partitions(2)')
  const source = await withRole(db, 'owner', (tx) =>
    putSource(tx, {
      id: uuid(),
      code: 'customs-declarations',
      agencyId: 'customs',
      kind: 'declaration',
      zh: '海关报关单',
      en: 'Customs declarations',
      reliability: 'B',
      port: 'CNLMN',
      place: 'sea',
      ...usualMarkings('declaration', 'customs'),
    }),
  )
  const house: House = {
    clock: systemClock,
    db,
    dataDir,
    demo: false,
    ledgerOrigin: 'ledger.test/live',
    portZone: 'Asia/Shanghai',
    portCode: 'CNLMN',
  }
  /** A signed-in post of an agency. */
  const signIn = async (
    agency: string,
    roles: string[] = ['analyst', 'data_officer'],
    purposes: string[] = ['port_security'],
  ): Promise<SessionClaim & { postId: string }> => {
    const postId = uuid()
    const accountId = uuid() as AccountId
    const token = randomBytes(32)
    const hash = createHash('sha256').update(token).digest()
    await withRole(db, 'auth', async (tx) => {
      await tx.query('select app.put_post($1, $2, $3, $4, $5, $6, true)', [
        postId,
        agency,
        '岗位',
        'post',
        roles,
        purposes,
      ])
      await tx.query('insert into account (account_id, login) values ($1, $2)', [
        accountId,
        `u${accountId.slice(0, 8)}`,
      ])
      await tx.query('insert into officer (account_id, zh, en) values ($1, $2, $3)', [accountId, '甲', 'A'])
      await tx.query('insert into account_post (account_id, post_id) values ($1, $2)', [accountId, postId])
      await tx.query(
        `insert into session (token_hash, account_id, post_id, expires_at) values ($1, $2, $3, now() + interval '1 day')`,
        [hash, accountId, postId],
      )
    })
    return { sessionHash: hash.toString('hex'), purpose: '', realm: LIVE_REALM, postId }
  }
  /** An agreement in force that opens a data class of customs to another agency. */
  const agree = (receiver: string, dataClass: string, purpose = 'port_security') =>
    withRole(db, 'owner', (tx) =>
      tx.query(
        `select app.put_agreement($1, 'customs', $2, $3, $4, '协议', 'agreement', now() - interval '1 day', 'infinity', now() - interval '1 day', now() - interval '1 day')`,
        [uuid(), receiver, dataClass, purpose],
      ),
    )
  return { db, house, dataDir, source: source as Source, intake: openIntake(dataDir), signIn, agree, end }
}

export type SignalsSite = Awaited<ReturnType<typeof signalsSite>>
