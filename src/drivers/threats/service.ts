/** The definition queue: each function is one act inside the caller's transaction: load under policy, decide, save, record. */
import type { Static } from 'typebox'
import { applyRevisions, basisBody, lockedReference, requireBasis, requireRoles } from '../../actions/law/public.ts'
import { checkFreeText, reachableAgencies } from '../../actions/warn/public.ts'
import { type CircleId, notFound, uuid } from '../../base/public.ts'
import { circleFor } from '../../engine/sharing/public.ts'
import { PLACES } from '../../environment/duties/public.ts'
import { actorOf, systemPostOf } from '../../environment/identity/public.ts'
import { type DutyRow, getReference, type LoadedReference, type Named } from '../../environment/reference/public.ts'
import { type Call, sealRows } from '../../ledger/public.ts'
import { decide, type ItemCommand, type ItemState, openItem } from './decide.ts'
import { itemImage } from './image.ts'
import type { DefineSchema, Proposal } from './model.ts'
import {
  findItem,
  insertEntry,
  insertItem,
  listItems,
  type Ownerless,
  ownerlessIncidents,
  ownerlessSignals,
  type StoredItem,
  updateItem,
} from './store.ts'
import { concernedBy, isOwned, uncoveredRisks } from './uncovered.ts'

/** The job that looks whether an interim lead stands in time. */
export const INTERIM_CLOCK = 'threats.interim_clock'

const seal = (call: Call, item: StoredItem, act: string): Promise<void> =>
  sealRows(call, itemImage, [{ id: item.state.id, act, circleId: item.circleId }])

/** Opens an item unless the same one is open already. @returns whether it is new */
const open = async (call: Call, state: ItemState, circleId: number): Promise<boolean> => {
  const item = { state, circleId }
  if (!(await insertItem(call, state, circleId))) return false
  await insertEntry(call, item, 'definition.opened', { origin: state.origin })
  await seal(call, item, 'definition.opened')
  if (state.interim === null)
    await call.enqueue(
      INTERIM_CLOCK,
      { itemId: state.id, onBehalf: systemPostOf(call.actor.agencyId), realm: call.realm, purpose: call.actor.purpose },
      { runAt: state.interimDueAt, key: `${INTERIM_CLOCK}/${state.id}` },
    )
  return true
}

/** Runs one command on an item, held until the transaction ends. */
const run = async (call: Call, id: string, command: ItemCommand): Promise<StoredItem> => {
  const item = await findItem(call, id, true)
  if (!item) throw notFound()
  const { next, facts } = decide(item.state, command, actorOf(call), call.at)
  if (facts.length === 0) return item
  await updateItem(call, next)
  for (const { act, ...data } of facts) await insertEntry(call, item, act, data)
  for (const fact of facts) await seal(call, item, fact.act)
  return { ...item, state: next }
}

export const addNote = async (call: Call, id: string, text: string): Promise<void> => {
  checkFreeText({ text })
  await run(call, id, { kind: 'note', text })
}

export const defineItem = async (call: Call, id: string, input: Static<typeof DefineSchema>): Promise<void> => {
  checkFreeText({ definition: input.definition, measures: input.measures, legalGap: input.legalGap })
  await run(call, id, { kind: 'define', ...input })
}

export const setInterim = async (call: Call, id: string, agency: string): Promise<void> => {
  const reachable = (await reachableAgencies(call.tx)).has(agency)
  await run(call, id, { kind: 'interim', agency, reachable })
}

export const proposeDuty = async (call: Call, id: string, proposal: Proposal, today: string): Promise<void> => {
  checkFreeText({ note: proposal.note })
  const reference = getReference()
  requireRoles(reference, proposal)
  requireBasis(
    reference,
    'basis',
    proposal.basis.map((one) => one.instrument),
    today,
  )
  await run(call, id, { kind: 'propose', proposal })
}

export const rejectItem = async (call: Call, id: string, reason: string): Promise<void> => {
  checkFreeText({ reason })
  await run(call, id, { kind: 'reject', reason })
}

