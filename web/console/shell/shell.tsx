/**
 * What stands around every page of somebody who is signed in: navigation, header, live connection, keys. Whoever is not
 * signed in sees the sign-in page at the same address, and is where they wanted to be afterwards.
 */
import { lazy, Suspense, useEffect, useRef, useSyncExternalStore } from 'react'
import { Link, Outlet, useLocation, useNavigate, useNavigation } from 'react-router'
import { setSiteTitle } from '../../kit/page.tsx'
import {
  EmptyState,
  ErrorState,
  isTyping,
  Loading,
  Page,
  PortProvider,
  useBilingual,
  useText,
} from '../../kit/public.ts'
import { Alerts } from '../alerts/alerts.tsx'
import { type SignedIn, useConnection, useSession } from '../api/public.ts'
import { startStream, stopStream } from '../api/stream.ts'
import { NotesLine, SignedOutNotes } from '../outbox/notes-line.tsx'
import { TakeOver } from '../pages/cell/take-over.tsx'
import { PAGES, type PageName } from '../routes.tsx'
import { Header, PhoneHeader } from './header.tsx'
import { HELP_ID, Help } from './help.tsx'
import { useKeyboard } from './keyboard.ts'
import { isClosed, litPage, visiblePages } from './navigation.ts'
import { BottomBar, Sidebar } from './sidebar.tsx'
import { text } from './text.ts'
import './shell.css'

const SignIn = lazy(() => import('../pages/sign-in/page.tsx'))

export const Shell = () => {
  const session = useSession()
  if (session.data === undefined) {
    return session.error ? (
      <main className="tg-alone">
        <ErrorState error={session.error} onRetry={() => void session.refetch()} />
      </main>
    ) : (
      <main className="tg-alone">
        <Loading />
      </main>
    )
  }
  const { site, offsetMs } = session.data
  return (
    <PortProvider zone={site.portZone} offsetMs={offsetMs}>
      {session.data.signedIn ? (
        // Another post or purpose is another viewer: pages and the live connection begin anew.
        <Frame key={`${session.data.post.id} ${session.data.purpose}`} session={session.data} />
      ) : (
        <Suspense fallback={<Loading />}>
          <SignedOutNotes />
          <SignIn />
        </Suspense>
      )}
    </PortProvider>
  )
}

const phone = matchMedia('(max-width: 640px)')
const usePhone = () =>
  useSyncExternalStore(
    (listener) => {
      phone.addEventListener('change', listener)
      return () => phone.removeEventListener('change', listener)
    },
    () => phone.matches,
  )

const Frame = ({ session }: { session: SignedIn }) => {
  const t = useText(text)
  const b = useBilingual()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const { state } = useNavigation()
  const onPhone = usePhone()
  const search = useRef<HTMLInputElement>(null)
  const main = useRef<HTMLElement>(null)
  const pages = visiblePages(PAGES, session.rights, session.purpose)
  const lit = litPage(pages, pathname)
  const asked = litPage(PAGES, pathname)
  setSiteTitle(`${b(session.site.name)} · ${t('product')}`)

  useEffect(() => {
    startStream()
    return stopStream
  }, [])

  // A reader of the screen begins at the new page, not at the link that was pressed.
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    for (const panel of document.querySelectorAll<HTMLElement>('[popover]:popover-open')) panel.hidePopover()
    if (!isTyping(document.activeElement)) main.current?.focus({ preventScroll: true })
  }, [pathname])

  useKeyboard({
    onSearch: () => {
      search.current?.focus()
      search.current?.select()
    },
    onGo: (letter) => {
      const page = pages.find((each) => each.letter === letter)
      if (page) void navigate(page.path)
      return page !== undefined
    },
    onKey: (key) => {
      const page = PAGES.find((each) => each.key === key && each.right && session.rights[each.right] === true)
      if (page) void navigate(page.path)
      return page !== undefined
    },
    onHelp: () => document.getElementById(HELP_ID)?.togglePopover(),
  })

  if (asked?.bare && !isClosed(asked, session.purpose))
    return (
      <main id="main" ref={main} tabIndex={-1} className="tg-bare" aria-busy={state === 'loading'}>
        <Outlet />
      </main>
    )
  return (
    <div className="tg-app">
      <a className="tg-skip" href="#main">
        {t('skip')}
      </a>
      {onPhone ? (
        <PhoneHeader session={session} />
      ) : (
        <>
          <Sidebar session={session} pages={pages} lit={lit} />
          <Header session={session} search={search} />
        </>
      )}
      <main id="main" ref={main} tabIndex={-1} aria-busy={state === 'loading'}>
        <ConnectionLine />
        <TakeOver />
        <NotesLine />
        {asked?.name && isClosed(asked, session.purpose) ? <Closed name={asked.name} /> : <Outlet />}
      </main>
      {onPhone && <BottomBar session={session} pages={pages} lit={lit} />}
      <Help pages={pages} />
      <Alerts session={session} />
    </div>
  )
}

/** A calm line, never a dialog: what is on screen stays readable. */
const ConnectionLine = () => {
  const t = useText(text)
  const connection = useConnection()
  return <div role="status">{connection === 'lost' && <p className="tg-connection">{t('connectionLost')}</p>}</div>
}

/** In the place of a page that the present purpose has nothing to do with: no empty list that could mean "nothing happened". */
const Closed = ({ name }: { name: PageName }) => {
  const t = useText(text)
  return (
    <Page title={t(name)}>
      <EmptyState action={<Link to="/ledger">{t('toLedger')}</Link>}>{t('closedToPurpose')}</EmptyState>
    </Page>
  )
}
