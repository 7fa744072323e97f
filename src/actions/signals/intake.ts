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
import { DAY_MS, type Json, MINUTE_MS, uuid } from '../../base/public.ts'
import { appendSealed, type Fact, sealFacts } from '../../ledger/public.ts'
import { type Database, isRetryable, type Tx, withIntake } from '../../store/public.ts'
import type { Judgement } from '../assess/public.ts'
import { insertWaiting } from '../waiting/public.ts'
import { assessmentImage, signalImage } from './image.ts'
import { settleKeys } from './intake-keys.ts'
import { commitmentsOf, type NewPart, saltParts, writeParts } from './intake-parts.ts'
import { column, type NewSignal, oneBehind, type Statements } from './intake-statements.ts'
import { internSubjects, sealPersons } from './intake-subjects.ts'
import { writeTally } from './intake-tally.ts'
import { findPersonPatterns } from './person-patterns.ts'
import { personTokens } from './persons.ts'
import type { Judged, Prepared, Tokens } from './prepare.ts'
import type { Source } from './sources.ts'

export const INTAKE_BATCH = 1000
/** A signal that was observed so long before it arrived is flagged; judgement, not validated. */
const LATE_MS = 30 * DAY_MS
/** How far a source's clock may be ahead of ours; judgement, not validated. */
const CLOCK_AHEAD_MS = 5 * MINUTE_MS
/** Cannot be judged (Admiralty code): what nobody has graded has not been compared with anything yet. */
const UNJUDGED = '6'

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

const flagsOf = ({ observedAt, externalNo, flags }: Prepared, at: Date): string[] => {
  const age = at.getTime() - observedAt.getTime()
  return [
    ...flags,
    ...(age > LATE_MS ? ['late'] : age < -CLOCK_AHEAD_MS ? ['clock_ahead'] : []),
    // A message is known by its number, whatever that looks like; a person looks whether it is somebody's.
    ...(findPersonPatterns(externalNo).length > 0 ? ['person_pattern'] : []),
  ]
}

const INSERT_SIGNALS = `
  insert into signal (realm, id, received_at, circle_id, source_id, kind, port, place, observed_at, external_no, version, corrects,
                      reliability, credibility, flags, case_nos, body, search, fact, commitment)
  select $1, id, $2, $3, $4, $5, $6, $7, observed_at, external_no, version, corrects, reliability, credibility,
         string_to_array(flag, ','), string_to_array(case_no, E'\\x1e'), body::jsonb, search::tsvector,
         substring($8::bytea from 32 * (i - 1)::int + 1 for 32), substring($9::bytea from 32 * (i - 1)::int + 1 for 32)
    from unnest($10::uuid[], $11::timestamptz[], $12::text[], $13::int[], $14::uuid[], $15::text[], $16::text[], $17::text[], $18::text[],
                string_to_array($19, E'\\x1f'), string_to_array($20, E'\\x1f'))
         with ordinality as r (id, observed_at, external_no, version, corrects, reliability, credibility, flag, case_no, body, search, i)`

const INSERT_MENTIONS = `
  insert into mention (realm, key_id, circle_id, signal_id, received_at)
  select $1, key_id, $2, ($3::uuid[])[n], $4 from unnest($5::bigint[], $6::int[]) as r (key_id, n)`

const INSERT_ASSESSMENTS = `
  insert into assessment (realm, id, signal_id, received_at, circle_id, engine, engine_version, risk_type, level, needs_person, score,
                          reasons, unknowns, uses_parts, assessed_at, fact, commitment)
  select $1, id, signal_id, $2, circle_id, $3, engine_version, risk_type, level, needs_person, score, reasons::jsonb, unknowns::jsonb, uses_parts, $2,
         substring($4::bytea from 32 * (i - 1)::int + 1 for 32), substring($5::bytea from 32 * (i - 1)::int + 1 for 32)
    from unnest($6::uuid[], $7::uuid[], $8::int[], $9::int[], $10::text[], $11::smallint[], $12::boolean[], $13::real[],
                string_to_array($14, E'\\x1f'), string_to_array($15, E'\\x1f'), $16::boolean[])
         with ordinality as r (id, signal_id, circle_id, engine_version, risk_type, level, needs_person, score, reasons, unknowns, uses_parts, i)`

