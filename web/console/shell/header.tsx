import { type FormEvent, type RefObject, useEffect, useState } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import { Tag, timeOfDay, useBilingual, useLocale, useNow, usePortZone, useText, zoneName } from '../../kit/public.ts'
import type { SignedIn } from '../api/public.ts'
import { AccountChoices } from './account.tsx'
import { Brand } from './brand.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { ResponseLevel } from './response-level.tsx'
import { text } from './text.ts'

/** Which port, how it stands, whether this is real; search; who I am; the port's time. */
export const Header = ({ session, search }: { session: SignedIn; search: RefObject<HTMLInputElement | null> }) => {
  const t = useText(text)
  const b = useBilingual()
  const { site, officer, post, agency } = session
  return (
    <header className="tg-top">
      <b className="port">{b(site.name)}</b>
      <span className="sep" />
      <ResponseLevel />
      <span className="tags">
        <Tag kind="on">{t('live')}</Tag>
        {site.synthetic && <Tag>{t('synthetic')}</Tag>}
      </span>
      <span className="grow" />
      {session.rights['signals.read'] === true && <Search input={search} />}
      <LanguageSwitch />
      <span className="sep" />
      <button type="button" className="who" popoverTarget="tg-account" title={t('account')}>
        <span>{officer ? b(officer) : t('apiClient')}</span>{' '}
        <small className="i3">
          {b(agency)} · {b(post)}
        </small>
      </button>
      <div id="tg-account" popover="auto" className="tg-panel">
        <AccountChoices session={session} />
      </div>
      <span className="sep" />
      <PortClock />
    </header>
  )
}

/** On a phone: the page's own h1 is below; here only which port, who, and the time. */
export const PhoneHeader = ({ session }: { session: SignedIn }) => {
  const t = useText(text)
  const b = useBilingual()
  const { site, officer, agency } = session
  return (
    <header className="tg-top-phone">
      <span className="brand">
        <Brand />
      </span>
      {site.synthetic && <Tag>{t('syntheticShort')}</Tag>}
      <span className="e">
        <b>{officer ? b(officer) : t('apiClient')}</b>
        <span className="i2">
          {b(agency)} · <PortClock />
        </span>
      </span>
    </header>
  )
}

const PortClock = () => {
  const now = useNow()
  const zone = usePortZone()
  const locale = useLocale()
  return (
    <time className="st clock" dateTime={now.toISOString()} title={zoneName(zone, now, locale)}>
      {timeOfDay(now, zone)}
    </time>
  )
}

/** Searches signals; what was searched stays in the address. */
export const Search = ({ input }: { input?: RefObject<HTMLInputElement | null> }) => {
  const t = useText(text)
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [params] = useSearchParams()
  const inAddress = pathname === '/signals' ? (params.get('q') ?? '') : ''
  const [words, setWords] = useState(inAddress)
  useEffect(() => setWords(inAddress), [inAddress])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const q = words.trim()
    void navigate(q === '' ? '/signals' : `/signals?${new URLSearchParams({ q })}`)
  }
  return (
    <search>
      <form className="tg-find" onSubmit={submit}>
        <kbd>/</kbd>
        <input
          ref={input}
          type="search"
          enterKeyHint="search"
          aria-label={t('search')}
          placeholder={t('searchHint')}
          value={words}
          maxLength={200}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
      </form>
    </search>
  )
}
