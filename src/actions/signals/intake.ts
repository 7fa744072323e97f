/**
 * The write path of signals: one transaction in the intake role for up to 1,000 of them. Who may call it: services of this
 * room, after they made sure that the actor may bring signals under the source.
 *
 * Rows that wait for one another are inserted in sorted order (duplicate keys, subject keys, persons), and always in this
 * order of tables, so that parallel batches never deadlock. Ids are drawn beforehand: intake cannot read back what it wrote.
 *
 * Crash points: nothing of a batch exists before its commit. Person keys are on disk before it (persons.ts). Whoever does not
 * know whether a batch was committed sends it again: what was there comes back as `repeated` under the same id.
 */
import { randomBytes } from 'node:crypto'
import { DAY_MS, MINUTE_MS, uuid } from '../../base/public.ts'
import { appendSealed, type Fact, sealFacts } from '../../ledger/public.ts'
import { type Database, isRetryable, type Tx, withIntake } from '../../store/public.ts'
import { DECLARATION_ENGINE, DECLARATION_ENGINE_VERSION, type Judgement } from '../assess/public.ts'
import { insertWaiting } from '../waiting/public.ts'
import { assessmentImage, partCommitment, signalImage } from './image.ts'
import { settleKeys } from './intake-keys.ts'
import { internSubjects, sealPersons } from './intake-subjects.ts'
import { findPersonPatterns } from './person-patterns.ts'
import { personTokens } from './persons.ts'
import type { Prepared, Tokens } from './prepare.ts'
import type { Source } from './sources.ts'

export const INTAKE_BATCH = 1000
/** A signal that was observed so long before it arrived is flagged; judgement, not validated. */
const LATE_MS = 30 * DAY_MS
/** How far a source's clock may be ahead of ours; judgement, not validated. */
const CLOCK_AHEAD_MS = 5 * MINUTE_MS
/** Cannot be judged (Admiralty code): what a machine brings has not been compared with anything yet. */
const CREDIBILITY = '6'

/** What a process keeps between batches: tokens of the site, keys that are known to be in the database. Never content. */
export type Intake = {
  dataDir: string
  tokens: Tokens
  subjectIds: Map<string, string>
  knownPersons: Set<string>
}

export const openIntake = (dataDir: string): Intake => ({
  dataDir,
  tokens: personTokens(dataDir),
  subjectIds: new Map(),
  knownPersons: new Set(),
})

export type IntakeContext = {
  realm: number
  /** Realm time: what rules and rows carry. */
  at: Date
  /** The database's clock. */
  recordedAt: Date
  /** As the envelope names who brought it. */
  actor: string
  /** Where the signal arose, if not at the source's own port. */
  port?: string
}

export type IntakeResult = { status: 'accepted' | 'repeated' | 'corrected'; id: string; version: number }

const flagsOf = ({ observedAt, externalNo }: Prepared, at: Date): string[] => {
  const age = at.getTime() - observedAt.getTime()
  return [
    ...(age > LATE_MS ? ['late'] : age < -CLOCK_AHEAD_MS ? ['clock_ahead'] : []),
    // A message is known by its number, whatever that looks like; a person looks whether it is somebody's.
    ...(findPersonPatterns(externalNo).length > 0 ? ['person_pattern'] : []),
  ]
}

const INSERT_SIGNALS = `
  insert into signal (realm, id, received_at, circle_id, source_id, kind, port, place, observed_at, external_no, version, corrects,
                      reliability, credibility, flags, body, search, fact, commitment)
  select $1, id, $2, $3, $4, kind, $5, $6, observed_at, external_no, version, corrects, $7, $8,
         string_to_array(flag, ','), body::jsonb, search::tsvector,
         substring($9::bytea from 32 * (i - 1)::int + 1 for 32), substring($10::bytea from 32 * (i - 1)::int + 1 for 32)
    from unnest($11::uuid[], $12::text[], $13::timestamptz[], $14::text[], $15::int[], $16::uuid[], $17::text[], string_to_array($18, E'\\x1f'), string_to_array($19, E'\\x1f'))
         with ordinality as r (id, kind, observed_at, external_no, version, corrects, flag, body, search, i)`