export const giveBack = async (call: Call, id: string, reason: string): Promise<void> => {
  checkFreeText({ reason })
  await run(call, id, { kind: 'give_back', reason })
}

/** Everybody who takes part at the site. */
const circleOfPort = (call: Call): Promise<CircleId> =>
  circleFor(call.tx, {
    owner: call.actor.agencyId,
    dataClass: 'assessment',
    purposeLock: null,
    tlp: 'green',
    agencies: [],
    groups: [],
  })

/** Puts a risk that only few know of before every agency: in the officer's own words, as an item of its own. */
export const releaseItem = async (call: Call, id: string, text: string): Promise<{ id: string }> => {
  checkFreeText({ text })
  const { state } = await run(call, id, { kind: 'release', text })
  const released = openItem(
    {
      id: uuid(),
      riskType: state.riskType,
      places: state.places,
      jurisdiction: state.jurisdiction,
      origin: 'released',
      concerned: state.concerned,
      interimLead: state.interim?.agency ?? null,
      definition: text.trim(),
    },
    call.at,
  )
  await open(call, released, await circleOfPort(call))
  return { id: released.id }
}

const placesOfRow = (places: readonly string[]): string[] =>
  PLACES.every((place) => places.includes(place)) ? ['any'] : [...places]

/** The duty row that follows from an accepted proposal. Its confidence is as good as the reading of its articles. */
const dutyOf = (state: ItemState, proposal: Proposal, rowId: string, reference: LoadedReference): DutyRow => {
  const risk: Named = reference.risks.get(state.riskType) ?? {
    id: state.riskType,
    zh: state.riskType,
    en: state.riskType,
  }
  const read = proposal.basis.length > 0 && proposal.basis.every((one) => one.read)
  const common = {
    id: rowId,
    riskTypes: [state.riskType],
    primaryFor: [state.riskType],
    crossCutting: false,
    domains: [state.riskType.split('.')[0]!],
    places: placesOfRow(state.places),
    phase: proposal.phase,
    lead: [...proposal.lead],
    support: [...proposal.support],
    inform: [...proposal.inform],
    handover: [],
    confidence: read ? 'medium' : 'low',
    source: 'own judgement',
    noteZh: state.definition ?? '',
    noteEn: state.definition ?? '',
  }
  const [first] = proposal.basis
  if (state.jurisdiction === 'INT' && first)
    return {
      ...common,
      jurisdiction: 'INT',
      zh: risk.zh,
      en: risk.en,
      instrument: first.instrument,
      keyProvisions: first.articles.map((text) => ({ zh: text, en: text })),
      typicalLeadZh: '',
      typicalLeadEn: '',
    }
  return {
    ...common,
    jurisdiction: state.jurisdiction,
    riskZh: risk.zh,
    riskEn: risk.en,
    basis: basisBody(proposal.basis),
    legalReviewRequired: !read && proposal.basis.length > 0,
    reviewInstruments: [],
  } as DutyRow
}

const nextSiteRow = async (call: Call): Promise<string> => {
  const [row] = await call.tx.query<{ n: number }>(
    `select count(distinct row_id)::int as n from reference_revision where row_id like 'DM-SITE-%'`,
  )
  return `DM-SITE-${String(row!.n + 1).padStart(2, '0')}`
}

/** A legal officer accepts the proposal: the duty becomes a row of the matrix, and the risk has an owner from today on. */
export const acceptProposal = async (call: Call, id: string, today: string): Promise<{ row: string }> => {
  const reference = await lockedReference(call, today)
  const row = await nextSiteRow(call)
  const item = await run(call, id, { kind: 'accept', dutyRow: row })
  const { state } = item
  const proposal = state.proposal!
  requireRoles(reference, proposal)
  requireBasis(
    reference,
    'basis',
    proposal.basis.map((one) => one.instrument),
    today,
  )
  const body = dutyOf(state, proposal, row, reference)
  await applyRevisions(
    call,
    [
      {
        kind: body.jurisdiction === 'INT' ? 'duty_international' : 'duty',
        rowId: row,
        body,
        effectiveOn: today,
        note: proposal.note,
      },
    ],
    'law.duty_settled',
  )
  return { row }
}

