import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { Link } from 'react-router'
import { RelativeTime, useText } from '../../kit/public.ts'
import { get, type SignedIn, useChanges, useLedgerHead } from '../api/public.ts'
import { queryClient } from '../api/query-client.ts'
import { GROUPS, type PageEntry, type PageGroup } from '../routes.tsx'
import { AccountChoices } from './account.tsx'
import { Brand } from './brand.tsx'
import { Search } from './header.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { text } from './text.ts'

const HEADINGS = { basis: 'groupBasis', improve: 'groupImprove', system: 'groupSystem' } as const

type Props = { session: SignedIn; pages: readonly PageEntry[]; lit: PageEntry | undefined }

/** How many signals need a person. Renewed with the live connection, at most every ten seconds: it is a hint, not a list. */
const RENEW_MS = 10_000
const useNeedPerson = (allowed: boolean): number => {
  const { data } = useQuery({
    queryKey: ['navigation', 'need-person'],
    queryFn: ({ signal }) => get<{ needsPerson: number }>('/signals/count', { needs: 'person' }, signal),
    enabled: allowed,
    staleTime: RENEW_MS,
  })
  useChanges(['signal', 'assessment'], () => {
    const age = Date.now() - (queryClient.getQueryState(['navigation', 'need-person'])?.dataUpdatedAt ?? 0)
    if (age > RENEW_MS) void queryClient.invalidateQueries({ queryKey: ['navigation', 'need-person'] })
  })
  return data?.needsPerson ?? 0
}

/** The left navigation, with the state of the record at its foot. */
export const Sidebar = ({ session, pages, lit }: Props) => {
  const t = useText(text)
  const waiting = useNeedPerson(session.rights['signals.read'] === true)
  const entriesOf = (group: PageGroup) =>
    pages
      .filter((page) => page.group === group)
      .map((page) => (
        <Entry key={page.path} page={page} lit={page === lit} count={page.name === 'signals' ? waiting : 0} />
      ))
  return (
    <>
      <div className="tg-brand">
        <Link to="/">
          <Brand />
        </Link>
      </div>
      <nav className="tg-side" aria-label={t('navigation')}>
        {GROUPS.map((group) => {
          const entries = entriesOf(group)
          if (entries.length === 0) return null
          if (group === 'work') return <ul key={group}>{entries}</ul>
          return (
            <Fragment key={group}>
              <h2 id={`tg-nav-${group}`}>{t(HEADINGS[group])}</h2>
              <ul aria-labelledby={`tg-nav-${group}`}>{entries}</ul>
            </Fragment>
          )
        })}
        <LedgerFoot />
      </nav>
    </>
  )
}

const Entry = ({ page, lit, count = 0 }: { page: PageEntry; lit: boolean; count?: number }) => {
  const t = useText(text)
  return (
    <li>
      <Link to={page.path} aria-current={lit ? 'page' : undefined}>
        {page.name && t(page.name)}
        {count > 0 && (
          <small title={t('needPerson', { count })}>
            {count > 9_999 ? '9999+' : count}
            <span className="for-readers"> {t('needPerson', { count })}</span>
          </small>
        )}
      </Link>
    </li>
  )
}

const LedgerFoot = () => {
  const t = useText(text)
  const head = useLedgerHead()
  if (!head) return null
  return (
    <p className="foot">
      {head.signedAt === null ? t('ledgerWaiting') : t('ledgerSigned')}
      <br />
      {t('ledgerEntries', { count: head.size })}
      {head.signedAt !== null && (
        <>
          {' · '}
          <RelativeTime at={head.signedAt} />
        </>
      )}
    </p>
  )
}

/** On a phone: four pages within reach of a thumb, the rest under "more". */
export const BottomBar = ({ session, pages, lit }: Props) => {
  const t = useText(text)
  const near = pages.filter((page) => page.group === 'work').slice(0, 4)
  const rest = pages.filter((page) => !near.includes(page))
  return (
    <nav className="tg-bottom" aria-label={t('navigation')}>
      {near.map((page) => (
        <Link key={page.path} to={page.path} aria-current={page === lit ? 'page' : undefined}>
          {page.name && t(page.name)}
        </Link>
      ))}
      <button type="button" popoverTarget="tg-more" aria-current={lit && rest.includes(lit) ? 'true' : undefined}>
        {t('more')}
      </button>
      <div id="tg-more" popover="auto" className="tg-panel tg-sheet">
        {session.rights['signals.read'] === true && <Search />}
        <ul>
          {rest.map((page) => (
            <Entry key={page.path} page={page} lit={page === lit} />
          ))}
        </ul>
        <LanguageSwitch />
        <AccountChoices session={session} />
        <LedgerFoot />
      </div>
    </nav>
  )
}