const INSERT_PARTS = `
  insert into part (realm, object_kind, object_id, name, circle_id, body, salt, search)
  select $1, 'signal', id, 'commercial', $2, body, substring($3::bytea from 32 * (i - 1)::int + 1 for 32), ''::tsvector
    from unnest($4::uuid[], string_to_array($5, E'\\x1f')) with ordinality as r (id, body, i)`

const INSERT_MENTIONS = `
  insert into mention (realm, key_id, circle_id, signal_id, received_at)
  select $1, key_id, $2, ($3::uuid[])[n], $4 from unnest($5::bigint[], $6::int[]) as r (key_id, n)`

const INSERT_ASSESSMENTS = `
  insert into assessment (realm, id, signal_id, received_at, circle_id, engine, engine_version, risk_type, level, needs_person, score,
                          reasons, unknowns, uses_parts, assessed_at, fact, commitment)
  select $1, id, signal_id, $2, circle_id, $3, $4, risk_type, level, needs_person, score, reasons::jsonb, unknowns::jsonb, uses_parts, $2,
         substring($5::bytea from 32 * (i - 1)::int + 1 for 32), substring($6::bytea from 32 * (i - 1)::int + 1 for 32)
    from unnest($7::uuid[], $8::uuid[], $9::int[], $10::text[], $11::smallint[], $12::boolean[], $13::real[], string_to_array($14, E'\\x1f'),
                string_to_array($15, E'\\x1f'), $16::boolean[])
         with ordinality as r (id, signal_id, circle_id, risk_type, level, needs_person, score, reasons, unknowns, uses_parts, i)`

const INSERT_TALLY = `
  insert into signal_tally (realm, circle_id, hour, kind, domain, received, needs_person)
  select $1, circle_id, date_trunc('hour', $2::timestamptz), kind, domain, received, needs_person
    from unnest($3::int[], $4::text[], $5::text[], $6::int[], $7::int[]) as r (circle_id, kind, domain, received, needs_person)`

type NewSignal = { row: Prepared; id: string; version: number; corrects: string | null }
type NewAssessment = { id: string; signalId: string; circleId: number; usesParts: boolean; judgement: Judgement }

/**
 * A column of JSON or search words as one text, cut again in the database: an array of texts would have each of their many
 * quotes escaped here and read there. Neither holds a control character.
 */
const column = (texts: readonly string[]): string => texts.join('\u001f')

/** `[]` for the many rows without reasons, without a call of its own. */
const jsonOf = (list: readonly unknown[]): string => (list.length === 0 ? '[]' : JSON.stringify(list))

/**
 * Takes in up to INTAKE_BATCH signals.
 * @returns a result for each row in its order, and `committed`, which the caller calls once the transaction has committed.
 */
export const intakeBatch = async (
  tx: Tx,
  intake: Intake,
  source: Source,
  rows: readonly Prepared[],
  context: IntakeContext,
): Promise<{ results: IntakeResult[]; committed: () => void }> => {
  if (rows.length > INTAKE_BATCH) throw new Error(`a batch holds at most ${INTAKE_BATCH} signals`)
  const { realm, at } = context
  const settled = await settleKeys(tx, { realm, sourceId: source.id, at }, rows)
  const fresh: NewSignal[] = []
  settled.forEach((one, n) => {
    if (one.status !== 'repeated')
      fresh.push({ row: rows[n]!, id: one.id, version: one.version, corrects: one.corrects })
  })
  const results = settled.map(({ status, id, version }): IntakeResult => ({ status, id, version }))
  if (fresh.length === 0) return { results, committed: () => {} }

  const subjects = await internSubjects(tx, intake, fresh)
  const persons = await sealPersons(tx, intake, source, realm, at, fresh)
  const ids = fresh.map(({ id }) => id)
  const salts = randomBytes(32 * fresh.length)
  const statements = oneBehind(tx)
  try {
    await statements.send(
      INSERT_PARTS,
      [realm, source.commercialCircleId, salts, ids, column(fresh.map(({ row }) => row.commercial))],
      'intake-parts',
    )
    // The longest statement, while facts are sealed.
    await statements.send(
      INSERT_MENTIONS,
      [realm, source.circleId, ids, at, subjects.keyIds, subjects.of],
      'intake-mentions',
    )
    await writeFacts(tx, statements, source, fresh, salts, context)
    await writeTally(statements, realm, source, at, fresh)
    const judged = fresh.map(({ row, id, corrects }) => ({ ...row, id, corrects }))
    await insertWaiting(statements.send, judged, { realm, at, port: context.port ?? source.port, source })
  } finally {
    await statements.ended()
  }
  return {
    results,
    committed: () => {
      subjects.committed()
      persons.committed()
    },
  }
}

