/**
 * What open streams are told, and when. Streams of one session share one round: one transaction that reads, under the viewer's
 * policy, the envelopes that were added, records what is about to be delivered, and then delivers it to each of the session's
 * pages from where that page stood. Sessions of one post for one purpose are one viewer of the database and share the reading;
 * each session is still asked whether it stands, and has its own entry of what it was told.
 *
 * Rounds follow one another at least ROUND_MS apart. When they take long, because many are listening, they keep a third of
 * the time to themselves and grow further apart, up to MOST_MS: what is delivered is recorded at least every second.
 */
import type { ServerResponse } from 'node:http'
import { DomainError, type SealedText } from '../../base/public.ts'
import { type Call, type House, inCall } from '../../ledger/public.ts'
import type { Claim } from '../../store/public.ts'
import { recordDisclosure } from './door.ts'

const ROUND_MS = 200
const MOST_MS = 1_000
/** A flood is announced by its number instead of its items: nobody reads 1,000 lines a second. */
const MANY = 1_000
/** Transactions of one round at a time; the pool's other connections are for people who ask. */
const AT_A_TIME = 4
/** A page that does not read what it is sent is let go, and resumes at its cursor when it comes back. */
const MOST_UNREAD_BYTES = 1_048_576

type Item = { seq: number; act: string; object: string }
/** What one viewer is told in one round: written once, sent to every page that stands at the same place. */
type Reading = { items: readonly Item[]; many: boolean; texts: Map<number, string> }
type Page = { response: ServerResponse; cursor: number }
type Session = { claim: Claim; pages: Set<Page>; epoch: string }

export type LedgerHead = { size: number; signedAt: string | null }

