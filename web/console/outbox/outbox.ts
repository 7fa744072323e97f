/**
 * The outbox: notes that were written and are not yet known to have arrived. One tab sends at a time; a note is taken out
 * only after the server's answer, and is sent under its own key, so that it is kept once however often it is sent. A crash
 * anywhere leaves it in the outbox.
 */
import { useEffect, useSyncExternalStore } from 'react'
import type { Locale } from '../../kit/locale.ts'
import { problemWords, toProblem } from '../../kit/problem.ts'
import { post, queryClient, useConnection } from '../api/public.ts'
import { isPassing, type Note, sendable } from './rules.ts'
import { putNote, readNotes, removeNote } from './store.ts'

/** While something waits. Judgement. */
const AGAIN_MS = 15_000

let notes: readonly Note[] = []
const listeners = new Set<() => void>()
/** Other tabs of this browser learn of it. */
const others = new BroadcastChannel('tongguan-notes')

const reload = async (): Promise<void> => {
  // Where the browser keeps no database (a private window may not), there is nothing to show.
  notes = await readNotes().catch(() => [])
  for (const listener of listeners) listener()
}
others.onmessage = () => void reload()

const changed = async (): Promise<void> => {
  await reload()
  others.postMessage('changed')
}

const sendOne = async (note: Note): Promise<'sent' | 'refused' | 'later'> => {
  const { incidentId, id: noteId, text, writtenAt, taskId } = note
  try {
    await post(`/incidents/${incidentId}/notes`, { noteId, text, writtenAt, taskId }, { idempotencyKey: noteId })
    await removeNote(noteId)
    return 'sent'
  } catch (error) {
    const problem = toProblem(error)
    if (isPassing(problem.code)) return 'later'
    const why = (locale: Locale): string => problem.fields[0]?.[locale] ?? problemWords(problem, locale).what
    await putNote({ ...note, refused: { zh: why('zh'), en: why('en') } })
    return 'refused'
  }
}

/** Sends what this post wrote, oldest first, until something is out of reach again. */
export const flush = async (postId: string): Promise<void> => {
  await navigator.locks.request('tongguan-notes', { ifAvailable: true }, async (lock) => {
    if (!lock) return
    let any = false
    for (const note of sendable(await readNotes(), postId)) {
      const outcome = await sendOne(note)
      if (outcome === 'later') break
      any = true
    }
    if (!any) return
    await changed()
    await queryClient.invalidateQueries({ queryKey: ['incidents'] })
  })
}

/** Kept first, then sent. Resolves when it is safe on this device. */
export const writeNote = async (note: Note): Promise<void> => {
  await putNote(note)
  await changed()
  void flush(note.postId)
}

export const discardNote = async (id: string): Promise<void> => {
  await removeNote(id)
  await changed()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  if (listeners.size === 1) void reload()
  return () => {
    listeners.delete(listener)
  }
}

export const useNotes = (): readonly Note[] => useSyncExternalStore(subscribe, () => notes)

/** Sends whenever there is hope: at the start, when the network or the server is back, when the page is looked at again. */
export const useSending = (postId: string): void => {
  const connection = useConnection()
  const waiting = useNotes().length > 0
  useEffect(() => {
    // Read again when the server is back.
    void connection
    const send = () => void flush(postId)
    send()
    window.addEventListener('online', send)
    document.addEventListener('visibilitychange', send)
    const again = waiting ? setInterval(send, AGAIN_MS) : undefined
    return () => {
      window.removeEventListener('online', send)
      document.removeEventListener('visibilitychange', send)
      clearInterval(again)
    }
  }, [connection, postId, waiting])
}