type Statements = {
  /** Resolves when the statement before it has ended and this one is on its way. */
  send(sql: string, values: readonly unknown[], name?: string): Promise<void>
  /** @throws what the last statement threw */
  ended(): Promise<void>
}

/** The database works on one statement while the values of the next are made: a fifth of the time of a batch. */
const oneBehind = (tx: Tx): Statements => {
  let running: Promise<unknown> = Promise.resolve()
  return {
    send: async (sql, values, name) => {
      await running
      running = tx.query(sql, values, name)
      // A failure is thrown where it is awaited; until then it must not count as nobody's.
      running.catch(() => {})
    },
    ended: async () => {
      await running
    },
  }
}

/** The signals and their assessments, each with its fact in the record. */
const writeFacts = async (
  tx: Tx,
  statements: Statements,
  source: Source,
  fresh: readonly NewSignal[],
  salts: Buffer,
  context: IntakeContext,
): Promise<void> => {
  const { realm, at } = context
  const flags = fresh.map(({ row }) => flagsOf(row, at))
  const assessments: NewAssessment[] = []
  for (const { row, id } of fresh) {
    const { shared, full } = row.judgements
    assessments.push({ id: uuid(), signalId: id, circleId: source.circleId, usesParts: false, judgement: shared })
    if (full)
      assessments.push({ id: uuid(), signalId: id, circleId: source.wholeCircleId, usesParts: true, judgement: full })
  }
  const port = context.port ?? source.port
  const facts: Fact[] = fresh.map(({ row, id, version, corrects }, n) => ({
    act: version === 1 ? 'signal.received' : 'signal.corrected',
    object: `signal/${id}`,
    circleId: source.circleId,
    payload: {
      row: signalImage(
        {
          received_at: at,
          circle_id: source.circleId,
          source_id: source.id,
          kind: row.kind,
          port,
          place: source.place,
          observed_at: row.observedAt,
          external_no: row.externalNo,
          version,
          corrects,
          reliability: source.reliability,
          credibility: CREDIBILITY,
          flags: flags[n]!,
          body: row.body,
        },
        { commercial: partCommitment(id, 'commercial', salts.subarray(32 * n, 32 * n + 32), row.commercial) },
      ),
    },
  }))
  for (const { id, signalId, circleId, usesParts, judgement } of assessments)
    facts.push({
      act: 'assessment.made',
      object: `assessment/${id}`,
      circleId,
      payload: {
        row: assessmentImage({
          signal_id: signalId,
          circle_id: circleId,
          engine: DECLARATION_ENGINE,
          engine_version: DECLARATION_ENGINE_VERSION,
          risk_type: judgement.riskType,
          level: judgement.level,
          needs_person: judgement.needsPerson,
          score: judgement.score,
          reasons: judgement.reasons,
          unknowns: judgement.unknowns,
          uses_parts: usesParts,
          assessed_at: at,
        }),
      },
    })
  const sealed = sealFacts(facts, { actor: context.actor, realm, at, recordedAt: context.recordedAt })
  const signalFacts = sealed.slice(0, fresh.length)
  const assessmentFacts = sealed.slice(fresh.length)
  await statements.send(
    INSERT_SIGNALS,
    [
      realm,
      at,
      source.circleId,
      source.id,
      port,
      source.place,
      source.reliability,
      CREDIBILITY,
      Buffer.concat(signalFacts.map(({ leafHash }) => leafHash)),
      Buffer.concat(signalFacts.map(({ payloadCommitment }) => payloadCommitment)),
      fresh.map(({ id }) => id),
      fresh.map(({ row }) => row.kind),
      fresh.map(({ row }) => row.observedAt.toISOString()),
      fresh.map(({ row }) => row.externalNo),
      fresh.map(({ version }) => version),
      fresh.map(({ corrects }) => corrects),
      flags.map((list) => list.join(',')),
      column(fresh.map(({ row }) => JSON.stringify(row.body))),
      column(fresh.map(({ row }) => row.search)),
    ],
    'intake-signals',
  )
  await statements.send(
    INSERT_ASSESSMENTS,
    [
      realm,
      at,
      DECLARATION_ENGINE,
      DECLARATION_ENGINE_VERSION,
      Buffer.concat(assessmentFacts.map(({ leafHash }) => leafHash)),
      Buffer.concat(assessmentFacts.map(({ payloadCommitment }) => payloadCommitment)),
      assessments.map(({ id }) => id),
      assessments.map(({ signalId }) => signalId),
      assessments.map(({ circleId }) => circleId),
      assessments.map(({ judgement }) => judgement.riskType),
      assessments.map(({ judgement }) => judgement.level),
      assessments.map(({ judgement }) => judgement.needsPerson),
      assessments.map(({ judgement }) => judgement.score),
      column(assessments.map(({ judgement }) => jsonOf(judgement.reasons))),
      column(assessments.map(({ judgement }) => jsonOf(judgement.unknowns))),
      assessments.map(({ usesParts }) => usesParts),
    ],
    'intake-assessments',
  )
  await statements.ended()
  await appendSealed(tx, sealed)
}