export const escalateInterim = async (call: Call, id: string): Promise<void> => {
  const item = await findItem(call, id)
  if (item) await run(call, id, { kind: 'escalate' })
}

const keyOf = (riskType: string, place: string, jurisdiction: string): string => `${riskType} ${place} ${jurisdiction}`

/** Risks that the matrix leaves without an owner come into the queue by themselves. For the coordinating agency; safe to repeat. */
export const queueUncovered = async (call: Call): Promise<number> => {
  const reference = getReference()
  const reachable = await reachableAgencies(call.tx)
  // What was rejected stays rejected; what was settled and lost its owner again comes back.
  const known = new Set(
    (await listItems(call, 'all'))
      .filter(
        ({ state }) => state.status !== 'settled' && (state.origin === 'reference' || state.origin === 'released'),
      )
      .flatMap(({ state }) => state.places.map((place) => keyOf(state.riskType, place, state.jurisdiction))),
  )
  const circleId = await circleOfPort(call)
  let opened = 0
  for (const { riskType, jurisdiction, places, entry } of uncoveredRisks(reference)) {
    const left = places.filter((place) => !known.has(keyOf(riskType, place, jurisdiction)))
    if (left.length === 0) continue
    const interim = entry && reachable.has(entry.interimLead) ? entry.interimLead : null
    const state = openItem(
      {
        id: uuid(),
        riskType,
        places: left,
        jurisdiction,
        origin: 'reference',
        concerned: concernedBy(reference, riskType),
        interimLead: interim,
      },
      call.at,
    )
    if (await open(call, state, circleId)) opened++
  }
  return opened
}

/** Everything that has an owner, as the statements compare it; worked out once for each state of the reference. */
const ownedKeys = (reference: LoadedReference): readonly string[] => {
  const known = owned.get(reference)
  if (known) return known
  const keys = [...reference.risks.keys()].flatMap((risk) =>
    PLACES.flatMap((place) =>
      (['CN', 'INT'] as const).flatMap((jurisdiction) =>
        isOwned(reference, risk, place, jurisdiction) ? [keyOf(risk, place, jurisdiction)] : [],
      ),
    ),
  )
  owned.set(reference, keys)
  return keys
}
const owned = new WeakMap<LoadedReference, readonly string[]>()

/**
 * Signals and incidents of a risk that resolves to no row come into the queue by themselves, seen by those who see the signal
 * or the incident and nobody else. Where everybody sees an item of the risk already, none is added. Safe to repeat.
 */
export const queueOwnerless = async (call: Call, jurisdiction: 'CN' | 'INT', minutes: number): Promise<number> => {
  const keys = ownedKeys(getReference())
  const known = (await listItems(call, 'open')).map(({ state, circleId }) => ({ state, circleId }))
  const isKnown = (one: Ownerless): boolean =>
    known.some(
      ({ state, circleId }) =>
        state.riskType === one.riskType &&
        state.jurisdiction === one.jurisdiction &&
        state.places.includes(one.place) &&
        (circleId === one.circleId || state.origin === 'reference' || state.origin === 'released'),
    )
  let opened = 0
  const add = async (one: Ownerless, origin: 'signal' | 'incident'): Promise<void> => {
    if (isKnown(one)) return
    const state = openItem(
      {
        id: uuid(),
        riskType: one.riskType,
        places: [one.place],
        jurisdiction: one.jurisdiction,
        origin,
        concerned: concernedBy(getReference(), one.riskType),
        interimLead: null,
      },
      call.at,
    )
    if (await open(call, state, one.circleId)) opened++
  }
  for (const one of await ownerlessIncidents(call, keys)) await add(one, 'incident')
  for (const one of await ownerlessSignals(call, keys, jurisdiction, minutes)) await add(one, 'signal')
  return opened
}