type NewAssessment = {
  id: string
  signalId: string
  circleId: number
  usesParts: boolean
  judgement: Judgement
  engine: Judged
}
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
  // One kind, and therefore one engine: a source brings nothing else.
  if (rows.some(({ kind }) => kind !== source.kind)) throw new Error(`source ${source.code} brings ${source.kind} only`)
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
  const parts = saltParts(fresh)
  const statements = oneBehind(tx)
  try {
    await writeParts(statements, source, realm, parts.flat())
    // The longest statement, while facts are sealed.
    await statements.send(
      INSERT_MENTIONS,
      [realm, source.circleId, ids, at, subjects.keyIds, subjects.of],
      'intake-mentions',
    )
    await writeFacts(tx, statements, source, fresh, parts, context)
    await writeTally(statements, realm, source, at, fresh)
    const judged = fresh.map(({ row, id, corrects }) => ({
      ...row,
      judgements: row.judged.judgements,
      id,
      corrects,
    }))
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

/** The signals and their assessments, each with its fact in the record. */
const writeFacts = async (
  tx: Tx,
  statements: Statements,
  source: Source,
  fresh: readonly NewSignal[],
  parts: readonly (readonly NewPart[])[],
  context: IntakeContext,
): Promise<void> => {
  const { realm, at } = context
  const flags = fresh.map(({ row }) => flagsOf(row, at))
  const assessments: NewAssessment[] = []
  for (const { row, id } of fresh) {
    const engine = row.judged
    const { shared, full } = engine.judgements
    assessments.push({
      id: uuid(),
      signalId: id,
      circleId: source.circleId,
      usesParts: false,
      judgement: shared,
      engine,
    })
    if (full)
      assessments.push({
        id: uuid(),
        signalId: id,
        circleId: source.wholeCircleId,
        usesParts: true,
        judgement: full,
        engine,
      })
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
          reliability: row.reliability ?? source.reliability,
          credibility: row.credibility ?? UNJUDGED,
          flags: flags[n]!,
          case_nos: row.caseNos,
          body: row.body as Json,
        },
        commitmentsOf(parts[n]!),
      ),
    },
  }))
  for (const { id, signalId, circleId, usesParts, judgement, engine } of assessments)
    facts.push({
      act: 'assessment.made',
      object: `assessment/${id}`,
      circleId,
      payload: {
        row: assessmentImage({
          signal_id: signalId,
          circle_id: circleId,
          engine: engine.engine,
          engine_version: engine.engineVersion,
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
      source.kind,
      port,
      source.place,
      Buffer.concat(signalFacts.map(({ leafHash }) => leafHash)),
      Buffer.concat(signalFacts.map(({ payloadCommitment }) => payloadCommitment)),
      fresh.map(({ id }) => id),
      fresh.map(({ row }) => row.observedAt.toISOString()),
      fresh.map(({ row }) => row.externalNo),
      fresh.map(({ version }) => version),
      fresh.map(({ corrects }) => corrects),
      fresh.map(({ row }) => row.reliability ?? source.reliability),
      fresh.map(({ row }) => row.credibility ?? UNJUDGED),
      flags.map((list) => list.join(',')),
      fresh.map(({ row }) => row.caseNos.join('\u001e')),
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
      assessments[0]!.engine.engine,
      Buffer.concat(assessmentFacts.map(({ leafHash }) => leafHash)),
      Buffer.concat(assessmentFacts.map(({ payloadCommitment }) => payloadCommitment)),
      assessments.map(({ id }) => id),
      assessments.map(({ signalId }) => signalId),
      assessments.map(({ circleId }) => circleId),
      assessments.map(({ engine }) => engine.engineVersion),
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