/**
 * One row per circle, kind and domain: what a usual day looks like, and how many signals there are, without counting them. What
 * waits for a person only in the eyes of those who see the whole is counted in their circle, so that everybody's sums are right.
 */
const writeTally = async (
  statements: Statements,
  realm: number,
  source: Pick<Source, 'circleId' | 'wholeCircleId'>,
  at: Date,
  fresh: readonly NewSignal[],
): Promise<void> => {
  type Tally = { circle: number; kind: string; domain: string; received: number; needsPerson: number }
  const tallies = new Map<string, Tally>()
  const tallyOf = (circle: number, kind: string, domain: string): Tally => {
    const key = `${circle} ${kind} ${domain}`
    const one = tallies.get(key) ?? { circle, kind, domain, received: 0, needsPerson: 0 }
    tallies.set(key, one)
    return one
  }
  for (const { row } of fresh) {
    const { shared, full } = row.judgements
    const domain = shared.riskType?.split('.')[0] ?? ''
    const one = tallyOf(source.circleId, row.kind, domain)
    one.received++
    if (shared.needsPerson) one.needsPerson++
    else if (full?.needsPerson) tallyOf(source.wholeCircleId, row.kind, domain).needsPerson++
  }
  const list = [...tallies.values()]
  await statements.send(INSERT_TALLY, [
    realm,
    at,
    list.map((one) => one.circle),
    list.map((one) => one.kind),
    list.map((one) => one.domain),
    list.map((one) => one.received),
    list.map((one) => one.needsPerson),
  ])
}

/** A transaction around `intakeBatch`, with whatever else belongs into it; once more where the database asks for it. */
export const takeIn = async (
  db: Database,
  intake: Intake,
  source: Source,
  rows: readonly Prepared[],
  context: Omit<IntakeContext, 'recordedAt'>,
  alongside?: (tx: Tx, results: readonly IntakeResult[]) => Promise<void>,
): Promise<IntakeResult[]> => {
  for (let attempt = 1; ; attempt++) {
    try {
      const { results, committed } = await withIntake(db, { realm: context.realm }, async (tx) => {
        const done = await intakeBatch(tx, intake, source, rows, { ...context, recordedAt: tx.startedAt })
        await alongside?.(tx, done.results)
        return done
      })
      committed()
      return results
    } catch (error) {
      if (attempt >= 3 || !isRetryable(error)) throw error
    }
  }
}