const textOf = (event: string, data: unknown, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`

const write = (response: ServerResponse, event: string, data: unknown): void => {
  response.write(textOf(event, data))
}

/** What happened in [from, to) that this viewer may know of; views and deliveries themselves are left out. */
const changesBetween = (call: Call, from: number, to: number): Promise<Item[]> =>
  call.tx.query<Item>(
    `select i.seq::float8 as seq, (o.text::jsonb)->>'act' as act, (o.text::jsonb)->>'object' as object
       from ledger_index i join ledger_opening o on o.leaf_hash = i.leaf_hash and o.field = 1
      where i.seq >= $1 and i.seq < $2
        and (o.text::jsonb)->>'act' not in ('record.viewed', 'stream.opened')
      order by i.seq limit ${MANY + 1}`,
    [from, to],
    'stream-changes',
  )

export const epochOf = async (call: Call): Promise<string> => {
  const [row] = await call.tx.query<{ epoch: string }>('select app.access_epoch() as epoch', [], 'stream-epoch')
  return row!.epoch
}

export type Rounds = {
  /** @returns how to take the page out again. */
  add(claim: Claim, response: ServerResponse, cursor: number, epoch: string): () => void
  noteSize(): void
  /** Something closed for somebody: each session looks whether it was for its viewer. */
  noteAccess(): void
  count(): number
  close(): void
}

const keyOf = (claim: Claim): string => JSON.stringify(claim)

export const startRounds = (house: House, seal: SealedText, head: () => LedgerHead): Rounds => {
  const sessions = new Map<string, Session>()

  const letGo = (session: Session, event?: string): void => {
    sessions.delete(keyOf(session.claim))
    for (const { response } of session.pages) {
      if (event) write(response, event, {})
      response.end()
    }
    session.pages.clear()
  }

  /** A session that ended, or a database away for a moment: pages reconnect and resume at their cursors. */
  const letGoAfter = (session: Session, error: unknown): void =>
    letGo(session, error instanceof DomainError && error.code === 'unauthenticated' ? 'signed-out' : undefined)

  const tellEpoch = (session: Session, epoch: string): void => {
    if (epoch === session.epoch) return
    session.epoch = epoch
    for (const { response } of session.pages) write(response, 'epoch', { epoch })
  }

  const checkAccess = async (session: Session): Promise<void> => {
    try {
      tellEpoch(session, await inCall(house, session.claim, epochOf))
    } catch (error) {
      letGoAfter(session, error)
    }
  }

  const newsFrom = ({ items, many, texts }: Reading, cursor: number, to: number): string => {
    let text = texts.get(cursor)
    if (text === undefined) {
      const news = items.filter((item) => item.seq >= cursor).map(({ act, object }) => ({ act, object }))
      text =
        (news.length > 0 ? textOf('changes', { items: many ? [] : news, many }, seal.seal(String(to))) : '') +
        textOf('ledger', head())
      texts.set(cursor, text)
    }
    return text
  }

  const tellPage = (page: Page, reading: Reading, to: number): void => {
    page.response.write(newsFrom(reading, page.cursor, to))
    page.cursor = to
    if (page.response.writableLength > MOST_UNREAD_BYTES) page.response.destroy()
  }

  const read = async (call: Call, from: number, to: number): Promise<Reading> => {
    const items = await changesBetween(call, from, to)
    return { items, many: items.length > MANY, texts: new Map() }
  }

  const tell = async (session: Session, to: number, readings: Map<string, Reading>): Promise<void> => {
    const behind = [...session.pages].filter(({ cursor }) => cursor < to)
    if (behind.length === 0) return
    const from = Math.min(...behind.map(({ cursor }) => cursor))
    try {
      const { reading, epoch } = await inCall(house, session.claim, async (call) => {
        const viewer = `${call.actor.postId} ${call.actor.purpose} ${call.realm} ${from}`
        const known = readings.get(viewer) ?? (await read(call, from, to))
        readings.set(viewer, known)
        await recordDisclosure(call, '/stream', known.many ? [] : [...new Set(known.items.map((one) => one.object))])
        return { reading: known, epoch: await epochOf(call) }
      })
      tellEpoch(session, epoch)
      for (const page of behind) tellPage(page, reading, to)
    } catch (error) {
      letGoAfter(session, error)
    }
  }

  const round = async (to: number): Promise<void> => {
    const readings = new Map<string, Reading>()
    const waiting = [...sessions.values()]
    const worker = async (): Promise<void> => {
      for (let session = waiting.pop(); session; session = waiting.pop()) await tell(session, to, readings)
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  }

  let told = 0
  let running = false
  let closed = false
  let next: ReturnType<typeof setTimeout> | undefined
  let restUntil = 0

  const go = async (): Promise<void> => {
    if (running || closed || sessions.size === 0 || head().size <= told) return
    const rest = restUntil - Date.now()
    if (rest > 0) {
      next ??= setTimeout(() => {
        next = undefined
        void go()
      }, rest)
      return
    }
    running = true
    const start = Date.now()
    const to = head().size
    told = to
    await round(to)
    restUntil = start + Math.min(MOST_MS, Math.max(ROUND_MS, 3 * (Date.now() - start)))
    running = false
    void go()
  }

  // Comment lines keep proxies from closing a quiet stream, and find ended sessions and run-out terms on quiet nights.
  const pulse = setInterval(() => {
    for (const session of sessions.values()) {
      for (const { response } of session.pages) response.write(': still here\n\n')
      void checkAccess(session)
    }
  }, 15_000)

  return {
    add: (claim, response, cursor, epoch) => {
      const key = keyOf(claim)
      const session = sessions.get(key) ?? { claim, pages: new Set(), epoch }
      sessions.set(key, session)
      const page: Page = { response, cursor }
      session.pages.add(page)
      // It may stand behind what was told to others: resumed after a break.
      told = Math.min(told, cursor)
      void go()
      return () => {
        session.pages.delete(page)
        if (session.pages.size === 0 && sessions.get(key) === session) sessions.delete(key)
      }
    },
    noteSize: () => void go(),
    noteAccess: () => {
      for (const session of sessions.values()) void checkAccess(session)
    },
    count: () => [...sessions.values()].reduce((sum, session) => sum + session.pages.size, 0),
    close: () => {
      closed = true
      clearInterval(pulse)
      clearTimeout(next)
      for (const session of sessions.values()) letGo(session)
    },
  }
}
