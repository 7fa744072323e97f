import { useSyncExternalStore } from 'react'
import { PortTime, useBilingual, useText } from '../../kit/public.ts'
import { useConnection, useSignedIn } from '../api/public.ts'
import { discardNote, useNotes, useSending } from './outbox.ts'
import { mineRefused, ofOthers, sendable } from './rules.ts'
import { text } from './text.ts'
import './outbox.css'

const online = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
const useOffline = (): boolean => {
  const there = useSyncExternalStore(online, () => navigator.onLine)
  return useConnection() === 'lost' || !there
}

/** A calm line on every page while something written here has not arrived; what was refused says why and is not lost. */
export const NotesLine = () => {
  const t = useText(text)
  const { post } = useSignedIn()
  const notes = useNotes()
  const offline = useOffline()
  useSending(post.id)
  const waiting = sendable(notes, post.id)
  const refused = mineRefused(notes, post.id)
  const others = ofOthers(notes, post.id)
  return (
    <div role="status">
      {waiting.length > 0 && (
        <div className="tg-outbox">
          <p>{t(offline ? 'waitingOffline' : 'waitingSending', { count: waiting.length })}</p>
          <ul aria-label={t('list')}>
            {waiting.map((note) => (
              <li key={note.id}>
                <small className="i3">
                  {t('writtenAt')} <PortTime at={note.writtenAt} />
                </small>{' '}
                {note.text}
              </li>
            ))}
          </ul>
        </div>
      )}
      {refused.map((note) => (
        <Refused key={note.id} note={note} />
      ))}
      {others > 0 && <p className="tg-outbox">{t('ofOthers', { count: others })}</p>}
    </div>
  )
}

const Refused = ({ note }: { note: ReturnType<typeof mineRefused>[number] }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <div className="tg-outbox">
      <p>
        <b>{t('refused')}</b> {note.refused && t('why', { why: b(note.refused) })}
      </p>
      <p>
        <small className="i3">
          {t('writtenAt')} <PortTime at={note.writtenAt} />
        </small>{' '}
        {note.text}
      </p>
      <div className="ends">
        <button type="button" className="tg-button" onClick={() => void navigator.clipboard.writeText(note.text)}>
          {t('copy')}
        </button>
        <button type="button" className="tg-button" onClick={() => void discardNote(note.id)}>
          {t('discard')}
        </button>
      </div>
    </div>
  )
}

/** Beside the sign-in form: that something waits, without what it says. */
export const SignedOutNotes = () => {
  const t = useText(text)
  const count = ofOthers(useNotes(), null)
  return count > 0 ? <p className="tg-outbox">{t('signedOut', { count })}</p> : null
}
