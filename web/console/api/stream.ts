/**
 * One live connection for all open pages of the console. Events carry ids only; a page reads the rows again under the viewer's policy.
 *
 *     useChanges(['signal', 'assessment'], (changes) => setWaiting((n) => n + changes.length))
 *     useRenewOn(['warning'], ['warnings'])          // re-read queries whose key begins so
 *     const state = useConnection()                  // 'live' | 'lost'
 *
 * Resumes with the last cursor, also after the server restarted. `epoch` means that what the viewer may see has changed:
 * the cache is dropped, so that nothing stays on an open page that is no longer theirs.
 */
import { useEffect, useEffectEvent, useMemo, useSyncExternalStore } from 'react'
import { backoffMs, objectKind } from './backoff.ts'
import { apiUrl } from './client.ts'
import { pacedInFront } from './pace.ts'
import { queryClient } from './query-client.ts'
import { openShared, type SharedSource, type StreamEvent } from './shared-source.ts'

export type Change = { act: string; object: string }
export type LedgerHead = { size: number; signedAt: string | null }
export type Connection = 'connecting' | 'live' | 'lost'

type ChangeListener = (changes: readonly Change[], many: boolean) => void

let source: SharedSource | undefined
let cursor = ''
let epoch = ''
let attempts = 0
let retry: ReturnType<typeof setTimeout> | undefined
let connection: Connection = 'connecting'
let head: LedgerHead | null = null
const changeListeners = new Set<ChangeListener>()
const stateListeners = new Set<() => void>()

const tell = () => {
  for (const listener of stateListeners) listener()
}
const setConnection = (next: Connection) => {
  if (next === connection) return
  connection = next
  tell()
}

const setHead = (next: LedgerHead) => {
  if (typeof next.size !== 'number') return
  head = { size: next.size, signedAt: next.signedAt ?? null }
  tell()
}

const dropCache = () => {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' && !query.isActive() })
  void queryClient.resetQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
  void queryClient.invalidateQueries({ queryKey: ['session'] })
}

const setEpoch = (next: string | undefined) => {
  if (next === undefined) return
  const changed = epoch !== '' && next !== epoch
  epoch = next
  if (changed) dropCache()
}

const parse = <T>(event: StreamEvent): T => JSON.parse(event.data) as T

const onHello = (event: StreamEvent) => {
  const hello = parse<LedgerHead & { epoch?: string }>(event)
  // After an interruption everything on screen may be old; what was missed also arrives as changes.
  const resumed = connection === 'lost'
  attempts = 0
  cursor = event.lastEventId || cursor
  setConnection('live')
  setEpoch(hello.epoch)
  setHead(hello)
  if (resumed) void queryClient.invalidateQueries()
}

const onChanges = (event: StreamEvent) => {
  cursor = event.lastEventId || cursor
  const { items = [], many = false } = parse<{ items?: Change[]; many?: boolean }>(event)
  for (const listener of changeListeners) listener(items, many)
}

const onEvent = (event: StreamEvent) => {
  switch (event.type) {
    case 'hello':
      return onHello(event)
    case 'changes':
      return onChanges(event)
    case 'epoch':
      return setEpoch(parse<{ epoch?: string }>(event).epoch)
    case 'ledger':
      return setHead(parse<LedgerHead>(event))
    case 'signed-out':
      stopStream()
      void queryClient.invalidateQueries({ queryKey: ['session'] })
  }
}

const onLost = (mine: boolean) => {
  setConnection('lost')
  if (!mine) return
  clearTimeout(retry)
  retry = setTimeout(() => source?.reconnect(), backoffMs(attempts++, Math.random()))
}

/** What a page that opens beside this one is told. */
const helloNow = (): StreamEvent | null =>
  connection === 'live' && head
    ? { type: 'hello', data: JSON.stringify({ epoch, ...head }), lastEventId: cursor }
    : null

/** Called by the shell when somebody is signed in. */
export const startStream = (): void => {
  source ??= openShared({
    names: ['hello', 'changes', 'epoch', 'ledger', 'signed-out'],
    url: () => apiUrl('/stream', { after: cursor }),
    onEvent,
    onLost,
    hello: helloNow,
  })
}

/** Called when the session ends: the next one starts at its own present. */
export const stopStream = (): void => {
  clearTimeout(retry)
  source?.close()
  source = undefined
  cursor = ''
  epoch = ''
  head = null
  attempts = 0
  setConnection('connecting')
}

const subscribe = (listener: () => void) => {
  stateListeners.add(listener)
  return () => stateListeners.delete(listener)
}

export const useConnection = (): Connection => useSyncExternalStore(subscribe, () => connection)

/** Size and time of the last signed checkpoint, as the stream last said. */
export const useLedgerHead = (): LedgerHead | null => useSyncExternalStore(subscribe, () => head)

/**
 * Runs `act` with the changes to these kinds of object (`signal`, `warning`, `incident`, `task`, …). When a flood was
 * announced without its items, `many` is true and the list is empty.
 */
export const useChanges = (kinds: readonly string[], act: ChangeListener): void => {
  const run = useEffectEvent((changes: readonly Change[], many: boolean) => {
    const mine = changes.filter((change) => kinds.includes(objectKind(change.object)))
    if (many || mine.length > 0) act(mine, many)
  })
  useEffect(() => {
    const listener: ChangeListener = (changes, many) => run(changes, many)
    changeListeners.add(listener)
    return () => {
      changeListeners.delete(listener)
    }
  }, [])
}

/** A page renews at most this often, however much happens. Judgement, not validated. */
const RENEW_MS = 1_000

/** Reads queries again whose key begins with `queryKey` when such objects change: for records and counts. Lists: `useLivePaged`. */
export const useRenewOn = (kinds: readonly string[], queryKey: readonly unknown[]): void => {
  const key = JSON.stringify(queryKey)
  const renewal = useMemo(
    () => pacedInFront(() => void queryClient.invalidateQueries({ queryKey: JSON.parse(key) as unknown[] }), RENEW_MS),
    [key],
  )
  useEffect(() => renewal.stop, [renewal])
  useChanges(kinds, renewal.run)
}
